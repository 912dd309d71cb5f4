import { type ResourceType } from "../resource-type";
import { refuse, written } from "./refusals";

/** https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_Operations_AWS_Budgets.html */
export const BUDGET_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_budgets_budget: {
    noun: "Budget",
    isGlobal: true,
    id: ({ account, values }) => `${account}:${written(values["name"])}`,
    arn: "budgets::{account}:budget/{name}",
    create: ({ store, values, account, region }) => {
      if (store.ofType("aws_budgets_budget", { account, region }).some((one) => one.values["name"] === values["name"]))
        refuse(
          "DuplicateRecordException",
          `Error creating budget: ${written(values["name"])} - the budget already exists.`,
        );
    },
  },
  aws_budgets_budget_action: {
    noun: "Budget Action",
    isGlobal: true,
    id: (call) => {
      const { account, values } = call;
      return `${account}:${call.digits(8)}-0000-4000-8000-${call.digits(12)}:${written(values["budget_name"])}`;
    },
    arn: "budgets::{account}:budget/{budget_name}/action/{id}",
    computed: (_, id) => ({ action_id: id.split(":")[1] ?? "", status: "STANDBY" }),
    create: ({ store, values, account, region }) => {
      if (
        !store
          .ofType("aws_budgets_budget", { account, region })
          .some((one) => one.values["name"] === values["budget_name"])
      )
        refuse(
          "NotFoundException",
          `Unable to get budget: ${written(values["budget_name"])} - the budget doesn't exist.`,
        );
    },
  },
};
