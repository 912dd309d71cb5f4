import { resolve } from "node:path";
import { renderJson, renderMarkdown, renderSarif, renderText } from "../../report";
import { LANGUAGES, renderReview, type Language } from "../../review";
import { applyExceptions, onlyChannels, type Exception } from "../../verify";
import { channelIds } from "../channel-ids";
import { readEarlier } from "../earlier";
import { exitCodeOf, judge, type Judged } from "../judge";
import { findProjectFiles } from "../projects";
import { subjectOf } from "../review-subject";
import { type Command } from "../run";
import { UserError, type ExitCode, type Terminal } from "../terminal";
import { writeFile } from "../write-file";

const FORMATS = ["text", "json", "sarif", "markdown", "html"] as const;

export interface VerifyOptions {
  readonly targets: readonly string[];
  readonly format: (typeof FORMATS)[number];
  /** File for the report; standard output where it is left out. */
  readonly output?: string;
  readonly evidence: boolean;
  /** The configuration that a plan or a state was made of. */
  readonly sources?: string;
  /** Channels to judge, by id or pattern; all where it is empty. */
  readonly only: readonly string[];
  /** Channels to accept as they are: `id=reason`. */
  readonly except: readonly string[];
  /** Language of the page. */
  readonly lang: Language;
  /** Earlier verdicts and plans that the page compares with. */
  readonly since: readonly string[];
}

/** `databox verify`: the verdict on project files, stacks and Terraform JSON. */
export const verifyCommand: Command = (terminal, done) => ({
  command: "verify [targets..]",
  describe: "prove, channel by channel, that no data can leave, or show the way out",
  builder: (args) =>
    args
      .positional("targets", {
        describe: "project files, stack folders, cdktf.out, Terraform JSON, or terraform show -json of a plan or state",
        defaultDescription: "projects/*.yaml",
        type: "string",
        array: true,
      })
      .option("format", { alias: "f", describe: "how to report", choices: FORMATS, default: "text" })
      .option("output", { alias: "o", describe: "file for the report [default: standard output]", type: "string" })
      .option("evidence", { describe: "print every channel with what closes it", type: "boolean", default: false })
      .option("sources", { describe: "configuration that a plan or state was made of", type: "string" })
      .option("only", {
        describe: "judge these channels only (id or net.*); never a verdict on the whole",
        type: "string",
        array: true,
        default: [],
        defaultDescription: "all",
      })
      .option("except", {
        describe: "accept a channel as it is, with a reason (id=reason); unproven at best",
        type: "string",
        array: true,
        default: [],
        defaultDescription: "none",
      })
      .option("lang", { describe: "language of the page", choices: LANGUAGES, default: "en" })
      .option("since", {
        describe: "earlier verdict (--format json), plan or stack that the page tells changes since",
        type: "string",
        array: true,
        default: [],
        defaultDescription: "none",
      })
      .example("$0 verify cdktf.out/stacks/dr-answer", "the verdict on a synthesized stack")
      .example("$0 verify projects/dr-answer.yaml -f sarif -o databox.sarif", "for code scanning")
      .example("$0 verify plan.json -f html -o review.html", "a page for reviewers")
      .example("terraform show -json tfplan > plan.json && $0 verify plan.json", "the verdict on a plan"),
  handler: async (args) => {
    const text = (name: string): Record<string, string> =>
      args[name] === undefined ? {} : { [name]: args[name] as string };
    done(
      await verify(
        {
          targets: (args["targets"] as string[] | undefined) ?? [],
          format: args["format"] as VerifyOptions["format"],
          evidence: args["evidence"] as boolean,
          only: args["only"] as string[],
          except: args["except"] as string[],
          lang: args["lang"] as Language,
          since: args["since"] as string[],
          ...text("output"),
          ...text("sources"),
        },
        terminal,
      ),
    );
  },
});

/** Judges every target and answers with the worst verdict's exit code. */
export async function verify(options: VerifyOptions, terminal: Terminal): Promise<ExitCode> {
  const exceptions = options.except.map(readException);
  const only = options.only.length > 0 ? new Set(options.only.flatMap((word) => channelIds(word))) : undefined;
  const targets = options.targets.length > 0 ? options.targets : findProjectFiles(terminal.cwd);
  if (options.since.length > 0 && options.format !== "html")
    throw new UserError(`--since is for --format html: what changed stands on the page`);
  const judged: Judged[] = [];
  for (const target of targets)
    for (const one of await judge(target, options.sources, terminal)) {
      const report = applyExceptions(one.report, [...one.doors, ...exceptions]);
      judged.push({ ...one, report: only === undefined ? report : onlyChannels(report, only) });
    }
  const text = await render(judged, options, terminal);
  if (options.output === undefined) terminal.out(text);
  else writeFile(resolve(terminal.cwd, options.output), text);
  return exitCodeOf(judged);
}

async function render(judged: readonly Judged[], options: VerifyOptions, terminal: Terminal): Promise<string> {
  const reports = judged.map(({ report }) => report);
  switch (options.format) {
    case "json":
      return renderJson(reports);
    case "sarif":
      return renderSarif(reports);
    case "markdown":
      return renderMarkdown(reports);
    case "html": {
      const earlier = readEarlier(options.since, terminal);
      return renderReview(
        judged.map((one) => subjectOf(one, earlier, judged.length === 1)),
        options.lang,
      );
    }
    case "text":
      return renderText(reports, {
        color: terminal.color && options.output === undefined,
        evidence: options.evidence,
      });
  }
}

function readException(text: string): Exception {
  const [, channel = "", reason = ""] = /^([^=\s]+)=(.*)$/s.exec(text) ?? [];
  if (channel === "" || reason.trim().length < 10)
    throw new UserError(
      `--except ${text}: give a channel and a reason in a sentence, e.g. --except "net.peering=joined to the archive until March"`,
    );
  if (channelIds(channel).length !== 1) throw new UserError(`--except ${text}: name one channel, not a pattern`);
  return { channel, reason: reason.trim(), by: "command line" };
}
