import { basename } from "node:path";
import { EXAMPLES, exampleProject, stackOf, type StackJson } from "./example-projects";

/** What Terraform itself gives a resource, besides the provider's attributes. */
const META = new Set(["//", "depends_on", "lifecycle", "provider"]);

const stacks = EXAMPLES.map((file) => [basename(file), stackOf(exampleProject(file))] as const);

const camel = (snake: string): string => snake.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Attributes that the bindings of 6.25.0, generated from the provider's own schema, give a resource type. */
const attributesOf = new Map<string, ReadonlySet<string>>();
function hasAttribute(type: string, attribute: string): boolean {
  let known = attributesOf.get(type);
  if (known === undefined) {
    const path = `@cdktf/provider-aws/lib/${type.slice("aws_".length).replaceAll("_", "-")}`;
    const bindings = jest.requireActual<Record<string, { tfResourceType?: string; prototype: object }>>(path);
    const resource = Object.values(bindings).find((one) => one.tfResourceType === type);
    if (resource === undefined) throw new Error(`the provider has no ${type}`);
    known = new Set(
      Object.entries(Object.getOwnPropertyDescriptors(resource.prototype)).flatMap(([name, property]) =>
        "get" in property ? [name] : [],
      ),
    );
    attributesOf.set(type, known);
  }
  return known.has(camel(attribute));
}

interface Reference {
  readonly from: string;
  readonly expression: string;
}

function references(stack: StackJson): Reference[] {
  const found: Reference[] = [];
  const walk = (from: string, value: unknown): void => {
    if (typeof value === "string")
      for (const [, expression = ""] of value.matchAll(/(?<!\$)\$\{([^}]*)\}/g)) found.push({ from, expression });
    else if (value !== null && typeof value === "object")
      for (const [key, item] of Object.entries(value)) if (key !== "//") walk(from, item);
  };
  for (const [type, named] of Object.entries(stack.resource))
    for (const [name, resource] of Object.entries(named)) walk(`${type}.${name}`, resource);
  for (const [name, output] of Object.entries(stack.output ?? {})) walk(`output.${name}`, output);
  return found;
}

describe.each(stacks)("%s", (_name, stack) => {
  it("refers only to resources that it declares, and to attributes that the provider has", () => {
    const all = references(stack);
    const broken = all.filter(({ expression }) => {
      const named = [...expression.matchAll(/\b(aws_[a-z0-9_]+)\.([\w-]+)\.([a-z0-9_]+)/g)];
      return (
        named.length === 0 ||
        named.some(
          ([, type = "", name = "", attribute = ""]) =>
            stack.resource[type]?.[name] === undefined || !hasAttribute(type, attribute),
        )
      );
    });
    expect(all.length).toBeGreaterThan(200);
    expect(broken).toEqual([]);
  });

  it("sets only attributes that the provider has", () => {
    const unknown = Object.entries(stack.resource).flatMap(([type, named]) =>
      Object.values(named).flatMap((resource) =>
        Object.keys(resource)
          .filter((attribute) => !META.has(attribute) && !hasAttribute(type, attribute))
          .map((attribute) => `${type}.${attribute}`),
      ),
    );
    expect(unknown).toEqual([]);
  });

  it("depends only on resources that it declares", () => {
    const dangling = Object.values(stack.resource).flatMap((named) =>
      Object.values(named).flatMap((resource) =>
        ((resource["depends_on"] as string[] | undefined) ?? []).filter((address) => {
          const [type = "", name = ""] = address.split(".");
          return stack.resource[type]?.[name] === undefined;
        }),
      ),
    );
    expect(dangling).toEqual([]);
  });

  it("names no range that is everything, anywhere", () => {
    expect(JSON.stringify(stack)).not.toMatch(/"(0\.0\.0\.0\/0|::\/0|0\.0\.0\.0\/1|128\.0\.0\.0\/1)"/);
  });

  it("holds every policy as plain JSON that can be read", () => {
    const policies = Object.entries(stack.resource).flatMap(([type, named]) =>
      Object.entries(named).flatMap(([name, resource]) =>
        ["policy", "assume_role_policy"].flatMap((attribute) =>
          resource[attribute] === undefined ? [] : [[`${type}.${name}`, resource[attribute]] as const],
        ),
      ),
    );
    expect(policies.length).toBeGreaterThan(25);
    for (const [address, policy] of policies)
      expect({ address, version: (JSON.parse(policy as string) as { Version: string }).Version }).toEqual({
        address,
        version: "2012-10-17",
      });
  });
});
