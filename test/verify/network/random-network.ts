import fc from "fast-check";

/** A range of a rule: a CIDR block, or the members of a group. */
export type Far = { readonly cidr: string } | { readonly group: string };

export interface RandomRule {
  readonly protocol: "tcp" | "udp" | "esp" | "all";
  readonly ports: readonly [number, number];
  readonly far: Far;
  /** Whether it is a resource of its own. */
  readonly apart: boolean;
}

export interface RandomGroup {
  readonly name: string;
  readonly vpc: number;
  readonly ingress: readonly RandomRule[];
  readonly egress: readonly RandomRule[];
}

export interface RandomAclRule {
  readonly number: number;
  readonly allow: boolean;
  readonly protocol: RandomRule["protocol"];
  readonly ports: readonly [number, number];
  readonly cidr: string;
}

export interface RandomSubnet {
  readonly name: string;
  readonly vpc: number;
  readonly cidr: string;
  readonly acl: { readonly ingress: readonly RandomAclRule[]; readonly egress: readonly RandomAclRule[] } | undefined;
  /** Routes of a table of its own; without one it uses the main table. */
  readonly routes: readonly RandomRoute[] | undefined;
}

export type RandomTarget =
  { readonly peering: number } | { readonly internet: true } | { readonly nat: true } | { readonly machine: string };

export interface RandomRoute {
  readonly cidr: string;
  readonly target: RandomTarget;
}

export interface RandomInterface {
  readonly name: string;
  readonly subnet: string;
  readonly address: string;
  readonly groups: readonly string[];
  /** A machine that forwards whatever it likes stands behind it. */
  readonly forwards: boolean;
}

export interface RandomNetwork {
  readonly vpcs: number;
  /** Pairs of VPCs. */
  readonly peerings: readonly (readonly [number, number])[];
  readonly mains: readonly (readonly RandomRoute[])[];
  readonly groups: readonly RandomGroup[];
  readonly subnets: readonly RandomSubnet[];
  readonly interfaces: readonly RandomInterface[];
}

const SUBNETS_EACH = 2;
const GROUPS_EACH = 2;
const INTERFACES_EACH = 2;
export const vpcCidr = (vpc: number): string => `10.${vpc}.0.0/24`;
const subnetCidr = (vpc: number, at: number): string => `10.${vpc}.0.${at * 64}/26`;
const hostAddress = (vpc: number, subnet: number, at: number): string => `10.${vpc}.0.${subnet * 64 + 10 + at}`;

const ports = fc.constantFrom<readonly [number, number]>([22, 22], [443, 443], [0, 65_535], [400, 500]);
const protocol = fc.constantFrom<RandomRule["protocol"]>("tcp", "udp", "esp", "all");

const cidrs = (vpcs: number): fc.Arbitrary<string> => {
  const each = Array.from({ length: vpcs }, (_, vpc) => vpc);
  return fc.constantFrom(
    "0.0.0.0/0",
    "10.0.0.0/8",
    "192.0.2.0/24",
    ...each.map(vpcCidr),
    ...each.flatMap((vpc) => [subnetCidr(vpc, 0), subnetCidr(vpc, 1), `${hostAddress(vpc, 0, 0)}/32`]),
  );
};

