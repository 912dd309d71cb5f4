import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verify, type TargetReport } from "../../../src/verify";
import { exampleProject, stackOf, type StackJson } from "../../stacks/example-projects";
import { changing, FOREIGN, policies, setting, statements, type Edits, type Statement } from "./edits";
import { type Break } from "./network-breaks";

const PROJECT = `apiVersion: databox/v1
project: watched
region: ap-northeast-2
watch: { topic: "arn:aws:sns:ap-northeast-2:111111111111:alarms" }
dataBox: { hospital: charite, account: "111111111111" }
researchBoxes:
  - tenant: lab
    account: "222222222222"
    desktops: { count: 1 }
    budget: { monthlyUSD: 900, action: stop }
`;
const TOPIC = `arn:aws:sns:ap-northeast-2:${FOREIGN}:theirs`;
const isStopper = (role: Record<string, unknown>): boolean => String(role["name"]).endsWith("-stopper");
const starts = (one: Statement): boolean => one.Sid === "StartStopping";
const both = (edit: (one: Statement) => void): Edits => {
  const first = statements("aws_iam_role_policy", "policy", starts, edit);
  const second = statements("aws_iam_policy", "policy", starts, edit);
  return (stack) =>
    first(stack).map((one, index) => (copy) => [one, second(stack)[index]].forEach((each) => each?.(copy)));
};
const userData = (edit: (text: string) => string): Edits =>
  changing(
    "aws_instance",
    (machine) => (machine["user_data"] = edit(String(machine["user_data"]))),
    (machine) => String(machine["user_data"]).includes("databox-tunnel-heartbeat"),
  );

const BREAKS: readonly Break[] = [
  {
    name: "an alarm that tells a foreign topic",
    channel: "share.messaging",
    edits: setting("aws_cloudwatch_metric_alarm", { alarm_actions: [TOPIC] }),
  },
  {
    name: "an alarm that tells a foreign topic when it is over",
    channel: "share.messaging",
    edits: setting("aws_cloudwatch_metric_alarm", { ok_actions: [TOPIC] }),
  },
  {
    name: "a trail that fills a foreign log group",
    channel: "log.trails",
    edits: setting("aws_cloudtrail", {
      cloud_watch_logs_group_arn: `arn:aws:logs:ap-northeast-2:${FOREIGN}:log-group:theirs:*`,
    }),
  },
  {
    name: "a budget that attaches a policy",
    channel: "identity.budget-actions",
    edits: setting("aws_budgets_budget_action", {
      action_type: "APPLY_IAM_POLICY",
      definition: {
        iam_action_definition: { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess", roles: ["x"] },
      },
    }),
  },
  {
    name: "a budget that acts by a foreign role",
    channel: "identity.budget-actions",
    edits: setting("aws_budgets_budget_action", { execution_role_arn: `arn:aws:iam::${FOREIGN}:role/x` }),
  },
  {
    name: "who stops machines and may run any runbook",
    channel: "identity.machine-roles",
    edits: both((one) => (one.Resource = "*")),
  },
  {
    name: "who stops machines and may send commands",
    channel: "identity.machine-roles",
    edits: both((one) => {
      one.Action = [one.Action, "ssm:SendCommand"].flat();
      one.Resource = [one.Resource, "arn:aws:ssm:*:*:document/AWS-RunShellScript"].flat();
    }),
  },
  {
    name: "a boundary of who stops machines that leaves Systems Manager open",
    channel: "identity.boundary",
    edits: statements("aws_iam_policy", "policy", starts, (one) => (one.Resource = "*")),
  },
  {
    name: "who stops machines without a boundary",
    channel: "identity.boundary",
    edits: setting("aws_iam_role", { permissions_boundary: undefined }, isStopper),
  },
  {
    name: "a heartbeat that does something else",
    channel: "net.tunnel-configuration",
    edits: userData((text) => text.replace("tunnels=$(ipsec trafficstatus)", "tunnels=$(curl https://example.org)")),
  },
];

const HARMLESS: readonly { readonly name: string; readonly edits: Edits }[] = [
  { name: "other thresholds", edits: setting("aws_cloudwatch_metric_alarm", { threshold: 7 }) },
  {
    name: "an alarm that stops its machine",
    edits: setting("aws_cloudwatch_metric_alarm", { alarm_actions: ["arn:aws:automate:ap-northeast-2:ec2:stop"] }),
  },
  { name: "a larger budget", edits: setting("aws_budgets_budget", { limit_amount: "9000.0" }) },
  {
    name: "a stopper that may do less",
    edits: policies(
      "aws_iam_role_policy",
      "policy",
      (all) => void all.splice(1),
      (one) => String(one["role"]).includes("stopper"),
    ),
  },
];

describe("a watched project with a budget", () => {
  const folder = mkdtempSync(join(tmpdir(), "databox-watched-"));
  const file = join(folder, "watched.yaml");
  writeFileSync(file, PROJECT);
  const stack = stackOf(exampleProject(file));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const text = JSON.stringify(stack);
  const after = (edit: (copy: StackJson) => void): TargetReport => {
    const copy = JSON.parse(text) as StackJson;
    edit(copy);
    return verify({ target: "drill", json: copy });
  };

  it("is confined before anything is broken", () => {
    expect(verify({ target: "drill", json: stack }).channels.flatMap(({ findings }) => findings)).toEqual([]);
  });

  it.each(BREAKS)("is broken by $name: $channel", ({ channel, edits }) => {
    const [first] = edits(stack);
    if (first === undefined) throw new Error("there is nothing to break");
    const found = after(first).channels.find(({ id }) => id === channel);
    expect(found?.verdict).toMatch(/^(?:open|unproven)$/);
    expect(found?.mend).toEqual(expect.any(String));
  });

  it.each(HARMLESS)("stays confined with $name", ({ edits }) => {
    const [first] = edits(stack);
    if (first === undefined) throw new Error("there is nothing to change");
    expect(after(first).channels.flatMap(({ findings }) => findings)).toEqual([]);
  });
});
