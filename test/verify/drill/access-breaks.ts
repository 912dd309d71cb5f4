import { type StackJson } from "../../stacks/example-projects";
import { adding, changing, FOREIGN, setting, together, type Attributes, type Edits } from "./edits";
import { type Break } from "./network-breaks";

const isDesktop = ({ user_data: text }: Attributes): boolean => String(text).includes("/etc/dcv/");
const isGateway = ({ user_data: text }: Attributes): boolean => String(text).includes("ipsec");
const rewriting = (which: (machine: Attributes) => boolean, from: RegExp, to: string): Edits =>
  changing(
    "aws_instance",
    (machine) => {
      const text = String(machine["user_data"]);
      const after = text.replace(from, () => to);
      if (after === text) throw new Error(`nothing of ${String(from)} in the user data`);
      machine["user_data"] = after;
    },
    which,
  );

/** The VPN's own group, rules of authorization and ACLs that let a laptop reach a whole VPC, by all protocols. */
const looseVpn: Edits = (stack: StackJson) =>
  Object.keys(stack.resource["aws_ec2_client_vpn_endpoint"] ?? {}).map((name) => (copy: StackJson): void => {
    delete copy.resource["aws_network_acl"];
    delete copy.resource["aws_default_network_acl"];
    const endpoint = copy.resource["aws_ec2_client_vpn_endpoint"]?.[name] ?? {};
    const { provider, security_group_ids: groups, vpc_id: vpc } = endpoint;
    const subnets = Object.entries(copy.resource["aws_subnet"] ?? {}).filter(([, subnet]) => subnet["vpc_id"] === vpc);
    const rules = (copy.resource["aws_ec2_client_vpn_authorization_rule"] ??= {});
    const egress = (copy.resource["aws_vpc_security_group_egress_rule"] ??= {});
    const ingress = (copy.resource["aws_vpc_security_group_ingress_rule"] ??= {});
    const [own = ""] = groups as string[];
    for (const [subnet, { cidr_block: range }] of subnets) {
      rules[`loose-${subnet}`] = {
        provider,
        client_vpn_endpoint_id: `\${aws_ec2_client_vpn_endpoint.${name}.id}`,
        target_network_cidr: range,
        access_group_id: "people",
      };
      egress[`loose-${subnet}`] = { provider, security_group_id: own, cidr_ipv4: range, ip_protocol: "-1" };
    }
    const groupsOfVpc = Object.entries(copy.resource["aws_security_group"] ?? {}).filter(
      ([, group]) => group["vpc_id"] === vpc,
    );
    for (const [group] of groupsOfVpc)
      ingress[`loose-${group}`] = {
        provider,
        security_group_id: `\${aws_security_group.${group}.id}`,
        referenced_security_group_id: own,
        ip_protocol: "tcp",
        from_port: 22,
        to_port: 22,
      };
  });

const display = (name: string, from: RegExp, to: string): Break => ({
  name: `a desktop ${name}`,
  channel: "people.displays",
  edits: rewriting(isDesktop, from, to),
});
const gateway = (name: string, from: RegExp, to: string): Break => ({
  name: `a gateway ${name}`,
  channel: "net.tunnel-configuration",
  edits: rewriting(isGateway, from, to),
});
const clientVpn = (name: string, attributes: Attributes): Break => ({
  name,
  channel: "people.client-vpn",
  edits: setting("aws_ec2_client_vpn_endpoint", attributes),
});

