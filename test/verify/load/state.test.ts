import { configurationOf } from "../../../src/verify/load/load-target";
import { verify } from "../../../src/verify";
import { Model } from "../../../src/verify/model/model";
import { ownerOf } from "../../../src/verify/ownership";

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
          id: "igw-0aaa0000",
          arn: "arn:aws:ec2:eu-west-1:111111111111:internet-gateway/igw-0aaa0000",
          vpc_id: "vpc-0bbb0000",
        }),
        resource("aws_route_table.public", {
          id: "rtb-0ccc0000",
          vpc_id: "vpc-0bbb0000",
          route: [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-0aaa0000" }],
        }),
        resource("aws_route_table_association.public", {
          id: "rtbassoc-0eee0000",
          subnet_id: "subnet-0ddd0000",
          route_table_id: "rtb-0ccc0000",
        }),
      ],
      child_modules: [
        {
          address: "module.net",
          resources: [
            resource("module.net.aws_vpc.box", { id: "vpc-0bbb0000", cidr_block: "10.0.0.0/16" }),
            resource("module.net.aws_subnet.public", {
              id: "subnet-0ddd0000",
              vpc_id: "vpc-0bbb0000",
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

describe("what is live, read with the configuration that it was made of", () => {
  const policy = (endpoint: string, action = "s3:GetObject"): string =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Deny",
          Principal: "*",
          Action: [action, "s3:ListBucket"],
          Resource: "*",
          Condition: { StringNotEquals: { "aws:SourceVpce": [endpoint] } },
        },
      ],
    });
  const sources = {
    provider: { aws: [{ region: "eu-west-1", allowed_account_ids: ["111111111111"] }] },
    resource: {
      aws_vpc: { box: { cidr_block: "10.0.0.0/16" } },
      aws_vpc_endpoint: { s3: { vpc_id: "${aws_vpc.box.id}", vpc_endpoint_type: "Interface" } },
      aws_s3_bucket: { store: { bucket: "store-111111111111" } },
      aws_s3_bucket_policy: {
        store: { bucket: "${aws_s3_bucket.store.id}", policy: policy("${aws_vpc_endpoint.s3.id}") },
      },
      aws_security_group: {
        box: {
          vpc_id: "${aws_vpc.box.id}",
          ingress: [
            { protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["${aws_vpc.box.cidr_block}"] },
            { protocol: "udp", from_port: 53, to_port: 53, cidr_blocks: ["${aws_vpc.box.cidr_block}"] },
          ],
          egress: [],
        },
      },
    },
  };
  const rule = (protocol: string, port: number, cidr = "10.0.0.0/16"): object => ({
    cidr_blocks: [cidr],
    description: "",
    from_port: port,
    ipv6_cidr_blocks: [],
    protocol,
    security_groups: [],
    self: false,
    to_port: port,
  });
  /** The state of it, in the form that the provider gives it, with values changed. */
  const live = (changed: Record<string, Record<string, unknown>> = {}): Record<string, unknown> => {
    const made: Record<string, Record<string, unknown>> = {
      "aws_vpc.box": { id: "vpc-0aaa1111", cidr_block: "10.0.0.0/16", ipv6_cidr_block: "", region: "eu-west-1" },
      "aws_vpc_endpoint.s3": { id: "vpce-0bbb2222", vpc_id: "vpc-0aaa1111", vpc_endpoint_type: "Interface" },
      "aws_s3_bucket.store": {
        id: "store-111111111111",
        bucket: "store-111111111111",
        policy: policy("vpce-0bbb2222"),
      },
      "aws_s3_bucket_policy.store": {
        id: "store-111111111111",
        bucket: "store-111111111111",
        policy: policy("vpce-0bbb2222"),
      },
      "aws_security_group.box": {
        id: "sg-0ccc3333",
        vpc_id: "vpc-0aaa1111",
        ingress: [rule("udp", 53), rule("tcp", 443)],
        egress: [],
        name_prefix: "",
      },
    };
    return {
      format_version: "1.0",
      values: {
        root_module: {
          resources: Object.entries(made).map(([address, values]) =>
            resource(address, { ...values, ...changed[address] }),
          ),
        },
      },
    };
  };
  const read = (json: Record<string, unknown>, address: string): Readonly<Record<string, unknown>> | undefined =>
    configurationOf({ target: "x", json, sources }).resources.find((one) => one.address === address)?.attributes;

  it("is what was written, where that has come to what is live: references, blocks in any order, the policy of a bucket", () => {
    expect(read(live(), "aws_vpc_endpoint.s3")).toMatchObject({ vpc_id: "${aws_vpc.box.id}" });
    expect(read(live(), "aws_s3_bucket_policy.store")).toMatchObject({
      bucket: "${aws_s3_bucket.store.id}",
      policy: policy("${aws_vpc_endpoint.s3.id}"),
    });
    expect(read(live(), "aws_security_group.box")?.["ingress"]).toEqual([
      { cidr_blocks: ["10.0.0.0/16"], from_port: 53, protocol: "udp", self: false, to_port: 53 },
      { cidr_blocks: ["10.0.0.0/16"], from_port: 443, protocol: "tcp", self: false, to_port: 443 },
    ]);
  });

  it("leaves out what nobody wrote and what is empty, the provider's region, and a policy that another resource sets", () => {
    expect(read(live(), "aws_vpc.box")).toEqual({ id: "vpc-0aaa1111", cidr_block: "10.0.0.0/16" });
    expect(read(live(), "aws_s3_bucket.store")).not.toHaveProperty("policy");
    expect(read(live(), "aws_security_group.box")).toMatchObject({ egress: [] });
    expect(read(live(), "aws_security_group.box")).not.toHaveProperty("name_prefix");
  });

  it("takes a policy for the written one in whatever order AWS gives its lists, and not where it says another thing", () => {
    const reordered = JSON.stringify({
      Statement: [
        {
          Action: ["s3:ListBucket", "s3:GetObject"],
          Condition: { StringNotEquals: { "aws:SourceVpce": "vpce-0bbb2222" } },
          Effect: "Deny",
          Principal: "*",
          Resource: ["*"],
        },
      ],
      Version: "2012-10-17",
    });
    const of = (text: string): unknown =>
      read(live({ "aws_s3_bucket_policy.store": { policy: text } }), "aws_s3_bucket_policy.store")?.["policy"];
    expect(of(reordered)).toBe(policy("${aws_vpc_endpoint.s3.id}"));
    expect(of(policy("vpce-0bbb2222", "s3:GetObjectAcl"))).toBe(policy("vpce-0bbb2222", "s3:GetObjectAcl"));
    expect(of(policy("vpce-0ddd4444"))).toBe(policy("vpce-0ddd4444"));
  });

  it("is what AWS says where it was changed: a rule, a policy that a bucket alone tells, a region, what nobody wrote", () => {
    const changed = live({
      "aws_security_group.box": {
        ingress: [rule("udp", 53), rule("tcp", 443, "0.0.0.0/0")],
        egress: [rule("tcp", 443)],
      },
      "aws_s3_bucket.store": { policy: policy("vpce-0ddd4444") },
      "aws_vpc.box": { region: "us-east-1", ipv6_cidr_block: "2600:1f18::/56" },
    });
    expect(read(changed, "aws_security_group.box")).toMatchObject({
      ingress: [{ protocol: "udp" }, { protocol: "tcp", cidr_blocks: ["0.0.0.0/0"], security_groups: [] }],
      egress: [{ protocol: "tcp" }],
    });
    expect(read(changed, "aws_s3_bucket.store")).toMatchObject({ policy: policy("vpce-0ddd4444") });
    expect(read(changed, "aws_vpc.box")).toMatchObject({ region: "us-east-1", ipv6_cidr_block: "2600:1f18::/56" });
  });

  it("is what a plan that only refreshes has read, and a later plan of what is there already", () => {
    const { values } = live();
    const refresh = {
      format_version: "1.2",
      planned_values: { root_module: {} },
      prior_state: { format_version: "1.0", values },
      configuration: { root_module: {} },
    };
    const later = { ...refresh, planned_values: values, resource_changes: [] };
    for (const plan of [refresh, later])
      expect(read(plan, "aws_vpc_endpoint.s3")).toMatchObject({ vpc_id: "${aws_vpc.box.id}" });
  });
});

describe("the name of something that is live", () => {
  const model = (...resources: unknown[]): Model =>
    new Model(
      configurationOf({
        target: "state",
        json: { format_version: "1.0", values: { root_module: { resources } } },
        sources: SOURCES,
      }),
    );
  const text = (value: string) => ({ kind: "known", value }) as const;

  it("makes nobody's bucket the project's own: a bucket policy has its bucket's name for an id, and so may a role", () => {
    const read = model(
      resource("aws_s3_bucket_policy.foreign", { id: "foreign-0123abcd", bucket: "foreign-0123abcd", policy: "{}" }),
      resource("aws_iam_role.same", { id: "another-name", name: "another-name" }),
    );
    expect(ownerOf(read, text("foreign-0123abcd"))).toBe("foreign");
    expect(ownerOf(read, text("another-name"))).toBe("foreign");
    const topic = "arn:aws:sns:eu-west-1:999999999999:foreign";
    const policy = resource("aws_sns_topic_policy.foreign", { id: topic, arn: topic, policy: "{}" });
    expect(ownerOf(model(policy), text(topic))).toBe("foreign");
    expect(ownerOf(model(resource("aws_s3_bucket.own", { id: "own", bucket: "own" })), text("own"))).toBe("own");
  });

  it("leads to the resource that has it by itself, and from several that have it nowhere", () => {
    const key = "arn:aws:kms:eu-west-1:111111111111:key/00000000-0000-4000-8000-000000000001";
    const read = model(
      resource("aws_ebs_default_kms_key.volumes", { id: key, key_arn: key }),
      resource("aws_kms_key.volumes", { id: key.split("/")[1], key_id: key.split("/")[1], arn: key }),
      resource("aws_vpc_peering_connection_accepter.far", {
        id: "pcx-0aaa1111",
        vpc_peering_connection_id: "pcx-0aaa1111",
      }),
      resource("aws_vpc_peering_connection.near", { id: "pcx-0aaa1111" }),
      resource("aws_internet_gateway.one", { id: "igw-0bbb2222" }),
      resource("aws_vpn_gateway.other", { id: "igw-0bbb2222" }),
    );
    expect(read.follow(text(key))).toMatchObject({ resource: { address: "aws_kms_key.volumes" }, attribute: "arn" });
    expect(read.follow(text("pcx-0aaa1111"))).toMatchObject({
      resource: { address: "aws_vpc_peering_connection.near" },
    });
    expect(read.follow(text("igw-0bbb2222"))).toEqual(text("igw-0bbb2222"));
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
