import { type Channel } from "../../channel";
import { PROVIDER } from "../../provider-types";

/** The closed world, by type: every resource is of a type that a channel reads, or that is known to open nothing. */
export function unknownResources(known: ReadonlySet<string>): Channel {
  return {
    id: "supply.unknown-resources",
    title: "Resources that are not understood",
    opens: "a resource of a type that the verifier does not know may do anything",
    closes: "every type is one that a channel judges, or one that is known to open nothing",
    sources: [`https://registry.terraform.io/providers/hashicorp/aws/${PROVIDER.version}/docs`],
    decide: (model, ruling) => {
      const seen = new Map<string, number>();
      for (const resource of model.resources)
        if (known.has(resource.type)) seen.set(resource.type, (seen.get(resource.type) ?? 0) + 1);
        else
          ruling.unproven(
            resource,
            PROVIDER.types.has(resource.type)
              ? `what ${resource.type} can do is not modelled`
              : `hashicorp/aws ${PROVIDER.version} has no ${resource.type}`,
            `remove ${resource.address}, or judge it by hand`,
          );
      const count = [...seen.values()].reduce((sum, number) => sum + number, 0);
      ruling.closed({ address: "(configuration)", path: null }, `${seen.size} types of ${count} resources are known`);
    },
  };
}
