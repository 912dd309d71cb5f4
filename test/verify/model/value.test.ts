import { readValue } from "../../../src/verify/model/value";

describe("an attribute", () => {
  it.each([
    ["${aws_vpc.box.id}", { kind: "reference", address: "aws_vpc.box", attribute: "id" }],
    ["${aws_vpc.box[0].id}", { kind: "reference", address: "aws_vpc.box[0]", attribute: "id" }],
    [
      "${aws_vpc_endpoint.s3_1-a.dns_entry[0].dns_name}",
      { kind: "reference", address: "aws_vpc_endpoint.s3_1-a", attribute: "dns_entry[0].dns_name" },
    ],
    ["plain", { kind: "known", value: "plain" }],
    ["", { kind: "known", value: "" }],
    ["$${HOME}", { kind: "known", value: "${HOME}" }],
    ["%%{x}", { kind: "known", value: "%{x}" }],
    ["100%", { kind: "known", value: "100%" }],
    ["${var.x}", { kind: "unknown", expression: "${var.x}" }],
    ["${local.x}", { kind: "unknown", expression: "${local.x}" }],
    ["${data.aws_vpc.x.id}", { kind: "unknown", expression: "${data.aws_vpc.x.id}" }],
    ["${module.x.id}", { kind: "unknown", expression: "${module.x.id}" }],
    ["a${aws_vpc.box.id}", { kind: "unknown", expression: "a${aws_vpc.box.id}" }],
    ["${upper(aws_vpc.box.id)}", { kind: "unknown", expression: "${upper(aws_vpc.box.id)}" }],
    ["%{ if true }x%{ endif }", { kind: "unknown", expression: "%{ if true }x%{ endif }" }],
    ["$$${var.x}", { kind: "unknown", expression: "$$${var.x}" }],
    [null, { kind: "absent" }],
    [undefined, { kind: "absent" }],
    [false, { kind: "known", value: false }],
  ])("%j is read as what it is", (raw, expected) => {
    expect(readValue(raw)).toEqual(expected);
  });
});
