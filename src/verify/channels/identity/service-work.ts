import { type Resource } from "../../model/resource";
import { readPolicy, type Statement } from "../../policy/document";
import { ACTION, notLike, type Layer, type Literal } from "../../requests";

/** To hand EC2 the key of a volume is to attach the volume: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption-requirements.html */
const FOR_VOLUMES: Statement = {
  sid: "(EC2 attaches encrypted volumes)",
  effect: "Deny",
  principals: [],
  notPrincipal: false,
  actions: ["kms:CreateGrant"],
  notAction: false,
  resources: ["*"],
  notResource: false,
  conditions: [{ operator: "StringLike", key: "kms:viaservice", values: ["ec2.*.amazonaws.com"] }],
};

/** What a question about a role leaves out, since only a service that works by its own code takes the role on. */
export interface ServiceWork {
  readonly region: readonly Literal[];
  readonly layers: readonly Layer[];
}

/** The service that carries recovery points between stores and vaults. */
export const BACKUP_SERVICE = "backup.amazonaws.com";

/**
 * What a service of AWS's does by its own code: nobody's code runs as the role, and what it makes is judged as what it is.
 * EMR starts and ends machines in the box; AWS Backup has S3 tell it of changes, by rules of its own, and carries recovery
 * points, of which `share.backup-vaults` speaks.
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-service-role-v2.html
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/security-iam-awsmanpol.html
 */
const WORK: Readonly<Record<string, ServiceWork>> = {
  "elasticmapreduce.amazonaws.com": {
    region: [
      notLike(ACTION, [
        "ec2:createfleet",
        "ec2:createlaunchtemplate",
        "ec2:createlaunchtemplateversion",
        "ec2:createnetworkinterface",
        "ec2:createtags",
        "ec2:deletelaunchtemplate",
        "ec2:deletenetworkinterface",
        "ec2:modifyinstanceattribute",
        "ec2:runinstances",
        "ec2:terminateinstances",
        "iam:passrole",
      ]),
    ],
    layers: [{ name: "encrypted volumes", statements: [FOR_VOLUMES], needsAllow: false }],
  },
  [BACKUP_SERVICE]: {
    region: [
      notLike(ACTION, [
        "backup:describebackupvault",
        "backup:tagresource",
        "elasticfilesystem:backup",
        "elasticfilesystem:restore",
        "events:deleterule",
        "events:disablerule",
        "events:enablerule",
        "events:puttargets",
        "events:putrule",
        "events:removetargets",
        "s3:putbucketnotification",
        "s3:putinventoryconfiguration",
      ]),
    ],
    layers: [],
  },
};

const NONE: ServiceWork = { region: [], layers: [] };

/** The one service that takes a role on; nothing where somebody else may, or that cannot be told. */
export function soleServiceOf(role: Resource): string | undefined {
  const raw = role.attributes["assume_role_policy"];
  const reading = readPolicy(typeof raw === "string" ? raw : "");
  if ("unread" in reading) return undefined;
  const allows = reading.statements.filter(({ effect }) => effect === "Allow");
  const names = allows.flatMap(({ notPrincipal, principals }) =>
    notPrincipal ? [undefined] : principals.map((one) => (one.kind === "service" ? one.name : undefined)),
  );
  const [first] = names;
  return names.every((name) => name === first) ? first : undefined;
}

/** What to leave out of a question about a role: nothing, unless one such service and nobody else takes it on. */
export function serviceWork(role: Resource): ServiceWork {
  return WORK[soleServiceOf(role) ?? ""] ?? NONE;
}
