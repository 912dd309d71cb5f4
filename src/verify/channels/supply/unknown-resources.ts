import { type Channel } from "../../channel";
import { INERT_TYPES, MODELLED_TYPES, OUTWARD_TYPES } from "../../resource-types";

const CARRIED_BY_BUCKETS =
  /^aws_s3_bucket_(acl|analytics_configuration|inventory|logging|notification|replication_configuration|website_configuration)$/;

export const unknownResources: Channel = {
  id: "supply.unknown-resources",
  title: "Resources that are not understood",
  opens: "a resource of a type that the verifier does not know may do anything",
  closes: "every type is one that a channel judges, or one that is known to open nothing",
  sources: ["src/verify/resource-types.ts, with a reason for each type"],
  decide: (model, ruling) => {
    const types = new Map<string, number>();
    for (const resource of model.resources) {
      if (
        MODELLED_TYPES.has(resource.type) ||
        INERT_TYPES.has(resource.type) ||
        OUTWARD_TYPES.has(resource.type) ||
        CARRIED_BY_BUCKETS.test(resource.type)
      )
        types.set(resource.type, (types.get(resource.type) ?? 0) + 1);
      else
        ruling.unproven(
          resource,
          `what ${resource.type} can do is not modelled`,
          `remove ${resource.address}, or judge it by hand`,
        );
    }
    ruling.closed(
      { address: "(configuration)", path: null },
      `${types.size} types of ${[...types.values()].reduce((sum, count) => sum + count, 0)} resources are known`,
    );
  },
};
