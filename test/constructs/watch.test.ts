import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformStack } from "cdktf";
import { AccountWatch, type AccountWatchProps } from "../../constructs/account-watch";
import { Alarm, LogAlarm } from "../../constructs/alarm";
import { BoxBudget, type BoxBudgetProps } from "../../constructs/box-budget";
import { tunnelGatewayScript, tunnelHeartbeat } from "../../constructs/tunnel-gateway-script";
import { synthesized, type Resources } from "../resources";

const TOPIC = "arn:aws:sns:eu-west-1:111111111111:alarms";
const build = (body: (stack: TerraformStack) => void): Resources =>
  synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    body(stack);
  });
const allowed = (policy: unknown): unknown[] =>
  (JSON.parse(policy as string) as { Statement: { Action: unknown; Resource: unknown }[] }).Statement.map(
    ({ Action, Resource }) => [Action, Resource],
  );

describe("an alarm", () => {
  const alarm = (rings: { atLeast: number } | { below: number }) =>
    build((stack) => {
      new Alarm(stack, "it", {
        name: "a",
        description: "d",
        topicArn: TOPIC,
        metric: { namespace: "N", name: "m" },
        rings,
      });
    }).only("aws_cloudwatch_metric_alarm");

  it("on too much tells the topic when it rings and when it is over, and takes silence for quiet", () => {
    expect(alarm({ atLeast: 5 })).toMatchObject({
      comparison_operator: "GreaterThanOrEqualToThreshold",
      threshold: 5,
      treat_missing_data: "notBreaching",
      alarm_actions: [TOPIC],
      ok_actions: [TOPIC],
      statistic: "Sum",
      period: 300,
      evaluation_periods: 1,
    });
  });

  it("on too little takes silence for what it rings at", () => {
    expect(alarm({ below: 1 })).toMatchObject({
      comparison_operator: "LessThanThreshold",
      threshold: 1,
      treat_missing_data: "breaching",
    });
  });

  it("on a log rings by the metric that its own filter counts", () => {
    const resources = build((stack) => {
      new LogAlarm(stack, "it", {
        name: "a",
        description: "d",
        topicArn: TOPIC,
        rings: { atLeast: 1 },
        logGroupName: "/g",
        pattern: '"x"',
        namespace: "N",
      });
    });
    const metric = resources.only("aws_cloudwatch_log_metric_filter")["metric_transformation"] as { name: string };
    expect(metric).toMatchObject({ namespace: "N", value: "1" });
    expect(resources.only("aws_cloudwatch_metric_alarm")).toMatchObject({ namespace: "N", metric_name: metric.name });
  });

  it("refuses a pattern that is longer than CloudWatch takes", () => {
    expect(() =>
      build((stack) => {
        new LogAlarm(stack, "it", {
          name: "a",
          description: "d",
          topicArn: TOPIC,
          rings: { atLeast: 1 },
          logGroupName: "/g",
          pattern: "x".repeat(1025),
          namespace: "N",
        });
      }),
    ).toThrow("the filter of a has 1025 characters, CloudWatch takes 1024; name fewer calls");
  });
});

describe("the watch of an account", () => {
  const props: AccountWatchProps = {
    name: "databox-trial",
    region: "eu-west-1",
    account: "222222222222",
    rolePath: "/databox/trial/databox/",
    permissionsBoundaryArn: "arn:aws:iam::222222222222:policy/b",
    logGroupName: "/databox/trial/trail",
    keyArn: "arn:aws:kms:eu-west-1:111111111111:key/k",
    trailName: "databox-trial",
    topicArn: TOPIC,
    namespace: "DataBox/trial",
  };
  const resources = build((stack) => {
    new AccountWatch(stack, "it", props);
  });

  it("rings for root, denied keys, permissions and networks", () => {
    expect(
      [...resources.ofType("aws_cloudwatch_metric_alarm").values()].map(({ alarm_name: name }) => name).sort(),
    ).toEqual([
      "databox-trial-denied-key-use",
      "databox-trial-network-changes",
      "databox-trial-permission-changes",
      "databox-trial-root-use",
    ]);
  });

  it("has filters of balanced brackets, each within braces as JSON filters are", () => {
    for (const { pattern } of resources.ofType("aws_cloudwatch_log_metric_filter").values()) {
      expect(pattern).toMatch(/^\{ .* \}$/);
      const count = (sign: string): number => String(pattern).split(sign).length;
      expect(count("(")).toBe(count(")"));
      expect(count('"') % 2).toBe(1);
    }
  });

  it("keeps calls under the key of audit records, for a month", () => {
    expect(resources.only("aws_cloudwatch_log_group")).toMatchObject({
      kms_key_id: props.keyArn,
      retention_in_days: 30,
    });
  });

  it("lets the account's own trail write its own streams, and nothing else", () => {
    expect(allowed(resources.only("aws_iam_role_policy")["policy"])).toEqual([
      [
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        "arn:aws:logs:eu-west-1:222222222222:log-group:/databox/trial/trail:log-stream:222222222222_CloudTrail_eu-west-1*",
      ],
    ]);
    const role = resources.only("aws_iam_role");
    expect(role["permissions_boundary"]).toBe(props.permissionsBoundaryArn);
    expect(role["assume_role_policy"]).toContain("arn:aws:cloudtrail:eu-west-1:222222222222:trail/databox-trial");
  });
});

