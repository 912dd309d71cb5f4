import { closest, distance } from "fastest-levenshtein";
import { CHANNELS } from "../verify";
import { UserError } from "./terminal";

/**
 * The ids of channels that a word names: one id, or a pattern such as `net.*`.
 *
 * @throws UserError where there is none, with the nearest one
 */
export function channelIds(
  word: string,
  message: () => string = () => `there is no channel ${word}${nearestChannel(word)}`,
): string[] {
  const pattern = new RegExp(`^${word.replace(/[^\w*-]/g, "\\$&").replaceAll("*", ".*")}$`);
  const found = CHANNELS.map(({ id }) => id).filter((id) => pattern.test(id));
  if (found.length === 0) throw new UserError(message());
  return found;
}

/** The end of a sentence: the nearest id, where one is near, and where all stand. */
export function nearestChannel(word: string): string {
  const nearest = closest(
    word,
    CHANNELS.map(({ id }) => id),
  );
  const hint = distance(word, nearest) <= Math.max(3, word.length / 3) ? `; did you mean ${nearest}?` : ";";
  return `${hint} databox explain lists them`;
}
