import { resolve } from "node:path";
import {
  approvalsOf,
  approve,
  changesOf,
  DEFAULT_DAYS,
  kindOf,
  MOST_DAYS,
  readCheckedPlan,
  ROLES,
  type Role,
  type SavedPlan,
} from "../../delivery";
import { renderApprovals } from "../../report/approvals";
import { printable } from "../../report/untrusted-text";
import { deliveryOf, PLAN_FOLDER, planText, PROJECT } from "../delivery";
import { type Command } from "../run";
import { EXIT, UserError, type ExitCode, type Terminal } from "../terminal";

interface ApproveOptions {
  readonly project: string;
  readonly plan: string | undefined;
  readonly role: Role;
  readonly as: string;
  readonly key: string;
  readonly reason: string;
  readonly days: number;
}

/** `databox approve`: a person's signature under a plan. */
export const approveCommand: Command = (terminal, done) => ({
  command: "approve <project>",
  describe: "sign a plan with your SSH key, for the hospital or the platform",
  builder: (args) =>
    args
      .positional("project", PROJECT)
      .option("plan", PLAN_FOLDER)
      .option("role", { describe: "for whom you approve", choices: ROLES, demandOption: true })
      .option("as", { describe: "who you are in the allowed signers", type: "string", demandOption: true })
      .option("key", {
        describe: "file of your SSH key; of its public half with an agent",
        type: "string",
        demandOption: true,
      })
      .option("reason", { describe: "why, in a sentence", type: "string", demandOption: true })
      .option("days", { describe: `for how long, ${MOST_DAYS} at most`, type: "number", default: DEFAULT_DAYS })
      .example(
        '$0 approve projects/x.yaml --role hospital --as kim@hospital.example --key ~/.ssh/id_ed25519 --reason "the second tenant"',
        "shows the plan and signs it",
      ),
  handler: async (args) =>
    done(
      await approvePlan(
        {
          project: args["project"] as string,
          plan: args["plan"] as string | undefined,
          role: args["role"] as Role,
          as: args["as"] as string,
          key: args["key"] as string,
          reason: args["reason"] as string,
          days: args["days"] as number,
        },
        terminal,
      ),
    ),
});

async function approvePlan(options: ApproveOptions, terminal: Terminal): Promise<ExitCode> {
  const { project, role, as: principal, key, days } = options;
  const reason = options.reason.trim();
  if (reason.length < 10) throw new UserError("--reason: give a reason in a sentence; it is signed with the plan");
  if (!Number.isInteger(days) || days < 1 || days > MOST_DAYS)
    throw new UserError(`--days ${days}: give whole days, from 1 to ${MOST_DAYS}`);
  const { checkout, planFolder } = deliveryOf(project, { plan: options.plan }, terminal);
  const plan = readCheckedPlan(planFolder, checkout);
  terminal.out(planText(plan));
  for (const line of losses(plan)) terminal.out(`  ${line}\n`);
  await approve(planFolder, plan, { role, principal, reason, days, key: resolve(terminal.cwd, key) }, terminal.env);
  terminal.out(renderApprovals(await approvalsOf(planFolder, plan, terminal.env)));
  return EXIT.done;
}

/** What a plan takes away or makes anew, which whoever approves it has to see. */
function losses({ files }: SavedPlan): string[] {
  return changesOf(files["plan.json"].toString("utf8"))
    .map((change) => ({ kind: kindOf(change), address: printable(change.address) }))
    .filter(({ kind }) => ["replace", "delete", "forget"].includes(kind))
    .map(({ kind, address }) => `${kind} ${address}`);
}
