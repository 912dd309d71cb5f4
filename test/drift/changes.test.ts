import { driftedResources, mendsOf } from "../../src/drift";

const CANARY = "canary-of-a-secret";
const drifted = (before: object, after: object | null, more: object = {}) =>
  driftedResources({
    resource_drift: [
      {
        address: "aws_s3_bucket.store",
        mode: "managed",
        type: "aws_s3_bucket",
        change: { actions: [after === null ? "delete" : "update"], before, after, ...more },
      },
    ],
  });

describe("what a refresh has found changed", () => {
  it("is each attribute as it was and as it is, of lists and policies only what differs", () => {
    const statement = (sid: string): object => ({ Sid: sid, Effect: "Allow", Principal: "*", Action: "s3:GetObject" });
    const policy = (...sids: string[]): string =>
      JSON.stringify({ Version: "2012-10-17", Statement: sids.map(statement) });
    const route = { cidr_block: "0.0.0.0/0", gateway_id: "igw-1", nat_gateway_id: "", prefix: null };
    const [resource] = drifted(
      { id: "store", route: [], policy: policy("One"), versioning: true },
      { id: "store", route: [route], policy: policy("One", "Two"), versioning: true },
    );
    expect(resource?.changes).toEqual([
      { attribute: "policy", was: "nothing", is: JSON.stringify([statement("Two")]) },
      { attribute: "route", was: "nothing", is: '[{"cidr_block":"0.0.0.0/0","gateway_id":"igw-1"}]' },
    ]);
  });

  it("is nothing where a provider only says in another way that there is nothing", () => {
    expect(
      drifted({ id: "store", tags: null, rule: [{ a: "", b: 1 }] }, { id: "store", tags: {}, rule: [{ b: 1 }] }),
    ).toEqual([]);
  });

  it("says a change of tags once", () => {
    const [resource] = drifted(
      { id: "store", tags: { a: "1" }, tags_all: { a: "1", all: "x" } },
      { id: "store", tags: { a: "2" }, tags_all: { a: "2", all: "x" } },
    );
    expect(resource?.changes.map(({ attribute }) => attribute)).toEqual(["tags"]);
  });

  it("tells what is there no more, by what AWS knew it by", () => {
    expect(drifted({ id: "store", arn: "arn:aws:s3:::store", bucket: "store" }, null)).toEqual([
      {
        address: "aws_s3_bucket.store",
        type: "aws_s3_bucket",
        gone: true,
        changes: [],
        identities: ["store", "arn:aws:s3:::store"],
      },
    ]);
  });

  it("shows no value that is sensitive, before or after, at whatever depth, and no user data", () => {
    const changes = [
      drifted({ password: CANARY }, { password: `${CANARY}2` }, { before_sensitive: { password: true } }),
      drifted({ login: [{ key: "a" }] }, { login: [{ key: CANARY }] }, { after_sensitive: { login: [{ key: true }] } }),
      drifted({ user_data: "x" }, { user_data: CANARY }),
      drifted({ user_data_base64: "x" }, { user_data_base64: CANARY }),
    ].flat();
    expect(changes.flatMap((one) => one.changes.map(({ is }) => is))).toEqual(Array(4).fill("(secret, and not shown)"));
    expect(JSON.stringify(changes)).not.toContain(CANARY);
  });

  it("cuts a value short that would fill the screen", () => {
    const [resource] = drifted({ description: "" }, { description: "x".repeat(5_000) });
    expect(resource?.changes[0]?.is).toMatch(/^"x{399}… \(5002 characters\)$/);
  });
});

describe("how a change is put back", () => {
  const [resource] = drifted(
    { id: "store", tags: { a: "1" }, versioning: false, replication_configuration: [], region_name: "a" },
    { id: "store", tags: { a: "2" }, versioning: true, replication_configuration: [{ role: "x" }], region_name: "b" },
  );
  if (resource === undefined) throw new Error("nothing was found changed");

  it("is an apply for what the configuration writes, and by hand for what it does not", () => {
    expect(mendsOf(resource, new Set(["versioning"]), "cdktf.out/stacks/x")).toEqual([
      "terraform apply in cdktf.out/stacks/x puts tags, versioning back",
      "the configuration does not write region_name, and an apply may leave it: put it back by hand",
      "the configuration does not write replication_configuration, and an apply may leave it: aws s3api delete-bucket-replication --bucket store",
    ]);
  });

  it("says of what is gone that an apply makes it again, and of what the configuration has no more that it goes", () => {
    expect(mendsOf({ ...resource, gone: true }, new Set(), "x")).toEqual([
      "terraform apply in x makes it again; what it held is gone",
    ]);
    expect(mendsOf(resource, undefined, "x")[0]).toContain("the configuration has it no more");
  });
});
