import { EfsAccessPoint } from "@cdktf/provider-aws/lib/efs-access-point";
import { EfsBackupPolicy } from "@cdktf/provider-aws/lib/efs-backup-policy";
import { EfsFileSystem } from "@cdktf/provider-aws/lib/efs-file-system";
import { EfsFileSystemPolicy } from "@cdktf/provider-aws/lib/efs-file-system-policy";
import { EfsMountTarget } from "@cdktf/provider-aws/lib/efs-mount-target";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { accountPrincipal, policyJson, type PolicyStatement } from "./policy-document";
import { type SubnetTier } from "./private-network";

/** Port of NFS 4.1, inside of TLS: https://docs.aws.amazon.com/efs/latest/ug/network-access.html */
export const NFS_PORT = 2049;

/** A role that mounts one directory of a file system, and as whom. */
export interface FileClient {
  /** What names its access point, e.g. the tenant. */
  readonly name: string;
  readonly account: string;
  readonly roleArn: string;
  /** Whether it writes, too. */
  readonly writes: boolean;
  /** Absolute path of what it mounts as root; made at the first mount, of the user's own. */
  readonly directory: string;
  /** POSIX user and group of whatever it does, whoever the client says that it is. */
  readonly uid: number;
}

export interface FileStoreProps {
  /** Unique name, e.g. `databox-dr-answer-home`. */
  readonly name: string;
  readonly vpcId: string;
  /** Tier that holds the mount targets, one in each zone. */
  readonly tier: SubnetTier;
  /** ARN of the hospital's key. */
  readonly keyArn: string;
  /** @default - nobody mounts it */
  readonly clients?: readonly FileClient[];
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Size limit of a file system policy: https://docs.aws.amazon.com/efs/latest/ug/API_PutFileSystemPolicy.html */
const FILE_SYSTEM_POLICY_CHARACTERS = 20_000;

/**
 * A file system of the DataBox (Amazon EFS), under the hospital's key, that is mounted over TLS, by the named roles, each
 * at its own access point and nowhere else, and by nobody as root. It is copied nowhere: no replication, and no backup
 * but one that somebody asks for.
 *
 * A client in another VPC mounts by a mount target's address, since its resolver does not know the file system's name:
 * https://docs.aws.amazon.com/efs/latest/ug/mount-fs-different-vpc.html
 *
 * @throws Error where the policy is too long
 */
export class FileStore extends Construct {
  public readonly fileSystem: EfsFileSystem;
  /** Group of the mount targets; who may reach them is let in by it. */
  public readonly securityGroup: SecurityGroup;
  /** Mount targets, in the order of the zones. */
  public readonly mountTargets: readonly EfsMountTarget[];
  private readonly points: ReadonlyMap<string, EfsAccessPoint>;

  public constructor(scope: Construct, id: string, props: FileStoreProps) {
    super(scope, id);
    const { name, provider } = props;
    const clients = props.clients ?? [];
    this.fileSystem = new EfsFileSystem(this, "file-system", {
      creationToken: name,
      encrypted: true,
      kmsKeyId: props.keyArn,
      performanceMode: "generalPurpose",
      throughputMode: "elastic",
      // Nothing may make it the target of a replication and so overwrite it.
      protection: { replicationOverwrite: "ENABLED" },
      lifecycle: { preventDestroy: true },
      tags: { Name: name },
      provider,
    });
    const fileSystemId = this.fileSystem.id;
    // AWS backs file systems up into a vault of its own choice unless it is told not to.
    new EfsBackupPolicy(this, "backup", { fileSystemId, backupPolicy: { status: "DISABLED" }, provider });
    this.securityGroup = new SecurityGroup(this, "group", {
      name: `${name}-files`,
      description: "Mount targets: NFS over TLS from the tunnels of those who see the store",
      vpcId: props.vpcId,
      egress: [],
      // A mount target lets go of its group late.
      revokeRulesOnDelete: true,
      tags: { Name: `${name}-files` },
      provider,
    });
    this.mountTargets = props.tier.subnetIds.map(
      (subnetId, zone) =>
        new EfsMountTarget(this, `mount-target-${zone}`, {
          fileSystemId,
          subnetId,
          securityGroups: [this.securityGroup.id],
          provider,
        }),
    );
    this.points = new Map(
      clients.map((client) => [
        client.name,
        new EfsAccessPoint(this, `access-point-${client.name}`, {
          fileSystemId,
          posixUser: { uid: client.uid, gid: client.uid },
          rootDirectory: {
            path: client.directory,
            creationInfo: { ownerUid: client.uid, ownerGid: client.uid, permissions: "0750" },
          },
          tags: { Name: `${name}-${client.name}` },
          provider,
        }),
      ]),
    );
    new EfsFileSystemPolicy(this, "policy", {
      fileSystemId,
      bypassPolicyLockoutSafetyCheck: false,
      policy: policyJson(this.statements(clients), FILE_SYSTEM_POLICY_CHARACTERS),
      provider,
    });
  }

  /**
   * The access point of a client.
   *
   * @throws Error where it has none
   */
  public accessPoint(client: string): EfsAccessPoint {
    const point = this.points.get(client);
    if (point === undefined)
      throw new Error(`no access point for ${client}; there are ${[...this.points.keys()].join(", ") || "none"}`);
    return point;
  }

  /**
   * How a machine of a client mounts its directory, by the first zone's mount target.
   * https://docs.aws.amazon.com/efs/latest/ug/mount-fs-different-vpc.html
   */
  public mountCommand(client: string, at: string): string {
    const options = [
      "tls",
      "iam",
      `accesspoint=${this.accessPoint(client).id}`,
      `mounttargetip=${this.mountTargets[0]?.ipAddress ?? ""}`,
    ];
    return `mount -t efs -o ${options.join()} ${this.fileSystem.id}:/ ${at}`;
  }

  /** https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html */
  private statements(clients: readonly FileClient[]): PolicyStatement[] {
    const Resource = this.fileSystem.arn;
    const deny = (Sid: string, Action: string, Condition: PolicyStatement["Condition"]): PolicyStatement => ({
      Sid,
      Effect: "Deny",
      Principal: { AWS: ["*"] },
      Action,
      Resource,
      ...(Condition === undefined ? {} : { Condition }),
    });
    return [
      deny("DenyInsecureTransport", "elasticfilesystem:Client*", { Bool: { "aws:SecureTransport": "false" } }),
      deny("OnlyByAccessPoints", "elasticfilesystem:Client*", { Null: { "elasticfilesystem:AccessPointArn": "true" } }),
      deny("OnlyByMountTargets", "elasticfilesystem:Client*", {
        BoolIfExists: { "elasticfilesystem:AccessedViaMountTarget": "false" },
      }),
      deny("NobodyIsRoot", "elasticfilesystem:ClientRootAccess", undefined),
      ...clients.map(({ name, account, roleArn, writes }, index): PolicyStatement => ({
        Sid: `Client${index}`,
        Effect: "Allow",
        Principal: accountPrincipal([account]),
        Action: clientActions(writes),
        Resource,
        Condition: {
          ArnEquals: {
            "aws:PrincipalArn": roleArn,
            "elasticfilesystem:AccessPointArn": this.accessPoint(name).arn,
          },
        },
      })),
    ];
  }
}

/** What a client does with a file system. */
export function clientActions(writes: boolean): string[] {
  return ["elasticfilesystem:ClientMount", ...(writes ? ["elasticfilesystem:ClientWrite"] : [])];
}
