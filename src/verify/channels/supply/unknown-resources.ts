import { type Channel } from "../../channel";
import { INERT_TYPES, MODELLED_TYPES, OUTWARD_TYPES } from "../../resource-types";

/** The closed world: every resource is of a type that one of the channels reads, or that is known to open nothing. */
export function unknownResources(channels: readonly Channel[]): Channel {
  const read = new Set([...MODELLED_TYPES, ...OUTWARD_TYPES.keys(), ...channels.flatMap(({ types }) => types ?? [])]);
  return {
    id: "supply.unknown-resources",
    title: "Resources that are not understood",
    opens: "a resource of a type that the verifier does not know may do anything",
    closes: "every type is one that a channel judges, or one that is known to open nothing",
    sources: ["https://registry.terraform.io/providers/hashicorp/aws/6.25.0/docs"],
    decide: (model, ruling) => {
      const known = new Map<string, number>();
      for (const resource of model.resources)
        if (read.has(resource.type) || INERT_TYPES.has(resource.type))
          known.set(resource.type, (known.get(resource.type) ?? 0) + 1);
        else
          ruling.unproven(
            resource,
            `what ${resource.type} can do is not modelled`,
            `remove ${resource.address}, or judge it by hand`,
          );
      ruling.closed(
        { address: "(configuration)", path: null },
        `${known.size} types of ${[...known.values()].reduce((sum, count) => sum + count, 0)} resources are known`,
      );
    },
  };
}
