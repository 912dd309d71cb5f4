import { type en } from "./en";

/** Every string of the page itself, in one language. A language that lacks one does not compile. */
export type Words = typeof en;

/** Languages of the page, as BCP 47 tags. */
export const LANGUAGES = ["en", "ko"] as const;
export type Language = (typeof LANGUAGES)[number];
