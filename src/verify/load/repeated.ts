import { type Attributes } from "../model/resource";
import { listOf, objectOf } from "./json";
import { isSame } from "./same-value";

/** A resource as it is live. */
export interface LiveResource {
  readonly type: string;
  readonly values: Attributes;
}

/** Resources that set by themselves what AWS repeats in the resource that they name. */
const SET_BY_ANOTHER: readonly {
  readonly type: string;
  readonly attribute: string;
  readonly by: string;
  /** Attributes by which the other names it. */
  readonly naming: string;
}[] = [
  { type: "aws_s3_bucket", attribute: "policy", by: "aws_s3_bucket_policy", naming: "bucket" },
  { type: "aws_kms_key", attribute: "policy", by: "aws_kms_key_policy", naming: "key_id" },
  {
    type: "aws_secretsmanager_secret",
    attribute: "policy",
    by: "aws_secretsmanager_secret_policy",
    naming: "secret_arn",
  },
  { type: "aws_vpc_endpoint", attribute: "policy", by: "aws_vpc_endpoint_policy", naming: "vpc_endpoint_id" },
];

/** Of a machine AWS repeats what is set of its first interface, and the interface by itself. */
const OF_INTERFACE = {
  private_ip: "private_ip",
  primary_network_interface_id: "id",
  subnet_id: "subnet_id",
  vpc_security_group_ids: "security_groups",
} as const;

/** Attributes that name the interface that AWS makes with a resource, which is none of anybody's. */
const MADE_WITH_IT: Readonly<Record<string, string>> = {
  aws_efs_mount_target: "network_interface_id",
  aws_instance: "primary_network_interface",
  aws_nat_gateway: "network_interface_id",
  aws_sagemaker_notebook_instance: "network_interface_id",
};

/**
 * Attributes of a resource in which AWS repeats what another one sets that is live too, and is judged by itself; and those
 * that name an interface which it made with the resource. What is repeated otherwise than it is set there is none of them.
 */
export function repeatedIn({ type, values }: LiveResource, all: readonly LiveResource[]): readonly string[] {
  const set = SET_BY_ANOTHER.filter((one) => one.type === type).flatMap(({ attribute, by, naming }) => {
    const setters = all.filter((one) => one.type === by && [values["id"], values["arn"]].includes(one.values[naming]));
    return setters.length > 0 && setters.every((one) => isSame(values[attribute], one.values[attribute]))
      ? [attribute]
      : [];
  });
  const made = MADE_WITH_IT[type];
  if (made === undefined) return set;
  const [named = values[made]] = [
    ...listOf(values["primary_network_interface"]),
    ...listOf(values["network_interface"]),
  ].map((block) => objectOf(block)["network_interface_id"]);
  const found = all.find((one) => one.type === "aws_network_interface" && one.values["id"] === named);
  if (found === undefined) return [...set, made];
  if (type !== "aws_instance") return set;
  return [
    ...set,
    ...Object.entries(OF_INTERFACE).flatMap(([attribute, there]) =>
      isSame(values[attribute], found.values[there]) ? [attribute] : [],
    ),
  ];
}
