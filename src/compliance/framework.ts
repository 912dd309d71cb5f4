import { z } from "zod";
import hipaa from "./frameworks/hipaa.json";
import ismsP from "./frameworks/isms-p.json";
import iso27001 from "./frameworks/iso27001.json";
import satre from "./frameworks/satre.json";

const text = z.string().min(1);
const head = {
  /** As the framework numbers it. */
  id: text,
  /** How binding it is, where the framework says so. */
  level: text.optional(),
  /** What it asks for, in few words of this toolkit's own: the framework's text is what counts. */
  words: text,
};

const shown = z.strictObject({
  ...head,
  /** Channels that have to be closed, by id, `family.*` or `*`. */
  channels: z.array(text).min(1).optional(),
  /** Settings that have to stand, by id. */
  settings: z.array(text).min(1).optional(),
  /** Resource types that it speaks of: where a target has none of them, there is nothing that could be shown. */
  about: z.array(text).min(1).optional(),
  /** What of it nothing here shows; absent where the whole of it is shown. */
  rest: text.optional(),
});
/** A control that is technical, and that nothing here shows; why. */
const notCovered = z.strictObject({ ...head, notCovered: text });
/** A control that no configuration could show; why. */
const notTechnical = z.strictObject({ ...head, notTechnical: text });

const control = z.union([shown, notCovered, notTechnical]);

const framework = z.strictObject({
  id: text,
  title: text,
  /** Which edition the list of ids is of. */
  edition: text,
  sources: z.array(z.url()).min(1),
  controls: z.array(control).min(1),
});

export type ShownControl = z.infer<typeof shown>;
export type Control = z.infer<typeof control>;
export type Framework = z.infer<typeof framework>;

export const FRAMEWORK_IDS = ["satre", "iso27001", "hipaa", "isms-p"] as const;
export type FrameworkId = (typeof FRAMEWORK_IDS)[number];

let read: readonly Framework[] | undefined;

/** The frameworks with all of their controls, in the order of {@link FRAMEWORK_IDS}. */
export function frameworks(): readonly Framework[] {
  return (read ??= [satre, iso27001, hipaa, ismsP].map((one) => framework.parse(one)));
}

/** Ids that a word of a control stands for: itself, or those of a family (`net.*`), or all (`*`). */
export function idsOf(words: readonly string[], all: readonly string[]): string[] {
  const wanted = words.map((word) => (word.endsWith("*") ? word.slice(0, -1) : word));
  return all.filter((id) =>
    words.some((word, index) => (word.endsWith("*") ? id.startsWith(wanted[index] ?? "") : id === word)),
  );
}
