import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { showValue, type Value } from "../../model/value";
import { ruleOnRequests, statementsOf } from "../../policy-ruling";
import {
  accountOf,
  anyIdentityOf,
  arnOf,
  decideFor,
  like,
  namedIdentity,
  perimeterOf,
  policiesOfRole,
  RESOURCE,
  rolesNamedBy,
  textsOf,
  type Question,
} from "../../requests";
import { valuesAt } from "../../rules";
import { type Ruling } from "../../verdict";
import { backupRoles } from "../identity/backup-roles";
import { isOfService } from "../identity/roles-of-services";

const COPY = ["backup:CopyFromBackupVault"];
const RESTORE = ["backup:StartRestoreJob"];
const RE_POLICY = ["backup:DeleteBackupVaultAccessPolicy", "backup:PutBackupVaultAccessPolicy"];
/** Ways of telling AWS Backup what to carry where. */
const START = [
  "backup:CreateBackupPlan",
  "backup:CreateBackupSelection",
  "backup:StartBackupJob",
  "backup:StartCopyJob",
  "backup:UpdateBackupPlan",
];

/** Catalogue row B12. */
export const backupVaults: Channel = {
  id: "share.backup-vaults",
  title: "What is taken out of vaults",
  opens:
    "a recovery point that is copied, or restored, by whoever IAM lets: into a vault or a store that nobody judges; or a vault whose policy is not seen",
  closes:
    "each vault's policy denies copying to everybody, and restoring and re-policying to everybody but roles that it names, none of which deploys; every plan fills such a vault; and nobody of the configuration hands AWS Backup a role",
  sources: [
    "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
    "https://docs.aws.amazon.com/aws-backup/latest/devguide/API_StartRestoreJob.html",
    "https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsbackup.html",
  ],
  types: ["aws_backup_plan", "aws_backup_vault", "aws_backup_vault_policy", "aws_efs_backup_policy", "aws_iam_role"],
  decide: (model, ruling) => {
    const vaults = model.ofType("aws_backup_vault");
    for (const vault of vaults) judge(model, vault, ruling);
    for (const plan of model.ofType("aws_backup_plan"))
      for (const path of ["rule.target_vault_name", "rule.copy_action.destination_vault_arn"])
        for (const value of valuesAt(plan, path)) judgeTarget(model, plan, path, value, ruling);
    for (const policy of model.ofType("aws_efs_backup_policy")) judgeAutomatic(policy, ruling);
    judgePeople(model, ruling);
    if (vaults.length === 0) ruling.closed({ address: "(configuration)", path: null }, "it declares no vault");
  },
};

function judge(model: Model, vault: Resource, ruling: Ruling): void {
  const [policy, ...others] = model
    .ofType("aws_backup_vault_policy")
    .filter((one) => leadsTo(model, one, one.value("backup_vault_name"), vault));
  if (others.length > 0) {
    ruling.unproven(policy ?? vault, "two resources set its policy; which one holds cannot be told", "keep one");
    return;
  }
  const at = policy ?? vault;
  const statements = policy === undefined ? [] : statementsOf(policy, "policy", ruling, at);
  const account = accountOf(vault);
  if (statements === undefined) return;
  if (account === undefined) {
    ruling.unproven(vault, "in which account it is is not said", "set allowed_account_ids of its provider");
    return;
  }
  const texts = textsOf(model);
  const named = rolesNamedBy(statements, (arn) => texts.read(arn).text);
  // In its own account IAM allows; what the policy does not deny may be done by whoever IAM lets.
  const asks = (actions: readonly string[], who: Question["principals"]): Question => ({
    actions,
    principals: who,
    region: [],
    layers: [{ name: `the policy of ${vault.address}`, statements, needsAllow: false }],
  });
  const words = {
    from: `any recovery point in ${vault.address}`,
    through: policy === undefined ? [] : [vault.address],
  };
  const whole = policy === undefined ? "it has no policy, and recovery points" : "recovery points";
  ruleOnRequests(model, ruling, at, asks(COPY, [anyIdentityOf(account)]), {
    ...words,
    to: "a vault of another account or region, or one that anybody restores from",
    opens: `${whole} are copied out of it by whoever IAM lets`,
    closed: "nobody copies a recovery point out of it",
    mend: `deny ${COPY.join()} on * to everybody in the policy of ${vault.address}`,
  });
  const everybodyElse = [anyIdentityOf(account, named)];
  const restore = {
    ...words,
    to: "a store that is restored into, with whatever policy it has",
    mend: `deny ${RESTORE.join()} on * to everybody but named roles in the policy of ${vault.address} (ArnNotEquals aws:PrincipalArn)`,
  };
  const restorers = named.filter(
    (arn) => arn.split(":")[4] === account && decideFor(model, asks(RESTORE, [namedIdentity(arn)])).kind !== "none",
  );
  ruleOnRequests(model, ruling, at, asks(RESTORE, everybodyElse), {
    ...restore,
    opens: `${whole} are restored by whoever IAM lets`,
    closed: `${restorers.length === 0 ? "nobody restores" : `nobody but ${restorers.join(" and ")} restores`} from it`,
  });
  const { custodians, deployers } = perimeterOf(model);
  for (const arn of restorers.filter((one) => [...deployers, ...custodians].includes(one)))
    ruleOnRequests(model, ruling, at, asks(RESTORE, [namedIdentity(arn)]), {
      ...restore,
      opens: "a role that deploys restores from it, into what it made",
      closed: "",
      mend: `take ${arn} out of the exception in the policy of ${vault.address}`,
    });
  ruleOnRequests(model, ruling, at, asks(RE_POLICY, everybodyElse), {
    ...words,
    to: "wherever a changed policy lets them go",
    opens: "its policy is changed by whoever IAM lets",
    closed: "nobody but roles that it names changes its policy",
    mend: `deny ${RE_POLICY.join(" and ")} on * to everybody but named roles in the policy of ${vault.address}`,
  });
}

