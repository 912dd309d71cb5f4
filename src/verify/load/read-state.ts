import { type Attributes } from "../model/resource";
import { type Configuration, type ResourceEntry } from "./configuration";
import { objectOf } from "./json";
import { LiveValues } from "./live-values";
import { resourcesIn, rootOf } from "./plan-values";

/**
 * Reads the JSON of a state (`terraform show -json`, format 1): what is live, with the ids that AWS gave.
 *
 * @param sources the configuration that it was made of: it tells the providers, which a state does not; and its texts stand
 * for the values that they have come to
 */
export function readState(json: Attributes, sources?: Configuration): Configuration {
  const written = new Map((sources?.resources ?? []).map((entry) => [entry.address, entry]));
  const providers = new Map((sources?.providers ?? []).map(({ key, attributes }) => [key, attributes]));
  const values = objectOf(json["values"]);
  const all = resourcesIn(rootOf(json));
  const live = new LiveValues(all);
  const resources = all.map((resource): ResourceEntry => {
    const address = String(resource["address"]);
    const source = written.get(address);
    const metadata = source?.attributes["//"];
    const attributes = { ...live.asWritten(resource, source?.attributes) };
    // States name the region of every resource: it is its own only where it is another one than its provider's.
    if (attributes["region"] === providers.get(source?.provider ?? "")?.["region"]) delete attributes["region"];
    return {
      address,
      mode: resource["mode"] === "data" ? "data" : "managed",
      type: String(resource["type"]),
      name: String(resource["name"]),
      attributes: { ...attributes, ...(metadata === undefined ? {} : { "//": metadata }) },
      ...(source?.provider === undefined ? {} : { provider: source.provider }),
    };
  });
  return {
    form: "state",
    stack: sources?.stack ?? null,
    resources,
    providers: sources?.providers ?? [],
    outputs: objectOf(values["outputs"]),
    terraform: sources?.terraform ?? {},
    inputs: sources?.inputs ?? {},
    opaque: sources?.opaque ?? [],
  };
}
