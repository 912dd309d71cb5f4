import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { readValue } from "../model/value";
import { type Statement } from "../policy/document";
import { arnOf } from "./arns";
import { type CompiledStatement } from "./statements";

/** A text of a policy, with references to resources written out or named by a symbol of their own. */
export interface Text {
  readonly text: string;
  /** Whether all of it is known; what is not is left out. */
  readonly known: boolean;
  /** As it was written, for people. */
  readonly shown: string;
}

/** Private-use characters: one stands for each id that only AWS knows, and is equal to nothing else. */
const FIRST_SYMBOL = 0xf0000;
const REFERENCE = /\$\{([^{}]+)\}/g;
const POLICY_VARIABLE = /\$\$\{[^{}]*\}/g;

/**
 * The texts of a configuration's policies. A reference to a resource's id is a constant that equals itself only; an ARN is
 * written out as far as it can be known; anything else is not known.
 */
export class Texts {
  private readonly symbols = new Map<string, string>();
  private readonly names = new Map<string, string>();
  private readonly cache = new Map<string, Text>();

  private readonly statements = new WeakMap<Statement, CompiledStatement>();

  public constructor(public readonly model: Model) {}

  /** What a statement says, read once. */
  public compiled(statement: Statement, compile: () => CompiledStatement): CompiledStatement {
    let compiled = this.statements.get(statement);
    if (compiled === undefined) this.statements.set(statement, (compiled = compile()));
    return compiled;
  }

  public read(raw: string): Text {
    let text = this.cache.get(raw);
    if (text === undefined) this.cache.set(raw, (text = this.resolve(raw)));
    return text;
  }

  /** A text for people: symbols as the references that they stand for. */
  public show(text: string): string {
    return [...text].map((character) => this.names.get(character) ?? character).join("");
  }

  /** The constant that stands for an id which only AWS knows. */
  public symbol(name: string): string {
    let symbol = this.symbols.get(name);
    if (symbol === undefined) {
      symbol = String.fromCodePoint(FIRST_SYMBOL + this.symbols.size);
      this.symbols.set(name, symbol);
      this.names.set(symbol, `\${${name}}`);
    }
    return symbol;
  }

  private resolve(raw: string): Text {
    if (!raw.includes("${") && !raw.includes("%{")) {
      const target = this.model.follow(readValue(raw));
      if (target.kind === "resource" && target.attribute !== "") return this.reference(raw, target);
      return { text: raw, known: true, shown: raw };
    }
    let known = true;
    // What a variable stands for is in the request; one for a character, as of *, is no wildcard, and no text in version 2008:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
    const withoutVariables = raw.replace(POLICY_VARIABLE, () => {
      known = false;
      return "";
    });
    const text = withoutVariables.replace(REFERENCE, (whole) => {
      const target = this.model.follow(readValue(whole));
      if (target.kind === "known") return String(target.value);
      if (target.kind !== "resource") {
        known = false;
        return "";
      }
      const resolved = this.reference(whole, target);
      known &&= resolved.known;
      return resolved.text;
    });
    return { text, known: known && !text.includes("%{") && !text.includes("${"), shown: raw };
  }

  private reference(
    shown: string,
    { resource, attribute }: { readonly resource: Resource; readonly attribute: string },
  ): Text {
    if (attribute === "arn") {
      const arn = arnOf(this, resource);
      return { text: arn ?? this.symbol(`${resource.address}.arn`), known: arn !== undefined, shown };
    }
    const written = resource.text(attribute === "id" && resource.type === "aws_s3_bucket" ? "bucket" : attribute);
    if (written !== undefined) return { text: written, known: true, shown };
    // A name that is computed could be anything; an id of AWS's is like no other.
    const isId = attribute === "id" || attribute === "key_id" || attribute === "unique_id";
    return { text: this.symbol(`${resource.address}.${attribute}`), known: isId, shown };
  }
}

const textsOfModels = new WeakMap<Model, Texts>();

/** The texts of a configuration: the same constants for the same ids, whoever asks. */
export function textsOf(model: Model): Texts {
  let texts = textsOfModels.get(model);
  if (texts === undefined) textsOfModels.set(model, (texts = new Texts(model)));
  return texts;
}
