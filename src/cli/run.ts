import yargs, { type CommandModule } from "yargs";
import { version } from "../../package.json";
import { DeliveryError, VerdictError } from "../delivery";
import { airlockCommand } from "./commands/airlock";
import { approvalsCommand } from "./commands/approvals";
import { approveCommand } from "./commands/approve";
import { checkCommand } from "./commands/check";
import { ciCommand } from "./commands/ci";
import { cloudCommand } from "./commands/cloud";
import { complianceCommand } from "./commands/compliance";
import { custodyCommand } from "./commands/custody";
import { costCommand } from "./commands/cost";
import { deployCommand, destroyCommand } from "./commands/deploy";
import { doctorCommand } from "./commands/doctor";
import { evidenceCommand } from "./commands/evidence";
import { driftCommand } from "./commands/drift";
import { explainCommand } from "./commands/explain";
import { linkCommand } from "./commands/link";
import { planCommand } from "./commands/plan";
import { rehearseCommand } from "./commands/rehearse";
import { retireCommand } from "./commands/retire";
import { reviewCommand } from "./commands/review";
import { statusCommand } from "./commands/status";
import { storeCommand } from "./commands/store";
import { synthCommand } from "./commands/synth";
import { verifyCommand } from "./commands/verify";
import { whoCommand } from "./commands/who";
import { EXIT, UserError, type ExitCode, type Terminal } from "./terminal";

/** A command: the yargs module of one file, whose handler hands its exit code to `done`. */
export type Command = (terminal: Terminal, done: (code: ExitCode) => void) => CommandModule;

const COMMANDS = [
  synthCommand,
  verifyCommand,
  complianceCommand,
  reviewCommand,
  explainCommand,
  rehearseCommand,
  checkCommand,
  planCommand,
  approveCommand,
  approvalsCommand,
  deployCommand,
  destroyCommand,
  driftCommand,
  airlockCommand,
  cloudCommand,
  statusCommand,
  whoCommand,
  linkCommand,
  retireCommand,
  custodyCommand,
  storeCommand,
  costCommand,
  ciCommand,
  evidenceCommand,
  doctorCommand,
] as const;

/**
 * Runs one command line and returns its exit code. Never exits the process and never throws: what went wrong is on
 * standard error, as one message for people.
 */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  let code: ExitCode = EXIT.error;
  const parser = yargs()
    .scriptName("databox")
    .usage("$0 <command>\n\nData boxes for medical research on AWS: sealed by construction, proved channel by channel.")
    .command(COMMANDS.map((command) => command(terminal, (result) => (code = result))) as unknown as CommandModule)
    .demandCommand(1, "name a command")
    .strict()
    .recommendCommands()
    .version(version)
    .help()
    .epilogue("Exit codes: 0 done and confined, 1 error, 2 a leak, 3 something is unproven.")
    .wrap(100)
    .exitProcess(false)
    .showHelpOnFail(false)
    .fail((message: string | null, error: Error | undefined) => {
      throw error ?? new UserError(`${usageMessage(message, args)}\nsee databox --help`);
    });
  try {
    // Help and version are the only lines that yargs writes, and they are what was asked for.
    let answer = "";
    await parser.parseAsync([...args], {}, (_error, _argv, output) => {
      answer = output;
    });
    if (answer !== "") {
      terminal.out(`${answer}\n`);
      code = EXIT.done;
    }
    return code;
  } catch (error) {
    terminal.err(`databox: ${describe(error, terminal)}\n`);
    return error instanceof VerdictError ? EXIT[error.verdict] : EXIT.error;
  }
}

/** What yargs found wrong, in a sentence that stands alone. */
function usageMessage(message: string | null, args: readonly string[]): string {
  const nearest = /^Did you mean (.+)\?$/.exec(message ?? "")?.[1];
  if (nearest !== undefined) return `there is no command ${args[0] ?? ""}; did you mean ${nearest}?`;
  return message ?? "the command line is not understood";
}

function describe(error: unknown, terminal: Terminal): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof UserError || error instanceof DeliveryError) return error.message;
  // A fault of the toolkit's own: the trace helps whoever mends it, and only on request.
  return terminal.env["DATABOX_DEBUG"] === undefined
    ? `${error.message}\nthis should not have happened; run again with DATABOX_DEBUG=1 to see where`
    : (error.stack ?? error.message);
}