/** Networks of two or three VPCs, small enough to follow each packet by hand. */
export const randomNetwork: fc.Arbitrary<RandomNetwork> = fc.integer({ min: 2, max: 3 }).chain((vpcs) => {
  const each = Array.from({ length: vpcs }, (_, vpc) => vpc);
  const groupNames = each.flatMap((vpc) => Array.from({ length: GROUPS_EACH }, (_, at) => `g${vpc}${at}`));
  const pairs = each.flatMap((one) => each.filter((other) => other > one).map((other) => [one, other] as const));
  const machines = each.flatMap((vpc) => Array.from({ length: SUBNETS_EACH }, (_, subnet) => `i${vpc}${subnet}0`));
  const far: fc.Arbitrary<Far> = fc.oneof(
    { weight: 3, arbitrary: cidrs(vpcs).map((cidr) => ({ cidr })) },
    { weight: 1, arbitrary: fc.constantFrom(...groupNames).map((group) => ({ group })) },
  );
  const rules = fc.array(fc.record({ protocol, ports, far, apart: fc.boolean() }), { minLength: 0, maxLength: 3 });
  const drawnRules = fc
    .uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 4 })
    .chain((numbers) =>
      fc.tuple(
        ...numbers.map((number) =>
          fc.record({ number: fc.constant(number), allow: fc.boolean(), protocol, ports, cidr: cidrs(vpcs) }),
        ),
      ),
    );
  // A last rule that allows everything lets denials before it matter.
  const everything = { number: 10, allow: true, protocol: "all", ports: [0, 65_535], cidr: "0.0.0.0/0" } as const;
  const aclRules: fc.Arbitrary<RandomAclRule[]> = fc
    .tuple(drawnRules, fc.boolean())
    .map(([rules, open]) => (open ? [...rules, everything] : rules));
  const routes = (vpc: number): fc.Arbitrary<RandomRoute[]> => {
    const open = pairs.flatMap((pair, at) => (pair.includes(vpc) ? [{ peering: at }] : []));
    const targets: RandomTarget[] = [
      ...open,
      { internet: true },
      { nat: true },
      ...machines.filter((name) => name.startsWith(`i${vpc}`)).map((machine) => ({ machine })),
    ];
    return fc.uniqueArray(
      fc.record({ cidr: cidrs(vpcs).filter((cidr) => cidr !== vpcCidr(vpc)), target: fc.constantFrom(...targets) }),
      { maxLength: 3, selector: ({ cidr }) => cidr },
    );
  };
  return fc.record({
    vpcs: fc.constant(vpcs),
    peerings: fc.constant(pairs),
    mains: fc.tuple(...each.map(routes)),
    groups: fc.tuple(
      ...groupNames.map((name) =>
        fc.record({ name: fc.constant(name), vpc: fc.constant(Number(name[1])), ingress: rules, egress: rules }),
      ),
    ),
    subnets: fc.tuple(
      ...each.flatMap((vpc) =>
        Array.from({ length: SUBNETS_EACH }, (_, at) =>
          fc.record({
            name: fc.constant(`s${vpc}${at}`),
            vpc: fc.constant(vpc),
            cidr: fc.constant(subnetCidr(vpc, at)),
            acl: fc.option(fc.record({ ingress: aclRules, egress: aclRules }), { nil: undefined, freq: 2 }),
            routes: fc.option(routes(vpc), { nil: undefined, freq: 4 }),
          }),
        ),
      ),
    ),
    interfaces: fc.tuple(
      ...each.flatMap((vpc) =>
        Array.from({ length: SUBNETS_EACH }, (_, subnet) =>
          Array.from({ length: INTERFACES_EACH }, (__, at) =>
            fc.record({
              name: fc.constant(`i${vpc}${subnet}${at}`),
              subnet: fc.constant(`s${vpc}${subnet}`),
              address: fc.constant(hostAddress(vpc, subnet, at)),
              groups: fc.uniqueArray(fc.constantFrom(...groupNames.filter((name) => name.startsWith(`g${vpc}`))), {
                minLength: 1,
              }),
              forwards: fc.integer({ max: 7, min: 0 }).map((value) => value === 0),
            }),
          ),
        ).flat(),
      ),
    ),
  });
});

type Attributes = Record<string, unknown>;

/**
 * The network in Terraform's JSON syntax.
 *
 * @param fixed whether the addresses of interfaces are written out, or left to AWS
 */
