import { type JsonObject, type TerraformJson } from "../terraform/judged-copy";
import { everyMutation, sealedStack } from "./every-mutation";
import { REFUSALS } from "./refusals";

/** A part of a configuration: resources by address, and what keeps their names apart from others'. */
export interface Part {
  readonly prefix: string;
  readonly resources: ReadonlyMap<string, JsonObject>;
}

/** What each change of the verifier's drill adds to the sealed stack, or has otherwise in it. */
export function drillParts(): Part[] {
  const base = sealedStack();
  return everyMutation(base).map(({ stack }, index) => {
    const resources = new Map<string, JsonObject>();
    for (const [type, byName] of Object.entries(stack.resource))
      for (const [name, body] of Object.entries(byName))
        if (JSON.stringify(base.resource[type]?.[name]) !== JSON.stringify(body))
          resources.set(`${type}.${name}`, body as JsonObject);
    return { prefix: `m${index}_`, resources };
  });
}

/** The configurations that AWS would refuse, by region. */
export function refusalParts(): Map<string, Part[]> {
  const regions = new Map<string, Part[]>();
  REFUSALS.forEach(({ resources, before, region = "eu-west-1" }, index) => {
    const all = new Map<string, JsonObject>();
    for (const one of [before, resources])
      for (const [type, byName] of Object.entries(one ?? {}))
        for (const [name, body] of Object.entries(byName)) all.set(`${type}.${name}`, body as JsonObject);
    regions.set(region, [...(regions.get(region) ?? []), { prefix: `f${index}_`, resources: all }]);
  });
  return regions;
}

/**
 * Resources of several parts in one: each under a name of its own, so that one run judges them all. References
 * among those of one configuration are kept.
 */
export function gathered(...parts: readonly Part[]): TerraformJson["resource"] {
  const resource: Record<string, Record<string, JsonObject>> = {};
  for (const { prefix, resources } of parts)
    for (const [address, body] of resources) {
      const [type = "", name = ""] = address.split(".");
      const text = JSON.stringify(body).replaceAll(/\b(aws_\w+|\w+)\.([\w-]+)/g, (found, one: string, other: string) =>
        resources.has(`${one}.${other}`) ? `${one}.${prefix}${other}` : found,
      );
      (resource[type] ??= {})[`${prefix}${name}`] = JSON.parse(text) as JsonObject;
    }
  return resource;
}
