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
  return [...listedDoors(loaded, file), ...linkDoors(loaded, file), ...airlockDoors(loaded, file)];
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
