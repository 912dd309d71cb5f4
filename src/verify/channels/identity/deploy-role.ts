import { type Channel } from "../../channel";
import { rolesOfProvider, type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { ofBucket } from "../../policy/buckets";
import { KEY_TYPES, keyAt, keysOf, takesImports } from "../../policy/keys";
import { readPolicy, type Statement } from "../../policy/document";
import { ruleOnRequests } from "../../policy-ruling";
import {
  accountOf,
  arnOf,
  decideFor,
  inAccountOf,
  like,
  namedIdentity,
  perimeterOf,
  policiesOfRole,
  policyOfKey,
  RESOURCE,
  textsOf,
  type Layer,
} from "../../requests";
import { type Ruling } from "../../verdict";
import { OBJECT_READS } from "../store/reads-outside";

/** Uses of a key that reveal, or hand on the power to reveal. */
const USE = [
  "kms:Decrypt",
  "kms:ReEncryptFrom",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyPair",
  "kms:DeriveSharedSecret",
];
const GRANT = ["kms:CreateGrant"];
const RE_POLICY = ["kms:PutKeyPolicy"];
/** Whoever imports material knows the key. */
const IMPORT = ["kms:ImportKeyMaterial"];
const READ_SECRET = ["secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"];
const ASSUME = ["sts:AssumeRole"];

/**
 * To start a machine with an encrypted disk, or to make an encrypted file system, is to have the service use the key in
 * one's name. What it decrypts it hands to the machine, or to who may mount the file system, and not to whoever asked.
 * https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html
 * https://docs.aws.amazon.com/efs/latest/ug/encryption-at-rest.html
 */
const FOR_DISKS: Statement = {
  sid: "(services that keep encrypted disks and file systems)",
  effect: "Deny",
  principals: [],
  notPrincipal: false,
  actions: ["kms:*"],
  notAction: false,
  resources: ["*"],
  notResource: false,
  conditions: [
    {
      operator: "StringLike",
      key: "kms:viaservice",
      values: ["ec2.*.amazonaws.com", "elasticfilesystem.*.amazonaws.com"],
    },
  ],
};

/**
 * To make a notebook instance with an encrypted volume, or an encrypted database, is to have the service granted the key in
 * one's name, for that and nothing else.
 * https://docs.aws.amazon.com/sagemaker/latest/dg/encryption-at-rest-nbi.html
 * https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.Keys.html
 */
const FOR_GRANTS: Statement = {
  ...FOR_DISKS,
  sid: "(services that are granted a key for what they keep)",
  actions: ["kms:CreateGrant"],
  conditions: [
    { operator: "StringLike", key: "kms:viaservice", values: ["rds.*.amazonaws.com", "sagemaker.*.amazonaws.com"] },
    { operator: "Bool", key: "kms:grantisforawsresource", values: ["true"] },
  ],
};

/**
 * To make a vault is to have AWS Backup try the key in one's name, and be granted it. What it would decrypt for a restore it
 * hands to the store; whether whoever deploys may start one is asked in `share.backup-vaults`.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault.html
 */
const BY_BACKUP = { operator: "StringLike", key: "kms:viaservice", values: ["backup.*.amazonaws.com"] };
const FOR_VAULTS: readonly Statement[] = [
  {
    ...FOR_GRANTS,
    sid: "(AWS Backup is granted the key of a vault)",
    conditions: [BY_BACKUP, { operator: "Bool", key: "kms:grantisforawsresource", values: ["true"] }],
  },
  {
    ...FOR_DISKS,
    sid: "(AWS Backup tries the key of a vault)",
    actions: ["kms:Decrypt", "kms:GenerateDataKey"],
    conditions: [BY_BACKUP],
  },
];

/** Somebody who deploys, directly or by roles that he may take on. */
interface Deployer {
  readonly arn: string;
  /** The role that he takes on for it, and the one that he starts from. */
  readonly by: readonly string[];
  /** Whether he may change the policies of keys: the hospital's custodian may, a deploy role may not. */
  readonly mayGovern: boolean;
}

/** Catalogue rows K06, T07 and I06. */
export const deployRole: Channel = {
  id: "identity.deploy-role",
  title: "What deploying lets one read",
  opens:
    "a deploy role that reads data or secrets, or uses, grants or re-policies keys, by itself or by a role it may take on",
  closes:
    "whatever IAM allows the roles that Terraform takes on, the policies of buckets, keys, secrets and roles let them read nothing, use no key, grant none, re-policy none, and take on no role that could",
  sources: [
    "https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html",
    "https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/kms.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html",
  ],
  types: [
    "aws_db_instance",
    "aws_iam_role",
    "aws_rds_cluster",
    ...KEY_TYPES,
    "aws_kms_grant",
    "aws_s3_bucket_policy",
    "aws_secretsmanager_secret_policy",
  ],
  decide: (model, ruling) => {
    const { deployers, custodians } = perimeterOf(model);
    const start: Deployer[] = [
      ...deployers.map((arn) => ({ arn, by: [], mayGovern: false })),
      ...custodians.map((arn) => ({ arn, by: [], mayGovern: true })),
    ];
    // Where there is no box there is no inside either: who reads a store at all is what other channels say.
    const kept = model.ofType("aws_s3_bucket", ...KEY_TYPES, "aws_secretsmanager_secret");
    if (model.ofType("aws_vpc").length === 0 || kept.length === 0) {
      ruling.closed(
        { address: "(configuration)", path: null },
        kept.length === 0 ? "it declares no store, key or secret" : "it has no box",
      );
      return;
    }
    if (start.length === 0) {
      ruling.unproven(
        { address: "(configuration)", path: null },
        "no provider says by which role Terraform works, so nothing can be said of what that role may read",
        "give every provider an assume_role",
      );
      return;
    }
    for (const provider of model.awsProviders)
      if (
        rolesOfProvider(provider).length === 0 &&
        model.resources.some((one) => one.provider?.attributes === provider.attributes)
      )
        ruling.unproven(
          { address: `provider.aws.${provider.text("alias") ?? ""}`.replace(/\.$/, ""), path: null },
          "by which role it works is not said, so nothing can be said of what that role may read",
          "give it an assume_role",
        );
    const all = [...start, ...reachable(model, start, ruling)];
    for (const one of all) judge(model, one, ruling);
    judgePasswords(
      model,
      all.flatMap(({ arn, mayGovern }) => (mayGovern ? [] : [arn])),
      ruling,
    );
  },
};

function judge(model: Model, one: Deployer, ruling: Ruling): void {
  for (const key of keysOf(model)) {
    const layers = keyLayers(model, key);
    if (layers.length === 0) continue;
    const actions = [...USE, ...GRANT, ...(takesImports(key) ? IMPORT : []), ...(one.mayGovern ? [] : RE_POLICY)];
    ask(model, ruling, key, one, actions, layers, {
      from: `whatever ${key.address} protects`,
      opens: "a role that deploys may use, grant or re-policy it",
      closed: `${one.arn} can neither use nor grant it${one.mayGovern ? "" : " nor change its policy"}, but for disks, file systems, databases and vaults`,
      mend: `take ${one.arn} out of the Allow in ${key.address}, and deny it kms:Decrypt, kms:GenerateDataKey*, kms:ReEncrypt*, kms:CreateGrant${takesImports(key) ? ", kms:ImportKeyMaterial" : ""} and kms:PutKeyPolicy`,
    });
  }
  // The custodian is the hospital's own: what it may read it may read in the box only, as any other role there.
  if (one.mayGovern) return;
  for (const bucket of model.ofType("aws_s3_bucket")) {
    const [policy] = ofBucket(model, bucket, "aws_s3_bucket_policy");
    const at = policy ?? bucket;
    const [layer] = layersOf(at, "policy", one.arn, accountOf(bucket));
    const name = bucket.text("bucket");
    if (layer !== undefined && name !== undefined)
      ask(
        model,
        ruling,
        at,
        one,
        OBJECT_READS,
        [layer],
        {
          from: `any object in ${bucket.address}`,
          opens: "a role that deploys may read its objects",
          closed: `${one.arn} reads no object`,
          mend: `deny ${one.arn} s3:GetObject* in ${at.address}`,
        },
        `arn:aws:s3:::${name}/*`,
      );
  }
  const inline = model.ofType("aws_secretsmanager_secret").filter((secret) => secret.value("policy").kind !== "absent");
  for (const policy of [...model.ofType("aws_secretsmanager_secret_policy"), ...inline]) {
    const [layer] = layersOf(policy, "policy", one.arn);
    const secret = inline.includes(policy) ? policy : model.referred(policy, "secret_arn", "aws_secretsmanager_secret");
    const key = secret === undefined ? undefined : keyAt(model, secret, "kms_key_id");
    if (key !== undefined && !mayUse(model, key, one.arn))
      ruling.closed(policy, `${one.arn} cannot use the key that its value is encrypted with (${key.address})`);
    else if (layer !== undefined)
      ask(model, ruling, policy, one, READ_SECRET, [layer], {
        from: "the secret's value",
        opens: "a role that deploys may read it",
        closed: `${one.arn} does not read it`,
        mend: `deny ${one.arn} secretsmanager:GetSecretValue in ${policy.address}`,
      });
  }
}

/** RDS keeps the password of a database's first user in a secret without a policy, under a key that may have one. */
function judgePasswords(model: Model, deployers: readonly string[], ruling: Ruling): void {
  for (const database of model.ofType("aws_db_instance", "aws_rds_cluster")) {
    if (database.value("manage_master_user_password").kind === "absent") continue;
    if (database.truth("manage_master_user_password") === false) continue;
    const key = keyAt(model, database, "master_user_secret_kms_key_id");
    if (key !== undefined && deployers.every((arn) => !mayUse(model, key, arn)))
      ruling.closed(database, `who deploys cannot use the key of its first user's password (${key.address})`);
    else
      ruling.unproven(
        database,
        "RDS keeps the password of its first user in a secret of its own, which a role that deploys may read",
        `take manage_master_user_password out of ${database.address}, and make it from a snapshot`,
      );
  }
}

/** The policy of a key, without what is done with it for disks and file systems; none where it cannot be read. */
function keyLayers(model: Model, key: Resource): Layer[] {
  const policy = policyOfKey(model, key);
  return policy === undefined
    ? []
    : [policy, { name: "disks", statements: [FOR_DISKS, FOR_GRANTS, ...FOR_VAULTS], needsAllow: false }];
}

function mayUse(model: Model, key: Resource, arn: string): boolean {
  const layers = keyLayers(model, key);
  const question = { actions: USE, principals: [namedIdentity(arn)], region: inAccountOf(key), layers };
  return layers.length === 0 || decideFor(model, question).kind !== "none";
}

function ask(
  model: Model,
  ruling: Ruling,
  at: Resource,
  { arn, by }: Deployer,
  actions: readonly string[],
  layers: readonly Layer[],
  words: { readonly from: string; readonly opens: string; readonly closed: string; readonly mend: string },
  resource?: string,
): void {
  ruleOnRequests(
    model,
    ruling,
    at,
    {
      actions,
      principals: [namedIdentity(arn)],
      region: [...inAccountOf(at), ...(resource === undefined ? [] : [like(RESOURCE, [resource])])],
      layers,
    },
    { ...words, to: "wherever the deploy role is used", through: by },
  );
}

/**
 * The policy of a resource as a layer for a principal: in the resource's own account IAM may allow by itself, but for keys,
 * whose policy always has to; a policy that cannot be read is for other channels to say.
 */
function layersOf(
  resource: Resource,
  attribute: string,
  arn: string,
  account: string | undefined = accountOf(resource),
): Layer[] {
  const raw = resource.attributes[attribute];
  const reading = readPolicy(typeof raw === "string" ? raw : '{"Statement":[]}');
  if ("unread" in reading) return [];
  const needsAllow = resource.type.startsWith("aws_kms_") || account !== arn.split(":")[4];
  return [{ name: `${attribute} of ${resource.address}`, statements: reading.statements, needsAllow }];
}

/** Roles of the configuration that deployers may take on, directly or one by the other, and that have something to read by. */
function reachable(model: Model, start: readonly Deployer[], ruling: Ruling): Deployer[] {
  const texts = textsOf(model);
  const found = new Map<string, Deployer>();
  let front = start;
  while (front.length > 0) {
    const next: Deployer[] = [];
    for (const role of model.ofType("aws_iam_role")) {
      const arn = arnOf(texts, role);
      const [layer] = layersOf(role, "assume_role_policy", "");
      if (layer === undefined || found.has(arn ?? role.address)) continue;
      const by = front.find(
        (one) =>
          decideFor(model, {
            actions: ASSUME,
            principals: [namedIdentity(one.arn)],
            region: inAccountOf(role),
            layers: [{ ...layer, needsAllow: true }],
          }).kind !== "none",
      );
      if (by === undefined) continue;
      if (arn === undefined) {
        ruling.unproven(
          role,
          `${by.arn} may take it on, and what it may read cannot be told: its name is not written out`,
          `name ${role.address}`,
        );
        continue;
      }
      const reached = { arn, by: [role.address, ...by.by], mayGovern: false };
      found.set(arn, reached);
      next.push(reached);
    }
    front = next;
  }
  return [...found.values()].filter(({ by: [address] }) =>
    model.ofType("aws_iam_role").some((role) => role.address === address && mayRead(model, role)),
  );
}

/** Whether a role's own policies let it read anything, or a key's policy names it. */
function mayRead(model: Model, role: Resource): boolean {
  const texts = textsOf(model);
  const arn = arnOf(texts, role) ?? "";
  const { identity, boundary } = policiesOfRole(model, role);
  const reads = decideFor(model, {
    actions: [...OBJECT_READS, ...USE, ...GRANT, ...IMPORT, ...RE_POLICY, ...READ_SECRET],
    principals: [namedIdentity(arn)],
    region: [],
    layers: [identity, ...(boundary === undefined ? [] : [boundary])],
  });
  const named = model
    .ofType(...KEY_TYPES, "aws_s3_bucket_policy", "aws_secretsmanager_secret_policy")
    .some((resource) => texts.read(String(resource.attributes["policy"])).text.includes(arn));
  const granted = model
    .ofType("aws_kms_grant")
    .some((grant) => texts.read(String(grant.attributes["grantee_principal"])).text === arn);
  return reads.kind !== "none" || named || granted;
}
