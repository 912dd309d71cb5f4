import { type Attributes } from "../model/resource";
import { type Configuration, type ResourceEntry } from "./configuration";
import { listOf, objectOf } from "./json";
import { escapedTree } from "./plan-values";

/**
 * Reads the JSON of a state (`terraform show -json`, format 1): what is live, with the ids that AWS gave.
 *
 * @param sources the configuration that it was made of: it tells the providers, which a state does not
 */
export function readState(json: Attributes, sources?: Configuration): Configuration {
  const written = new Map((sources?.resources ?? []).map((entry) => [entry.address, entry]));
  const values = objectOf(json["values"]);
  const read = (module: Attributes): ResourceEntry[] => [
    ...listOf(module["resources"]).map((raw): ResourceEntry => {
      const resource = objectOf(raw);
      const address = String(resource["address"]);
      const source = written.get(address);
      const metadata = source?.attributes["//"];
      return {
        address,
        mode: resource["mode"] === "data" ? "data" : "managed",
        type: String(resource["type"]),
        name: String(resource["name"]),
        attributes: {
          ...(escapedTree(objectOf(resource["values"])) as Attributes),
          ...(metadata === undefined ? {} : { "//": metadata }),
        },
        ...(source?.provider === undefined ? {} : { provider: source.provider }),
      };
    }),
    ...listOf(module["child_modules"]).flatMap((child) => read(objectOf(child))),
  ];
  return {
    form: "state",
    stack: sources?.stack ?? null,
    resources: read(objectOf(values["root_module"])),
    providers: sources?.providers ?? [],
    outputs: objectOf(values["outputs"]),
    terraform: sources?.terraform ?? {},
    inputs: sources?.inputs ?? {},
    opaque: sources?.opaque ?? [],
  };
}
