import {
  adding,
  addingTo,
  changing,
  hasSid,
  isAllow,
  isDeny,
  policies,
  setting,
  statements,
  type Attributes,
  type Edits,
  type Statement,
} from "./edits";

/** A change that leads nowhere: the stack has to stay confined. */
export interface Harmless {
  readonly name: string;
  readonly edits: Edits;
}

const POLICIES = [
  ["aws_s3_bucket_policy", "policy"],
  ["aws_kms_key", "policy"],
  ["aws_vpc_endpoint", "policy"],
  ["aws_iam_role_policy", "policy"],
  ["aws_iam_role", "assume_role_policy"],
] as const;

const list = (value: unknown): unknown[] => [value].flat();
const readsThrough = hasSid("ReadObjectsOnlyThroughTheEndpoint");

/** The same edit on every policy of the kinds above, one kind a change. */
const everyPolicy = (name: string, edit: (all: Statement[]) => void): Harmless[] =>
  POLICIES.map(([type, attribute]) => ({ name: `${name} (${type})`, edits: policies(type, attribute, edit) }));

export const HARMLESS: readonly Harmless[] = [
  ...everyPolicy("statements in another order", (all) => void all.reverse()),
  ...everyPolicy("a denial more", (all) => {
    const [{ Principal, Resource } = {} as Statement] = all;
    all.push({
      Sid: "More",
      Effect: "Deny",
      ...(Principal === undefined ? {} : { Principal: "*" }),
      Action: ["iam:CreateUser"],
      ...(Resource === undefined ? {} : { Resource: "*" }),
    });
  }),
  ...everyPolicy("actions in another case", (all) => {
    for (const one of all)
      if (one.Action !== undefined) one.Action = list(one.Action).map((action) => String(action).toUpperCase());
  }),
  ...everyPolicy("statements split by action", (all) => {
    const split = all.flatMap((one) =>
      list(one.Action ?? []).map((Action, index) => ({ ...one, Action, Sid: `${one.Sid ?? "S"}${index}` })),
    );
    all.splice(0, all.length, ...split);
  }),
  ...everyPolicy("statements without names", (all) => {
    for (const one of all) delete one.Sid;
  }),
  {
    name: "keys of conditions in another case",
    edits: statements("aws_s3_bucket_policy", "policy", readsThrough, (one) => {
      one.Condition = { StringNotEquals: { "AWS:sourcevpce": one.Condition?.["StringNotEquals"]?.["aws:SourceVpce"] } };
    }),
  },
  {
    name: "the whole of S3 denied from elsewhere",
    edits: statements("aws_s3_bucket_policy", "policy", readsThrough, (one) => {
      one.Action = [...list(one.Action), "s3:GetObjectTorrent", "s3:SelectObjectContent"];
    }),
  },
  {
    name: "a grant made narrower",
    edits: statements("aws_vpc_endpoint", "policy", isAllow, (one) => {
      one.Condition = { ...one.Condition, Bool: { "aws:SecureTransport": "true" } };
    }),
  },
  {
    name: "a grant fewer",
    edits: statements("aws_vpc_endpoint", "policy", isAllow, (one, all) => {
      one.Effect = "Deny";
      void all;
    }),
  },
  {
    name: "a denial without a condition",
    edits: statements("aws_kms_key", "policy", isDeny, (one) => {
      one.Principal = { AWS: "arn:aws:iam::111111111111:role/DataBoxDeploy" };
    }),
  },
  ...everyPolicy("actions by a list of one", (all) => {
    for (const one of all) if (typeof one.Action === "string") one.Action = [one.Action];
  }),
  ...everyPolicy("values of conditions as lists", (all) => {
    for (const { Condition = {} } of all)
      for (const keys of Object.values(Condition))
        for (const [key, value] of Object.entries(keys)) keys[key] = list(value);
  }),
  ...everyPolicy("operators in another case", (all) => {
    for (const one of all)
      if (one.Condition !== undefined)
        one.Condition = Object.fromEntries(
          Object.entries(one.Condition).map(([operator, keys]) => [operator.toLowerCase(), keys]),
        );
  }),
  {
    name: "everybody written as every AWS principal",
    edits: policies("aws_s3_bucket_policy", "policy", (all) => {
      for (const one of all) if (one.Principal === "*") one.Principal = { AWS: "*" };
    }),
  },
  {
    name: "an alarm that tells a topic of the project, and reboots",
    edits: adding("aws_cloudwatch_metric_alarm", {
      alarm_name: "x",
      comparison_operator: "GreaterThanThreshold",
      evaluation_periods: 1,
      metric_name: "StatusCheckFailed",
      namespace: "AWS/EC2",
      period: 60,
      statistic: "Maximum",
      threshold: 0,
      alarm_actions: ["arn:aws:sns:ap-northeast-2:111111111111:x", "arn:aws:automate:ap-northeast-2:ec2:reboot"],
    }),
  },
  {
    name: "a grant of a key that its policy denies to the deploy role",
    edits: addingTo(
      "aws_kms_key",
      "aws_kms_grant",
      (id) => ({
        provider: "aws.databox",
        key_id: id,
        grantee_principal: "arn:aws:iam::111111111111:role/DataBoxDeploy",
        operations: ["Encrypt"],
      }),
      (_, name) => name.includes("data"),
    ),
  },
  {
    name: "another private subnet",
    edits: addingTo("aws_vpc", "aws_subnet", (id, _, { cidr_block }) => ({
      vpc_id: id,
      cidr_block: String(cidr_block).replace(/\.\d+\/\d+$/, ".240/28"),
    })),
  },
  {
    name: "another empty group",
    edits: addingTo("aws_vpc", "aws_security_group", (id) => ({ vpc_id: id, ingress: [], egress: [], name: "spare" })),
  },
  {
    name: "another empty table",
    edits: addingTo("aws_vpc", "aws_route_table", (id) => ({ vpc_id: id, route: [] })),
  },
  { name: "tags", edits: setting("aws_subnet", { tags: { team: "imaging", cost: "7" } }) },
  { name: "names of machines", edits: setting("aws_instance", { tags: { Name: "renamed" } }) },
  {
    name: "an alarm",
    edits: adding("aws_cloudwatch_metric_alarm", {
      alarm_name: "x",
      comparison_operator: "GreaterThanThreshold",
      evaluation_periods: 1,
    }),
  },
  { name: "a log group", edits: adding("aws_cloudwatch_log_group", { name: "/databox/x" }) },
  { name: "a longer retention of logs", edits: setting("aws_cloudwatch_log_group", { retention_in_days: 3653 }) },
  { name: "a faster rotation of keys", edits: setting("aws_kms_key", { rotation_period_in_days: 90 }) },
  { name: "termination protection off", edits: setting("aws_instance", { disable_api_termination: false }) },
  { name: "another type of machine", edits: setting("aws_instance", { instance_type: "m7i.large" }) },
  {
    name: "descriptions",
    edits: setting("aws_security_group", { description: "what $${it} lets pass" }),
  },
  {
    name: "a machine more, like one that is there",
    edits: (stack) =>
      Object.keys(stack.resource["aws_instance"] ?? {})
        .filter((name) => /compute|desktop/.test(name))
        .map((name) => (copy): void => {
          const machines = copy.resource["aws_instance"] ?? {};
          machines["more"] = structuredClone(machines[name] ?? {});
        }),
  },
  {
    name: "a group that lets its own members talk",
    edits: addingTo(
      "aws_security_group",
      "aws_vpc_security_group_ingress_rule",
      (id) => ({
        security_group_id: id,
        referenced_security_group_id: id,
        ip_protocol: "tcp",
        from_port: 8080,
        to_port: 8080,
      }),
      (_, name) => name.includes("compute"),
    ),
  },
  {
    name: "a second range of a VPC",
    edits: addingTo("aws_vpc", "aws_vpc_ipv4_cidr_block_association", (id) => ({
      vpc_id: id,
      cidr_block: "100.65.0.0/24",
    })),
  },
  {
    name: "an internet gateway that there are none of",
    edits: addingTo("aws_vpc", "aws_internet_gateway", (id) => ({ vpc_id: id, count: 0 })),
  },
  {
    name: "names that are blocked first",
    edits: (stack) =>
      Object.keys(stack.resource["aws_route53_resolver_firewall_rule_group"] ?? {}).map((name) => (copy): void => {
        const { provider } = copy.resource["aws_route53_resolver_firewall_rule_group"]?.[name] ?? {};
        (copy.resource["aws_route53_resolver_firewall_domain_list"] ??= {})["bad"] = {
          provider,
          name: "bad",
          domains: ["*.example.org"],
        };
        (copy.resource["aws_route53_resolver_firewall_rule"] ??= {})["bad"] = {
          provider,
          name: "bad",
          action: "BLOCK",
          block_response: "NXDOMAIN",
          priority: 1,
          firewall_rule_group_id: `\${aws_route53_resolver_firewall_rule_group.${name}.id}`,
          firewall_domain_list_id: "${aws_route53_resolver_firewall_domain_list.bad.id}",
        };
      }),
  },
  {
    name: "records within a private zone",
    edits: addingTo("aws_route53_zone", "aws_route53_record", (_, name) => ({
      zone_id: `\${aws_route53_zone.${name}.zone_id}`,
      name: "x",
      type: "A",
      ttl: 60,
      records: ["10.0.0.9"],
    })),
  },
  {
    name: "everything denied by DCV but a display",
    edits: changing(
      "aws_instance",
      (one) => (one["user_data"] = String(one["user_data"]).replace(/%any% deny .*/, "%any% deny builtin")),
      ({ user_data: text }) => String(text).includes("/etc/dcv/"),
    ),
  },
  { name: "shorter sessions on the VPN", edits: setting("aws_ec2_client_vpn_endpoint", { session_timeout_hours: 8 }) },
  {
    name: "a stronger curve at both ends of each tunnel",
    edits: () => [
      (stack) => {
        for (const one of Object.values(stack.resource["aws_instance"] ?? {}))
          if (one["user_data"] !== undefined) one["user_data"] = String(one["user_data"]).replaceAll("dh20", "dh21");
      },
    ],
  },
  {
    name: "templates in their default version, which is the latest",
    edits: changing("aws_instance", (one) => {
      const { id } = one["launch_template"] as Attributes;
      one["launch_template"] = { id };
    }),
  },
  {
    name: "an alarm that recovers a machine",
    edits: adding("aws_cloudwatch_metric_alarm", {
      alarm_name: "x",
      comparison_operator: "GreaterThanThreshold",
      evaluation_periods: 1,
      alarm_actions: ["arn:aws:automate:ap-northeast-2:ec2:recover"],
    }),
  },
  {
    name: "an internal load balancer",
    edits: addingTo("aws_subnet", "aws_lb", (id) => ({
      internal: true,
      load_balancer_type: "network",
      ip_address_type: "ipv4",
      subnets: [id],
      security_groups: [],
    })),
  },
  {
    name: "options without a time server",
    edits: changing("aws_vpc_dhcp_options", (one) => void delete one["ntp_servers"]),
  },
  { name: "no DNS at all", edits: setting("aws_vpc", { enable_dns_support: false }) },
  {
    name: "an ACL that lets nothing pass",
    edits: setting("aws_network_acl", { ingress: [], egress: [] }),
  },
  {
    name: "a bucket's lifecycle",
    edits: setting("aws_s3_bucket_lifecycle_configuration", {
      rule: [{ id: "abort", status: "Enabled", abort_incomplete_multipart_upload: [{ days_after_initiation: 3 }] }],
    }),
  },
  {
    name: "resources in another order",
    edits: () => [
      (stack) => {
        stack.resource = Object.fromEntries(
          Object.entries(stack.resource)
            .reverse()
            .map(([type, named]) => [type, Object.fromEntries(Object.entries(named).reverse())]),
        );
      },
    ],
  },
  {
    name: "resources under other names",
    edits: () => [
      (stack) => {
        const renamed = JSON.parse(JSON.stringify(stack).replaceAll("research-box-", "company-")) as typeof stack;
        Object.assign(stack, renamed);
      },
    ],
  },
  {
    name: "no metadata of the synthesizer",
    edits: () => [
      (stack) => {
        delete stack["//"];
        for (const named of Object.values(stack.resource)) for (const one of Object.values(named)) delete one["//"];
      },
    ],
  },
  {
    name: "single blocks as lists",
    edits: changing("aws_launch_template", (one) => (one["metadata_options"] = [one["metadata_options"]].flat())),
  },
  {
    name: "truth values as texts",
    edits: changing("aws_s3_bucket_public_access_block", (one) => {
      for (const name of Object.keys(one)) if (one[name] === true) one[name] = "true";
    }),
  },
];
