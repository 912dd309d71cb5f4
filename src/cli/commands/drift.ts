import { readFileSync, rmSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  callsIn,
  channelsThrough,
  driftedResources,
  lastCalls,
  mendsOf,
  NOT_SEEN,
  openedChannels,
  refresh,
  RefreshError,
  type DriftEntry,
  type DriftReport,
  type RecordedCall,
} from "../../drift";
import { ENGINES, type Engine, type EngineName } from "../../engine";
import { LogError, readLog } from "../../people";

import { renderDrift } from "../../report";
import { applyExceptions, CLAIM, TargetError, verify, verifyPath, type TargetReport } from "../../verify";
import { doorsOf } from "../doors";
import { engineOf } from "../engine-of";
import { filesOf } from "../log-paths";
import { withOrigins, withPaths } from "../origin";
import { loadProjects, type LoadedProject } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";
import { writeFile } from "../write-file";
import { writeStacks } from "../write-stacks";

export interface DriftOptions {
  readonly project: string;
  /** Folder of synthesized stacks, from which the project was deployed. */
  readonly stacks: string;
  readonly engine?: EngineName;
  /** Files of an audit trail, or folders of them. */
  readonly trail: readonly string[];
  readonly format: "text" | "json";
  /** File for the report; standard output where it is left out. */
  readonly output?: string;
}

/** `databox drift`: what is live, judged, against what the project file says. */
export const driftCommand: Command = (terminal, done) => ({
  command: "drift <project>",
  describe: "read what is live, say what was changed behind Terraform's back and which channel opened",
  builder: (args) =>
    args
      .positional("project", { describe: "project file", type: "string", demandOption: true })
      .option("stacks", {
        describe: "folder of stacks from which the project was deployed",
        type: "string",
        default: "cdktf.out",
      })
      .option("trail", {
        describe: "CloudTrail's log files, or folders of them: they say since when and by whom",
        type: "string",
        array: true,
        default: [],
        defaultDescription: "none",
      })
      .option("engine", { describe: "terraform or tofu", choices: ENGINES, defaultDescription: "whichever is there" })
      .option("format", { alias: "f", describe: "how to report", choices: ["text", "json"] as const, default: "text" })
      .option("output", { alias: "o", describe: "file for the report [default: standard output]", type: "string" })
      .example("$0 drift projects/dr-answer.yaml", "after a deployment; nothing is changed")
      .example("$0 drift projects/dr-answer.yaml --trail trail/ -f json -o drift.json", "in a nightly job"),
  handler: async (args) =>
    done(
      await drift(
        {
          project: args["project"] as string,
          stacks: args["stacks"] as string,
          trail: args["trail"] as string[],
          format: args["format"] as DriftOptions["format"],
          ...(args["engine"] === undefined ? {} : { engine: args["engine"] as EngineName }),
          ...(args["output"] === undefined ? {} : { output: args["output"] as string }),
        },
        terminal,
      ),
    ),
});

export async function drift(options: DriftOptions, terminal: Terminal): Promise<ExitCode> {
  const { project: file, format, output } = options;
  const [loaded] = loadProjects([file], terminal);
  if (loaded === undefined) return EXIT.error;
  const calls = options.trail.length === 0 ? undefined : callsOf(options.trail, terminal);
  const folder = join(options.stacks, "stacks", loaded.project.name);
  const stack = stackIn(resolve(terminal.cwd, folder), folder, file);
  const engine = engineOf(terminal, options.engine);
  const expected = await judgeProject(loaded, file, stack);
  const plan = await refreshed(engine, resolve(terminal.cwd, folder), terminal);
  const report = reportOf(loaded, file, { folder, stack, plan, calls, ...expected });
  const text =
    format === "json"
      ? `${JSON.stringify({ version: 1, claim: CLAIM, ...report }, null, 2)}\n`
      : renderDrift(report, { color: terminal.color && output === undefined });
  if (output === undefined) terminal.out(text);
  else writeFile(resolve(terminal.cwd, output), text);
  const { verdict } = report.live;
  return verdict === "leaks" ? EXIT.leaks : verdict === "unproven" ? EXIT.unproven : EXIT.done;
}

/** The stack from which the project was deployed. */
function stackIn(path: string, folder: string, file: string): string {
  try {
    return readFileSync(join(path, "cdk.tf.json"), "utf8");
  } catch {
    throw new UserError(
      `${folder}: there is no stack of ${file}; write it with databox synth ${file}, and say with --stacks where it was deployed from`,
    );
  }
}