/** Ways by which people get in, and what the machines that they meet are told to do. */
export const ACCESS_BREAKS: readonly Break[] = [
  { name: "a VPN that reaches machines by SSH", channel: "people.displays", edits: looseVpn },
  display("that hands out its clipboard", / clipboard-copy/, ""),
  display("that may hand out its files later", /%any% deny/, "%any% disallow"),
  display("that holds back nothing but from its owner", /%any% deny/, "%owner% deny"),
  display("that allows everything", /%any% deny[^\n]*\n%owner% allow/, "%owner% allow builtin"),
  display("that takes anybody in", /authentication="system"/, 'authentication="none"'),
  display("with a second file of permissions", /$/, "dcv create-session --permissions-file /tmp/x x\n"),
  display("that is served at another port", /web-port=8443/, "web-port=443"),
  {
    name: "a desktop without user data",
    channel: "people.displays",
    edits: changing("aws_instance", (one) => void delete one["user_data"], isDesktop),
  },
  gateway(
    "whose key is somebody's",
    /--secret-id '[^']*'/,
    `--secret-id 'arn:aws:secretsmanager:ap-northeast-2:${FOREIGN}:secret:x'`,
  ),
  gateway("that asks another server for its key", /get-secret-value /, "get-secret-value --endpoint-url http://x "),
  gateway("that starts again without its rules", /systemctl enable --now nftables\n/, ""),
  gateway("that loads other rules after its own", /$/, "cat > /etc/x.json <<'EOF'\n{}\nEOF\nnft -f /etc/x.json\n"),
  gateway("with another IPsec service", /$/, "cat > /etc/systemd/system/ipsec.service <<'EOF'\n[Service]\nEOF\n"),
  gateway("that writes its key to a log", /"\/var\/log\/pluto\.log"/, '"/etc/ipsec.d/databox.secrets"'),
  gateway("whose logs go to somebody's server", /\{"logs":\{/, '{"logs":{"endpoint_override":"logs.example.org",'),
  {
    name: "a gateway that keeps what it was told at first",
    channel: "net.tunnel-configuration",
    edits: changing("aws_instance", (one) => void delete one["user_data_replace_on_change"], isGateway),
  },
  clientVpn("routes that a laptop may take back", { client_route_enforcement_options: null }),
  clientVpn("name servers of somebody's for laptops", { dns_servers: ["203.0.113.7"] }),
  clientVpn("the portal, in another case", { self_service_portal: "Enabled" }),
  {
    name: "a rule that names no group",
    channel: "people.client-vpn",
    edits: changing("aws_ec2_client_vpn_authorization_rule", (rule) => void delete rule["access_group_id"]),
  },
  {
    name: "another account's identity provider",
    channel: "supply.foreign-accounts",
    edits: changing("aws_ec2_client_vpn_endpoint", ({ authentication_options: options }) => {
      for (const option of options as Attributes[])
        if (option["saml_provider_arn"] !== undefined)
          option["saml_provider_arn"] = `arn:aws:iam::${FOREIGN}:saml-provider/x`;
    }),
  },
  {
    name: "a key pair of somebody's",
    channel: "people.instance-connect",
    edits: setting("aws_instance", { key_name: "x" }),
  },
  {
    name: "a template with a key pair of somebody's",
    channel: "people.instance-connect",
    edits: setting("aws_launch_template", { key_name: "x" }),
  },
  {
    name: "sessions that are recorded elsewhere",
    channel: "people.session-manager",
    edits: adding("aws_ssm_document", {
      name: "SSM-SessionManagerRunShell",
      document_type: "Session",
      content: JSON.stringify({ schemaVersion: "1.0", inputs: { s3BucketName: "elsewhere" } }),
    }),
  },
  {
    name: "an older version of a template",
    channel: "compute.instance-metadata",
    edits: changing("aws_instance", (one) => {
      one["launch_template"] = { ...(one["launch_template"] as Attributes), version: "1" };
    }),
  },
  {
    name: "notebooks of a person that are shared",
    channel: "compute.notebooks",
    edits: adding("aws_sagemaker_user_profile", {
      domain_id: "d-1",
      user_profile_name: "x",
      user_settings: [{ sharing_settings: [{ s3_output_path: "s3://elsewhere/x" }] }],
    }),
  },
  {
    name: "an alarm for another account",
    channel: "supply.foreign-accounts",
    edits: adding("aws_cloudwatch_metric_alarm", {
      alarm_name: "x",
      comparison_operator: "GreaterThanThreshold",
      evaluation_periods: 1,
      alarm_actions: [`arn:aws:sns:ap-northeast-2:${FOREIGN}:x`],
    }),
  },
  {
    name: "a provider of which nobody knows the account",
    channel: "supply.opaque-parts",
    edits: together(adding("aws_cloudwatch_log_group", { name: "x", provider: "aws.added" }), (stack) =>
      Object.keys(stack.resource["aws_vpc"] ?? {}).map(() => (copy: StackJson): void => {
        copy.provider.aws.push({ alias: "added", region: "ap-northeast-2" });
      }),
    ),
  },
  {
    name: "a resource of a provider that nobody configures",
    channel: "supply.opaque-parts",
    edits: setting("aws_flow_log", { provider: "aws.nobody" }),
  },
  {
    name: "an account of somebody's that a provider names and nothing is made in",
    channel: "log.flow-logs",
    edits: together(
      setting("aws_flow_log", { log_destination: `arn:aws:firehose:ap-northeast-2:${FOREIGN}:deliverystream/x` }),
      (stack) =>
        Object.keys(stack.resource["aws_flow_log"] ?? {}).map(() => (copy: StackJson): void => {
          copy.provider.aws.push({ alias: "added", region: "ap-northeast-2", allowed_account_ids: [FOREIGN] });
        }),
    ),
  },
  {
    name: "a proxy of somebody's before AWS",
    channel: "supply.opaque-parts",
    edits: (stack) =>
      stack.provider.aws.map((_, index) => (copy: StackJson): void => {
        Object.assign(copy.provider.aws[index] ?? {}, { http_proxy: "http://proxy.example.org:3128" });
      }),
  },
  {
    name: "a check that asks a site",
    channel: "supply.opaque-parts",
    edits: () => [
      (copy: StackJson): void => {
        copy["check"] = { x: { data: { http: { y: { url: "https://example.org" } } } } };
      },
    ],
  },
];
