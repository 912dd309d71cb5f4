import { type StackJson } from "../../stacks/example-projects";
import {
  adding,
  addingTo,
  FOREIGN,
  hospitalOf,
  policies,
  statements,
  type Attributes,
  type Edit,
  type Edits,
} from "./edits";

/** Two changes that only together lead out: each by itself has to stay closed in the channel. */
export interface Pair {
  readonly name: string;
  readonly channel: string;
  readonly one: Edits;
  readonly other: Edits;
}

const first =
  (edits: Edits): Edits =>
  (stack) =>
    edits(stack).slice(0, 1);
const DEPLOYER = "arn:aws:iam::111111111111:role/DataBoxDeploy";

/** A role of somebody's choosing in the hospital's account. */
const role = (trusted: Attributes): Edits =>
  first(
    adding("aws_iam_role", {
      name: "databox-added",
      assume_role_policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: trusted, Action: "sts:AssumeRole" }],
      }),
    }),
  );

const DECRYPTS = { Effect: "Allow", Principal: { AWS: DEPLOYER }, Action: "kms:Decrypt", Resource: "*" };
/** Keys that deny their use to the hospital's deploy role, whatever its account is. */
const whereDenied =
  (edit: (which: (key: Attributes) => boolean) => Edits): Edits =>
  (stack) =>
    edit(({ policy }) => {
      const [, denial = ""] = String(policy).split("DeployRolesNeverUse");
      return denial.includes(`arn:aws:iam::${hospitalOf(stack)}:role/DataBoxDeploy`);
    })(stack);

export const PAIRS: readonly Pair[] = [
  {
    name: "a group that lets everything out, on a machine in a gateway's subnet",
    channel: "net.peering",
    one: addingTo(
      "aws_subnet",
      "aws_security_group",
      (_, __, { vpc_id }) => ({
        vpc_id,
        ingress: [],
        egress: [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }],
      }),
      (_, name) => name.includes("gateway"),
      "loose",
    ),
    other: addingTo(
      "aws_subnet",
      "aws_network_interface",
      (id) => ({ subnet_id: id, security_groups: ["${aws_security_group.loose.id}"], source_dest_check: true }),
      (_, name) => name.includes("gateway"),
    ),
  },
  {
    name: "a list of all names, and a rule that allows it",
    channel: "dns.resolver",
    one: adding("aws_route53_resolver_firewall_domain_list", { name: "all", domains: ["*"] }),
    other: addingTo("aws_route53_resolver_firewall_rule_group", "aws_route53_resolver_firewall_rule", (id) => ({
      name: "all",
      action: "ALLOW",
      priority: 1,
      firewall_rule_group_id: id,
      firewall_domain_list_id: "${aws_route53_resolver_firewall_domain_list.added.id}",
    })),
  },
  {
    name: "a role that everybody's deploy role takes on, and a key's grant to it",
    channel: "identity.deploy-role",
    one: role({ AWS: DEPLOYER }),
    other: policies("aws_kms_key", "policy", (all) =>
      all.push({
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::111111111111:role/databox-added" },
        Action: "kms:Decrypt",
        Resource: "*",
      }),
    ),
  },
  {
    name: "a key's grant for the deploy role, and no denial that holds it back",
    channel: "identity.deploy-role",
    one: whereDenied((which) => policies("aws_kms_key", "policy", (all) => all.push(DECRYPTS), which)),
    other: whereDenied((which) =>
      policies(
        "aws_kms_key",
        "policy",
        (all) => {
          const denial = all.findIndex(({ Sid }) => Sid === "DeployRolesNeverUse");
          all.splice(denial, 1);
        },
        which,
      ),
    ),
  },
  {
    name: "a grant of a key to the deploy role, and no denial that holds it back",
    channel: "identity.deploy-role",
    one: (stack) =>
      whereDenied((which) =>
        addingTo(
          "aws_kms_key",
          "aws_kms_grant",
          (id) => ({ provider: "aws.databox", key_id: id, grantee_principal: DEPLOYER, operations: ["Decrypt"] }),
          which,
        ),
      )(stack),
    other: whereDenied((which) =>
      policies(
        "aws_kms_key",
        "policy",
        (all) => {
          const denial = all.findIndex(({ Sid }) => Sid === "DeployRolesNeverUse");
          all.splice(denial, 1);
        },
        which,
      ),
    ),
  },
  {
    name: "a secret that its policy leaves open, and a key that its policy does",
    channel: "store.secrets",
    one: policies("aws_secretsmanager_secret_policy", "policy", (all) => {
      all.splice(
        all.findIndex(({ Sid }) => Sid === "NobodyElseReads"),
        1,
      );
    }),
    other: policies(
      "aws_kms_key",
      "policy",
      (all) => {
        for (const one of all) if (one.Sid === "ReadSecrets") delete one.Condition?.["ArnEquals"];
      },
      ({ policy }) => String(policy).includes("ReadSecrets"),
    ),
  },
  {
    name: "a bucket's grant for a foreign account, and a denial of the project's accounts only",
    channel: "store.reads-outside",
    one: policies("aws_s3_bucket_policy", "policy", (all) =>
      all.push({ Effect: "Allow", Principal: { AWS: FOREIGN }, Action: "s3:GetObject", Resource: "*" }),
    ),
    other: (stack: StackJson): readonly Edit[] => {
      const accounts = stack.provider.aws.flatMap((provider) => provider["allowed_account_ids"] as string[]);
      return statements(
        "aws_s3_bucket_policy",
        "policy",
        ({ Sid }) => Sid === "ReadObjectsOnlyThroughTheEndpoint",
        (one) => {
          one.Condition = { ...one.Condition, StringEquals: { "aws:PrincipalAccount": accounts } };
        },
      )(stack);
    },
  },
  {
    name: "rights to change routes, and a role without its boundary",
    channel: "identity.machine-roles",
    one: addingTo("aws_iam_instance_profile", "aws_iam_role_policy", (_, __, profile) => ({
      role: profile["role"],
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Action: "ec2:CreateRoute", Resource: "*" }],
      }),
    })),
    other: (stack) =>
      Array.from({ length: 50 }, () => (copy: StackJson): void => {
        for (const each of Object.values(copy.resource["aws_iam_role"] ?? {})) delete each["permissions_boundary"];
      }).slice(0, Object.keys(stack.resource["aws_iam_instance_profile"] ?? {}).length),
  },
];
