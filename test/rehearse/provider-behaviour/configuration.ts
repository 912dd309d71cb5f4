import { type Behaviour } from "../../../src/rehearse/cloud/provider-behaviour";
import {
  newerThan,
  withoutAccounts,
  withoutAttributes,
  type JsonObject,
  type TerraformJson,
} from "../../terraform/judged-copy";
import { type Diagnostic, type ResourceChange } from "../../terraform/terraform-folder";

/** What is measured, while it is being measured. */
export type Mutable = { -readonly [K in keyof Behaviour]: Record<string, unknown> | string[] };

export const REGION = "ap-northeast-2";

export function configuration(
  resources: readonly (readonly [type: string, name: string, config: JsonObject])[],
  version: string,
): TerraformJson {
  const resource: Record<string, Record<string, JsonObject>> = {};
  for (const [type, name, config] of resources) (resource[type] ??= {})[name] = config;
  const json = { provider: { aws: [{ region: REGION, default_tags: [{ tags: {} }] }] }, resource };
  return withoutAttributes(withoutAccounts(json), newerThan(version));
}

export const changesBy = (changes: readonly ResourceChange[]): Map<string, ResourceChange> =>
  new Map(changes.map((one) => [one.address, one]));

export function addressOf(diagnostic: Diagnostic): string | undefined {
  const [, address] = /^resource\.(\w+\.\w+)/.exec(diagnostic.snippet?.context ?? "") ?? [];
  return diagnostic.severity === "error" ? address : undefined;
}