export function terraformOf(network: RandomNetwork, fixed = true): Attributes {
  const resource: Record<string, Record<string, Attributes>> = {};
  const add = (type: string, name: string, attributes: Attributes): void => {
    (resource[type] ??= {})[name] = attributes;
  };
  const id = (type: string, name: string): string => `\${${type}.${name}.id}`;
  const route = ({ cidr, target }: RandomRoute, vpc: number): Attributes => ({
    cidr_block: cidr,
    ...("peering" in target
      ? { vpc_peering_connection_id: id("aws_vpc_peering_connection", `p${target.peering}`) }
      : "internet" in target
        ? { gateway_id: id("aws_internet_gateway", `w${vpc}`) }
        : "nat" in target
          ? { nat_gateway_id: `nat-${vpc}` }
          : { network_interface_id: id("aws_network_interface", target.machine) }),
  });
  for (let vpc = 0; vpc < network.vpcs; vpc += 1) {
    add("aws_vpc", `v${vpc}`, { cidr_block: vpcCidr(vpc) });
    add("aws_internet_gateway", `w${vpc}`, { vpc_id: id("aws_vpc", `v${vpc}`) });
    add("aws_default_route_table", `m${vpc}`, {
      default_route_table_id: `\${aws_vpc.v${vpc}.default_route_table_id}`,
      route: (network.mains[vpc] ?? []).map((one) => route(one, vpc)),
    });
  }
  network.peerings.forEach(([one, other], at) => {
    add("aws_vpc_peering_connection", `p${at}`, {
      vpc_id: id("aws_vpc", `v${one}`),
      peer_vpc_id: id("aws_vpc", `v${other}`),
    });
  });
  for (const subnet of network.subnets) {
    add("aws_subnet", subnet.name, { vpc_id: id("aws_vpc", `v${subnet.vpc}`), cidr_block: subnet.cidr });
    if (subnet.routes !== undefined) {
      add("aws_route_table", subnet.name, {
        vpc_id: id("aws_vpc", `v${subnet.vpc}`),
        route: subnet.routes.map((one) => route(one, subnet.vpc)),
      });
      add("aws_route_table_association", subnet.name, {
        subnet_id: id("aws_subnet", subnet.name),
        route_table_id: id("aws_route_table", subnet.name),
      });
    }
    if (subnet.acl === undefined) continue;
    const aclRule = (rule: RandomAclRule): Attributes => ({
      rule_no: rule.number,
      action: rule.allow ? "allow" : "deny",
      cidr_block: rule.cidr,
      ...portsOf(rule),
    });
    add("aws_network_acl", subnet.name, {
      vpc_id: id("aws_vpc", `v${subnet.vpc}`),
      subnet_ids: [id("aws_subnet", subnet.name)],
      ingress: subnet.acl.ingress.map(aclRule),
      egress: subnet.acl.egress.map(aclRule),
    });
  }
  for (const group of network.groups) {
    const inline = (rules: readonly RandomRule[]): Attributes[] =>
      rules.filter(({ apart }) => !apart).map((rule) => ({ ...portsOf(rule), ...farOf(rule.far) }));
    add("aws_security_group", group.name, {
      vpc_id: id("aws_vpc", `v${group.vpc}`),
      ingress: inline(group.ingress),
      egress: inline(group.egress),
    });
    for (const direction of ["ingress", "egress"] as const)
      group[direction].forEach((rule, at) => {
        if (!rule.apart) return;
        const { protocol: ip_protocol, ...ends } = portsOf(rule);
        add(`aws_vpc_security_group_${direction}_rule`, `${group.name}${at}`, {
          security_group_id: id("aws_security_group", group.name),
          ip_protocol,
          ...(rule.protocol === "all" ? {} : ends),
          ...("cidr" in rule.far
            ? { cidr_ipv4: rule.far.cidr }
            : { referenced_security_group_id: id("aws_security_group", rule.far.group) }),
        });
      });
  }
  for (const one of network.interfaces) {
    add("aws_network_interface", one.name, {
      subnet_id: id("aws_subnet", one.subnet),
      ...(fixed ? { private_ips: [one.address] } : {}),
      security_groups: one.groups.map((group) => id("aws_security_group", group)),
      ...(one.forwards ? { source_dest_check: false } : {}),
    });
    add("aws_instance", one.name, {
      primary_network_interface: [{ network_interface_id: id("aws_network_interface", one.name) }],
    });
  }
  return { resource };
}

function portsOf({ protocol: name, ports: [from, last] }: Pick<RandomRule, "protocol" | "ports">): Attributes {
  if (name === "all") return { protocol: "-1", from_port: 0, to_port: 0 };
  if (name === "esp") return { protocol: "50", from_port: 0, to_port: 0 };
  return { protocol: name, from_port: from, to_port: last };
}

function farOf(far: Far): Attributes {
  return "cidr" in far ? { cidr_blocks: [far.cidr] } : { security_groups: [`\${aws_security_group.${far.group}.id}`] };
}
