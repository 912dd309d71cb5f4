import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { readPolicy } from "../../policy/document";
import { absent, arnOf, like, oneOf, RESOURCE, textsOf, type Literal } from "../../requests";
import { type Ruling } from "../../verdict";
import { boxesOfBoth } from "../identity/boxes-of-roles";
import { asksFor, type Actor } from "../identity/machine-actors";

const ACCESS_POINT = "elasticfilesystem:accesspointarn";
const MOUNT = ["elasticfilesystem:ClientMount"];
const WRITE = ["elasticfilesystem:ClientWrite"];

/** A way into a file system: an access point with its directory, or all of it without one. */
interface Entrance {
  readonly says: readonly Literal[];
  readonly directory: string;
  readonly through: readonly Resource[];
}

/** Rules on what roles of different boxes share in a file system. */
export function judgeFileSystem(model: Model, system: Resource, actors: readonly Actor[], ruling: Ruling): void {
  const policies = model
    .ofType("aws_efs_file_system_policy")
    .filter((policy) => model.referred(policy, "file_system_id", system.type) === system);
  const [policy] = policies;
  if (policy === undefined || policies.length > 1) {
    if (model.ofType("aws_vpc").length > 1)
      ruling.unproven(
        system,
        policy === undefined
          ? "it has no policy, and so whoever reaches it mounts all of it"
          : "two resources set its policy; which one holds cannot be told",
        `give ${system.address} one policy that names roles and access points`,
      );
    else ruling.closed(system, "there is one box only");
    return;
  }
  const raw = policy.attributes["policy"];
  const reading = readPolicy(typeof raw === "string" ? raw : "");
  // What cannot be read is for store.file-systems to say.
  if ("unread" in reading) return;
  const entrances = entrancesOf(model, system);
  if (entrances === undefined) {
    ruling.unproven(system, "the directories of its access points cannot be told", "write them out");
    return;
  }
  const may = (who: Actor, actions: readonly string[], { says }: Entrance) =>
    asksFor(model, system, reading.statements, who, actions, [...says, ...isSystem(model, system)]).kind;
  let writers = 0;
  let met = false;
  for (const writer of actors)
    for (const entrance of entrances) {
      if (may(writer, MOUNT, entrance) === "none") continue;
      const writes = may(writer, WRITE, entrance);
      if (writes === "none") continue;
      writers += 1;
      for (const reader of actors) {
        const boxes = boxesOfBoth(model, reader.boxes, writer.boxes);
        if (boxes === "one") continue;
        for (const other of entrances) {
          if (!overlap(entrance.directory, other.directory)) continue;
          const mounts = may(reader, MOUNT, other);
          if (mounts === "none") continue;
          met = true;
          rule(
            system,
            ruling,
            [writer, entrance],
            [reader, other],
            writes === "found" && mounts === "found" && boxes === "two",
          );
        }
      }
    }
  if (!met)
    ruling.closed(system, writers === 0 ? "no role writes to it" : "nobody of another box mounts what is written");
}

function rule(
  system: Resource,
  ruling: Ruling,
  [writer, written]: readonly [Actor, Entrance],
  [reader, read]: readonly [Actor, Entrance],
  sure: boolean,
): void {
  const mend = `give ${reader.role.address} and ${writer.role.address} access points with directories apart`;
  const why = `${writer.role.address} writes to ${written.directory}, and ${reader.role.address} of another box mounts ${read.directory}`;
  if (!sure) ruling.unproven(system, `it may be that ${why}`, mend);
  else
    ruling.open(
      system,
      why,
      {
        from: `whatever ${writer.role.address} may reach`,
        by: "anybody who runs code in its box",
        through: [
          writer.role.address,
          ...new Set([...written.through, system, ...read.through].map(({ address }) => address)),
          reader.role.address,
        ],
        to: `the box of ${reader.role.address}`,
      },
      mend,
    );
}

function isSystem(model: Model, system: Resource): Literal[] {
  const arn = arnOf(textsOf(model), system);
  return arn === undefined ? [] : [like(RESOURCE, [arn])];
}

function entrancesOf(model: Model, system: Resource): Entrance[] | undefined {
  const texts = textsOf(model);
  const points = model
    .ofType("aws_efs_access_point")
    .filter((point) => model.referred(point, "file_system_id", system.type) === system)
    .map((point): Entrance | undefined => {
      const arn = arnOf(texts, point);
      const [root, ...more] = point.blocks("root_directory");
      const path = root?.value("path");
      const directory =
        path === undefined || path.kind === "absent" ? "/" : path.kind === "known" ? String(path.value) : undefined;
      if (arn === undefined || directory === undefined || more.length > 0 || point.hasHiddenBlocks("root_directory"))
        return undefined;
      return { says: [oneOf(ACCESS_POINT, [arn])], directory, through: [point] };
    });
  if (points.includes(undefined)) return undefined;
  return [{ says: [absent(ACCESS_POINT)], directory: "/", through: [] }, ...points.filter((one) => one !== undefined)];
}

/** Whether one directory lies in the other. */
function overlap(one: string, other: string): boolean {
  const [a, b] = [one, other].map((path) => `${path.replace(/\/+$/, "")}/`);
  return a !== undefined && b !== undefined && (a.startsWith(b) || b.startsWith(a));
}
