/** The syntax tree of Terraform's expression language. https://developer.hashicorp.com/terraform/language/expressions */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null; readonly source: string }
  | { readonly kind: "template"; readonly parts: readonly Expression[]; readonly source: string }
  | { readonly kind: "name"; readonly name: string; readonly source: string }
  | { readonly kind: "attribute"; readonly of: Expression; readonly name: string; readonly source: string }
  | { readonly kind: "index"; readonly of: Expression; readonly key: Expression; readonly source: string }
  | { readonly kind: "splat"; readonly of: Expression; readonly each: Expression; readonly source: string }
  | {
      readonly kind: "call";
      readonly name: string;
      readonly args: readonly Expression[];
      readonly spread: boolean;
      readonly source: string;
    }
  | { readonly kind: "unary"; readonly operator: string; readonly of: Expression; readonly source: string }
  | {
      readonly kind: "binary";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
      readonly source: string;
    }
  | {
      readonly kind: "conditional";
      readonly test: Expression;
      readonly yes: Expression;
      readonly no: Expression;
      readonly source: string;
    }
  | { readonly kind: "tuple"; readonly items: readonly Expression[]; readonly source: string }
  | {
      readonly kind: "object";
      readonly entries: readonly (readonly [Expression, Expression])[];
      readonly source: string;
    }
  | {
      readonly kind: "for";
      readonly names: readonly string[];
      readonly over: Expression;
      readonly key: Expression | undefined;
      readonly value: Expression;
      readonly test: Expression | undefined;
      readonly grouped: boolean;
      readonly source: string;
    };

/** The name of an element within a splat. */
export const ELEMENT = "(element)";

/** Text that is no expression of the language, or one that is not followed (template directives, heredocs). */
export class SyntaxProblem extends Error {}
