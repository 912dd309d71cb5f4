import { pattern } from "./strings";
import { type Literal, type PresentTest } from "./tests";

/** A kind of principal that may send a request, with what its requests always say. */
export interface Case {
  readonly kind: "identity" | "service" | "anonymous" | "federated";
  /** For people: who it is. */
  readonly name: string;
  /** Of an identity: its account. */
  readonly account?: string;
  /** Of a service: its name; any where it is left out. */
  readonly service?: string;
  /** Of a federated identity: the provider that vouches for it; any where it is left out. */
  readonly provider?: string;
  readonly literals: readonly Literal[];
}

/** The key is absent. */
export function absent(key: string): Literal {
  return { key, test: { absent: true, present: { kind: "always", holds: false } }, holds: true };
}

/** The key is there, and is one of the texts. */
export function oneOf(key: string, values: readonly string[]): Literal {
  return literal(key, false, {
    kind: "text",
    patterns: values.map((one) => pattern(one, { wildcards: false })),
    negated: false,
  });
}

/** The key is there, and matches one of the patterns. */
export function like(key: string, patterns: readonly string[]): Literal {
  return literal(key, false, { kind: "text", patterns: patterns.map((one) => pattern(one)), negated: false });
}

/** The key is absent, or none of the texts; where `ignoreCase`, in no case of their letters. */
export function noneOf(
  key: string,
  values: readonly string[],
  { ignoreCase = false }: { readonly ignoreCase?: boolean } = {},
): Literal {
  return literal(key, true, {
    kind: "text",
    patterns: values.map((one) => pattern(one, { wildcards: false, ignoreCase })),
    negated: true,
  });
}

function literal(key: string, absentHolds: boolean, present: PresentTest): Literal {
  return { key, test: { absent: absentHolds, present }, holds: true };
}

/** Keys that only calls of AWS's services carry: https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html */
const NO_SOURCE = [
  absent("aws:sourceaccount"),
  absent("aws:sourcearn"),
  absent("aws:sourceorgid"),
  absent("aws:sourceorgpaths"),
];

function identity(account: string): readonly Literal[] {
  return [
    oneOf("aws:principalaccount", [account]),
    oneOf("kms:calleraccount", [account]),
    oneOf("aws:principalisawsservice", ["false"]),
    absent("aws:principalservicename"),
    absent("aws:federatedprovider"),
    ...NO_SOURCE,
  ];
}

/** One identity, by its ARN. */
export function namedIdentity(arn: string): Case {
  const account = arn.split(":")[4] ?? "";
  return { kind: "identity", name: arn, account, literals: [...identity(account), oneOf("aws:principalarn", [arn])] };
}

/**
 * Any identity of an account: role, user, root or federated user session.
 *
 * @param except ARNs that are asked about elsewhere
 */
export function anyIdentityOf(account: string, except: readonly string[] = []): Case {
  return {
    kind: "identity",
    name: `an identity of account ${account}`,
    account,
    literals: [
      ...identity(account),
      like("aws:principalarn", [
        `arn:aws:iam::${account}:role/?*`,
        `arn:aws:iam::${account}:user/?*`,
        `arn:aws:iam::${account}:root`,
        `arn:aws:sts::${account}:federated-user/?*`,
      ]),
      ...(except.length > 0 ? [noneOf("aws:principalarn", except)] : []),
    ],
  };
}

/**
 * Identities of accounts that are not the project's: one of each foreign account that the texts name, one for each pattern
 * of account numbers in them, and one of an account that nobody names.
 *
 * @param own the project's accounts
 * @param texts policies, in which foreign accounts may be named
 */
export function foreignIdentities(own: ReadonlySet<string>, texts: readonly string[]): Case[] {
  const all = texts.join("\n");
  const named = [...all.matchAll(/(?<!\d)\d{12}(?!\d)/g)].map(([account]) => account);
  const filled = [...all.matchAll(/(?<![\d*?])[\d*?]{1,12}(?![\d*?])/g)].flatMap(([glob]) => fill(glob));
  const fresh = ["999999999999", "888888888888", "777777777777"].filter((account) => !all.includes(account));
  return [...new Set([...named, ...filled, ...fresh.slice(0, 1)])]
    .filter((account) => !own.has(account))
    .map((account) => ({ ...anyIdentityOf(account), name: `an identity of account ${account}, not the project's` }));
}

/** Numbers of accounts that a pattern takes. */
function fill(glob: string): string[] {
  if (!/[*?]/.test(glob) || !/\d/.test(glob)) return [];
  return ["0", "9"].flatMap((digit) => {
    const text = glob.replaceAll("?", digit);
    const missing = 12 - text.replaceAll("*", "").length;
    if (missing < 0 || (missing > 0 && !text.includes("*"))) return [];
    return [text.replace("*", digit.repeat(missing)).replaceAll("*", "")];
  });
}

/** Nobody: a request without a signature. */
export function anonymous(): Case {
  return {
    kind: "anonymous",
    name: "anybody, without a signature",
    literals: [
      absent("aws:principalaccount"),
      absent("kms:calleraccount"),
      absent("aws:principalarn"),
      absent("aws:principalorgid"),
      absent("aws:principalorgpaths"),
      absent("aws:principaltype"),
      absent("aws:userid"),
      absent("aws:username"),
      oneOf("aws:principalisawsservice", ["false"]),
      absent("aws:principalservicename"),
      ...NO_SOURCE,
    ],
  };
}

/**
 * A service of AWS's, on behalf of an account that is not the project's, or of nobody that it names.
 *
 * @param own the project's accounts
 * @param ownArns ARNs without an account in them that are the project's, as those of buckets
 */
export function serviceForOthers(own: ReadonlySet<string>, ownArns: readonly string[] = [], service?: string): Case {
  const accounts = [...own];
  return {
    kind: "service",
    name: `${service ?? "a service of AWS's"}, on behalf of another account`,
    ...(service === undefined ? {} : { service }),
    literals: [
      absent("aws:principalaccount"),
      absent("kms:calleraccount"),
      absent("aws:principalarn"),
      oneOf("aws:principalisawsservice", ["true"]),
      ...(service === undefined ? [] : [oneOf("aws:principalservicename", [service])]),
      noneOf("aws:sourceaccount", accounts),
      ...(ownArns.length > 0 ? [noneOf("aws:sourcearn", ownArns)] : []),
      notLike(
        "aws:sourcearn",
        accounts.map((account) => `arn:*:*:*:${account}:*`),
      ),
      ...["kms:encryptioncontext:aws:logs:arn", "kms:encryptioncontext:aws:cloudtrail:arn"].map((key) =>
        notLike(
          key,
          accounts.map((account) => `arn:*:*:*:${account}:*`),
        ),
      ),
    ],
  };
}

/** Somebody whom a federation vouches for. */
export function federated(provider?: string): Case {
  return {
    kind: "federated",
    name: provider === undefined ? "somebody whom a federation vouches for" : `somebody whom ${provider} vouches for`,
    ...(provider === undefined ? {} : { provider }),
    literals: [absent("aws:principalaccount"), oneOf("aws:principalisawsservice", ["false"]), ...NO_SOURCE],
  };
}

/** The key is absent, or matches none of the patterns. */
export function notLike(key: string, patterns: readonly string[]): Literal {
  return literal(key, true, {
    kind: "text",
    patterns: patterns.map((one) => pattern(one, { arn: one.startsWith("arn:") })),
    negated: true,
  });
}
