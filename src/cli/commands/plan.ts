import { statSync } from "node:fs";
import { resolve } from "node:path";
import { ENGINES, planOffline, type EngineDiagnostic, type EngineName } from "../../rehearse";
import { renderJson, renderMarkdown, renderSarif, renderText } from "../../report";
import { verify, type TargetReport } from "../../verify";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";
import { engineOf } from "../rehearse-project";
import { writeFile } from "../write-file";

const FORMATS = ["text", "json", "sarif", "markdown"] as const;

interface PlanOptions {
  readonly offline: string;
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly engine?: EngineName;
  readonly variables: readonly string[];
  readonly variableFiles: readonly string[];
}

/** `databox plan --offline`: a plan of anybody's AWS Terraform without credentials, and the verdict on it. */
export const planCommand: Command = (terminal, done) => ({
  command: "plan",
  describe: "plan anybody's AWS Terraform without credentials, and judge the plan",
  builder: (args) =>
    args
      .option("offline", {
        describe: "folder of a root module; nothing is written to it",
        type: "string",
        demandOption: true,
      })
      .option("format", { alias: "f", describe: "how to report the verdict", choices: FORMATS, default: "text" })
      .option("output", { alias: "o", describe: "file for the plan's JSON", type: "string" })
      .option("engine", { describe: "terraform or tofu", choices: ENGINES, defaultDescription: "whichever is there" })
      .option("var", {
        describe: "name=value of a variable",
        type: "string",
        array: true,
        default: [],
        defaultDescription: "none",
      })
      .option("var-file", {
        describe: "file with values of variables",
        type: "string",
        array: true,
        default: [],
        defaultDescription: "none",
      })
      .example("$0 plan --offline infra/prod -o plan.json", "the plan's JSON, and the verdict on it"),
  handler: async (args) =>
    done(
      await plan(
        {
          offline: args["offline"] as string,
          format: args["format"] as PlanOptions["format"],
          variables: args["var"] as string[],
          variableFiles: args["var-file"] as string[],
          ...(args["output"] === undefined ? {} : { output: args["output"] as string }),
          ...(args["engine"] === undefined ? {} : { engine: args["engine"] as EngineName }),
        },
        terminal,
      ),
    ),
});

const RENDERERS: Readonly<
  Record<Exclude<PlanOptions["format"], "text">, (reports: readonly TargetReport[]) => string>
> = {
  json: renderJson,
  markdown: renderMarkdown,
  sarif: renderSarif,
};

async function plan(options: PlanOptions, terminal: Terminal): Promise<ExitCode> {
  const folder = resolve(terminal.cwd, options.offline);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UserError(`${options.offline} is no folder; name the folder of a root module`);
  const engine = engineOf(terminal, options.engine);
  const result = await planOffline({
    folder,
    engine,
    path: terminal.env["PATH"] ?? "",
    arguments: [
      ...options.variables.map((one) => `-var=${one}`),
      ...options.variableFiles.map((one) => `-var-file=${resolve(terminal.cwd, one)}`),
    ],
  });
  if (!result.ok) throw new UserError(explain(options.offline, result));
  for (const diagnostic of result.diagnostics) terminal.err(`${line(diagnostic)}\n`);
  if (options.output !== undefined) writeFile(resolve(terminal.cwd, options.output), result.plan);
  const report = verify({ target: options.offline, json: JSON.parse(result.plan) as Record<string, unknown> });
  terminal.out(
    options.format === "text"
      ? renderText([report], { color: terminal.color, evidence: false })
      : RENDERERS[options.format]([report]),
  );
  return report.verdict === "leaks" ? EXIT.leaks : report.verdict === "unproven" ? EXIT.unproven : EXIT.done;
}

function line({ severity, summary, detail, address, range }: EngineDiagnostic): string {
  const place = range === undefined ? "" : `${range.filename}:${range.start.line}: `;
  return `${place}${severity}: ${address === undefined ? "" : `${address}: `}${summary}${detail === undefined || detail === "" ? "" : `: ${detail.replaceAll("\n", " ")}`}`;
}

function explain(
  folder: string,
  {
    step,
    diagnostics,
    output,
  }: { readonly step: string; readonly diagnostics: readonly EngineDiagnostic[]; readonly output: string },
): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(line);
  const text = errors.length > 0 ? errors.join("\n") : output.trim();
  const mend =
    /Failed to query available provider packages|could not connect to registry|failed to (?:request|retrieve) discovery/i.test(
      text,
    )
      ? "\nonly hashicorp/aws is embedded; plan offline what needs no other provider and no module from a registry"
      : "";
  return `${folder}: ${step} failed\n${text}${mend}`;
}
