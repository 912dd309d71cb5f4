import { type DriftedResource } from "./changes";

/** Commands of the AWS CLI that take away what no configuration writes, and so no apply puts back. */
const BY_HAND: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  aws_iam_role: {
    inline_policy: "aws iam delete-role-policy --role-name {id} --policy-name <name>",
    managed_policy_arns: "aws iam detach-role-policy --role-name {id} --policy-arn <arn>",
  },
  aws_instance: {
    ipv6_addresses: "aws ec2 unassign-ipv6-addresses --network-interface-id <eni> --ipv6-addresses <address>",
  },
  aws_network_interface: {
    ipv6_addresses: "aws ec2 unassign-ipv6-addresses --network-interface-id {id} --ipv6-addresses <address>",
  },
  aws_s3_bucket: {
    acceleration_status:
      "aws s3api put-bucket-accelerate-configuration --bucket {id} --accelerate-configuration Status=Suspended",
    cors_rule: "aws s3api delete-bucket-cors --bucket {id}",
    grant: "aws s3api put-bucket-acl --bucket {id} --acl private",
    logging: "aws s3api put-bucket-logging --bucket {id} --bucket-logging-status {}",
    policy: "aws s3api delete-bucket-policy --bucket {id}",
    replication_configuration: "aws s3api delete-bucket-replication --bucket {id}",
    website: "aws s3api delete-bucket-website --bucket {id}",
  },
  aws_secretsmanager_secret: { policy: "aws secretsmanager delete-resource-policy --secret-id {id}" },
  aws_security_group: {
    egress: "aws ec2 revoke-security-group-egress --group-id {id} --ip-permissions <rule>",
    ingress: "aws ec2 revoke-security-group-ingress --group-id {id} --ip-permissions <rule>",
  },
  aws_vpc: {
    ipv6_cidr_block: "aws ec2 disassociate-vpc-cidr-block --association-id <association>",
  },
};

/**
 * How what was changed is put back: by the next apply, where the configuration says how it has to be; by hand elsewhere.
 *
 * @param written attributes that the configuration writes of the resource; nothing where it has it not
 * @param folder the stack's folder, as people name it
 */
export function mendsOf(
  { type, gone, changes, identities }: DriftedResource,
  written: ReadonlySet<string> | undefined,
  folder: string,
): string[] {
  const apply = (what: string): string => `terraform apply in ${folder} ${what}`;
  if (written === undefined)
    return ["the configuration has it no more: terraform apply takes it away, or import it with its new address"];
  if (gone) return [apply("makes it again; what it held is gone")];
  const isPutBack = (attribute: string): boolean => written.has(attribute) || attribute.startsWith("tags");
  const back = changes.filter(({ attribute }) => isPutBack(attribute)).map(({ attribute }) => attribute);
  const left = changes.filter(({ attribute }) => !isPutBack(attribute));
  return [
    ...(back.length > 0 ? [apply(`puts ${back.join(", ")} back`)] : []),
    ...left.map(({ attribute }) => {
      const command = BY_HAND[type]?.[attribute]?.replaceAll("{id}", identities[0] ?? "<id>");
      return `the configuration does not write ${attribute}, and an apply may leave it: ${command ?? "put it back by hand"}`;
    }),
  ];
}
