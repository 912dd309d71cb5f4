import { isMap, isSeq, parseDocument, type Document, type YAMLMap } from "yaml";
import instanceTypes from "../project/instance-types.json";

/** A change of a project file that a drill tries. */
export interface ProjectChange {
  readonly name: string;
  /** The changed project file. */
  readonly text: string;
  /** The tenant who leaves: what is hers alone may go. */
  readonly leaves?: string;
}

/** The tenant whom a drill adds. */
export const NEWCOMER = "rehearsal-guest";

const EXTERNAL_KEYS = ["dataBox", "custody", "externalKeys"];
const volumesOf = (tenant: string): string => `volumes-${tenant}`;

/**
 * What happens in the life of every project: a tenant comes, one leaves, keys rotate at another pace where AWS rotates
 * them, a machine grows.
 *
 * @param text a project file that loads
 */
export function projectChanges(text: string): ProjectChange[] {
  return [addTenant(text), removeTenant(text), rotateKeys(text), changeInstanceType(text)].flatMap((one) => one ?? []);
}

function boxesOf(document: Document): YAMLMap[] {
  const boxes = document.get("researchBoxes");
  return isSeq(boxes) ? boxes.items.filter(isMap) : [];
}

function addTenant(text: string): ProjectChange {
  const document = parseDocument(text);
  const account = freshAccount(text);
  document.addIn(["researchBoxes"], document.createNode({ tenant: NEWCOMER, account, desktops: { count: 1 } }));
  // Volumes of a box have a key, and where keys are outside of AWS each stands for an external key of its own.
  if (isMap(document.getIn(EXTERNAL_KEYS))) document.setIn([...EXTERNAL_KEYS, volumesOf(NEWCOMER)], NEWCOMER);
  return { name: "a tenant comes", text: String(document) };
}

/** A tenant's last day has passed: her box is taken out of the project file, and only its account stays known. */
function removeTenant(text: string): ProjectChange | undefined {
  const document = parseDocument(text);
  const boxes = boxesOf(document);
  const index = boxes.length - 1;
  if (index < 1) return undefined;
  const tenant = String(boxes[index]?.get("tenant"));
  const account: unknown = boxes[index]?.get("account");
  document.deleteIn(["researchBoxes", index]);
  if (isMap(document.getIn(EXTERNAL_KEYS))) document.deleteIn([...EXTERNAL_KEYS, volumesOf(tenant)]);
  if (!isSeq(document.get("departed"))) document.set("departed", document.createNode([]));
  document.addIn(["departed"], document.createNode({ tenant, ...(typeof account === "string" ? { account } : {}) }));
  return { name: `the tenant ${tenant} expires`, text: String(document), leaves: tenant };
}

/** AWS rotates only what it made: keys whose material is elsewhere have no pace. */
function rotateKeys(text: string): ProjectChange | undefined {
  const document = parseDocument(text);
  const kind = document.getIn(["dataBox", "custody", "kind"]);
  if (kind !== undefined && kind !== "kms") return undefined;
  const path = ["dataBox", "custody", "rotationDays"];
  if (!isMap(document.getIn(["dataBox", "custody"])))
    document.setIn(["dataBox", "custody"], document.createNode({ kind: "kms" }));
  document.setIn(path, document.getIn(path) === 90 ? 180 : 90);
  return { name: "keys rotate at another pace", text: String(document) };
}

function changeInstanceType(text: string): ProjectChange | undefined {
  const document = parseDocument(text);
  const boxes = boxesOf(document);
  for (const [index, box] of boxes.entries()) {
    const pools = box.get("compute");
    const [pool] = isSeq(pools) ? pools.items.filter(isMap) : [];
    const type = pool?.get("instanceType");
    const larger = typeof type === "string" ? neighbourOf(type) : undefined;
    if (larger === undefined) continue;
    document.setIn(["researchBoxes", index, "compute", 0, "instanceType"], larger);
    return { name: `${String(type)} becomes ${larger}`, text: String(document) };
  }
  return undefined;
}

/** Another size of the same family. */
function neighbourOf(type: string): string | undefined {
  const [family = "", size = ""] = type.split(".");
  const sizes = ((instanceTypes as Readonly<Record<string, string>>)[family] ?? "")
    .split(" ")
    .filter((one) => one !== "metal");
  const other = sizes.find((one) => one !== size && one.endsWith("xlarge"));
  return other === undefined ? undefined : `${family}.${other}`;
}

function freshAccount(text: string): string {
  for (let number = 999_999_999_999; ; number -= 1) if (!text.includes(String(number))) return String(number);
}
