import { type Resource } from "../../verify/model/resource";
import { type PartKind } from "./graph";

const NAMES = ["name", "bucket", "repository", "identifier", "cluster_identifier", "function_name"] as const;

/** What a resource is called: its tag `Name`, its name, or how its file calls it. */
export function nameOf(resource: Resource): string {
  return givenName(resource) ?? resource.name;
}

function givenName(resource: Resource): string | undefined {
  const tags = resource.attributes["tags"];
  const tag = tags !== null && typeof tags === "object" ? (tags as Record<string, unknown>)["Name"] : undefined;
  if (typeof tag === "string" && tag !== "" && !tag.includes("${")) return tag;
  for (const name of NAMES) {
    const text = resource.text(name);
    if (text !== undefined && text !== "") return text;
  }
  return resource.path?.split("/").slice(-2).join("/");
}

/** What a box is called: the construct that it was made by, or the name of its network. */
export function boxNameOf(network: Resource): string {
  const { address, type } = network;
  return network.path?.split("/")[1] ?? givenName(network) ?? address.replace(`${type}.`, "");
}

/** What a part is called within its box: without the box's own name, an account's number and a counter. */
export function partName(resource: Resource, kind: PartKind, box: string): string {
  if (kind === "endpoint" && resource.type === "aws_vpc_endpoint") {
    const service = resource.text("service_name");
    if (service !== undefined) return service.split(".").slice(3).join(".") || service;
  }
  const name = withoutPrefix(nameOf(resource), box);
  const called = kind === "other" ? `${resource.type.replace(/^aws_/, "").replaceAll("_", " ")} ${name}` : name;
  return called.replace(/-\d{12}$/, "").replace(/-\d{1,3}$/, "");
}

/** What a subnet is called: alike for those that differ in their zone only. */
export function subnetName(subnet: Resource, box: string): string {
  return withoutPrefix(nameOf(subnet), box)
    .replace(/^.*\/subnet-/, "")
    .replace(/[-_ ](?:[a-z]{2}(?:-[a-z]+)+-)?\d?[a-z]?$/, "");
}

function withoutPrefix(name: string, prefix: string): string {
  return prefix !== "" && name.startsWith(`${prefix}-`) ? name.slice(prefix.length + 1) : name;
}