function callsOf(paths: readonly string[], terminal: Terminal): RecordedCall[] {
  return paths
    .flatMap((path) => filesOf(path, terminal))
    .flatMap((path) => {
      try {
        return callsIn(readLog(readFileSync(resolve(terminal.cwd, path))));
      } catch (error) {
        if (error instanceof LogError) throw new UserError(`${path}: ${error.message}`);
        throw new UserError(`${path}: cannot be read: ${(error as Error).message}`);
      }
    });
}

interface Expected {
  /** The verdict on the project file. */
  readonly expected: TargetReport;
  readonly notes: readonly string[];
}

/** The verdict on the project file, by what it synthesizes to now. */
async function judgeProject(loaded: LoadedProject, file: string, deployed: string): Promise<Expected> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-drift-"));
  try {
    const [stack] = await writeStacks([loaded.project], scratch);
    const [report] = stack === undefined ? [] : verifyPath(stack.file);
    if (stack === undefined || report === undefined) throw new Error(`no stack was written for ${file}`);
    const isDeployed = readFileSync(stack.file, "utf8") === deployed;
    return {
      expected: { ...applyExceptions(withOrigins(report, loaded, file), doorsOf(loaded, file)), target: file },
      notes: isDeployed
        ? []
        : [`the stack is not what ${file} synthesizes to now: what the file says since then is not deployed`],
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

async function refreshed(engine: Engine, folder: string, terminal: Terminal): Promise<Record<string, unknown>> {
  try {
    return await refresh({
      engine,
      folder,
      env: terminal.env,
      onStep: (name) => terminal.err(`  ${engine.name} ${name}\n`),
    });
  } catch (error) {
    if (!(error instanceof RefreshError)) throw error;
    const said = error.diagnostics.map(({ summary, detail }) => `\n  ${summary}${detail ? `: ${detail.trim()}` : ""}`);
    throw new UserError(`${error.message}${said.join("")}`);
  }
}

interface Found extends Expected {
  readonly folder: string;
  /** The deployed `cdk.tf.json`. */
  readonly stack: string;
  /** The plan that only refreshes. */
  readonly plan: Record<string, unknown>;
  readonly calls: readonly RecordedCall[] | undefined;
}

function reportOf(loaded: LoadedProject, file: string, found: Found): DriftReport {
  const { calls, expected, folder, notes, plan, stack } = found;
  const sources = JSON.parse(stack) as { resource?: Record<string, Record<string, Body>> };
  const bodyOf = (address: string): Body | undefined => {
    const [type = "", name = ""] = address.replace(/\[[^\]]*\]$/, "").split(".");
    return sources.resource?.[type]?.[name];
  };
  const live = liveReport(plan, stack, loaded, file, folder);
  const opened = openedChannels(live, expected);
  const resources = driftedResources(plan).map((resource): DriftEntry => {
    const body = bodyOf(resource.address);
    return {
      address: resource.address,
      path: body?.["//"]?.metadata?.path ?? null,
      gone: resource.gone,
      changes: resource.changes,
      channels: channelsThrough(resource, namedIn(body), opened),
      mends: mendsOf(resource, body === undefined ? undefined : new Set(Object.keys(body)), folder),
      ...(calls === undefined ? {} : { touchedBy: lastCalls(calls, resource.identities) }),
    };
  });
  return { project: loaded.project.name, live, expected, resources, opened, notes, notSeen: NOT_SEEN };
}

/** Addresses of resources that a body refers to. */
function namedIn(body: Body | undefined): ReadonlySet<string> {
  const text = JSON.stringify({ ...body, "//": undefined });
  return new Set([...text.matchAll(/\$\{(aws_\w+\.[\w-]+)/g)].map(([, address = ""]) => address));
}

type Body = Record<string, unknown> & { readonly "//"?: { readonly metadata?: { readonly path?: string } } };

/** The verdict on what the plan has read, as a state: with the project's own doors. */
function liveReport(
  plan: Record<string, unknown>,
  stack: string,
  loaded: LoadedProject,
  file: string,
  folder: string,
): TargetReport {
  const { values } = (plan["prior_state"] ?? {}) as { values?: { root_module?: { resources?: unknown[] } } };
  if ((values?.root_module?.resources ?? []).length === 0)
    throw new UserError(`${folder}: its state holds no resource: nothing of ${file} is deployed from there`);
  const target = `what is live of ${loaded.project.name}`;
  try {
    const json = { format_version: "1.0", values };
    const report = verify({ target, json, sources: JSON.parse(stack) as Record<string, unknown> });
    return applyExceptions(withOrigins(withPaths(report, stack), loaded, file), doorsOf(loaded, file));
  } catch (error) {
    if (error instanceof TargetError) throw new UserError(error.message);
    throw error;
  }
}
