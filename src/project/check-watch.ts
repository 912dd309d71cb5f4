import { type Report } from "./check";
import { type ProjectFile } from "./schema";

/** Machines that one action stops: https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_budgets_SsmActionDefinition.html */
const STOPPED_MACHINES = 100;

/** Whether the topic is where alarms reach it and no tenant's, and whether budgets have somebody to tell. */
export function checkWatch(content: ProjectFile, report: Report): void {
  const { dataBox, departed, region, researchBoxes, watch } = content;
  if (watch !== undefined) {
    const [, , , topicRegion = "", topicAccount = ""] = watch.topic.split(":");
    if (topicRegion !== region)
      report(
        ["watch", "topic"],
        `alarms tell a topic of their own region ${region}, got one of ${topicRegion}; make the topic there`,
      );
    const tenant = [...researchBoxes, ...departed].find(
      ({ account }) => account === topicAccount && account !== dataBox.account,
    );
    if (tenant !== undefined)
      report(
        ["watch", "topic"],
        `account ${topicAccount} is that of ${tenant.tenant}, and a tenant must neither receive nor silence alarms; take a topic of the hospital's`,
      );
  }
  researchBoxes.forEach(({ budget, compute, desktops }, index) => {
    if (budget === undefined) return;
    const path = ["researchBoxes", index, "budget"];
    if (watch === undefined)
      report(path, "a budget tells the topic of watch, and there is none; add watch: { topic: ... } to the project");
    if (budget.action === "notify") return;
    const machines = (desktops?.count ?? 0) + compute.reduce((sum, { count }) => sum + count, 0);
    if (machines === 0)
      report([...path, "action"], "the box has no desktop or compute machine to stop; take action: notify");
    if (machines > STOPPED_MACHINES)
      report(
        [...path, "action"],
        `AWS Budgets stops at most ${STOPPED_MACHINES} machines by one action, the box has ${machines}; take action: notify`,
      );
  });
}
