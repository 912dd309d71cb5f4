import { evaluateText, type Instances, type Scope } from "../../../src/verify/expression/evaluate";

const INSTANCES: Readonly<Record<string, Instances>> = {
  "managed aws_vpc main": {
    addresses: "aws_vpc.main",
    attribute: (_, name) => (name === "cidr_block" ? "10.0.0.0/16" : undefined),
  },
  "managed aws_subnet each": {
    addresses: new Map([
      ["a", 'aws_subnet.each["a"]'],
      ["b", 'aws_subnet.each["b"]'],
    ]),
    attribute: () => undefined,
  },
  "managed aws_subnet many": {
    addresses: ["aws_subnet.many[0]", "aws_subnet.many[1]"],
    attribute: () => undefined,
  },
};

const scope: Scope = {
  variable: (name) => ({ names: ["b", "a"], on: true, text: "x" })[name],
  local: (name) => ({ tags: { Name: "box" }, none: null })[name],
  output: (module, key, name) =>
    module === "net" && key === undefined && name === "vpc_id" ? "${aws_vpc.main.id}" : undefined,
  instances: (mode, type, name) => INSTANCES[`${mode} ${type} ${name}`],
};

describe("an expression", () => {
  it.each([
    // Values as Terraform 1.11 gives them.
    ["${1 + 2 * 3}", 7],
    ["${(1 + 2) * 3}", 9],
    ["${10 - 4 - 3}", 3],
    ["${7 % 4 == 3 && !false}", true],
    ['${"a" == "b" ? 1 : 2}', 2],
    ["${-2 < 1 || var.unknown}", true],
    ["plain", "plain"],
    ["$${aws:username}", "$${aws:username}"],
    ["a-${var.text}-b", "a-x-b"],
    ['${"${var.text}y"}', "xy"],
    ["${local.tags.Name}", "box"],
    ['${local.tags["Name"]}', "box"],
    ["${var.names[1]}", "a"],
    ["${[for n in var.names : upper(n)]}", ["B", "A"]],
    ['${[for n in var.names : n if n != "a"]}', ["b"]],
    ["${{ for i, n in var.names : n => i }}", { a: 1, b: 0 }],
    ["${{ for n in var.names : n => n... }}", { a: ["a"], b: ["b"] }],
    ["${length(var.names)}", 2],
    ["${sort(var.names)}", ["a", "b"]],
    ['${format("%s-%03d-%q", "a", 7, "b")}', 'a-007-"b"'],
    ['${formatlist("%s!", var.names)}', ["b!", "a!"]],
    ['${join(",", ["a", "b"])}', "a,b"],
    ['${split(",", "a,,b")}', ["a", "", "b"]],
    ['${cidrsubnet("10.0.0.0/16", 8, 2)}', "10.0.2.0/24"],
    ['${cidrsubnets("10.0.0.0/16", 4, 8)}', ["10.0.0.0/20", "10.0.16.0/24"]],
    ['${cidrhost("10.0.0.0/24", -1)}', "10.0.0.255"],
    ['${cidrnetmask("10.0.0.0/20")}', "255.255.240.0"],
    ["${merge({ a = 1 }, { a = 2, b = 3 })}", { a: 2, b: 3 }],
    ['${lookup({ a = 1 }, "b", 9)}', 9],
    ["${element(var.names, 3)}", "a"],
    ["${flatten([[1, [2]], [3]])}", [1, 2, 3]],
    ["${distinct([1, 2, 1])}", [1, 2]],
    ["${concat([1], [2, 3])}", [1, 2, 3]],
    ["${range(1, 7, 2)}", [1, 3, 5]],
    [
      "${setproduct([1, 2], [3])}",
      [
        [1, 3],
        [2, 3],
      ],
    ],
    ['${zipmap(["a", "b"], [1, 2])}', { a: 1, b: 2 }],
    ['${replace("a.b.c", ".", "-")}', "a-b-c"],
    ['${substr("hello", 1, 3)}', "ell"],
    ['${trimsuffix("a.txt", ".txt")}', "a"],
    ['${jsonencode({ b = [1, true, null], a = "<&>" })}', '{"a":"\\u003c\\u0026\\u003e","b":[1,true,null]}'],
    ['${jsondecode("{\\"a\\": [1]}").a[0]}', 1],
    ['${base64encode("hi")}', "aGk="],
    ['${md5("a")}', "0cc175b9c0f1b6a831c399e269772661"],
    ['${coalesce(null, "", "x")}', "x"],
    ["${try(var.names[0], 1)}", "b"],
    ["${aws_vpc.main.cidr_block}", "10.0.0.0/16"],
    ["${cidrsubnet(aws_vpc.main.cidr_block, 4, 1)}", "10.0.16.0/20"],
    ['${toset(["b", "a", "b"])}', ["a", "b"]],
    ['${contains(var.names, "a")}', true],
  ])("%s comes to what Terraform says", (text, value) => {
    expect(evaluateText(text, scope)).toEqual(value);
  });

  it.each([
    // What is not known stays, by its absolute name where it has one.
    ["${aws_vpc.main.id}", "${aws_vpc.main.id}"],
    ["${module.net.vpc_id}", "${aws_vpc.main.id}"],
    ['${aws_subnet.each["a"].id}', '${aws_subnet.each["a"].id}'],
    ["${aws_subnet.many[1].arn}", "${aws_subnet.many[1].arn}"],
    ["${aws_subnet.many[*].id}", ["${aws_subnet.many[0].id}", "${aws_subnet.many[1].id}"]],
    ["${values(aws_subnet.each)[*].id}", "${values(aws_subnet.each)[*].id}"],
    ["${[for s in aws_subnet.many : s.id]}", "${[for s in aws_subnet.many : s.id]}"],
    ["arn:${aws_vpc.main.arn}/*", "arn:${aws_vpc.main.arn}/*"],
    ["${var.unknown}", "${var.unknown}"],
    ["${var.unknown ? 1 : 2}", "${var.unknown ? 1 : 2}"],
    ['${replace(var.text, "/x+/", "y")}', '${replace(var.text, "/x+/", "y")}'],
    ['${file("policy.json")}', '${file("policy.json")}'],
    ["${timestamp()}", "${timestamp()}"],
    ["%{ if var.on }a%{ endif }", "%{ if var.on }a%{ endif }"],
    ["${unfinished", "${unfinished"],
    ["${1 +}", "${1 +}"],
    ['${jsonencode({ arn = "${aws_vpc.main.arn}/*" })}', '{"arn":"${aws_vpc.main.arn}/*"}'],
    ['${join(",", [aws_vpc.main.id, "x"])}', "${aws_vpc.main.id},x"],
  ])("%s keeps what is not known", (text, value) => {
    expect(evaluateText(text, scope)).toEqual(value);
  });
});
