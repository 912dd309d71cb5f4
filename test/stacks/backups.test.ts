import { join } from "node:path";
import { retiredStack } from "../../stacks/retired-stack";
import { exampleProject, ROOT, stackOf } from "./example-projects";

const project = exampleProject(join(ROOT, "projects", "stroke-registry.yaml"));

describe("the backups of a project", () => {
  it("are there where it asks for them, and nowhere else", () => {
    const without = stackOf({ ...project, dataBox: { ...project.dataBox, backups: undefined } });
    expect(Object.keys(without.resource).filter((type) => type.startsWith("aws_backup_"))).toEqual([]);
    expect(JSON.stringify(without)).not.toMatch(/registry-(backup|restore)"|ListVersionsOnlyThroughTheEndpoint/);
    expect(Object.keys(stackOf(project).resource).filter((type) => type.startsWith("aws_backup_"))).toEqual([
      "aws_backup_plan",
      "aws_backup_selection",
      "aws_backup_vault",
      "aws_backup_vault_lock_configuration",
      "aws_backup_vault_policy",
    ]);
  });

  it("are of the stores that are named: no other policy knows AWS Backup's roles", () => {
    const { backups } = project.dataBox;
    if (backups === undefined) throw new Error("the example has no backups");
    const stack = stackOf({
      ...project,
      dataBox: { ...project.dataBox, backups: { ...backups, stores: ["findings"] } },
    });
    const named = Object.values(stack.resource["aws_s3_bucket_policy"] ?? {}).filter(({ policy }) =>
      String(policy).includes("registry-backup"),
    );
    expect(named.map(({ policy }) => /registry-(\w+)-1111/.exec(String(policy))?.[1])).toEqual(["findings"]);
    const [selection] = Object.values(stack.resource["aws_backup_selection"] ?? {});
    expect(selection?.["resources"]).toHaveLength(1);
  });

  it("end with it, and their vault outlives it: AWS deletes none that holds anything", () => {
    const { removed } = retiredStack(stackOf(project)) as { removed: { from: string }[] };
    expect(removed.map(({ from }) => from).filter((from) => from.startsWith("aws_backup_"))).toEqual([
      expect.stringMatching(/^aws_backup_vault\.backups_vault_/),
      expect.stringMatching(/^aws_backup_vault_lock_configuration\.backups_vault_lock_/),
      expect.stringMatching(/^aws_backup_vault_policy\.backups_vault_policy_/),
    ]);
    expect(removed.map(({ from }) => from).join()).not.toContain("custody_backup");
  });
});
