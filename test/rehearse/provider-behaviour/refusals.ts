import { type Form } from "../../../src/rehearse/cloud/provider-behaviour";
import { providerSchema } from "../../../src/rehearse/schema";
import { type Json } from "../../terraform/judged-copy";
import { type TerraformFolder } from "../../terraform/terraform-folder";
import { addressOf, configuration, type Mutable } from "./configuration";
import { placesOf, withValue } from "./places";
import { type Probe } from "./replacements";
import { richest, type Sample } from "./samples";

const LONG = "x".repeat(5_000);

export async function measureRefusals(
  folder: TerraformFolder,
  samples: readonly Sample[],
  behaviours: Record<string, Mutable>,
  version: string,
): Promise<void> {
  const probes = richest(samples).flatMap(({ type, config, state }) => {
    const schema = providerSchema([type]).resources.get(type);
    if (schema === undefined) return [];
    return placesOf(schema, config).flatMap(({ path, kind }, index) => {
      const values: Json[] =
        kind === "string" ? ["databox probe", LONG, "10.0.0.0/8"] : kind === "number" ? [-7, 999_999_999] : [];
      return values.map((value, turn): Probe => ({
        type,
        name: `p${index}_${turn}`,
        path,
        config: withValue(config, path, value),
        state,
      }));
    });
  });
  folder.writeByType(
    configuration(
      probes.map(({ type, name, config }) => [type, name, config]),
      version,
    ),
  );
  const byAddress = new Map<string, string[]>();
  for (const diagnostic of await folder.validate()) {
    const address = addressOf(diagnostic);
    if (address !== undefined)
      byAddress.set(address, [...(byAddress.get(address) ?? []), `${diagnostic.summary} ${diagnostic.detail ?? ""}`]);
  }
  for (const { type, name, path } of probes)
    for (const text of byAddress.get(`${type}.${name}`) ?? [])
      learn((behaviours[type] ??= {}), path.join("."), text.replaceAll(/\s+/g, " "));
}

/** What a refusal says of an argument. */
function learn(behaviour: Mutable, path: string, text: string): void {
  const put = (kind: "oneOf" | "range" | "length" | "form" | "cidrBits" | "conflicts", value: unknown): void => {
    behaviour[kind] = { ...(behaviour[kind] as Record<string, unknown> | undefined), [path]: value };
  };
  const form = (value: Form): void => put("form", value);
  const [, allowed] = /(?:to be one of|value must be one of:) \[(.*?)\], got/.exec(text) ?? [];
  const [, valid] = /Valid Values: \[([^\]]*)\]/.exec(text) ?? [];
  if (valid !== undefined) return put("oneOf", valid.trim().split(" "));
  const quoted = [...(allowed ?? "").matchAll(/"([^"]*)"/g)].map(([, one = ""]) => one);
  if (quoted.length > 0) {
    // Of numbers that are taken too it says nothing.
    if (!quoted.every((value) => /^-?\d+$/.test(value))) put("oneOf", quoted);
    return;
  }
  const [, lengthFrom, lengthTo] = /length of \S+ to be in the range \((\d+) - (\d+)\)/.exec(text) ?? [];
  if (lengthFrom !== undefined) return put("length", [Number(lengthFrom), Number(lengthTo)]);
  const [, from, to] = /to be in the range \((-?\d+) - (-?\d+)\)/.exec(text) ?? [];
  if (from !== undefined) return put("range", [Number(from), Number(to)]);
  const [, least] = /to be at least \((-?\d+)\)/.exec(text) ?? [];
  const [, most] = /to be at most \((-?\d+)\)/.exec(text) ?? [];
  if (least !== undefined || most !== undefined) {
    const [before, after] = ((behaviour.range as Record<string, unknown> | undefined)?.[path] as
      [number | null, number | null] | undefined) ?? [null, null];
    return put("range", [least === undefined ? before : Number(least), most === undefined ? after : Number(most)]);
  }
  const [, few, many] = /with between (\d+) and (\d+) significant bits/.exec(text) ?? [];
  if (few !== undefined) put("cidrBits", [Number(few), Number(many)]);
  const [, one, rival] = /"(\w+)": conflicts with (\w+)/.exec(text) ?? [];
  if (one !== undefined && one !== rival) {
    behaviour.conflicts = { ...(behaviour.conflicts as Record<string, unknown> | undefined), [one]: [rival] };
    return;
  }
  if (/invalid ARN/i.test(text)) return form("arn");
  if (/invalid JSON/i.test(text)) return form("json");
  if (/valid (IPv[46] )?CIDR|CIDR address|IPv4 Value/i.test(text) && text.includes(path.split(".").at(-1) ?? ""))
    return form("cidr");
  if (/valid IP\b/i.test(text)) return form("ip");
}
