import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { doorsOf } from "../../../src/cli/doors";
import { loadProject, type Project } from "../../../src/project";
import { applyExceptions, verify, type Exception, type TargetReport } from "../../../src/verify";
import { stackOf, type StackJson } from "../../stacks/example-projects";
import { addingTo, changing, type Attributes, type Edits, policies, setting, together } from "./edits";
import { type Break } from "./network-breaks";

const PROJECT = (link: string): string => `apiVersion: databox/v1
project: linked
region: eu-west-1
dataBox:
  hospital: charite
  account: "111111111111"
  loaders: [arn:aws:iam::111111111111:role/Loader]
  hospitalLink: ${link}
researchBoxes:
  - { tenant: lab, account: "222222222222" }
`;
const STATIC = "{ firewall: 203.0.113.10, prefixes: [192.168.40.0/24, 192.168.44.0/24] }";
const BGP = "{ firewall: 203.0.113.10, routing: bgp, asn: 65010, prefixes: [192.168.40.0/24, 192.168.44.0/24] }";

interface Linked {
  readonly project: Project;
  readonly stack: StackJson;
  readonly doors: readonly Exception[];
}

function linked(link: string): Linked {
  const folder = mkdtempSync(join(tmpdir(), "databox-link-"));
  try {
    const file = join(folder, "linked.yaml");
    writeFileSync(file, PROJECT(link));
    const loaded = loadProject(file);
    if (!loaded.ok) throw new Error(loaded.problems.map(({ message }) => message).join("\n"));
    return { project: loaded.project, stack: stackOf(loaded.project), doors: doorsOf(loaded, "linked.yaml") };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const isLink = (_: Attributes, name: string): boolean => name.includes("link");
const connection = (attributes: Attributes): Edits => setting("aws_vpn_connection", attributes);
const linkTable = (change: (routes: Attributes[], gateway: unknown) => void): Edits =>
  changing(
    "aws_route_table",
    (table) => {
      const routes = table["route"] as Attributes[];
      change(routes, routes[0]?.["gateway_id"]);
    },
    isLink,
  );
const readsThroughTheLink = policies(
  "aws_vpc_endpoint",
  "policy",
  (all) => {
    for (const one of all) one.Action = ["s3:PutObject", "s3:GetObject"];
  },
  isLink,
);
/** The stores' policies take the link's endpoint for one to read through. */
const storesReadThroughTheLink: Edits = changing(
  "aws_s3_bucket_policy",
  (resource) => {
    const policy = JSON.parse(String(resource["policy"])) as {
      Statement: { Condition?: Record<string, Record<string, unknown>> }[];
    };
    const through = policy.Statement.flatMap(
      ({ Condition }) => Condition?.["StringNotEquals"]?.["aws:SourceVpce"] ?? [],
    );
    for (const { Condition } of policy.Statement)
      if (Condition?.["StringNotEquals"]?.["aws:SourceVpce"] !== undefined)
        Condition["StringNotEquals"]["aws:SourceVpce"] = [...new Set(through.flat())];
    resource["policy"] = JSON.stringify(policy);
  },
  (_, name) => name.includes("store"),
);
const everyPort = changing(
  "aws_vpc_security_group_ingress_rule",
  (rule) => Object.assign(rule, { from_port: 0, to_port: 65_535 }),
  isLink,
);
const everyAcl = changing(
  "aws_network_acl",
  (acl) => {
    const all = { rule_no: 100, action: "allow", protocol: "-1", from_port: 0, to_port: 0, cidr_block: "0.0.0.0/0" };
    Object.assign(acl, { ingress: [all], egress: [all] });
  },
  isLink,
);
const FAR = "198.51.100.9";

const BREAKS: readonly Break[] = [
  {
    name: "another firewall",
    channel: "net.site-to-site",
    edits: setting("aws_customer_gateway", { ip_address: FAR }),
  },
  {
    name: "a route to more than the hospital's networks",
    channel: "net.site-to-site",
    edits: linkTable((routes, gateway_id) => routes.push({ ...routes[0], cidr_block: "10.0.0.0/8", gateway_id })),
  },
  {
    name: "routes that the firewall chooses",
    channel: "net.site-to-site",
    edits: changing("aws_route_table", (table) => {
      table["propagating_vgws"] = ["vgw-0123456789abcdef0"];
    }),
  },
  {
    name: "routes that the firewall chooses, by a resource of its own",
    channel: "net.site-to-site",
    edits: addingTo("aws_vpn_gateway", "aws_vpn_gateway_route_propagation", (id) => ({
      vpn_gateway_id: id,
      route_table_id: "rtb-0123456789abcdef0",
    })),
  },
  {
    name: "a second connection, to somebody's firewall",
    channel: "net.site-to-site",
    edits: together(
      addingTo("aws_vpn_gateway", "aws_customer_gateway", () => ({
        type: "ipsec.1",
        ip_address: FAR,
        bgp_asn: "65000",
      })),
      addingTo("aws_vpn_connection", "aws_vpn_connection", (_, __, own) => ({
        ...own,
        customer_gateway_id: "${aws_customer_gateway.added.id}",
      })),
    ),
  },
  {
    name: "IKEv1 on one tunnel",
    channel: "net.site-to-site-proposals",
    edits: connection({ tunnel2_ike_versions: ["ikev1", "ikev2"] }),
  },
  {
    name: "groups that are left to AWS",
    channel: "net.site-to-site-proposals",
    edits: connection({ tunnel1_phase1_dh_group_numbers: undefined }),
  },
  {
    name: "a group of 1024 bits",
    channel: "net.site-to-site-proposals",
    edits: connection({ tunnel2_phase2_dh_group_numbers: [20, 2] }),
  },
  {
    name: "SHA-1",
    channel: "net.site-to-site-proposals",
    edits: connection({ tunnel1_phase2_integrity_algorithms: ["SHA1"] }),
  },
  {
    name: "an algorithm that cannot be told",
    channel: "net.site-to-site-proposals",
    edits: connection({ tunnel1_phase1_encryption_algorithms: "${var.algorithms}" }),
  },
  {
    name: "pre-shared keys that AWS gives to whoever asks",
    channel: "state.secrets",
    edits: connection({ preshared_key_storage: "Standard" }),
  },
  {
    name: "a pre-shared key in the configuration",
    channel: "state.secrets",
    edits: connection({ tunnel1_preshared_key: "seven.words.that.nobody.knows" }),
  },
  {
    name: "another network that is let in",
    channel: "net.security-groups",
    edits: setting("aws_vpc_security_group_ingress_rule", { cidr_ipv4: "10.99.0.0/16" }, isLink),
  },
  {
    name: "the hospital let in to the box's own endpoints",
    channel: "net.security-groups",
    edits: addingTo(
      "aws_security_group",
      "aws_vpc_security_group_ingress_rule",
      (id) => ({
        security_group_id: id,
        cidr_ipv4: "192.168.40.0/24",
        ip_protocol: "tcp",
        from_port: 443,
        to_port: 443,
      }),
      (_, name) => name.startsWith("data-box_endpoints"),
    ),
  },
  {
    name: "a machine beside the link's endpoint",
    channel: "net.site-to-site-flows",
    edits: addingTo(
      "aws_subnet",
      "aws_instance",
      (id) => ({
        subnet_id: id,
        ami: "ami-0123456789abcdef0",
        instance_type: "t3.micro",
        associate_public_ip_address: false,
        vpc_security_group_ids: ["sg-0123456789abcdef0"],
      }),
      isLink,
    ),
  },
  {
    name: "an endpoint of secrets in the link's tier",
    channel: "net.site-to-site-flows",
    edits: setting("aws_vpc_endpoint", { service_name: "com.amazonaws.eu-west-1.secretsmanager" }, isLink),
  },
  {
    name: "a table for what the gateway brings in",
    channel: "net.site-to-site-flows",
    edits: addingTo("aws_vpn_gateway", "aws_route_table_association", (id) => ({
      gateway_id: id,
      route_table_id: "rtb-0123456789abcdef0",
    })),
  },
  {
    name: "reads through the link, by its own policy and the stores'",
    channel: "net.site-to-site-flows",
    edits: both(readsThroughTheLink, storesReadThroughTheLink),
  },
  {
    name: "every port, by group and ACL",
    channel: "net.site-to-site-flows",
    edits: both(everyPort, everyAcl),
  },
  {
    name: "an endpoint for anybody's credentials",
    channel: "net.endpoints",
    edits: policies(
      "aws_vpc_endpoint",
      "policy",
      (all) => {
        for (const one of all) delete one.Condition;
      },
      isLink,
    ),
  },
];

/** What one layer lets pass, and another one still holds back. */
const HARMLESS: readonly { readonly name: string; readonly edits: Edits }[] = [
  { name: "other tags", edits: connection({ tags: { Name: "link" } }) },
  { name: "one algorithm of each kind", edits: connection({ tunnel1_phase1_dh_group_numbers: [20] }) },
  { name: "reads that the stores' policies deny", edits: readsThroughTheLink },
  { name: "stores to be read where the endpoint's policy reads nothing", edits: storesReadThroughTheLink },
  { name: "ports that the ACL does not let pass", edits: everyPort },
  {
    name: "one network less",
    edits: changing("aws_vpn_connection", (one) => void (one["local_ipv4_network_cidr"] = "192.168.40.0/24")),
  },
];

/** Every edit of both, at once. */
function both(...edits: readonly Edits[]): Edits {
  return (stack) => [
    (copy) => {
      for (const list of edits) for (const edit of list(stack)) edit(copy);
    },
  ];
}

describe.each([
  ["static routes", STATIC],
  ["BGP", BGP],
])("a hospital's link with %s", (_, link) => {
  const { stack, doors } = linked(link);
  const text = JSON.stringify(stack);
  const judge = (edits?: Edits): TargetReport[] =>
    (edits?.(stack) ?? [() => undefined]).map((edit) => {
      const copy = JSON.parse(text) as StackJson;
      edit(copy);
      return applyExceptions(verify({ target: "link", json: copy }), doors);
    });

  it("is confined with exactly the doors that the project file asks for", () => {
    const [report] = judge();
    expect(report?.channels.flatMap(({ findings }) => findings)).toEqual([]);
    expect(report?.verdict).toBe("confined");
    expect(report?.channels.flatMap(({ id, doors: open }) => open.map(() => id))).toEqual([
      "net.security-groups",
      "net.security-groups",
      "net.site-to-site",
    ]);
    expect(report?.acceptedRisks?.map(({ findings }) => findings)).toEqual([1, 1, 1]);
  });

  it("leaks without them: the verifier itself takes no link for granted", () => {
    const report = verify({ target: "link", json: stack });
    expect(report.verdict).toBe("leaks");
    expect(report.channels.filter(({ verdict }) => verdict !== "closed").map(({ id }) => id)).toEqual([
      "net.security-groups",
      "net.site-to-site",
    ]);
  });

  it.each(BREAKS)("is broken by $name: $channel", ({ channel, edits }) => {
    const reports = judge(edits);
    expect(reports.length).toBeGreaterThan(0);
    for (const report of reports) {
      const found = report.channels.find(({ id }) => id === channel);
      expect(report.verdict).not.toBe("confined");
      expect(["open", "unproven"]).toContain(found?.verdict);
      for (const { verdict, witness, mend } of found?.findings ?? [])
        expect(verdict === "unproven" || (witness !== null && mend !== null && witness.through.length > 0)).toBe(true);
    }
  });

  it.each(HARMLESS)("stays confined with $name", ({ edits }) => {
    const reports = judge(edits);
    expect(reports.length).toBeGreaterThan(0);
    for (const report of reports) expect(report.channels.flatMap(({ findings }) => findings)).toEqual([]);
  });
});
