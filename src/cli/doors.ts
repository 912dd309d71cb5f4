import { MIRROR_BANDWIDTH, type Project } from "../project";
import { addressesOf, type Exception, siteText } from "../verify";
import { airlockDoors } from "./airlock-doors";
import { channelIds, nearestChannel } from "./channel-ids";
import { type LoadedProject } from "./projects";
import { UserError } from "./terminal";

/**
 * The doors of a project file, with the line of each: those that it lists, and those that other fields of it ask for.
 *
 * @throws UserError where one names no channel that there is
 */
export function doorsOf(loaded: LoadedProject, file: string): Exception[] {
  return [
    ...listedDoors(loaded, file),
    ...linkDoors(loaded, file),
    ...airlockDoors(loaded, file),
    ...watchDoors(loaded, file),
    ...mirrorDoors(loaded, file),
  ];
}

/** A package mirror asks public registries: that is what its field opens, for the repositories that ask and nothing else. */
function mirrorDoors({ project, positions }: LoadedProject, file: string): Exception[] {
  return project.researchBoxes.flatMap(({ packages, tenant }, index) =>
    (packages?.formats ?? []).map((format) => ({
      channel: "share.registries",
      at: `${project.name}/research-box-${tenant}/workbenches/packages/${format}`,
      reason: `${packages?.reason ?? ""}; names of packages leave the box, ${MIRROR_BANDWIDTH}`,
      by: "project file" as const,
      file,
      line: positions.get(`researchBoxes[${index}].packages`)?.line ?? 1,
    })),
  );
}

function listedDoors({ project, positions }: LoadedProject, file: string): Exception[] {
  return project.doors.map(({ channel, at, reason }, index) => {
    const { line, column } = positions.get(`doors[${index}]`) ?? { line: 1, column: 1 };
    if (
      channelIds(
        channel,
        () =>
          `${file}:${line}:${column}: doors[${index}].channel: there is no channel ${channel}${nearestChannel(channel)}`,
      ).length !== 1
    )
      throw new UserError(`${file}:${line}:${column}: doors[${index}].channel: name one channel, not a pattern`);
    return { channel, ...(at === undefined ? {} : { at }), reason, by: "project file", file, line };
  });
}

/**
 * What `dataBox.hospitalLink` asks for: the tunnel to that firewall, from that box, for those networks and no others; and
 * their HTTPS calls to the link's endpoint. What the tunnel carries has no door but for the reviewers of an airlock.
 */
function linkDoors({ project, positions }: LoadedProject, file: string): Exception[] {
  const { hospitalLink: link, hospital, network } = project.dataBox;
  if (link === undefined) return [];
  const door = {
    reason: `${hospital} puts data in over its own firewall (dataBox.hospitalLink)`,
    by: "project file",
    file,
    line: positions.get("dataBox.hospitalLink")?.line ?? 1,
  } as const;
  const networks = link.prefixes.flatMap((prefix) => addressesOf(prefix) ?? []);
  return [
    {
      ...door,
      channel: "net.site-to-site",
      at: `${project.name}/hospital-link`,
      to: siteText(link.firewall, networks, network.cidr),
    },
    ...link.prefixes.map((prefix) => ({
      ...door,
      channel: "net.security-groups",
      at: `${project.name}/data-box/link-endpoints`,
      to: prefix,
    })),
  ];
}

/**
 * What `watch.topic` asks for where it is of an account that is none of the project's: alarms tell that topic and no other.
 */
function watchDoors({ project, positions }: LoadedProject, file: string): Exception[] {
  const { name, watch, dataBox } = project;
  const account = watch?.topic.split(":")[4];
  if (watch === undefined || account === undefined || accountsOf(project).has(account)) return [];
  const alarmed = ["watch", ...(dataBox.hospitalLink === undefined ? [] : ["hospital-link"])];
  return alarmed.map((part) => ({
    channel: "share.messaging",
    at: `${name}/${part}`,
    to: watch.topic,
    reason: `alarms tell a topic of account ${account} (watch.topic): their names and what they counted, no line of a log`,
    by: "project file",
    file,
    line: positions.get("watch")?.line ?? 1,
  }));
}

function accountsOf({ dataBox, researchBoxes }: Project): ReadonlySet<string> {
  return new Set([dataBox.account, dataBox.custody.account, ...researchBoxes.map(({ account }) => account)]);
}
