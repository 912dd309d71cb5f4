import { runSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import fc from "fast-check";
import { Model } from "../../../src/verify/model/model";
import { readPolicy } from "../../../src/verify/policy/document";
import {
  absent,
  decide,
  like,
  namedIdentity,
  oneOf,
  RESOURCE,
  Texts,
  type Layer,
  type Literal,
  type Question,
} from "../../../src/verify/requests";

/**
 * The algebra against an evaluator that others wrote (@cloud-copilot/iam-simulate, a development dependency): random
 * policies, and requests one by one and in whole sets.
 */
const ROLE = "arn:aws:iam::111111111111:role/app";
const SEED = 20261123;

const ACTIONS = ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:DeleteObject"];
const OBJECTS = ["arn:aws:s3:::a/x", "arn:aws:s3:::a/y/z", "arn:aws:s3:::ab/x", "arn:aws:s3:::b/secret"];

/** Keys with the values that requests have, and how policies may ask for them. */
const KEYS: Readonly<
  Record<string, { readonly values: readonly string[]; readonly tests: readonly [string, readonly string[]][] }>
> = {
  "aws:SourceVpce": {
    values: ["vpce-1", "vpce-2", "VPCE-1"],
    tests: [
      ["StringEquals", ["vpce-1"]],
      ["StringNotEquals", ["vpce-1", "vpce-2"]],
      ["StringLike", ["vpce-*"]],
      ["StringNotLike", ["vpce-?"]],
      ["StringEqualsIgnoreCase", ["VPCE-1"]],
      ["StringEqualsIfExists", ["vpce-2"]],
      ["StringNotEqualsIfExists", ["vpce-1"]],
      ["Null", ["true"]],
      ["Null", ["false"]],
    ],
  },
  "aws:SourceIp": {
    values: ["10.1.2.3", "10.255.0.1", "192.0.2.1"],
    tests: [
      ["IpAddress", ["10.1.0.0/16"]],
      ["NotIpAddress", ["10.0.0.0/8", "192.0.2.0/24"]],
      ["IpAddressIfExists", ["192.0.2.1/32"]],
    ],
  },
  "aws:SecureTransport": {
    values: ["true", "false"],
    tests: [
      ["Bool", ["true"]],
      ["Bool", ["false"]],
      ["BoolIfExists", ["true"]],
    ],
  },
  "aws:CurrentTime": {
    values: ["2026-01-01T00:00:00Z", "2026-06-30T12:00:00Z", "2027-01-01T00:00:00Z"],
    tests: [
      ["DateLessThan", ["2026-06-30T12:00:00Z"]],
      ["DateGreaterThanEquals", ["2026-06-30T12:00:00Z"]],
      ["DateNotEquals", ["2026-01-01T00:00:00Z"]],
    ],
  },
  "aws:MultiFactorAuthAge": {
    values: ["0", "299", "300", "86400"],
    tests: [
      ["NumericLessThan", ["300"]],
      ["NumericGreaterThan", ["299"]],
      ["NumericEquals", ["0", "300"]],
      ["NumericNotEquals", ["0"]],
      ["NumericLessThanEqualsIfExists", ["299"]],
    ],
  },
  "aws:UserAgent": {
    values: ["curl", "aws-cli", "boto"],
    tests: [
      ["StringLike", ["*c*"]],
      ["StringNotLike", ["*-*", "b*"]],
    ],
  },
};
/** Keys of several values: a policy asks of all of them, or of any. */
const SETS: typeof KEYS = {
  "aws:CalledVia": {
    values: ["athena.amazonaws.com", "cloudformation.amazonaws.com", "kms.amazonaws.com"],
    tests: [
      ["ForAnyValue:StringEquals", ["athena.amazonaws.com"]],
      ["ForAnyValue:StringNotEquals", ["athena.amazonaws.com", "kms.amazonaws.com"]],
      ["ForAllValues:StringLike", ["*a*.amazonaws.com"]],
      ["ForAllValues:StringEquals", ["athena.amazonaws.com", "kms.amazonaws.com"]],
      ["ForAnyValue:StringLike", ["cloud*", "k*"]],
      ["Null", ["true"]],
      ["Null", ["false"]],
    ],
  },
};
const ALL = { ...KEYS, ...SETS };
const [NAMES, SET_NAMES] = [Object.keys(KEYS), Object.keys(SETS)];

interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly [member: string]: unknown;
}

