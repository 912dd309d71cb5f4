import onlyIn6 from "./only-in-6.json";
import { compareVersions } from "./provider-mirror";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

/** What of `cdk.tf.json` the tests here look at. */
export interface TerraformJson {
  readonly provider: { readonly aws: readonly JsonObject[] };
  readonly resource: Readonly<Record<string, Readonly<Record<string, JsonObject>>>>;
  readonly [key: string]: unknown;
}

/** An attribute that only newer providers than the mirror's may know. */
export interface NewerAttribute {
  readonly type: string;
  /** Names from the resource down; list items are not numbered. */
  readonly path: string;
  /** First version of the provider that knows it. */
  readonly since: string;
  readonly reason: string;
}

/** The committed attributes that a provider of this version does not know. */
export function newerThan(version: string): readonly NewerAttribute[] {
  return onlyIn6.filter(({ since }) => compareVersions(since, version) > 0);
}

/** A copy without the given attributes. */
export function withoutAttributes(json: TerraformJson, attributes: readonly NewerAttribute[]): TerraformJson {
  const resource = Object.fromEntries(
    Object.entries(json.resource).map(([type, byName]) => {
      const paths = attributes.filter((attribute) => attribute.type === type).map(({ path }) => path.split("."));
      const without = (body: Json): Json => paths.reduce(remove, body);
      return [type, Object.fromEntries(Object.entries(byName).map(([name, body]) => [name, without(body)]))];
    }),
  );
  return { ...json, resource: resource as TerraformJson["resource"] };
}

function remove(value: Json, [name, ...rest]: readonly string[]): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => remove(item, [String(name), ...rest]));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value as JsonObject).flatMap(([key, child]) => {
      if (key !== name) return [[key, child]];
      return rest.length === 0 ? [] : [[key, remove(child, rest)]];
    }),
  );
}

/**
 * A copy whose providers never ask who they are: `assume_role` and `allowed_account_ids` call AWS before a plan begins,
 * everything else of a provider block stays.
 */
export function withoutAccounts(json: TerraformJson): TerraformJson {
  const aws = json.provider.aws.map((block) => {
    const kept = Object.entries(block).filter(([key]) => key !== "assume_role" && key !== "allowed_account_ids");
    return {
      ...Object.fromEntries(kept),
      access_key: "mock",
      secret_key: "mock",
      skip_credentials_validation: true,
      skip_requesting_account_id: true,
      skip_metadata_api_check: "true",
    };
  });
  return { ...json, provider: { aws } };
}

/** What Terraform merges over the file: state beside it, and the provider that the mirror holds. */
export function overrides(providerVersion: string): unknown {
  return {
    terraform: {
      backend: { local: {} },
      required_providers: { aws: { source: "hashicorp/aws", version: providerVersion } },
    },
  };
}
