import { importScript } from "../custody-import";
import { readProjects } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type Terminal } from "../terminal";

/** `databox custody`: what the hospital does with keys outside of Terraform. */
export const custodyCommand: Command = (terminal, done) => ({
  command: "custody <action> <project>",
  describe: "print what the hospital runs for its keys outside of Terraform",
  builder: (args) =>
    args
      .positional("action", { describe: "import: the script that imports key material", choices: ["import"] as const })
      .positional("project", { describe: "project file", type: "string", demandOption: true })
      .example("$0 custody import projects/x.yaml > import-x.sh", "for the hospital's key administrator"),
  handler: (args) => {
    printImport(args["project"] as string, terminal);
    done(EXIT.done);
  },
});

function printImport(file: string, terminal: Terminal): void {
  for (const project of readProjects([file], terminal)) {
    const { kind } = project.dataBox.custody.material;
    if (kind !== "imported")
      throw new UserError(
        `${file}: custody of kind ${kind} imports no key material; only dataBox.custody.kind: imported does`,
      );
    terminal.out(importScript(project));
  }
}
