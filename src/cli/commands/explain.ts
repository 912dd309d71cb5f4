import { renderChannel, renderChannelList, renderCustody } from "../../report";
import { CHANNELS } from "../../verify";
import { channelIds } from "../channel-ids";
import { type Command } from "../run";
import { EXIT, type Terminal } from "../terminal";

/** What can be explained beside channels. */
const TOPICS: ReadonlyMap<string, () => string> = new Map([["custody", () => renderCustody()]]);

/** `databox explain`: what a channel is, how it is opened and closed, and where that is documented; or a topic. */
export const explainCommand: Command = (terminal, done) => ({
  command: "explain [channels..]",
  describe: "what a channel is, how it is opened and closed, and the sources; or what custody keeps from whom",
  builder: (args) =>
    args
      .positional("channels", {
        describe: "ids or patterns, such as net.*, or the topic custody",
        defaultDescription: "a list of all",
        type: "string",
        array: true,
      })
      .example("$0 explain store.reads-outside", "one channel")
      .example("$0 explain custody", "what each kind of custody keeps from the cloud's operator, and what not"),
  handler: (args) => {
    explain((args["channels"] as string[] | undefined) ?? [], terminal);
    done(EXIT.done);
  },
});

function explain(words: readonly string[], terminal: Terminal): void {
  if (words.length === 0) {
    terminal.out(renderChannelList(CHANNELS));
    return;
  }
  const topics = words.flatMap((word) => TOPICS.get(word)?.() ?? []);
  const ids = new Set(words.filter((word) => !TOPICS.has(word)).flatMap((word) => channelIds(word)));
  terminal.out([...topics, ...CHANNELS.filter(({ id }) => ids.has(id)).map(renderChannel)].join("\n"));
}
