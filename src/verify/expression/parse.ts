import { endOfInterpolation, isEscaped, lex, type Token } from "./lex";
import { ELEMENT, type Expression, SyntaxProblem } from "./syntax";

const PRECEDENCE: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "==": 3,
  "!=": 3,
  "<": 4,
  ">": 4,
  "<=": 4,
  ">=": 4,
  "+": 5,
  "-": 5,
  "*": 6,
  "/": 6,
  "%": 6,
};

/** Deeper nesting than anybody writes; what is deeper is not followed. */
const DEPTH = 100;

/** Reads an expression, as it stands within `${...}`. @throws SyntaxProblem */
export function parseExpression(source: string): Expression {
  const parser = new Parser(source);
  const expression = parser.expression();
  parser.expectEnd();
  return expression;
}

/**
 * Reads a template: text with interpolations, as it stands in a JSON string.
 *
 * @param quoted whether escapes of quoted texts (`\n`, `\"`) are to be read
 * @throws SyntaxProblem also for directives (`%{if}`), which are not followed
 */
export function parseTemplate(text: string, quoted = false): Expression {
  const parts: Expression[] = [];
  let literal = "";
  const flush = (): void => {
    if (literal !== "") parts.push({ kind: "literal", value: quoted ? unescape(literal) : literal, source: literal });
    literal = "";
  };
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? "";
    if ((character !== "$" && character !== "%") || text[at + 1] !== "{") {
      literal += character;
      continue;
    }
    if (isEscaped(text, at)) {
      // The doubled sign is one.
      literal = `${literal.slice(0, -1)}${character}{`;
      at += 1;
      continue;
    }
    if (character === "%") throw new SyntaxProblem("template directives are not followed");
    flush();
    const end = endOfInterpolation(text, at + 2);
    parts.push(parseExpression(text.slice(at + 2, end).replace(/^~|~$/g, "")));
    at = end;
  }
  flush();
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return { kind: "template", parts, source: text };
}

function unescape(text: string): string {
  return text.replace(/\\(n|r|t|"|\\|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/g, (_, escape: string) => {
    const plain: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
    return plain[escape] ?? String.fromCodePoint(parseInt(escape.slice(1), 16));
  });
}

class Parser {
  private readonly tokens: readonly Token[];
  private position = 0;
  private depth = 0;

  public constructor(private readonly source: string) {
    this.tokens = lex(source);
  }

  public expression(): Expression {
    if (++this.depth > DEPTH) throw new SyntaxProblem("nested too deeply");
    const start = this.peek().at;
    const test = this.binary(1);
    this.depth -= 1;
    if (!this.accept("?")) return test;
    const yes = this.expression();
    this.expect(":");
    const no = this.expression();
    return { kind: "conditional", test, yes, no, source: this.from(start) };
  }

  public expectEnd(): void {
    if (this.peek().kind !== "end") throw new SyntaxProblem(`unexpected ${this.peek().text}`);
  }

  private binary(least: number): Expression {
    const start = this.peek().at;
    let left = this.unary();
    for (;;) {
      const { kind, text } = this.peek();
      const precedence = kind === "symbol" ? PRECEDENCE[text] : undefined;
      if (precedence === undefined || precedence < least) return left;
      this.position += 1;
      const right = this.binary(precedence + 1);
      left = { kind: "binary", operator: text, left, right, source: this.from(start) };
    }
  }

  private unary(): Expression {
    const start = this.peek().at;
    for (const operator of ["!", "-"])
      if (this.accept(operator)) return { kind: "unary", operator, of: this.unary(), source: this.from(start) };
    return this.traversal(start, this.primary());
  }

  private traversal(start: number, first: Expression): Expression {
    let of = first;
    for (;;)
      if (this.accept(".")) {
        if (this.accept("*")) return this.splat(start, of, false);
        const { kind, text } = this.next();
        if (kind === "number")
          for (const part of text.split("."))
            of = {
              kind: "index",
              of,
              key: { kind: "literal", value: Number(part), source: part },
              source: this.from(start),
            };
        else if (kind === "name") of = { kind: "attribute", of, name: text, source: this.from(start) };
        else throw new SyntaxProblem(`unexpected ${text}`);
      } else if (this.accept("[")) {
        if (this.accept("*")) {
          this.expect("]");
          return this.splat(start, of, true);
        }
        const key = this.expression();
        this.expect("]");
        of = { kind: "index", of, key, source: this.from(start) };
      } else return of;
  }

  /** What follows a splat is asked of each element; a splat by dot takes attributes only. */
  private splat(start: number, of: Expression, full: boolean): Expression {
    let each: Expression = { kind: "name", name: ELEMENT, source: ELEMENT };
    for (;;)
      if (this.accept(".")) each = { kind: "attribute", of: each, name: this.next().text, source: this.from(start) };
      else if (full && this.accept("[")) {
        const key = this.expression();
        this.expect("]");
        each = { kind: "index", of: each, key, source: this.from(start) };
      } else return { kind: "splat", of, each, source: this.from(start) };
  }

