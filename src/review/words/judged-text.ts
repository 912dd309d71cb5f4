import { KO_SENTENCES } from "./ko-sentences";
import { type Language } from "./words";

/** What the catalogue says of a channel. */
interface ChannelText {
  readonly title: string;
  readonly opens: string;
  readonly closes: string;
}

/**
 * The one place where what other parts say (the verifier's sentences, the catalogue of channels) gets its words in the
 * page's language. What is not known in it is undefined, and stays English on the page.
 */
export const judgedText = {
  sentence(language: Exclude<Language, "en"> | Language, english: string): string | undefined {
    return language === "ko" ? KO_SENTENCES.get(english) : english;
  },
  channel(_language: Language, _id: string): ChannelText | undefined {
    return undefined;
  },
};
