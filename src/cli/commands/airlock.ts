import { AIRLOCK_PARTIES, airlockScript, type AirlockParty } from "../airlock-scripts";
import { loadProjects } from "../projects";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";

/** `databox airlock`: each party's part of import and export, as a shell script. */
export const airlockCommand: Command = (terminal, done) => ({
  command: "airlock <action> <project>",
  describe: "print each party's part of a tenant's import and export, as a script without secrets",
  builder: (args) =>
    args
      .positional("action", { describe: "what to do", choices: ["show"] as const })
      .positional("project", { describe: "project file", type: "string" })
      .option("as", { describe: "whose part", choices: AIRLOCK_PARTIES, demandOption: true })
      .option("tenant", { describe: "whose airlock", type: "string", defaultDescription: "the only one that is open" })
      .example(
        "$0 airlock show projects/stroke-registry.yaml --as reviewer > review.sh",
        "for the hospital's reviewer",
      ),
  handler: (args) => {
    done(
      showAirlock(String(args["project"]), args["as"] as AirlockParty, args["tenant"] as string | undefined, terminal),
    );
  },
});

function showAirlock(file: string, party: AirlockParty, tenant: string | undefined, terminal: Terminal): ExitCode {
  const boxes = loadProjects([file], terminal).flatMap(({ project }) => project.researchBoxes);
  const open = boxes.filter(({ airlock }) => airlock !== undefined);
  const tenants = open.map((box) => box.tenant).join(", ");
  if (open.length === 0) throw new UserError(`${file}: every airlock is shut; a tenant's airlock field opens it`);
  if (tenant === undefined && open.length > 1)
    throw new UserError(`${file}: say whose airlock with --tenant: ${tenants}`);
  const box = tenant === undefined ? open[0] : open.find((one) => one.tenant === tenant);
  if (box?.airlock === undefined)
    throw new UserError(`${file}: ${tenant ?? "no tenant"} has no open airlock; open are those of ${tenants}`);
  const script = airlockScript(box.airlock, party);
  if (script === undefined) throw new UserError(`${file}: the airlock of ${box.tenant} has no ${party}`);
  terminal.out(script);
  return EXIT.done;
}
