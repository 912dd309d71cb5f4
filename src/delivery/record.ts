import { existsSync } from "node:fs";
import { join } from "node:path";
import { type DetachedResult, type EngineMessage } from "../engine";
import { DeliveryError } from "./delivery-error";
import { Journal, JOURNAL, type JournalEvent } from "./journal";
import { type RunFolder, type Unfinished } from "./run-folder";

type Entry = JournalEvent & { readonly at?: string };

/**
 * Writes down what an engine did with a plan, in the plan's journal.
 *
 * @throws DeliveryError where that was tampered with or is gone; the engine's output is kept then
 */
export function record(
  run: RunFolder,
  { planFolder, plan }: Pick<Unfinished, "planFolder" | "plan">,
  result: DetachedResult,
): void {
  try {
    if (!existsSync(join(planFolder, JOURNAL)))
      throw new DeliveryError(`${planFolder} is not that plan's folder any more`);
    Journal.open(planFolder, plan).write(eventsOf(result));
  } catch (error) {
    const place = run.setAside();
    throw new DeliveryError(
      `${(error as Error).message}\nwhat the engine did could not be written down there, and is kept in ${place}`,
    );
  }
  run.settle();
}

export function isComplete({ messages }: DetachedResult): boolean {
  return messages.some(({ type, changes }) => type === "change_summary" && changes?.operation === "apply");
}

/** What the engine had begun when it was ended by force. Of one that stops by itself there is nothing. */
export function unfinishedIn({ messages }: DetachedResult): { readonly address: string; readonly action: string }[] {
  const begun = new Map<string, string>();
  for (const { type, hook } of messages) {
    const address = hook?.resource?.addr ?? "";
    if (type === "apply_start") begun.set(address, hook?.action ?? "");
    if (type === "apply_complete" || type === "apply_errored") begun.delete(address);
  }
  return [...begun].map(([address, action]) => ({ address, action }));
}

/** Whether the engine refused a plan since the state is another one by now. */
export function isStale({ messages }: DetachedResult): boolean {
  return messages.some(({ diagnostic }) => diagnostic?.summary === "Saved plan is stale");
}

/** What an engine did, for the journal: no value of any resource but its id. */
function eventsOf(result: DetachedResult): Entry[] {
  const events = result.messages.flatMap((message: EngineMessage): Entry[] => {
    const at = new Date(message["@timestamp"]).toISOString();
    const { hook, type, diagnostic } = message;
    if (type === "apply_complete")
      return [
        {
          at,
          event: "done",
          address: hook?.resource?.addr ?? "",
          action: hook?.action ?? "",
          ...(hook?.id_value === undefined ? {} : { id: hook.id_value }),
        },
      ];
    // Each resource that is not begun any more is an error without an address, and says nothing.
    return diagnostic?.severity === "error" && diagnostic.summary !== "execution halted"
      ? [{ at, event: "failed", address: diagnostic.address ?? "", message: diagnostic.summary }]
      : [];
  });
  if (isStale(result)) return [{ event: "refused", message: "the plan is stale" }];
  return [
    ...events,
    ...unfinishedIn(result).map(({ address, action }) => ({ event: "unfinished", address, action }) as const),
    isComplete(result)
      ? { event: "ended", message: "all that was planned is done" }
      : { event: "halted", message: "something is left to do" },
  ];
}
