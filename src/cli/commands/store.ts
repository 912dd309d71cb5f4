import { type DatabaseStoreSpec } from "../../project";
import { grantsScript } from "../database-grants";
import { loadProjects } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";

/** `databox store`: what the hospital does to a database before the project's own is made from its snapshot. */
export const storeCommand: Command = (terminal, done) => ({
  command: "store <action> <project>",
  describe: "print the SQL by which tenants see their schemas of a database, without secrets",
  builder: (args) =>
    args
      .positional("action", { describe: "what to print", choices: ["grants"] as const })
      .positional("project", { describe: "project file", type: "string" })
      .option("store", { describe: "which database", type: "string", defaultDescription: "the only one" })
      .example("$0 store grants projects/genome-archive.yaml > phenotypes.sql", "for the hospital's own database"),
  handler: (args) => {
    done(showGrants(String(args["project"]), args["store"] as string | undefined, terminal));
  },
});

function showGrants(file: string, wanted: string | undefined, terminal: Terminal): ExitCode {
  const [loaded] = loadProjects([file], terminal);
  if (loaded === undefined) return EXIT.error;
  const databases = loaded.project.dataBox.stores.filter((one): one is DatabaseStoreSpec => one.kind === "database");
  const names = databases.map(({ name }) => name).join(", ");
  if (databases.length === 0) throw new UserError(`${file}: it has no store of kind database`);
  if (wanted === undefined && databases.length > 1)
    throw new UserError(`${file}: say which database with --store: ${names}`);
  const database = wanted === undefined ? databases[0] : databases.find(({ name }) => name === wanted);
  if (database === undefined) throw new UserError(`${file}: there is no database ${wanted ?? ""}; it has ${names}`);
  terminal.out(grantsScript(loaded.project, database));
  return EXIT.done;
}
