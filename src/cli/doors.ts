import { type Exception } from "../verify";
import { channelIds, nearestChannel } from "./channel-ids";
import { type LoadedProject } from "./projects";
import { UserError } from "./terminal";

/** The doors of a project file, with the line of each. @throws UserError where one names no channel that there is */
export function doorsOf({ project, positions }: LoadedProject, file: string): Exception[] {
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
