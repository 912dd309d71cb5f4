import { EXAMPLES, exampleProject, synthesizedFiles, type StackJson } from "./example-projects";
import { blockOf, unknownNames } from "./provider-schema";
import { findCycle } from "./reference-graph";

/** What Terraform gives every resource by itself. */
const META = new Set(["//", "depends_on", "lifecycle", "provider"]);

/** The projects, and the bootstrap of their states. */
const stacks = [...synthesizedFiles(EXAMPLES.map(exampleProject))]
  .filter(([file]) => file.endsWith("cdk.tf.json"))
  .map(([file, content]) => [file, JSON.parse(content) as StackJson] as const);

function unknownIn(stack: StackJson): string[] {
  const inProviders = stack.provider.aws.flatMap((block) => unknownNames(block, blockOf("provider"), "provider.aws"));
  const inResources = Object.entries(stack.resource).flatMap(([type, byName]) =>
    Object.entries(byName).flatMap(([name, body]) => {
      const written = Object.fromEntries(Object.entries(body).filter(([key]) => !META.has(key)));
      return unknownNames(written, blockOf(type), `${type}.${name}`);
    }),
  );
  return [...inProviders, ...inResources];
}

describe.each(stacks)("%s", (_name, stack) => {
  test("writes only attributes and nested blocks that the provider takes", () => {
    expect(unknownIn(stack)).toEqual([]);
  });

  test("has resources that depend on each other in no circle", () => {
    expect(findCycle(stack)).toBeUndefined();
  });
});

describe("the reading of the bindings", () => {
  const stack = (aws_vpc_endpoint: Record<string, Record<string, unknown>>): StackJson => ({
    provider: { aws: [{ alias: "one", region: "eu-west-1" }] },
    resource: { aws_vpc_endpoint },
    terraform: {},
  });

  test("knows blocks within blocks", () => {
    const ebs = blockOf("aws_launch_template").get("block_device_mappings");
    if (ebs === undefined || ebs === "attribute") throw new Error("block_device_mappings is not a block");
    expect([...ebs.keys()]).toEqual(expect.arrayContaining(["device_name", "ebs"]));
    expect(ebs.get("ebs")).toBeInstanceOf(Map);
  });

  test("fails when an attribute, a nested one or one of a provider does not exist", () => {
    expect(unknownIn(stack({ a: { vpc_id: "v", vpcId: "v" } }))).toEqual(["aws_vpc_endpoint.a.vpcId"]);
    expect(unknownIn(stack({ a: { subnet_configuration: [{ ipv4: "10.0.0.4" }, { ip4: "10.0.0.4" }] } }))).toEqual([
      "aws_vpc_endpoint.a.subnet_configuration[1].ip4",
    ]);
    const wrong = { ...stack({}), provider: { aws: [{ assume_role: [{ rolearn: "arn" }] }] } };
    expect(unknownIn(wrong)).toEqual(["provider.aws.assume_role[0].rolearn"]);
  });

  test("fails when an attribute can only be read", () => {
    expect(unknownIn(stack({ a: { owner_id: "111111111111" } }))).toEqual(["aws_vpc_endpoint.a.owner_id"]);
  });

  test("fails when a resource type does not exist", () => {
    expect(() => blockOf("aws_vpc_teleport")).toThrow("vpc-teleport");
  });

  test("fails when resources depend on each other in a circle", () => {
    const one = "${aws_vpc_endpoint.b.id}";
    const circle = stack({ a: { tags: { one } }, b: { depends_on: ["aws_vpc_endpoint.a"] }, c: { tags: { one } } });
    expect(findCycle(circle)).toEqual(["aws_vpc_endpoint.a", "aws_vpc_endpoint.b", "aws_vpc_endpoint.a"]);
  });
});
