import { mkdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { countChannels } from "../../report";
import { LANGUAGES, renderReview, type Language } from "../../review";
import { applyExceptions } from "../../verify";
import { readEarlier } from "../earlier";
import { exitCodeOf, judge } from "../judge";
import { subjectOf } from "../review-subject";
import { type Command } from "../run";
import { UserError, type ExitCode, type Terminal } from "../terminal";
import { writeFile } from "../write-file";

interface ReviewOptions {
  readonly project: string;
  readonly lang: Language;
  /** Earlier verdicts and plans that the page compares with. */
  readonly since: readonly string[];
  readonly output?: string;
}

/** `databox review`: one page for whoever has to approve a project. */
export const reviewCommand: Command = (terminal, done) => ({
  command: "review <project>",
  describe: "write a page for reviewers: the verdict, a picture, every channel, doors, changes, custody and cost",
  builder: (args) =>
    args
      .positional("project", { describe: "project file", type: "string", demandOption: true })
      .option("lang", { describe: "language of the page", choices: LANGUAGES, default: "en" })
      .option("output", {
        alias: "o",
        describe: "file for the page",
        type: "string",
        defaultDescription: "cdktf.out/review/<project>.html",
      })
      .option("since", {
        describe: "earlier verdict (verify --format json), plan or stack to tell changes since",
        type: "string",
        array: true,
        default: [],
        defaultDescription: "none",
      })
      .example("$0 review projects/dr-answer.yaml --lang ko", "the page in Korean")
      .example("$0 review projects/x.yaml --since approved/verdict.json", "with what changed since"),
  handler: async (args) => {
    const output = args["output"] as string | undefined;
    done(
      await review(
        {
          project: args["project"] as string,
          lang: args["lang"] as Language,
          since: args["since"] as string[],
          ...(output === undefined ? {} : { output }),
        },
        terminal,
      ),
    );
  },
});

async function review({ project, lang, since, output }: ReviewOptions, terminal: Terminal): Promise<ExitCode> {
  if (!/\.ya?ml$/.test(project))
    throw new UserError(
      `${project} is no project file; for the page of anything else: databox verify -f html -o <file>`,
    );
  const earlier = readEarlier(since, terminal);
  const judged = (await judge(project, undefined, terminal)).map((one) => ({
    ...one,
    report: applyExceptions(one.report, one.doors),
  }));
  const page = await renderReview(
    judged.map((one) => subjectOf(one, earlier, true)),
    lang,
  );
  const name = judged[0]?.report.project ?? "review";
  const file = output ?? join("cdktf.out", "review", `${name}.html`);
  const path = resolve(terminal.cwd, file);
  if (output === undefined) mkdirSync(dirname(path), { recursive: true });
  writeFile(path, page);
  for (const { report } of judged) terminal.out(`${name}: ${countChannels(report)}\n`);
  terminal.out(`  ${file}\n`);
  return exitCodeOf(judged);
}
