import { requires, ruleChannel, staysWithin } from "../../rules";

/** Catalogue row I05, for what AWS Budgets does by itself. */
export const budgetActions = ruleChannel({
  id: "identity.budget-actions",
  title: "What a used-up budget changes",
  opens: "a budget that attaches a policy to roles or users by itself, at a sum that whoever uses machines can reach",
  closes: "budgets stop machines or add denials of the organisation's, by a role of the project",
  sources: [
    "https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-controls.html",
    "https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_Definition.html",
  ],
  way: { from: "whatever the attached policy allows", by: "AWS Budgets, as configured", to: "wherever that leads" },
  rules: {
    aws_budgets_budget_action: [
      requires("action_type", ["RUN_SSM_DOCUMENTS", "APPLY_SCP_POLICY"], {
        absent: "open",
        why: "it gives roles, groups or users a policy that no deployment was judged with",
      }),
      requires("definition.ssm_action_definition.action_sub_type", ["STOP_EC2_INSTANCES", "STOP_RDS_INSTANCES"], {
        absent: "closed",
        why: "it runs a document that is not known",
      }),
      staysWithin("execution_role_arn", { absent: "open" }),
    ],
  },
});
