import { basename, join } from "node:path";
import { keyPurposes } from "../../src/project/custody";
import { retiredStack } from "../../stacks/retired-stack";
import { EXAMPLES, exampleProject, ROOT, stackOf } from "./example-projects";

describe("keys of imported material", () => {
  const stack = stackOf(exampleProject(join(ROOT, "projects", "stroke-registry.yaml")));
  const alarms = Object.entries(stack.resource["aws_cloudwatch_metric_alarm"] ?? {}).filter(
    ([, { namespace }]) => namespace === "AWS/KMS",
  );

  it("are each watched for the expiry of their material", () => {
    const keys = Object.keys(stack.resource["aws_kms_external_key"] ?? {});
    expect(keys.length).toBeGreaterThan(0);
    expect(stack.resource).not.toHaveProperty("aws_kms_key");
    expect(alarms.map(([, { dimensions }]) => JSON.stringify(dimensions)).sort()).toEqual(
      keys.map((key) => JSON.stringify({ KeyId: `\${aws_kms_external_key.${key}.id}` })).sort(),
    );
  });

  it("are watched beyond the end of the project, where records need them", () => {
    const { removed } = retiredStack(stack) as { removed: { from: string }[] };
    expect(
      removed.flatMap(({ from }) => alarms.filter(([name]) => from === `aws_cloudwatch_metric_alarm.${name}`)),
    ).toMatchObject([[expect.any(String), { alarm_name: "databox-stroke-registry-audit-key-expiry" }]]);
  });
});

describe("the purposes of keys", () => {
  it.each(EXAMPLES.map((file) => [basename(file), file]))(
    "of %s, by which material is imported and external keys are named, are those of its keys",
    (_, file) => {
      const project = exampleProject(file);
      const { backups, custody } = project.dataBox;
      const aliases = Object.values(stackOf(project).resource["aws_kms_alias"] ?? {}).map(({ name }) => String(name));
      expect(aliases.sort()).toEqual(
        keyPurposes(project.researchBoxes, {
          attested: custody.attestation !== undefined,
          backedUp: backups !== undefined,
        })
          .map((purpose) => `alias/databox/${project.name}/${purpose}`)
          .sort(),
      );
    },
  );
});
