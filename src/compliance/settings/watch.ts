import { type Block } from "../../verify";
import { isOnUnlessSaid, placeOf, type Setting, somewhere } from "../standing";

/** Who is told, and what is looked through. */
export const watchSettings: readonly Setting[] = [
  {
    id: "setting.alarms",
    says: "alarms tell a topic",
    judge: (model) =>
      somewhere(
        model
          .ofType("aws_cloudwatch_metric_alarm")
          .filter((alarm) => topics(alarm, "alarm_actions") > 0 && isOnUnlessSaid(alarm, "actions_enabled"))
          .map((alarm) => ({ ...placeOf(alarm), why: `it watches ${alarm.text("metric_name") ?? "a metric"}` })),
        "no alarm tells a topic",
      ),
  },
  {
    id: "setting.budgets",
    says: "budgets tell a topic before a sum is used up",
    judge: (model) =>
      somewhere(
        model
          .ofType("aws_budgets_budget")
          .filter((budget) => budget.blocks("notification").some((one) => topics(one, "subscriber_sns_topic_arns") > 0))
          .map((budget) => ({
            ...placeOf(budget),
            why: `it watches a sum of ${budget.text("limit_amount") ?? "money"} ${budget.text("limit_unit") ?? ""}`.trim(),
          })),
        "no budget tells a topic",
      ),
  },
  {
    id: "setting.uploads-scanned",
    says: "what is put into a bucket is scanned for malware",
    judge: (model) =>
      somewhere(
        model
          .ofType("aws_guardduty_malware_protection_plan")
          .map((plan) => ({ ...placeOf(plan), why: "GuardDuty scans what is put into its bucket" })),
        "no bucket's uploads are scanned",
      ),
  },
];

/** How many topics an attribute names, written out or by reference. */
function topics(block: Block, attribute: string): number {
  return block
    .list(attribute)
    .filter(
      (value) =>
        (value.kind === "known" && /^arn:[^:]*:sns:/.test(String(value.value))) ||
        (value.kind === "reference" && value.address.includes("aws_sns_topic.")),
    ).length;
}
