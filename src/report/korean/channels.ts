import { PROVIDER } from "../../verify";
import channels from "./channels.json";

/** What the catalogue says of a channel. */
export interface KoreanChannel {
  readonly title: string;
  readonly opens: string;
  readonly closes: string;
}

const CHANNELS: ReadonlyMap<string, KoreanChannel> = new Map(Object.entries(channels));

/** Ids of the channels that are said in Korean. */
export const KOREAN_CHANNELS: readonly string[] = [...CHANNELS.keys()];

/** A channel's title, what opens it and what closes it, in Korean; nothing where there is no such channel. */
export function koreanChannel(id: string): KoreanChannel | undefined {
  const found = CHANNELS.get(id);
  return found && { ...found, closes: found.closes.replace("{version}", PROVIDER.version) };
}
