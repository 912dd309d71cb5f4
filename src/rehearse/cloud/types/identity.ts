import { type Call, type ResourceType } from "../resource-type";
import { listOf, refuse, textOf, written } from "./refusals";

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html, and those beside it. */
const nameTaken =
  (type: string, noun: string) =>
  (call: Call): void => {
    const name = textOf(call.values["name"]);
    const twin = call.store
      .ofType(type, { account: call.account, region: "" })
      .some(({ values }) => written(values["name"]).toLowerCase() === name?.toLowerCase());
    if (name !== undefined && twin) refuse("EntityAlreadyExists", `${noun} with name ${name} already exists.`);
    if (name !== undefined && !/^[\w+=,.@-]+$/.test(name))
      refuse(
        "ValidationError",
        `The specified value for ${noun.toLowerCase()}Name is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
      );
  };

function roleOf(call: Call): void {
  const name = call.values["role"];
  const found = call.store.find("aws_iam_role", name, { account: call.account, region: "" });
  if (found === undefined) refuse("NoSuchEntity", `The role with name ${written(name)} cannot be found.`);
}

export const IDENTITY_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_iam_role: {
    noun: "IAM Role",
    isGlobal: true,
    id: "{name}",
    arn: "iam::{account}:role{path}{name}",
    policies: { assume_role_policy: "trust" },
    computed: ({ digits }) => ({
      unique_id: `AROA${digits(17).toUpperCase()}`,
      create_date: "2026-01-01T00:00:00Z",
      managed_policy_arns: [],
    }),
    create: (call) => {
      const name = written(call.values["name"] ?? "");
      if (name.length > 64)
        refuse(
          "ValidationError",
          `1 validation error detected: Value '${name}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
        );
      nameTaken("aws_iam_role", "Role")(call);
      if (listOf(call.values["managed_policy_arns"]).length > 10)
        refuse("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10");
    },
    delete: ({ store, prior }) => {
      const place = { account: prior.account, region: "" };
      if (store.ofType("aws_iam_instance_profile", place).some(({ values }) => values["role"] === prior.id))
        refuse("DeleteConflict", "Cannot delete entity, must remove roles from instance profile first.");
      const force = prior.values["force_detach_policies"] === true;
      if (
        !force &&
        store.ofType("aws_iam_role_policy_attachment", place).some(({ values }) => values["role"] === prior.id)
      )
        refuse("DeleteConflict", "Cannot delete entity, must detach all policies first.");
      if (!force && store.ofType("aws_iam_role_policy", place).some(({ values }) => values["role"] === prior.id))
        refuse("DeleteConflict", "Cannot delete entity, must delete policies first.");
    },
  },
  aws_iam_policy: {
    noun: "IAM Policy",
    isGlobal: true,
    id: ({ account, values }) =>
      `arn:aws:iam::${account}:policy${written(values["path"] ?? "/")}${written(values["name"])}`,
    arn: "iam::{account}:policy{path}{name}",
    policies: { policy: "identity" },
    computed: ({ digits }) => ({ policy_id: `ANPA${digits(17).toUpperCase()}`, attachment_count: 0 }),
    create: nameTaken("aws_iam_policy", "A policy"),
    delete: ({ store, prior }) => {
      const used = store.ofType("aws_iam_role").some(({ values }) => values["permissions_boundary"] === prior.id);
      if (
        used ||
        store.ofType("aws_iam_role_policy_attachment").some(({ values }) => values["policy_arn"] === prior.id)
      )
        refuse("DeleteConflict", "Cannot delete a policy attached to entities.");
    },
  },
  aws_iam_role_policy: {
    noun: "IAM Role Policy",
    isGlobal: true,
    id: ({ values }) => `${written(values["role"])}:${written(values["name"])}`,
    policies: { policy: "identity" },
    create: roleOf,
  },
  aws_iam_role_policy_attachment: {
    noun: "IAM Policy Attachment",
    isGlobal: true,
    id: ({ values, digits }) => `${written(values["role"])}-${digits(26)}`,
    create: (call) => {
      roleOf(call);
      const { policy_arn: arn, role } = call.values;
      if (!written(arn).includes(":aws:policy/") && call.store.find("aws_iam_policy", arn) === undefined)
        refuse("NoSuchEntity", `Policy ${written(arn)} does not exist or is not attachable.`);
      const attached = call.store.ofType("aws_iam_role_policy_attachment", { account: call.account, region: "" });
      if (attached.filter(({ values }) => values["role"] === role).length >= 10)
        refuse("LimitExceeded", "Cannot exceed quota for PoliciesPerRole: 10");
    },
  },
  aws_iam_instance_profile: {
    noun: "IAM Instance Profile",
    isGlobal: true,
    id: "{name}",
    arn: "iam::{account}:instance-profile{path}{name}",
    computed: ({ digits }) => ({ unique_id: `AIPA${digits(17).toUpperCase()}`, create_date: "2026-01-01T00:00:00Z" }),
    create: (call) => {
      nameTaken("aws_iam_instance_profile", "Instance Profile")(call);
      roleOf(call);
    },
  },
  aws_iam_user: {
    noun: "IAM User",
    isGlobal: true,
    id: "{name}",
    arn: "iam::{account}:user{path}{name}",
    create: nameTaken("aws_iam_user", "User"),
  },
  aws_iam_group: {
    noun: "IAM Group",
    isGlobal: true,
    id: "{name}",
    arn: "iam::{account}:group{path}{name}",
    create: nameTaken("aws_iam_group", "Group"),
  },
  aws_iam_openid_connect_provider: {
    isGlobal: true,
    id: ({ account, values }) =>
      `arn:aws:iam::${account}:oidc-provider/${written(values["url"]).replace(/^https:\/\//, "")}`,
    arn: "iam::{account}:oidc-provider/{url}",
  },
  aws_iam_saml_provider: {
    isGlobal: true,
    id: ({ account, values }) => `arn:aws:iam::${account}:saml-provider/${written(values["name"])}`,
    arn: "iam::{account}:saml-provider/{name}",
  },
};