const patterns = (all: readonly string[]): fc.Arbitrary<string[]> =>
  fc.uniqueArray(fc.constantFrom(...all), { minLength: 1, maxLength: 2 });
const actions = fc.oneof(
  patterns(["s3:*", "s3:Get*", "s3:GetObject", "S3:getobject", "s3:*Object", "s3:?etObject", "*"]).map((Action) => ({
    Action,
  })),
  patterns(["s3:GetObject", "s3:Put*", "s3:Delete*"]).map((NotAction) => ({ NotAction })),
);
const resources = fc.oneof(
  patterns(["*", "arn:aws:s3:::a/*", "arn:aws:s3:::a*/x", "arn:aws:s3:::?/*", "arn:aws:s3:::b/secret"]).map(
    (Resource) => ({ Resource }),
  ),
  patterns(["arn:aws:s3:::a/*", "arn:aws:s3:::*/x"]).map((NotResource) => ({ NotResource })),
);
const condition = fc
  .constantFrom(...NAMES, ...SET_NAMES)
  .chain((key) => fc.constantFrom(...(ALL[key]?.tests ?? [])).map(([operator, values]) => ({ operator, key, values })));
const conditions = fc.array(condition, { maxLength: 3 }).map((list) => {
  const written: Record<string, Record<string, readonly string[]>> = {};
  for (const { operator, key, values } of list) (written[operator] ??= {})[key] = values;
  return list.length === 0 ? {} : { Condition: written };
});
const statement: fc.Arbitrary<Statement> = fc
  .tuple(fc.constantFrom("Allow" as const, "Deny" as const), actions, resources, conditions)
  .map(([Effect, action, resource, Condition]) => ({ Effect, ...action, ...resource, ...Condition }));
const policy = fc.array(statement, { minLength: 1, maxLength: 5 });

interface Request {
  readonly action: string;
  readonly resource: string;
  readonly keys: Readonly<Record<string, string | readonly string[]>>;
}

const request: fc.Arbitrary<Request> = fc.record({
  action: fc.constantFrom(...ACTIONS),
  resource: fc.constantFrom(...OBJECTS),
  keys: fc
    .tuple(
      ...NAMES.map((key) => fc.option(fc.constantFrom(...(KEYS[key]?.values ?? [])))),
      ...SET_NAMES.map((key) => fc.option(fc.subarray([...(SETS[key]?.values ?? [])], { minLength: 1 }))),
    )
    .map((values) =>
      Object.fromEntries(
        [...NAMES, ...SET_NAMES].flatMap((key, index) => {
          const value = values[index] ?? undefined;
          return value === undefined ? [] : [[key, value] as const];
        }),
      ),
    ),
});

const texts = new Texts(
  new Model({
    form: "configuration",
    stack: null,
    resources: [],
    providers: [],
    outputs: {},
    terraform: {},
    inputs: {},
    opaque: [],
  }),
);

function layerOf(name: string, statements: readonly Statement[], needsAllow = true): Layer {
  const reading = readPolicy(JSON.stringify({ Version: "2012-10-17", Statement: statements }));
  if ("unread" in reading) throw new Error(reading.unread);
  return { name, statements: reading.statements, needsAllow };
}

function question(statements: readonly Statement[], region: readonly Literal[], asked: readonly string[]): Question {
  return { actions: asked, principals: [namedIdentity(ROLE)], region, layers: [layerOf("policy", statements)] };
}

const exactly = ({ resource, keys }: Request): Literal[] => [
  oneOf(RESOURCE, [resource]),
  ...[...NAMES, ...SET_NAMES].flatMap((key): Literal[] => {
    const value = keys[key];
    const name = key.toLowerCase();
    if (value === undefined) return [absent(name)];
    if (typeof value === "string") return [oneOf(name, [value])];
    const among = (values: readonly string[], quantifier: "any" | "all"): Literal => {
      const literal = oneOf(name, values);
      return { ...literal, test: { ...literal.test, quantifier } };
    };
    return [among(value, "all"), ...value.map((one) => among([one], "any"))];
  }),
];