  private primary(): Expression {
    const token = this.next();
    const source = this.source.slice(token.at, token.end);
    switch (token.kind) {
      case "number":
        return { kind: "literal", value: Number(token.text), source };
      case "quoted":
        return asText(parseTemplate(token.text, true));
      case "name":
        if (token.text === "true" || token.text === "false")
          return { kind: "literal", value: token.text === "true", source };
        if (token.text === "null") return { kind: "literal", value: null, source };
        return this.accept("(") ? this.call(token) : { kind: "name", name: token.text, source };
      case "symbol":
        if (token.text === "(") {
          const inner = this.expression();
          this.expect(")");
          return inner;
        }
        if (token.text === "[") return this.isFor() ? this.forTuple(token.at) : this.tuple(token.at);
        if (token.text === "{") return this.isFor() ? this.forObject(token.at) : this.object(token.at);
        throw new SyntaxProblem(`unexpected ${token.text}`);
      case "end":
        throw new SyntaxProblem("an expression has no end");
    }
  }

  private call({ text: name, at }: Token): Expression {
    const args: Expression[] = [];
    let spread = false;
    while (!this.accept(")")) {
      args.push(this.expression());
      spread = this.accept("...");
      if (!this.accept(",")) {
        this.expect(")");
        break;
      }
    }
    return { kind: "call", name, args, spread, source: this.from(at) };
  }

  private tuple(start: number): Expression {
    const items: Expression[] = [];
    while (!this.accept("]")) {
      items.push(this.expression());
      if (!this.accept(",")) {
        this.expect("]");
        break;
      }
    }
    return { kind: "tuple", items, source: this.from(start) };
  }

  private object(start: number): Expression {
    const entries: (readonly [Expression, Expression])[] = [];
    while (!this.accept("}")) {
      const key = this.objectKey();
      if (!this.accept("=")) this.expect(":");
      entries.push([key, this.expression()]);
      this.accept(",");
    }
    return { kind: "object", entries, source: this.from(start) };
  }

  /** A bare name is a text. */
  private objectKey(): Expression {
    const { kind, text } = this.peek();
    const after = this.tokens[this.position + 1]?.text;
    if (kind === "name" && (after === "=" || after === ":")) {
      this.position += 1;
      return { kind: "literal", value: text, source: text };
    }
    return this.expression();
  }

  private isFor(): boolean {
    const { kind, text } = this.peek();
    return kind === "name" && text === "for" && this.tokens[this.position + 1]?.kind === "name";
  }

  private forHead(): { readonly names: readonly string[]; readonly over: Expression } {
    this.next();
    const names = [this.next().text];
    if (this.accept(",")) names.push(this.next().text);
    if (this.next().text !== "in") throw new SyntaxProblem("a for has no in");
    const over = this.expression();
    this.expect(":");
    return { names, over };
  }

  private forTuple(start: number): Expression {
    const head = this.forHead();
    const value = this.expression();
    const test = this.forTest();
    this.expect("]");
    return { kind: "for", ...head, key: undefined, value, test, grouped: false, source: this.from(start) };
  }

  private forObject(start: number): Expression {
    const head = this.forHead();
    const key = this.expression();
    this.expect("=>");
    const value = this.expression();
    const grouped = this.accept("...");
    const test = this.forTest();
    this.expect("}");
    return { kind: "for", ...head, key, value, test, grouped, source: this.from(start) };
  }

  private forTest(): Expression | undefined {
    const { kind, text } = this.peek();
    if (kind !== "name" || text !== "if") return undefined;
    this.position += 1;
    return this.expression();
  }

  private peek(): Token {
    return this.tokens[this.position] ?? { kind: "end", text: "", at: this.source.length, end: this.source.length };
  }

  private next(): Token {
    const token = this.peek();
    this.position += 1;
    return token;
  }

  private accept(symbol: string): boolean {
    const { kind, text } = this.peek();
    if (kind !== "symbol" || text !== symbol) return false;
    this.position += 1;
    return true;
  }

  private expect(symbol: string): void {
    if (!this.accept(symbol)) throw new SyntaxProblem(`expected ${symbol} before ${this.peek().text || "the end"}`);
  }

  private from(start: number): string {
    return this.source.slice(start, this.tokens[this.position - 1]?.end ?? this.source.length);
  }
}

/** A quoted template is a text, even where it is but one interpolation of a number. */
function asText(expression: Expression): Expression {
  if (expression.kind === "literal" && typeof expression.value === "string") return expression;
  return expression.kind === "template"
    ? expression
    : { kind: "template", parts: [expression], source: expression.source };
}
