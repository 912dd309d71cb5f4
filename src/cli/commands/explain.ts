import { renderChannel, renderChannelList } from "../../report";
import { CHANNELS } from "../../verify";
import { channelIds } from "../channel-ids";
import { type Command } from "../run";
import { EXIT, type Terminal } from "../terminal";

/** `databox explain`: what a channel is, how it is opened and closed, and where that is documented. */
export const explainCommand: Command = (terminal, done) => ({
  command: "explain [channels..]",
  describe: "what a channel is, how it is opened and closed, and the sources",
  builder: (args) =>
    args
      .positional("channels", {
        describe: "ids or patterns, such as net.*",
        defaultDescription: "a list of all",
        type: "string",
        array: true,
      })
      .example("$0 explain store.reads-outside", "one channel"),
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
  const ids = new Set(words.flatMap((word) => channelIds(word)));
  terminal.out(
    CHANNELS.filter(({ id }) => ids.has(id))
      .map(renderChannel)
      .join("\n"),
  );
}
