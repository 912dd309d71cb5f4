import { type Model } from "../model/model";
import { Block, type Resource } from "../model/resource";
import { type Value } from "../model/value";
import { addressesIn, SUBNET_TYPES, vpcOf } from "./boxes";
import { names, textWithout } from "./mentions";
import { addressesOf, joinAddresses, NO_ADDRESS, type Addresses } from "./packets";
import { defaultGroupOf, type SecurityGroups } from "./security-groups";

/** Network interfaces that nothing tells apart: of one subnet, with the same groups, and alike in what they may do. */
export interface InterfaceClass {
  readonly key: string;
  readonly subnet: Resource;
  readonly vpc: Resource | undefined;
  /** Its groups; nothing where they cannot be told, and everything has to be taken for let through. */
  readonly groups: readonly string[] | undefined;
  /** Its addresses, or all of its subnet's where AWS chooses them. */
  readonly addresses: Addresses;
  /** Whether it may send what is not from its own addresses, and take what is not for them. */
  readonly forwards: boolean;
  /** Whether a service of AWS's stands behind it, which runs nobody's code. */
  readonly managed: boolean;
  readonly members: readonly Resource[];
}

/** Types that mention a subnet and put no interface into it that sends of its own. */
const WITHOUT_INTERFACE: ReadonlySet<string> = new Set([
  "aws_default_network_acl",
  "aws_flow_log",
  "aws_nat_gateway",
  "aws_network_acl",
  "aws_network_acl_association",
  "aws_ram_resource_association",
  "aws_route_table_association",
  "aws_vpc_endpoint_subnet_association",
]);

/** Types that gather subnets for others, which name them. */
const SUBNET_GROUP = /_subnet_group$/;
const NAMES_GROUP = /subnet_group_name$/;
/** Types behind whose interfaces stands a service of AWS's that forwards nothing. */
const MANAGED: ReadonlySet<string> = new Set(["aws_efs_mount_target"]);
/** Types that AWS gives the default group of the VPC where they name none. */
const DEFAULTS_TO_GROUP: ReadonlySet<string> = new Set([
  "aws_db_instance",
  "aws_ec2_client_vpn_network_association",
  "aws_efs_mount_target",
  "aws_instance",
  "aws_launch_template",
  "aws_network_interface",
  "aws_rds_cluster",
  "aws_rds_cluster_instance",
  "aws_vpc_endpoint",
]);
/** Types that others name, and whose groups are theirs then. */
const GIVES_GROUPS: ReadonlySet<string> = new Set([
  "aws_ec2_client_vpn_endpoint",
  "aws_launch_configuration",
  "aws_launch_template",
]);
const GROUP_ATTRIBUTE =
  /^((vpc_)?security_groups?(_ids?)?|emr_managed_(master|slave)_security_group|service_access_security_group)$/;

const FURTHER_GROUPS = ["additional_master_security_groups", "additional_slave_security_groups"];

/** The interface classes of a configuration, of every type that names a subnet. */
export function interfaceClasses(model: Model, groups: SecurityGroups): InterfaceClass[] {
  const classes = new Map<string, InterfaceClass>();
  for (const subnet of model.ofType(...SUBNET_TYPES)) {
    const vpc = vpcOf(model, subnet);
    for (const member of membersOf(model, subnet)) {
      const own = groupsOf(model, groups, member, vpc);
      const fixed = fixedAddresses(member);
      const forwards = forwardsPackets(member);
      const managed = isManaged(member);
      const key = [
        subnet.address,
        own?.join() ?? "?",
        forwards,
        managed,
        fixed === undefined ? "" : member.address,
      ].join(" ");
      const known = classes.get(key);
      classes.set(key, {
        key,
        subnet,
        vpc,
        groups: own,
        addresses: fixed ?? known?.addresses ?? addressesIn(model, subnet).addresses,
        forwards,
        managed,
        members: [...(known?.members ?? []), member],
      });
    }
  }
  return [...classes.values()];
}

function membersOf(model: Model, subnet: Resource): Resource[] {
  const members = new Set<Resource>();
  for (const one of model.referring(subnet))
    if (SUBNET_GROUP.test(one.type)) for (const user of usersOf(model, one)) members.add(user);
    else if (!WITHOUT_INTERFACE.has(one.type) && isPlacedIn(one, subnet)) members.add(one);
  return [...members];
}

/** What names a group of subnets: a name that is written out is no reference. */
function usersOf(model: Model, group: Resource): Resource[] {
  const byName = model.resources.filter((one) =>
    Object.keys(one.attributes).some(
      (name) => NAMES_GROUP.test(name) && model.named(one.value(name), group.type).includes(group),
    ),
  );
  return [...model.referring(group), ...byName];
}

/** Attributes of a subnet that others mention without being placed in it. */
const OF_ADDRESS = ["availability_zone", "availability_zone_id", "cidr_block", "ipv6_cidr_block", "vpc_id"];

/** Whether a resource that mentions a subnet may mention more of it than its range or its place. */
function isPlacedIn(resource: Resource, subnet: Resource): boolean {
  return names(textWithout(resource), subnet, ...OF_ADDRESS);
}

