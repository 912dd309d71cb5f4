import { configurationOf } from "../../../src/verify/load/load-target";
import { verify } from "../../../src/verify";
import { Model } from "../../../src/verify/model/model";

const resource = (address: string, values: Record<string, unknown>): unknown => {
  const [type = "", name = ""] = address.replace(/^module\.\w+\./, "").split(".");
  return { address, mode: "managed", type, name, provider_name: "registry.terraform.io/hashicorp/aws", values };
};

const STATE = {
  format_version: "1.0",
  terraform_version: "1.11.4",
  values: {
    root_module: {
      resources: [
        resource("aws_internet_gateway.out", {
          id: "igw-0aaa",
          arn: "arn:aws:ec2:eu-west-1:111111111111:internet-gateway/igw-0aaa",
          vpc_id: "vpc-0bbb",
        }),
        resource("aws_route_table.public", {
          id: "rtb-0ccc",
          vpc_id: "vpc-0bbb",
          route: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-0aaa" }],
        }),
        resource("aws_route_table_association.public", {
          id: "rtbassoc-1",
          subnet_id: "subnet-0ddd",
          route_table_id: "rtb-0ccc",
        }),
      ],
      child_modules: [
        {
          address: "module.net",
          resources: [
            resource("module.net.aws_vpc.box", { id: "vpc-0bbb", cidr_block: "10.0.0.0/16" }),
            resource("module.net.aws_subnet.public", {
              id: "subnet-0ddd",
              vpc_id: "vpc-0bbb",
              cidr_block: "10.0.0.0/24",
            }),
          ],
        },
      ],
    },
  },
};
const SOURCES = {
  provider: { aws: [{ region: "eu-west-1", allowed_account_ids: ["111111111111"] }] },
  resource: {
    aws_internet_gateway: { out: { "//": { metadata: { path: "stack/gateway" } } } },
  },
};

describe("a state", () => {
  it("leads from the ids that AWS gave to the resources that have them", () => {
    const model = new Model(configurationOf({ target: "state", json: STATE }));
    const [gateway] = model.ofType("aws_internet_gateway");
    expect(gateway === undefined ? undefined : model.referred(gateway, "vpc_id", "aws_vpc")?.address).toBe(
      "module.net.aws_vpc.box",
    );
    const [vpc] = model.ofType("aws_vpc");
    expect(
      vpc === undefined
        ? []
        : model
            .referring(vpc)
            .map(({ address }) => address)
            .sort(),
    ).toEqual(["aws_internet_gateway.out", "aws_route_table.public", "module.net.aws_subnet.public"]);
  });

  it("is judged like the configuration that it was made of: here by what is live", () => {
    const report = verify({ target: "state", json: STATE, sources: SOURCES });
    const channel = report.channels.find(({ id }) => id === "net.internet-gateway");
    expect(report.verdict).toBe("leaks");
    expect(channel?.findings[0]).toMatchObject({ address: "aws_internet_gateway.out", path: "stack/gateway" });
    expect(channel?.witness?.through).toEqual(["aws_route_table.public", "aws_internet_gateway.out"]);
  });

  it("does not take a text that looks like an expression for one", () => {
    const json = structuredClone(STATE);
    json.values.root_module.resources.push(
      resource("aws_iam_policy.x", { id: "p", policy: '{"a":"${aws:username}"}' }),
    );
    const model = new Model(configurationOf({ target: "state", json }));
    expect(model.ofType("aws_iam_policy")[0]?.text("policy")).toBe('{"a":"${aws:username}"}');
  });
});

describe("a configuration", () => {
  const configuration = configurationOf({
    target: "configuration",
    json: {
      locals: { ranges: { a: "10.0.1.0/24", b: "10.0.2.0/24" } },
      variable: { open: { default: false } },
      data: {
        aws_iam_policy_document: {
          read: {
            statement: [
              {
                sid: "Read",
                actions: ["s3:GetObject"],
                resources: ["${aws_s3_bucket.store.arn}/*"],
                principals: [{ type: "AWS", identifiers: ["111111111111"] }],
                condition: [{ test: "StringEquals", variable: "aws:username", values: ["&{aws:userid}"] }],
              },
            ],
          },
        },
      },
      resource: {
        aws_s3_bucket: { store: { bucket: "store" } },
        aws_s3_bucket_policy: {
          store: { bucket: "${aws_s3_bucket.store.id}", policy: "${data.aws_iam_policy_document.read.json}" },
        },
        aws_subnet: {
          each: { for_each: "${local.ranges}", cidr_block: "${each.value}", tags: { Name: "${each.key}" } },
          many: { count: 2, cidr_block: '${cidrsubnet("10.1.0.0/16", 8, count.index)}' },
          unknown: { count: "${var.open ? 1 : 0}" },
        },
        aws_security_group: {
          web: {
            dynamic: {
              ingress: {
                for_each: [{ port: 443 }, { port: 8443 }],
                content: { protocol: "tcp", from_port: "${ingress.value.port}", to_port: "${ingress.value.port}" },
              },
            },
          },
        },
      },
    },
  });
  const attributes = (address: string): Readonly<Record<string, unknown>> | undefined =>
    configuration.resources.find((one) => one.address === address)?.attributes;

  it("is expanded by count and for_each, and its dynamic blocks are written out", () => {
    expect(attributes('aws_subnet.each["b"]')).toEqual({ cidr_block: "10.0.2.0/24", tags: { Name: "b" } });
    expect(attributes("aws_subnet.many[1]")).toEqual({ cidr_block: "10.1.1.0/24" });
    expect(attributes("aws_security_group.web")?.["ingress"]).toEqual([
      { protocol: "tcp", from_port: 443, to_port: 443 },
      { protocol: "tcp", from_port: 8443, to_port: 8443 },
    ]);
  });

  it("says how many there are of what cannot be told, since a variable may have another value than its default", () => {
    expect(configuration.opaque).toEqual([
      expect.objectContaining({
        address: "aws_subnet.unknown",
        why: expect.stringContaining("cannot be told") as string,
      }),
    ]);
  });

  it("has policies of policy documents written out, with their references and variables", () => {
    expect(JSON.parse(String(attributes("aws_s3_bucket_policy.store")?.["policy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Read",
          Effect: "Allow",
          Action: ["s3:GetObject"],
          Resource: ["${aws_s3_bucket.store.arn}/*"],
          Principal: { AWS: ["111111111111"] },
          Condition: { StringEquals: { "aws:username": ["$${aws:userid}"] } },
        },
      ],
    });
  });
});