/** A plan fills a vault of the configuration, whose policy is seen. */
function judgeTarget(model: Model, plan: Resource, path: string, value: Value, ruling: Ruling): void {
  if (value.kind === "absent") return;
  const vault = model.ofType("aws_backup_vault").find((one) => leadsTo(model, plan, value, one));
  if (vault !== undefined) ruling.closed(plan, `${path} is ${vault.address}`);
  else
    ruling.unproven(
      plan,
      `${path} is ${showValue(value)}, which is no vault of this configuration: who takes recovery points out of it is not seen`,
      `let ${path} of ${plan.address} name an aws_backup_vault of this configuration`,
    );
}

/** AWS's own backups of a file system go into a vault that AWS makes in the account: https://docs.aws.amazon.com/efs/latest/ug/awsbackup.html */
function judgeAutomatic(policy: Resource, ruling: Ruling): void {
  const [status] = valuesAt(policy, "backup_policy.status");
  if (status?.kind === "known" && status.value === "DISABLED") ruling.closed(policy, "AWS backs nothing up by itself");
  else
    ruling.unproven(
      policy,
      "AWS backs the file system up into a vault that it makes itself: who takes recovery points out of that is not seen",
      `set backup_policy.status of ${policy.address} to DISABLED, and name the file system in an aws_backup_selection`,
    );
}

/** Whether an attribute of a resource names a vault, by reference, by ARN, or by name in its own account and region. */
function leadsTo(model: Model, from: Resource, value: Value, vault: Resource): boolean {
  const target = model.follow(value);
  if (target.kind === "resource") return target.resource === vault;
  if (target.kind !== "known") return false;
  const [name, account] = [vault.text("name"), accountOf(vault)];
  if (name === undefined || account === undefined || vault.region === undefined) return false;
  return target.value === name
    ? accountOf(from) === account && from.region === vault.region
    : target.value === `arn:aws:backup:${vault.region}:${account}:backup-vault:${name}`;
}

/**
 * Nobody of the configuration hands AWS Backup a role by which it reads stores, and tells it where to. Roles of services
 * are asked for more than that in `identity.machine-roles`, and whoever deploys makes plans, which are judged.
 */
function judgePeople(model: Model, ruling: Ruling): void {
  const { kept, doubted } = backupRoles(model);
  const roles = [...kept, ...doubted];
  if (roles.length === 0) return;
  const texts = textsOf(model);
  const { custodians, deployers } = perimeterOf(model);
  let met = false;
  for (const role of model.ofType("aws_iam_role").filter((one) => !isOfService(one))) {
    if ([...deployers, ...custodians].includes(arnOf(texts, role) ?? "")) continue;
    const account = accountOf(role) ?? texts.symbol(`account of ${role.address}`);
    const { boundary, identity } = policiesOfRole(model, role);
    const question = {
      principals: [anyIdentityOf(account)],
      layers: [identity, ...(boundary === undefined ? [] : [boundary])],
    };
    const passes = { ...question, actions: ["iam:PassRole"], region: [like(RESOURCE, roles)] };
    const starts = { ...question, actions: START, region: [] };
    if (decideFor(model, passes).kind === "none" || decideFor(model, starts).kind === "none") continue;
    met = true;
    ruleOnRequests(model, ruling, role, starts, {
      from: "any object or file that AWS Backup reads",
      to: "a vault that nobody judges",
      opens: `it may hand AWS Backup ${roles.join(" or ")}, and say what is backed up into which vault`,
      closed: "",
      mend: `take iam:PassRole on ${roles.join(", ")} out of the policies of ${role.address}`,
    });
  }
  if (!met)
    ruling.closed(
      { address: "(configuration)", path: null },
      "nobody of it but who deploys hands AWS Backup a role that reads stores",
    );
}