/**
 * The groups of a resource's interfaces: those that it names anywhere, or that what it is launched from does; the default
 * one of its VPC, where AWS takes that; nothing where it cannot be told.
 */
function groupsOf(
  model: Model,
  groups: SecurityGroups,
  member: Resource,
  vpc: Resource | undefined,
): readonly string[] | undefined {
  const attached = model
    .referring(member)
    .filter(
      ({ type }) =>
        type === "aws_network_interface_sg_attachment" || type === "aws_vpc_endpoint_security_group_association",
    )
    .flatMap((one) => one.list("security_group_id"));
  // A cluster of EKS makes a group of its own, which lets everything out.
  if (member.type.startsWith("aws_eks_")) return undefined;
  // Further groups of a cluster of EMR stand in one text.
  if (member.blocks("ec2_attributes").some((one) => FURTHER_GROUPS.some((name) => one.list(name).length > 0)))
    return undefined;
  const named = namedGroups(member);
  const templates = templatesOf(model, member);
  // An instance has the groups of its cluster, and no default where that is not seen.
  if (member.type === "aws_rds_cluster_instance" && templates.length === 0) return undefined;
  if (named.length === 0 && templates.length === 0 && member.list("launch_template").length > 0) return undefined;
  const given = named.length > 0 ? named : templates.flatMap(namedGroups);
  if (given.length === 0 && (!DEFAULTS_TO_GROUP.has(member.type) || vpc === undefined)) return undefined;
  const keys = [...given, ...attached].map((value) => groups.keyOf(value));
  if (given.length === 0 && vpc !== undefined) keys.push(defaultGroupOf(vpc));
  const known = keys.filter((key) => key !== undefined);
  return known.length === keys.length ? [...new Set(known)].sort() : undefined;
}

/** Whether an instance is one of a cluster: by reference, or by its name. */
export function isInCluster(model: Model, instance: Resource, cluster: Resource): boolean {
  const target = model.follow(instance.value("cluster_identifier"));
  return target.kind === "resource"
    ? target.resource === cluster
    : target.kind === "known" && target.value === cluster.text("cluster_identifier");
}

/** Resources that a resource is launched from, or the cluster that it is one of. */
function templatesOf(model: Model, member: Resource): Resource[] {
  const found = new Set<Resource>();
  if (member.type === "aws_rds_cluster_instance")
    for (const cluster of model.ofType("aws_rds_cluster")) if (isInCluster(model, member, cluster)) found.add(cluster);
  const visit = (raw: unknown): void => {
    if (typeof raw === "string") {
      const target = model.follow(new Block({ raw }).value("raw"));
      if (target.kind === "resource" && GIVES_GROUPS.has(target.resource.type)) found.add(target.resource);
    } else if (Array.isArray(raw)) raw.forEach(visit);
    else if (raw !== null && typeof raw === "object") Object.values(raw).forEach(visit);
  };
  visit(member.attributes);
  return [...found];
}

/** Every value of an attribute that names groups, wherever it stands in a resource. */
function namedGroups(resource: Block): Value[] {
  return Object.entries(resource.attributes).flatMap(([name, raw]): Value[] => {
    if (name === "//") return [];
    if (GROUP_ATTRIBUTE.test(name)) return resource.list(name);
    return [raw]
      .flat()
      .flatMap((inner: unknown) =>
        inner !== null && typeof inner === "object" ? namedGroups(new Block(inner as Record<string, unknown>)) : [],
      );
  });
}

/** The addresses that are written out for an interface, if all of them are. */
function fixedAddresses(member: Resource): Addresses | undefined {
  const names = ["private_ips", "private_ip", "private_ip_list", "ipv6_addresses", "secondary_private_ips"];
  if (member.type !== "aws_network_interface" && member.type !== "aws_instance") return undefined;
  const counted = [
    "private_ips_count",
    "ipv6_address_count",
    "ipv4_prefixes",
    "ipv4_prefix_count",
    "ipv6_prefixes",
    "ipv6_prefix_count",
  ];
  if (counted.some((name) => member.list(name).length > 0)) return undefined;
  const written = names.flatMap((name) => member.list(name));
  const known = written.map((value) => {
    const text = value.kind === "known" ? String(value.value) : "";
    return addressesOf(text.includes(":") ? `${text}/128` : `${text}/32`);
  });
  if (known.length === 0 || known.some((one) => one === undefined)) return undefined;
  return joinAddresses(...known.map((one) => one ?? NO_ADDRESS));
}

function forwardsPackets(member: Resource): boolean {
  return member.value("source_dest_check").kind !== "absent" && member.truth("source_dest_check") !== true;
}

/** A load balancer forwards to its targets; an endpoint of a service of somebody's is no service of AWS's. */
function isManaged(member: Resource): boolean {
  if (member.type !== "aws_vpc_endpoint") return MANAGED.has(member.type);
  return (
    /^(?:com\.amazonaws\.(?!vpce\.)|aws\.sagemaker\.)/.test(member.text("service_name") ?? "") &&
    member.text("vpc_endpoint_type") === "Interface"
  );
}
