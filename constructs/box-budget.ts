import { BudgetsBudget } from "@cdktf/provider-aws/lib/budgets-budget";
import { BudgetsBudgetAction } from "@cdktf/provider-aws/lib/budgets-budget-action";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { policyJson, type PolicyStatement } from "./policy-document";

export interface BoxBudgetProps {
  /** Name of the budget, unique in its account, e.g. `databox-dr-answer-acme`. */
  readonly name: string;
  readonly region: string;
  /** Account of the box, 12 digits. */
  readonly account: string;
  /** US dollars a month. */
  readonly monthlyUSD: number;
  /**
   * Tag that the box's resources have, for a box that shares its account. The tag has to be activated for cost
   * allocation in the organisation's management account:
   * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/activating-tags.html
   * @default - the whole account is the box
   */
  readonly tag?: { readonly key: string; readonly value: string };
  /** ARN of the SNS topic that is told, see {@link BoxBudget}. */
  readonly topicArn: string;
  /**
   * Machines that are stopped when the budget is used up.
   * @default - none: the topic is told, and nothing else happens
   */
  readonly stops?: {
    /** Ids of EC2 instances, at most 100. */
    readonly instanceIds: readonly string[];
    /** IAM path of the role that stops them, with leading and trailing slash. */
    readonly rolePath: string;
  };
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Share of the budget at which the topic is told first, in percent. */
const WARNING_PERCENT = 80;

/**
 * What a box may cost a month, in its own account: the topic is told at four fifths of it, when the month is forecast to
 * exceed it, and when it is used up. Where asked, the box's machines are stopped then, by a role that can stop these
 * machines and do nothing else, under a permissions boundary of its own. What is stopped keeps its volumes.
 *
 * AWS counts costs a few times a day: a budget is a brake, not a limit.
 * https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-best-practices.html
 */
export class BoxBudget extends Construct {
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: BoxBudgetProps,
  ) {
    super(scope, id);
    const { name, provider, stops, tag, topicArn } = props;
    const notification = (notificationType: "ACTUAL" | "FORECASTED", threshold: number) => ({
      comparisonOperator: "GREATER_THAN",
      notificationType,
      threshold,
      thresholdType: "PERCENTAGE",
      subscriberSnsTopicArns: [topicArn],
    });
    const budget = new BudgetsBudget(this, "budget", {
      name,
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: props.monthlyUSD.toFixed(1),
      limitUnit: "USD",
      costFilter: tag === undefined ? undefined : [{ name: "TagKeyValue", values: [`user:${tag.key}$${tag.value}`] }],
      notification: [
        notification("ACTUAL", WARNING_PERCENT),
        notification("FORECASTED", 100),
        notification("ACTUAL", 100),
      ],
      provider,
    });
    if (stops === undefined) return;
    new BudgetsBudgetAction(this, "stop", {
      budgetName: budget.name,
      actionType: "RUN_SSM_DOCUMENTS",
      approvalModel: "AUTOMATIC",
      notificationType: "ACTUAL",
      actionThreshold: { actionThresholdType: "PERCENTAGE", actionThresholdValue: 100 },
      executionRoleArn: this.stopper(stops).arn,
      definition: {
        ssmActionDefinition: {
          actionSubType: "STOP_EC2_INSTANCES",
          instanceIds: [...stops.instanceIds],
          region: props.region,
        },
      },
      subscriber: [{ address: topicArn, subscriptionType: "SNS" }],
      provider,
    });
  }

  /** https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBudgetsActions_RolePolicyForResourceAdministrationWithSSM.html, narrowed */
  private stopper({ instanceIds, rolePath }: NonNullable<BoxBudgetProps["stops"]>): IamRole {
    const { account, name, provider, region } = this.props;
    const statements = (machines: readonly string[]): PolicyStatement[] => [
      {
        Sid: "StartStopping",
        Effect: "Allow",
        Action: "ssm:StartAutomationExecution",
        Resource: `arn:aws:ssm:${region}:*:automation-definition/AWS-StopEC2Instance:*`,
      },
      {
        Sid: "Stop",
        Effect: "Allow",
        Action: "ec2:StopInstances",
        Resource: machines.map((machine) => `arn:aws:ec2:${region}:${account}:instance/${machine}`),
      },
      // It takes no resource.
      { Sid: "SeeWhetherStopped", Effect: "Allow", Action: "ec2:DescribeInstanceStatus", Resource: "*" },
    ];
    const boundary = new IamPolicy(this, "boundary", {
      name: `${name}-stopper`,
      path: rolePath,
      description: "Whoever stops machines when a budget is used up can do nothing more than this",
      policy: policyJson(statements(["*"])),
      provider,
    });
    const role = new IamRole(this, "stopper", {
      name: `${name}-stopper`,
      path: rolePath,
      description: "Stops the box's machines when its budget is used up",
      assumeRolePolicy: policyJson([
        {
          Sid: "BudgetsOfThisAccountOnly",
          Effect: "Allow",
          Principal: { Service: "budgets.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": account } },
        },
      ]),
      permissionsBoundary: boundary.arn,
      provider,
    });
    new IamRolePolicy(this, "policy", {
      name: "permissions",
      role: role.name,
      policy: policyJson(statements(instanceIds)),
      provider,
    });
    return role;
  }
}
