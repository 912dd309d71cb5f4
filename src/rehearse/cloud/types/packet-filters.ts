import { type DataValue, type ObjectValue } from "../../plugin/values";
import { type Call, type ResourceType } from "../resource-type";
import { checkGroups, objectsOf, refuse, required, textOf, vpcOf, written } from "./refusals";

function checkAclEntries(entries: readonly ObjectValue[]): void {
  const seen = new Set<DataValue | undefined>();
  for (const { rule_no: number } of entries) {
    if (seen.has(number))
      refuse("NetworkAclEntryAlreadyExists", `The network acl entry identified by ${written(number)} already exists.`);
    seen.add(number);
  }
}

const RULE_PEERS = ["cidr_ipv4", "cidr_ipv6", "prefix_list_id", "referenced_security_group_id"] as const;

/** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AuthorizeSecurityGroupIngress.html */
function checkGroupRule(type: string): ResourceType["create"] {
  return (call) => {
    const { store, values, prior } = call;
    const group = required(
      call,
      "aws_security_group",
      values["security_group_id"],
      "InvalidGroup.NotFound",
      "security group",
    );
    const peer = textOf(values["referenced_security_group_id"])?.split("/").at(-1);
    if (peer !== undefined) {
      const other = required(call, "aws_security_group", peer, "InvalidGroup.NotFound", "security group");
      const [from, to] = [group.values["vpc_id"], other.values["vpc_id"]];
      const peered = store
        .ofType("aws_vpc_peering_connection")
        .some(({ values: { vpc_id: a, peer_vpc_id: b } }) => (a === from && b === to) || (a === to && b === from));
      if (from !== to && !peered)
        refuse("InvalidGroup.NotFound", "You have specified two resources that belong to different networks.");
    }
    const same = ["security_group_id", "ip_protocol", "from_port", "to_port", ...RULE_PEERS];
    const twin = store
      .ofType(type)
      .find(
        (one) => one.id !== prior?.id && same.every((name) => (one.values[name] ?? null) === (values[name] ?? null)),
      );
    if (twin === undefined) return;
    const named = RULE_PEERS.map((name) => textOf(values[name])).find((text) => text !== undefined) ?? "";
    refuse(
      "InvalidPermission.Duplicate",
      `the specified rule "peer: ${named}, ${written(values["ip_protocol"]).toUpperCase()}, from port: ${written(values["from_port"])}, to port: ${written(values["to_port"])}, ALLOW" already exists`,
    );
  };
}

/** Ports that a rule of a group gives twice, or that lead to a group of another network. */
function checkInlineRules(call: Call, vpc: DataValue | undefined): void {
  for (const direction of ["ingress", "egress"])
    for (const rule of objectsOf(call.values[direction])) checkGroups(call, rule["security_groups"], vpc);
}

export const PACKET_FILTER_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_security_group: {
    noun: "EC2 Security Group",
    id: "sg-{hex17}",
    arn: "ec2:{region}:{account}:security-group/{id}",
    create: (call) => {
      const vpc = call.values["vpc_id"] === null ? undefined : vpcOf(call).id;
      const name = textOf(call.values["name"]);
      if (name?.startsWith("sg-") === true)
        refuse(
          "InvalidParameterValue",
          `Value (${name}) for parameter groupName is invalid. Group names may not be in the format sg-*`,
        );
      const twins = call.store
        .ofType("aws_security_group")
        .some(({ values }) => values["vpc_id"] === vpc && values["name"] === name);
      if (name !== undefined && twins)
        refuse("InvalidGroup.Duplicate", `The security group '${name}' already exists for VPC '${written(vpc)}'`);
      checkInlineRules(call, vpc);
    },
    update: (call) => checkInlineRules(call, call.prior.values["vpc_id"]),
    heldBy: {
      aws_network_interface: "security_groups",
      aws_instance: "vpc_security_group_ids",
      aws_vpc_endpoint: "security_group_ids",
      aws_vpc_security_group_ingress_rule: "referenced_security_group_id",
      aws_vpc_security_group_egress_rule: "referenced_security_group_id",
    },
  },
  aws_default_security_group: {
    id: ({ store, values, digits }) =>
      textOf(store.find("aws_vpc", values["vpc_id"])?.values["default_security_group_id"]) ?? `sg-${digits(17)}`,
    arn: "ec2:{region}:{account}:security-group/{id}",
    computed: () => ({ name: "default", name_prefix: "", description: "default VPC security group" }),
  },
  aws_vpc_security_group_ingress_rule: groupRule("aws_vpc_security_group_ingress_rule"),
  aws_vpc_security_group_egress_rule: groupRule("aws_vpc_security_group_egress_rule"),
  aws_network_acl: {
    noun: "EC2 Network ACL",
    id: "acl-{hex17}",
    arn: "ec2:{region}:{account}:network-acl/{id}",
    create: (call) => {
      vpcOf(call);
      for (const direction of ["ingress", "egress"]) checkAclEntries(objectsOf(call.values[direction]));
    },
    update: ({ values }) => {
      for (const direction of ["ingress", "egress"]) checkAclEntries(objectsOf(values[direction]));
    },
  },
  aws_default_network_acl: {
    id: ({ values }) => written(values["default_network_acl_id"]),
    arn: "ec2:{region}:{account}:network-acl/{id}",
    computed: ({ store, values }) => ({
      vpc_id:
        store.ofType("aws_vpc").find((vpc) => vpc.values["default_network_acl_id"] === values["default_network_acl_id"])
          ?.id ?? "",
    }),
  },
  aws_network_acl_rule: {
    noun: "EC2 Network ACL Rule",
    id: (call) => `nacl-${call.digits(10)}`,
    create: ({ store, values }) => {
      const same = ["network_acl_id", "rule_number", "egress"];
      if (store.ofType("aws_network_acl_rule").some((one) => same.every((name) => one.values[name] === values[name])))
        refuse(
          "NetworkAclEntryAlreadyExists",
          `The network acl entry identified by ${written(values["rule_number"])} already exists.`,
        );
    },
  },
};

function groupRule(type: string): ResourceType {
  const check = checkGroupRule(type);
  return {
    noun: "VPC Security Group Rule",
    id: "sgr-{hex17}",
    arn: "ec2:{region}:{account}:security-group-rule/{id}",
    computed: (_, id) => ({ security_group_rule_id: id }),
    ...(check === undefined ? {} : { create: check, update: check }),
  };
}
