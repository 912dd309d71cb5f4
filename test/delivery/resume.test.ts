import { type PlannedChange } from "../../src/delivery/planned-changes";
import { notApproved } from "../../src/delivery/resume";
import { change as changeOf } from "./saved-plan";

const change = (...args: Parameters<typeof changeOf>): PlannedChange => changeOf(...args) as PlannedChange;
const APPROVED = [
  change("aws_vpc.a", ["create"], { cidr_block: "10.0.0.0/16", tags: null }, { id: true }),
  change(
    "aws_security_group.a",
    ["create"],
    {
      ingress: [
        { from_port: 443, security_groups: [] },
        { from_port: 22, security_groups: [] },
      ],
    },
    { vpc_id: true, ingress: [{ security_groups: true }, { security_groups: [] }] },
  ),
  change("aws_instance.old", ["delete"], null),
  change("aws_instance.new", ["delete", "create"], { ami: "ami-1" }, { id: true }),
  change("aws_s3_bucket.data", ["create"], { bucket: "data" }),
];
const tainted = (one: PlannedChange): PlannedChange => ({
  ...one,
  action_reason: "replace_because_tainted",
  change: { ...one.change, actions: ["delete", "create"] },
});
const [VPC, , OLD, NEW, BUCKET] = APPROVED as [
  PlannedChange,
  PlannedChange,
  PlannedChange,
  PlannedChange,
  PlannedChange,
];

describe("what is left of an approved plan", () => {
  it("may be all of it, a part of it, or nothing", () => {
    expect(notApproved(APPROVED, APPROVED)).toEqual([]);
    expect(notApproved(APPROVED, [VPC, OLD])).toEqual([]);
    expect(notApproved(APPROVED, [])).toEqual([]);
  });

  it("may know more than was known then, and its sets another order", () => {
    expect(
      notApproved(APPROVED, [
        change("aws_vpc.a", ["create"], { id: "vpc-1", cidr_block: "10.0.0.0/16", tags: null }),
        change("aws_security_group.a", ["create"], {
          vpc_id: "vpc-1",
          ingress: [
            { from_port: 22, security_groups: [] },
            { from_port: 443, security_groups: ["sg-1"] },
          ],
        }),
      ]),
    ).toEqual([]);
  });

  it("may be the second half of a replacement, or what a replacement left over", () => {
    expect(notApproved(APPROVED, [change("aws_instance.new", ["create"], { ami: "ami-1" })])).toEqual([]);
    expect(notApproved(APPROVED, [{ ...change("aws_instance.new", ["delete"], null), deposed: "abcd1234" }])).toEqual(
      [],
    );
  });

  it("may make anew what was begun and not seen through, but for what holds data", () => {
    expect(notApproved(APPROVED, [tainted(VPC)])).toEqual([]);
    expect(notApproved(APPROVED, [tainted(BUCKET)])).toEqual([
      "aws_s3_bucket.data: create was approved, replace is what is left",
    ]);
  });

  it.each<[string, PlannedChange, string]>([
    ["another resource", change("aws_vpc.b", ["create"]), "aws_vpc.b: create was not planned"],
    ["another action", change("aws_vpc.a", ["delete"], null), "aws_vpc.a: create was approved, delete is what is left"],
    [
      "a replacement for another reason",
      { ...tainted(VPC), action_reason: "replace_because_cannot_update" },
      "aws_vpc.a: create was approved, replace is what is left",
    ],
    [
      "a leftover of what was not to be replaced",
      { ...change("aws_vpc.a", ["delete"], null), deposed: "abcd1234" },
      "aws_vpc.a: create was approved, delete is what is left",
    ],
    [
      "another value",
      change("aws_vpc.a", ["create"], { cidr_block: "10.1.0.0/16", tags: null }),
      "aws_vpc.a: create was approved with other values",
    ],
    [
      "a value that was known to be none",
      change("aws_vpc.a", ["create"], { cidr_block: "10.0.0.0/16", tags: { a: "b" } }),
      "aws_vpc.a: create was approved with other values",
    ],
    [
      "a value that is not known any more",
      change("aws_vpc.a", ["create"], { tags: null }, { cidr_block: true }),
      "aws_vpc.a: create was approved with other values",
    ],
    [
      "a value that was not there",
      change("aws_vpc.a", ["create"], { cidr_block: "10.0.0.0/16", tags: null, enable_dns_support: false }),
      "aws_vpc.a: create was approved with other values",
    ],
    [
      "one member of a set more",
      change("aws_security_group.a", ["create"], {
        ingress: [
          { from_port: 443, security_groups: ["sg-1"] },
          { from_port: 22, security_groups: [] },
          { from_port: 3389, security_groups: [] },
        ],
      }),
      "aws_security_group.a: create was approved with other values",
    ],
    [
      "another member of a set",
      change("aws_security_group.a", ["create"], {
        ingress: [
          { from_port: 443, security_groups: ["sg-1"] },
          { from_port: 22, security_groups: ["sg-2"] },
        ],
      }),
      "aws_security_group.a: create was approved with other values",
    ],
  ])("refuses %s", (_what, fresh, refusal) => {
    expect(notApproved(APPROVED, [NEW, OLD, fresh])).toEqual([refusal]);
  });

  it("refuses an action that is not known", () => {
    expect(() => notApproved(APPROVED, [change("aws_vpc.a", ["explode"])])).toThrow(
      'aws_vpc.a: the plan\'s action "explode" is not known',
    );
  });

  it("matches members that are known before those that could be anything", () => {
    const approved = change("aws_x.a", ["create"], { rules: [{}, { port: 1 }] }, { rules: [{ port: true }, {}] });
    expect(notApproved([approved], [change("aws_x.a", ["create"], { rules: [{ port: 1 }, { port: 2 }] })])).toEqual([]);
  });
});
