import { resolve } from "node:path";
import { checkEvidence, packEvidence } from "../evidence";
import { OUTPUT, PLAN_FOLDER, PROJECT } from "../delivery";
import { type Command } from "../run";
import { UserError } from "../terminal";

/** `databox evidence`: all that a plan was decided by, in one file that can be checked anywhere. */
export const evidenceCommand: Command = (terminal, done) => ({
  command: "evidence [project]",
  describe: "pack a plan, its verdict, approvals and journal into one file; check such a file",
  builder: (args) =>
    args
      .command(
        "check <bundle>",
        "check a bundle, offline: digests, verdict, signatures and journal",
        (sub) =>
          sub
            .positional("bundle", { describe: "file that databox evidence wrote", type: "string", demandOption: true })
            .option("allowed-signers", {
              describe: "who could approve, as you know it",
              type: "string",
              defaultDescription: "the bundle's own",
            }),
        async ({ bundle, allowedSigners }) => done(await checkEvidence(bundle, allowedSigners, terminal)),
      )
      .positional("project", { describe: PROJECT.describe, type: PROJECT.type })
      .option("plan", PLAN_FOLDER)
      .option("output", {
        alias: "o",
        describe: "file to write",
        type: "string",
        defaultDescription: `${OUTPUT}/evidence/<project>-<plan>.tar.gz`,
      })
      .example("$0 evidence projects/x.yaml", "after a deploy, for whoever asks later")
      .example("$0 evidence check x-3f2a91c04b7e.tar.gz --allowed-signers x.allowed-signers", "on any machine"),
  handler: async (args) => {
    const project = args["project"] as string | undefined;
    if (project === undefined)
      throw new UserError("name a project file whose plan is packed, or check <bundle>; see databox evidence --help");
    done(
      await packEvidence(
        {
          project,
          plan: args["plan"] as string | undefined,
          output: args["output"] === undefined ? undefined : resolve(terminal.cwd, args["output"] as string),
        },
        terminal,
      ),
    );
  },
});
