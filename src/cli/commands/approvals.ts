import { approvalsOf, readCheckedPlan } from "../../delivery";
import { renderApprovals } from "../../report/approvals";
import { deliveryOf, PLAN_FOLDER, planText, PROJECT } from "../delivery";
import { type Command } from "../run";
import { EXIT, type ExitCode, type Terminal } from "../terminal";

/** `databox approvals`: who has approved a plan, and whether that holds. */
export const approvalsCommand: Command = (terminal, done) => ({
  command: "approvals <project>",
  describe: "say who has approved a plan, and whether each approval holds",
  builder: (args) =>
    args
      .positional("project", PROJECT)
      .option("plan", PLAN_FOLDER)
      .option("format", { alias: "f", describe: "how to report", choices: ["text", "json"] as const, default: "text" }),
  handler: async (args) =>
    done(
      await listApprovals(
        args["project"] as string,
        args["plan"] as string | undefined,
        args["format"] as "text" | "json",
        terminal,
      ),
    ),
});

/** Exit code 1 where one is missing or does not hold: the plan cannot be carried out. */
async function listApprovals(
  project: string,
  folder: string | undefined,
  format: "text" | "json",
  terminal: Terminal,
): Promise<ExitCode> {
  const { checkout, planFolder } = deliveryOf(project, { plan: folder }, terminal);
  const plan = readCheckedPlan(planFolder, checkout);
  const approvals = await approvalsOf(planFolder, plan, terminal.env);
  const isApproved = approvals.every(({ refused }) => refused === undefined);
  if (format === "json") {
    const { manifest, digest } = plan;
    const listed = approvals.map(({ role, refused, approval, key }) => ({
      role,
      holds: refused === undefined,
      refused: refused ?? null,
      principal: approval?.principal ?? null,
      key: key ?? null,
      reason: approval?.reason ?? null,
      expires: approval?.expires ?? null,
    }));
    terminal.out(
      `${JSON.stringify({ version: 1, project: manifest.project, plan: digest, approved: isApproved, approvals: listed }, null, 2)}\n`,
    );
  } else terminal.out(`${planText(plan)}${renderApprovals(approvals)}`);
  return isApproved ? EXIT.done : EXIT.error;
}