describe("a budget", () => {
  const budget = (more: Partial<BoxBudgetProps> = {}): Resources =>
    build((stack) => {
      new BoxBudget(stack, "it", {
        name: "databox-trial-lab",
        region: "eu-west-1",
        account: "222222222222",
        monthlyUSD: 500,
        topicArn: TOPIC,
        ...more,
      });
    });
  const stops = { instanceIds: ["i-1", "i-2"], rolePath: "/databox/trial/lab/" };

  it("tells the topic at four fifths, by forecast and when it is used up, and does nothing else", () => {
    const resources = budget();
    expect(resources.types).toEqual(["aws_budgets_budget"]);
    const { notification, ...rest } = resources.only("aws_budgets_budget");
    expect(rest).toMatchObject({ limit_amount: "500.0", limit_unit: "USD", time_unit: "MONTHLY", budget_type: "COST" });
    expect(rest).not.toHaveProperty("cost_filter");
    expect(
      (notification as Record<string, unknown>[]).map((one) => [
        one["notification_type"],
        one["threshold"],
        one["subscriber_sns_topic_arns"],
      ]),
    ).toEqual([
      ["ACTUAL", 80, [TOPIC]],
      ["FORECASTED", 100, [TOPIC]],
      ["ACTUAL", 100, [TOPIC]],
    ]);
  });

  it("counts by tag where boxes share an account", () => {
    expect(budget({ tag: { key: "databox:tenant", value: "lab" } }).only("aws_budgets_budget")["cost_filter"]).toEqual([
      { name: "TagKeyValue", values: ["user:databox:tenant$lab"] },
    ]);
  });

  it("stops the machines by itself when it is used up", () => {
    expect(budget({ stops }).only("aws_budgets_budget_action")).toMatchObject({
      action_type: "RUN_SSM_DOCUMENTS",
      approval_model: "AUTOMATIC",
      notification_type: "ACTUAL",
      action_threshold: { action_threshold_type: "PERCENTAGE", action_threshold_value: 100 },
      definition: {
        ssm_action_definition: {
          action_sub_type: "STOP_EC2_INSTANCES",
          instance_ids: ["i-1", "i-2"],
          region: "eu-west-1",
        },
      },
    });
  });

  it("stops them by a role that can stop these machines only, within a boundary of its own", () => {
    const resources = budget({ stops });
    expect(allowed(resources.only("aws_iam_role_policy")["policy"])).toEqual([
      ["ssm:StartAutomationExecution", "arn:aws:ssm:eu-west-1:*:automation-definition/AWS-StopEC2Instance:*"],
      ["ec2:StopInstances", ["i-1", "i-2"].map((id) => `arn:aws:ec2:eu-west-1:222222222222:instance/${id}`)],
      ["ec2:DescribeInstanceStatus", "*"],
    ]);
    expect(resources.only("aws_iam_role")["permissions_boundary"]).toMatch(/^\$\{aws_iam_policy\..*\.arn\}$/);
    expect(resources.only("aws_iam_role")["assume_role_policy"]).toContain('"aws:SourceAccount":"222222222222"');
  });
});

describe("the heartbeat of a tunnel gateway", () => {
  const end = (identity: string) => ({ identity, address: "10.0.0.4", subnets: ["10.0.1.0/24"] });
  const script = (heartbeat?: boolean): string =>
    tunnelGatewayScript({
      name: "gw-0",
      region: "eu-west-1",
      side: "research",
      tunnel: { local: end("a"), remote: end("b") },
      flows: [],
      secretArn: "arn:aws:secretsmanager:eu-west-1:111111111111:secret:s",
      logGroupName: "/g",
      heartbeat,
    });

  it("is left out unless it is asked for", () => {
    expect(script()).toBe(script(false));
    expect(script()).not.toContain("heartbeat");
  });

  it("writes what the alarm listens for, to the log that is shipped, while the tunnel carries traffic", () => {
    expect(script(true)).toContain(`[[ "$tunnels" == *'"gw-0'* ]] || exit 0`);
    expect(script(true)).toContain(`echo '${tunnelHeartbeat("gw-0")}' >> /var/log/pluto.log`);
    expect(script(true)).toContain(
      "systemctl enable --now ipsec databox-tunnel-secret.timer databox-tunnel-heartbeat.timer",
    );
  });
});
