import { type Channel } from "../../channel";
import { type Attributes, type Resource } from "../../model/resource";
import { PROVIDER } from "../../provider-types";

/** What Terraform itself gives every resource. */
const META = new Set([
  "//",
  "connection",
  "content",
  "count",
  "depends_on",
  "dynamic",
  "for_each",
  "lifecycle",
  "provider",
  "provisioner",
  "timeouts",
]);

/** The closed world, by attribute: a newer provider's attribute may open what the channels have never heard of. */
export function unknownAttributes(known: ReadonlySet<string>): Channel {
  const names = new Map<string, ReadonlySet<string>>();
  const namesOf = (type: string): ReadonlySet<string> => {
    let found = names.get(type);
    if (found === undefined) names.set(type, (found = new Set((PROVIDER.types.get(type) ?? "").split(" "))));
    return found;
  };
  return {
    id: "supply.unknown-attributes",
    title: "Attributes that are not understood",
    opens: "an attribute that the verifier does not know may open any channel",
    closes: `every attribute is one that hashicorp/aws ${PROVIDER.version} has`,
    sources: [`https://registry.terraform.io/providers/hashicorp/aws/${PROVIDER.version}/docs`],
    decide: (model, ruling) => {
      let judged = 0;
      for (const resource of model.resources) {
        if (!known.has(resource.type)) continue;
        judged += 1;
        const unknown = unknownNames(resource, namesOf(resource.type));
        if (unknown.length > 0)
          ruling.unproven(
            resource,
            `hashicorp/aws ${PROVIDER.version} has no ${unknown.join(", ")} in ${resource.type}`,
            `remove ${unknown.join(", ")} from ${resource.address}`,
          );
      }
      ruling.closed(
        { address: "(configuration)", path: null },
        `the attributes of ${judged} resources are those of hashicorp/aws ${PROVIDER.version}`,
      );
    },
  };
}

function unknownNames({ attributes }: Resource, names: ReadonlySet<string>): string[] {
  const unknown = new Set<string>();
  for (const [name, value] of Object.entries(attributes)) if (!META.has(name)) visit(name, value);
  return [...unknown].sort();

  function visit(name: string, value: unknown): void {
    // A plan names every attribute that its provider has; what is empty is not set.
    if (value === null || value === undefined || (typeof value === "object" && Object.keys(value).length === 0)) return;
    const isBlock = names.has(`${name}{`);
    if (!isBlock && !names.has(name)) unknown.add(name);
    else if (isBlock)
      for (const block of Array.isArray(value) ? value : [value])
        if (block !== null && typeof block === "object" && !Array.isArray(block))
          for (const [inner, below] of Object.entries(block as Attributes)) visit(inner, below);
  }
}