/** Policies beside those of the identity. */
interface Around {
  readonly boundary?: readonly Statement[];
  readonly organization?: readonly Statement[];
}

const written = (Statement: readonly Statement[]) => ({ name: "policy", policy: { Version: "2012-10-17", Statement } });

async function isAllowed(
  statements: readonly Statement[],
  { action, resource, keys }: Request,
  { boundary, organization }: Around = {},
): Promise<boolean> {
  const simulation: Simulation = {
    request: {
      principal: ROLE,
      action,
      resource: { resource, accountId: "111111111111" },
      contextVariables: Object.fromEntries(
        Object.entries(keys).map(([key, value]) => [key, typeof value === "string" ? value : [...value]]),
      ),
    },
    identityPolicies: [written(statements)],
    ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [written(boundary)] }),
    serviceControlPolicies:
      organization === undefined
        ? []
        : [
            {
              orgIdentifier: "r-root",
              policies: [written([{ Effect: "Allow", Action: "*", Resource: "*" }, ...organization])],
            },
          ],
    resourceControlPolicies: [],
  };
  const response = await runSimulation(simulation, {});
  if (response.resultType === "error") throw new Error(JSON.stringify(response.errors));
  return response.overallResult === "Allowed";
}

describe("the policy algebra and an independent evaluator", () => {
  it("agree on each of twenty thousand requests", async () => {
    await fc.assert(
      fc.asyncProperty(policy, fc.array(request, { minLength: 10, maxLength: 10 }), async (statements, requests) => {
        for (const one of requests) {
          const answer = decide(question(statements, exactly(one), [one.action]), texts);
          expect({ one, found: answer.kind === "found" }).toEqual({ one, found: await isAllowed(statements, one) });
        }
      }),
      { seed: SEED, numRuns: 2_000 },
    );
  }, 600_000);

  it("agree on whole sets: what is found is allowed, and where nothing is found nothing is", async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(policy, fc.array(request, { minLength: 5, maxLength: 5 }), async (statements, requests) => {
        const region = [like(RESOURCE, ["arn:aws:s3:::a*/?*", "arn:aws:s3:::b/?*"])];
        const answer = decide(question(statements, region, ACTIONS), texts);
        expect(answer.kind).not.toBe("undecided");
        if (answer.kind === "found") {
          found += 1;
          const { action, says } = answer.request;
          const keys = Object.fromEntries(
            [...NAMES, ...SET_NAMES].flatMap((key) => {
              const value = says.get(key.toLowerCase());
              const [first] = value ?? [];
              return value === undefined || first === undefined ? [] : [[key, key in SETS ? value : first]];
            }),
          );
          const witness = { action, resource: says.get(RESOURCE)?.[0] ?? "", keys };
          expect({ witness, allowed: await isAllowed(statements, witness) }).toEqual({ witness, allowed: true });
        } else
          for (const one of requests)
            expect({ one, allowed: await isAllowed(statements, one) }).toEqual({ one, allowed: false });
      }),
      { seed: SEED, numRuns: 2_000 },
    );
    // Both answers are given often enough to mean something.
    expect(found).toBeGreaterThan(500);
    expect(found).toBeLessThan(1_900);
  }, 600_000);

  it("agree where a boundary and a policy of the organisation stand around an identity", async () => {
    let found = 0;
    const denials = policy.map((list) => list.map((one) => ({ ...one, Effect: "Deny" as const })));
    await fc.assert(
      fc.asyncProperty(policy, policy, denials, request, async (statements, boundary, organization, one) => {
        const answer = decide(
          {
            ...question(statements, exactly(one), [one.action]),
            layers: [
              layerOf("policy", statements),
              layerOf("boundary", boundary),
              layerOf("organisation", organization, false),
            ],
          },
          texts,
        );
        const allowed = await isAllowed(statements, one, { boundary, organization });
        found += allowed ? 1 : 0;
        expect({ one, found: answer.kind === "found" }).toEqual({ one, found: allowed });
      }),
      { seed: SEED, numRuns: 5_000 },
    );
    expect(found).toBeGreaterThan(50);
  }, 600_000);
});
