import { type JsonObject, type Json } from "../terraform/judged-copy";

/** What a plan says of one resource. */
export interface PlannedResource {
  readonly address: string;
  readonly after: JsonObject;
  /** `true` where a value is known after apply only. */
  readonly afterUnknown: JsonObject;
}

/** Resources that a plan creates, by address. */
export function plannedResources(plan: unknown): Map<string, PlannedResource> {
  const { resource_changes: changes = [] } = plan as {
    resource_changes?: readonly { address: string; change: { after: JsonObject; after_unknown: JsonObject } }[];
  };
  return new Map(
    changes.map(({ address, change }) => [
      address,
      { address, after: change.after, afterUnknown: change.after_unknown },
    ]),
  );
}

/**
 * Where two plans differ on a resource: `path: real value | ours`. What only one of the two schemas has is left out, as the
 * two are of different versions.
 */
export function differences(real: PlannedResource, ours: PlannedResource): string[] {
  const found: string[] = [];
  const compare = (
    path: string,
    a: Json | undefined,
    b: Json | undefined,
    unknownA: Json | undefined,
    unknownB: Json | undefined,
  ): void => {
    const [hiddenA, hiddenB] = [unknownA === true, unknownB === true];
    if (hiddenA || hiddenB) {
      if (hiddenA !== hiddenB)
        found.push(
          `${path}: ${hiddenA ? "(unknown)" : JSON.stringify(a)} | ${hiddenB ? "(unknown)" : JSON.stringify(b)}`,
        );
      return;
    }
    if (isPlain(a) && isPlain(b)) {
      for (const name of Object.keys(a)) {
        const isKnownToBoth = name in b || (isPlain(unknownB) && name in unknownB);
        if (isKnownToBoth)
          compare(
            path === "" ? name : `${path}.${name}`,
            a[name],
            b[name],
            member(unknownA, name),
            member(unknownB, name),
          );
      }
      return;
    }
    if (Array.isArray(a) && Array.isArray(b) && a.length === b.length && !isUnordered(a)) {
      a.forEach((item, index) =>
        compare(path, item as Json, b[index] as Json, member(unknownA, index), member(unknownB, index)),
      );
      return;
    }
    if (normal(a) !== normal(b)) found.push(`${path}: ${JSON.stringify(a)} | ${JSON.stringify(b)}`);
  };
  // Attributes that are not known are left out of what is planned.
  const all = new Set(
    [...Object.keys(real.after), ...Object.keys(real.afterUnknown)].filter(
      (name) => name in ours.after || name in ours.afterUnknown,
    ),
  );
  for (const name of all)
    compare(name, real.after[name] ?? null, ours.after[name] ?? null, real.afterUnknown[name], ours.afterUnknown[name]);
  return found;
}

const isPlain = (value: Json | undefined): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Sets are written in the order of a hash that takes in members which only one version has. */
const isUnordered = (list: readonly unknown[]): boolean =>
  list.length > 1 && list.every((item) => isPlain(item as Json));

function member(value: Json | undefined, name: string | number): Json | undefined {
  if (Array.isArray(value)) return value[Number(name)] as Json;
  return isPlain(value) ? value[name] : undefined;
}

/** A JSON object in a text; filter patterns of CloudWatch stand in braces too, and are none. */
function documentIn(text: string): Json | undefined {
  if (!text.startsWith("{") || !text.endsWith("}")) return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Empty and absent are the same to the provider's SDK. */
function normal(value: Json | undefined): string {
  if (value === null || value === undefined || value === "" || value === false) return "null";
  if (Array.isArray(value))
    return value.length === 0 ? "null" : JSON.stringify(value.map((one) => normal(one as Json)).sort());
  // Policies are the same however their members are ordered.
  const document = typeof value === "string" ? documentIn(value) : undefined;
  if (document !== undefined) return normal(document);
  if (!isPlain(value)) return JSON.stringify(value);
  const members = Object.entries(value).flatMap(([name, one]) =>
    normal(one) === "null" ? [] : [[name, normal(one)] as const],
  );
  return members.length === 0
    ? "null"
    : JSON.stringify(Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1))));
}
