import { CHANNELS } from "../../verify";
import { html, type Html } from "../page/html";
import { en } from "./en";
import { judgedText } from "./judged-text";
import { ko } from "./ko";
import { type Language, type Words } from "./words";

const WORDS: Readonly<Record<Language, Words>> = { en, ko };

/** How the page speaks: its own words, and those of the verifier in the page's language as far as they are known in it. */
export class Speech {
  public readonly words: Words;

  public constructor(public readonly language: Language) {
    this.words = WORDS[language];
  }

  /** A sentence of the verifier or of the reports; one that is not known in the language is marked as English. */
  public sentence(english: string): Html {
    const own = this.translated(english);
    return own === undefined ? html`<span lang="en">${english}</span>` : html`${own}`;
  }

  /** The title of a channel, as text. */
  public channelTitle(id: string): string {
    const english = CHANNELS.find((channel) => channel.id === id)?.title ?? id;
    return judgedText.channel(this.language, id)?.title ?? english;
  }

  /** A field of what the catalogue says of a channel. */
  public ofChannel(id: string, field: "title" | "opens" | "closes", english: string): Html {
    const own = this.language === "en" ? english : judgedText.channel(this.language, id)?.[field];
    return own === undefined ? html`<span lang="en">${english}</span>` : html`${own}`;
  }

  private translated(english: string): string | undefined {
    return this.language === "en" ? english : judgedText.sentence(this.language, english);
  }
}
