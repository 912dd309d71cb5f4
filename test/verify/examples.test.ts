import { basename } from "node:path";
import { verify, type TargetReport } from "../../src/verify";
import { EXAMPLES, exampleProject, stackOf, synthesizedFiles, type StackJson } from "../stacks/example-projects";

const judge = (json: StackJson): TargetReport => verify({ target: "example", json });

interface Statement {
  Sid: string;
  Effect: string;
  Principal?: unknown;
  Action: unknown;
  Resource?: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

/** A way of breaking any of our stacks: every place in which it can be done, each by itself. */
interface Drill {
  readonly name: string;
  readonly channel: string;
  readonly breaks: (stack: StackJson) => readonly ((stack: StackJson) => void)[];
}

const names = (stack: StackJson, type: string): string[] => Object.keys(stack.resource[type] ?? {});

/** Removes each resource of a type in turn. */
const removing =
  (type: string, which: (resource: Record<string, unknown>) => boolean = () => true): Drill["breaks"] =>
  (stack) =>
    names(stack, type)
      .filter((name) => which(stack.resource[type]?.[name] ?? {}))
      .map((name) => (copy) => void delete copy.resource[type]?.[name]);

/** Changes each resource of a type in turn. */
const changing =
  (
    type: string,
    change: (resource: Record<string, unknown>) => void,
    which: (resource: Record<string, unknown>) => boolean = () => true,
  ): Drill["breaks"] =>
  (stack) =>
    names(stack, type)
      .filter((name) => which(stack.resource[type]?.[name] ?? {}))
      .map((name) => (copy) => {
        const resource = copy.resource[type]?.[name];
        if (resource) change(resource);
      });

/** Changes each statement of each policy of a type in turn. */
const changingStatements =
  (
    type: string,
    attribute: string,
    which: (statement: Statement) => boolean,
    change: (statement: Statement, all: Statement[]) => void,
  ): Drill["breaks"] =>
  (stack) =>
    names(stack, type).flatMap((name) => {
      const { Statement: statements } = JSON.parse(String(stack.resource[type]?.[name]?.[attribute])) as {
        Statement: Statement[];
      };
      return statements.flatMap((statement, index) =>
        which(statement)
          ? [
              (copy: StackJson): void => {
                const resource = copy.resource[type]?.[name];
                if (resource === undefined) return;
                const policy = JSON.parse(String(resource[attribute])) as { Statement: Statement[] };
                const one = policy.Statement[index];
                if (one) change(one, policy.Statement);
                resource[attribute] = JSON.stringify(policy);
              },
            ]
          : [],
      );
    });

const adding =
  (type: string, to: string, attributes: (reference: string) => Record<string, unknown>): Drill["breaks"] =>
  (stack) =>
    names(stack, to).map((name) => (copy) => {
      (copy.resource[type] ??= {})["added"] = attributes(`\${${to}.${name}.id}`);
    });

const isAllow = ({ Effect }: Statement): boolean => Effect === "Allow";

const DRILLS: readonly Drill[] = [
  {
    name: "an internet gateway in each VPC",
    channel: "net.internet-gateway",
    breaks: adding("aws_internet_gateway", "aws_vpc", (id) => ({ vpc_id: id })),
  },
  {
    name: "a default route in each table",
    channel: "net.internet-gateway",
    breaks: changing(
      "aws_route_table",
      (table) => (table["route"] = [{ cidr_block: "0.0.0.0/0", gateway_id: "igw-1" }]),
    ),
  },
  {
    name: "a NAT gateway in each subnet",
    channel: "net.nat-gateway",
    breaks: adding("aws_nat_gateway", "aws_subnet", (id) => ({ subnet_id: id })),
  },
  {
    name: "IPv6 for each VPC",
    channel: "net.ipv6",
    breaks: changing("aws_vpc", (vpc) => (vpc["assign_generated_ipv6_cidr_block"] = true)),
  },
  {
    name: "a public address for each machine",
    channel: "net.public-address",
    breaks: changing("aws_instance", (one) => (one["associate_public_ip_address"] = true)),
  },
  {
    name: "public addresses in each subnet",
    channel: "net.public-address",
    breaks: changing("aws_subnet", (one) => (one["map_public_ip_on_launch"] = true)),
  },
  {
    name: "a foreign end of each peering",
    channel: "net.peering",
    breaks: changing("aws_vpc_peering_connection", (one) => (one["peer_vpc_id"] = "vpc-1")),
  },
  {
    name: "a machine beside each gateway",
    channel: "net.peering",
    breaks: (stack) =>
      adding("aws_instance", "aws_subnet", (id) => ({ subnet_id: id, associate_public_ip_address: false }))(
        stack,
      ).filter((_, index) => names(stack, "aws_subnet")[index]?.includes("gateway")),
  },
  {
    name: "plain traffic from each gateway to its peer",
    channel: "net.peering",
    breaks: changing(
      "aws_security_group",
      (group) =>
        (group["egress"] = [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/1", "128.0.0.0/1"] }]),
      (group) => String(group["name"]).endsWith("-gateway"),
    ),
  },
  {
    name: "a transit gateway for each VPC",
    channel: "net.other-gateways",
    breaks: adding("aws_ec2_transit_gateway_vpc_attachment", "aws_vpc", (id) => ({ vpc_id: id })),
  },
  {
    name: "no DNS Firewall on each VPC",
    channel: "dns.resolver",
    breaks: removing("aws_route53_resolver_firewall_rule_group_association"),
  },
  {
    name: "no last rule",
    channel: "dns.resolver",
    breaks: removing("aws_route53_resolver_firewall_rule", (rule) => rule["action"] === "BLOCK"),
  },
  {
    name: "a wildcard among the allowed names",
    channel: "dns.resolver",
    breaks: changing(
      "aws_route53_resolver_firewall_domain_list",
      (list) => (list["domains"] as string[]).push("*.example.org"),
      (list) => !(list["domains"] as string[]).includes("*"),
    ),
  },
  {
    name: "a firewall that fails open",
    channel: "dns.resolver",
    breaks: changing("aws_route53_resolver_firewall_config", (one) => (one["firewall_fail_open"] = "ENABLED")),
  },
  {
    name: "an endpoint without a policy",
    channel: "endpoint.policy",
    breaks: changing("aws_vpc_endpoint", (one) => void delete one["policy"]),
  },
  {
    name: "each grant of each endpoint without its condition",
    channel: "endpoint.policy",
    breaks: changingStatements("aws_vpc_endpoint", "policy", isAllow, (statement) => void delete statement.Condition),
  },
  {
    name: "each grant of each endpoint with a foreign principal",
    channel: "endpoint.policy",
    breaks: changingStatements(
      "aws_vpc_endpoint",
      "policy",
      isAllow,
      (statement) => (statement.Condition = { StringEquals: { "aws:PrincipalAccount": "999999999999" } }),
    ),
  },
  {
    name: "split tunnels",
    channel: "people.client-vpn",
    breaks: changing("aws_ec2_client_vpn_endpoint", (one) => (one["split_tunnel"] = true)),
  },
  {
    name: "rules for everything",
    channel: "people.client-vpn",
    breaks: changing("aws_ec2_client_vpn_authorization_rule", (one) => (one["target_network_cidr"] = "0.0.0.0/0")),
  },
  {
    name: "serial consoles",
    channel: "people.serial-console",
    breaks: changing("aws_ec2_serial_console_access", (one) => (one["enabled"] = true)),
  },
  { name: "no bucket policy", channel: "store.bucket-lockdown", breaks: removing("aws_s3_bucket_policy") },
  {
    name: "no public access block",
    channel: "store.bucket-lockdown",
    breaks: removing("aws_s3_bucket_public_access_block"),
  },
  {
    name: "no ownership controls",
    channel: "store.bucket-lockdown",
    breaks: removing("aws_s3_bucket_ownership_controls"),
  },
  {
    name: "the denial of reading taken out",
    channel: "store.bucket-lockdown",
    breaks: changingStatements(
      "aws_s3_bucket_policy",
      "policy",
      ({ Sid }) => Sid === "ReadObjectsOnlyThroughTheEndpoint",
      (one, all) => void all.splice(all.indexOf(one), 1),
    ),
  },
  {
    name: "the denial of reading made to spare a role",
    channel: "store.bucket-lockdown",
    breaks: changingStatements(
      "aws_s3_bucket_policy",
      "policy",
      ({ Sid }) => Sid === "ReadObjectsOnlyThroughTheEndpoint",
      (one) =>
        (one.Condition = {
          ...one.Condition,
          ArnNotEquals: { "aws:PrincipalArn": "arn:aws:iam::111111111111:role/x" },
        }),
    ),
  },
  {
    name: "each grant of each bucket for everybody",
    channel: "store.bucket-policy",
    breaks: changingStatements("aws_s3_bucket_policy", "policy", isAllow, (one) => {
      one.Principal = "*";
      delete one.Condition;
    }),
  },
  {
    name: "each grant of each key for everybody",
    channel: "key.policy",
    breaks: changingStatements("aws_kms_key", "policy", isAllow, (one) => {
      one.Principal = "*";
      delete one.Condition;
    }),
  },
  {
    name: "each grant of each secret for everybody",
    channel: "secret.policy",
    breaks: changingStatements("aws_secretsmanager_secret_policy", "policy", isAllow, (one) => {
      one.Principal = "*";
      delete one.Condition;
    }),
  },
  {
    name: "each role for a foreign account",
    channel: "identity.role-trust",
    breaks: changingStatements("aws_iam_role", "assume_role_policy", isAllow, (one) => {
      one.Principal = { AWS: "arn:aws:iam::999999999999:root" };
      delete one.Condition;
    }),
  },
  {
    name: "metadata without tokens",
    channel: "compute.instance-metadata",
    breaks: changing("aws_launch_template", (one) => void delete one["metadata_options"]),
  },
  {
    name: "flow logs to elsewhere",
    channel: "log.destinations",
    breaks: changing("aws_flow_log", (one) => (one["log_destination"] = "arn:aws:s3:::elsewhere/")),
  },
  {
    name: "trails to elsewhere",
    channel: "log.destinations",
    breaks: changing("aws_cloudtrail", (one) => (one["s3_bucket_name"] = "elsewhere")),
  },
  {
    name: "changes of each bucket policy ignored",
    channel: "supply.opaque-parts",
    breaks: changing("aws_s3_bucket_policy", (one) => (one["lifecycle"] = { ignore_changes: ["policy"] })),
  },
];

describe("the bootstrap of remote state", () => {
  it("is confined, with the one door that it is: the deploy role reads state from anywhere", () => {
    const files = synthesizedFiles([exampleProject(EXAMPLES[0] ?? "")]);
    const [, text = ""] = [...files].find(([file]) => /stacks.state-.*cdk\.tf\.json$/.test(file)) ?? [];
    const report = judge(JSON.parse(text) as StackJson);
    expect(report).toMatchObject({ verdict: "confined", summary: { open: 0, unproven: 0, doors: 1 } });
    expect(report.channels.flatMap(({ doors }) => doors.map(({ why }) => why))).toEqual([
      "this configuration has no box, and arn:aws:iam::111111111111:role/DataBoxDeploy alone reads this bucket, from anywhere",
    ]);
  });

  it("leaks where anybody else reads it", () => {
    const files = synthesizedFiles([exampleProject(EXAMPLES[0] ?? "")]);
    const [, text = ""] = [...files].find(([file]) => /stacks.state-.*cdk\.tf\.json$/.test(file)) ?? [];
    const verdict = (from: string, to: string): string =>
      judge(JSON.parse(text.replace(from, to)) as StackJson).verdict;
    expect(text).toContain("role/DataBoxDeploy");
    expect(verdict("ArnNotEquals", "ArnNotLike")).toBe("leaks");
    expect(verdict('\\"s3:GetObject*\\",', "")).toBe("leaks");
    expect(
      verdict('aws:PrincipalArn\\":\\"arn:aws:iam::111111111111', 'aws:PrincipalArn\\":\\"arn:aws:iam::999999999999'),
    ).toBe("leaks");
  });
});

describe.each(EXAMPLES.map((file) => [basename(file), stackOf(exampleProject(file))] as const))(
  "%s",
  (_name, stack) => {
    const text = JSON.stringify(stack);

    it("is confined", () => {
      const report = judge(stack);
      expect(report.channels.flatMap(({ findings }) => findings)).toEqual([]);
      expect(report.verdict).toBe("confined");
    });

    it.each(DRILLS)("is broken by $name, wherever it is done", ({ channel, breaks }) => {
      const all = breaks(stack);
      expect(all.length).toBeGreaterThan(0);
      // A large stack has hundreds of like places: a dozen of them, spread evenly.
      const step = Math.max(1, Math.floor(all.length / 12));
      const missed = all
        .filter((_, index) => index % step === 0)
        .filter((change) => {
          const copy = JSON.parse(text) as StackJson;
          change(copy);
          const found = judge(copy).channels.find(({ id }) => id === channel);
          return found === undefined || found.verdict === "closed";
        });
      expect(missed).toHaveLength(0);
    });
  },
);
