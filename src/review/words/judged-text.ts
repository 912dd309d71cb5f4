import { koreanChannel, koreanSentence } from "../../report/korean";
import { KO_SENTENCES } from "./ko-sentences";
import { type Language } from "./words";

/** What the catalogue says of a channel. */
export interface ChannelText {
  readonly title: string;
  readonly opens: string;
  readonly closes: string;
}

/** What the verifier and the reports say, in languages other than their own, as far as it is known. */
export const judgedText: {
  readonly channel: (language: Language, id: string) => ChannelText | undefined;
  readonly sentence: (language: Language, english: string) => string | undefined;
} = {
  channel: (language, id) => (language === "ko" ? koreanChannel(id) : undefined),
  sentence: (language, english) =>
    language === "ko" ? (KO_SENTENCES.get(english) ?? koreanSentence(english)) : undefined,
};
