import fc from "fast-check";
import { verify, type TargetReport } from "../../src/verify";
import { sealedBoxes, type Configuration } from "./sealed-box";

/** Every place in a JSON tree, as the path to it. */
function places(json: unknown, path: readonly PropertyKey[] = []): PropertyKey[][] {
  if (json === null || typeof json !== "object") return [[...path]];
  return [[...path], ...Object.entries(json).flatMap(([key, value]) => places(value, [...path, key]))];
}

function replace(json: unknown, path: readonly PropertyKey[], value: unknown): void {
  const parent = path.slice(0, -1).reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], json);
  const last = path.at(-1);
  if (last === undefined) return;
  if (value === undefined) delete (parent as Record<PropertyKey, unknown>)[last];
  else (parent as Record<PropertyKey, unknown>)[last] = value;
}

const PLACES = places(sealedBoxes()).filter((path) => path.length > 1);
const junk = fc.oneof(
  fc.constant(undefined),
  fc.constant(null),
  fc.constantFrom(
    true,
    false,
    0,
    -1,
    "",
    "*",
    "${var.x}",
    "${aws_vpc.gone.id}",
    "$${x}",
    "${",
    "%{if}",
    "0.0.0.0/0",
    "{}",
    "[]",
  ),
  fc.constant([]),
  fc.constant({}),
  fc.array(fc.constantFrom(null, "x", 1, {}, []), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("id", "policy", "route", "Statement"), fc.constantFrom(null, "x", [], {}), {
    maxKeys: 3,
  }),
);
const edits = fc.array(fc.tuple(fc.nat(PLACES.length - 1), junk), { minLength: 1, maxLength: 4 });

function edited(changes: readonly (readonly [number, unknown])[]): Configuration {
  const configuration = sealedBoxes();
  for (const [index, value] of changes)
    try {
      // A copy: the generator hands the same object out again.
      replace(configuration, PLACES[index] ?? [], structuredClone(value));
    } catch {
      // An earlier edit took the place away.
    }
  return configuration;
}

/** The controls, without which nothing may be called confined. */
const CONTROLS = [
  ["aws_s3_bucket_policy", "store"],
  ["aws_s3_bucket_public_access_block", "store"],
  ["aws_s3_bucket_ownership_controls", "store"],
  ["aws_route53_resolver_firewall_rule", "lab_block"],
  ["aws_route53_resolver_firewall_rule_group_association", "data"],
] as const;

describe("the verifier", () => {
  it("gives a verdict on whatever JSON it is given, and never throws", () => {
    fc.assert(
      fc.property(edits, (changes) => {
        const report: TargetReport = verify({ target: "fuzz", json: edited(changes) });
        return ["confined", "leaks", "unproven"].includes(report.verdict);
      }),
      { seed: 20261123, numRuns: 6000 },
    );
  });

  it("never says confined where a control is gone, whatever else has changed", () => {
    fc.assert(
      fc.property(edits, fc.constantFrom(...CONTROLS), (changes, [type, name]) => {
        const configuration = edited(changes);
        // What protects a bucket or a VPC that an edit took away too is not missed.
        fc.pre(configuration.resource?.["aws_s3_bucket"]?.["store"]?.["bucket"] === "store");
        fc.pre(configuration.resource?.["aws_vpc"]?.["lab"]?.["enable_dns_support"] === true);
        fc.pre(configuration.resource?.["aws_vpc"]?.["data"]?.["enable_dns_support"] === true);
        const resources = configuration.resource?.[type];
        if (resources !== null && typeof resources === "object") delete resources[name];
        return verify({ target: "fuzz", json: configuration }).verdict !== "confined";
      }),
      { seed: 20261123, numRuns: 4000 },
    );
  });

  it("is unproven on nesting that is too deep to follow", () => {
    const configuration = sealedBoxes();
    let deep: unknown = "x";
    for (let level = 0; level < 100_000; level++) deep = [deep];
    configuration.resource["aws_vpc"] = { lab: { tags: deep } };
    expect(verify({ target: "x", json: configuration }).verdict).not.toBe("confined");
  });

  it("does not depend on the order of resources", () => {
    const reversed = (value: unknown): unknown =>
      value !== null && typeof value === "object" && !Array.isArray(value)
        ? Object.fromEntries(Object.entries(value).reverse())
        : value;
    const configuration = sealedBoxes();
    configuration.resource = reversed(
      Object.fromEntries(Object.entries(configuration.resource).map(([type, named]) => [type, reversed(named)])),
    ) as Configuration["resource"];
    expect(verify({ target: "x", json: configuration }).verdict).toBe("confined");
  });
});
