import asked from "./sentences/asked.json";
import identity from "./sentences/identity.json";
import logsAndSharing from "./sentences/logs-and-sharing.json";
import network from "./sentences/network.json";
import peopleAndMachines from "./sentences/people-and-machines.json";
import storesAndKeys from "./sentences/stores-and-keys.json";
import supplyAndState from "./sentences/supply-and-state.json";
import { compile, type CompiledPattern } from "./pattern";

/** English sentences of the verdict and what they are in Korean; by part of the catalogue, `asked` for all of them. */
export const SENTENCES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  network,
  peopleAndMachines,
  storesAndKeys,
  identity,
  logsAndSharing,
  supplyAndState,
  asked,
};

interface Catalogue {
  readonly exact: ReadonlyMap<string, string>;
  /** The patterns with holes, by how much each says. */
  readonly patterns: readonly CompiledPattern[];
}

let read: Catalogue | undefined;

/**
 * A sentence of a verdict in Korean: what evidence, doors and findings say, a witness's steps, a mend. Addresses, ranges
 * and values in it are copied. Nothing where the sentence is not known: then it stays English.
 */
export function koreanSentence(english: string): string | undefined {
  return sayInKorean(english);
}

/**
 * A sentence in Korean; nothing where it follows no pattern.
 *
 * @param follow told of each pattern that the sentence and the phrases in it follow
 */
export function sayInKorean(english: string, follow?: (pattern: string) => void): string | undefined {
  const { exact, patterns } = (read ??= readCatalogue());
  const whole = exact.get(english);
  if (whole !== undefined) {
    follow?.(english);
    return whole;
  }
  for (const { english: pattern, say } of patterns) {
    const said = say(english, (text) => sayInKorean(text, follow));
    if (said !== undefined) {
      follow?.(pattern);
      return said;
    }
  }
  return undefined;
}

function readCatalogue(): Catalogue {
  const all = Object.values(SENTENCES).flatMap((part) => Object.entries(part));
  return {
    exact: new Map(all.filter(([english]) => !english.includes("{"))),
    patterns: all
      .filter(([english]) => english.includes("{"))
      .map(([english, korean]) => compile({ english, korean }))
      .sort((a, b) => b.weight - a.weight),
  };
}
