import { EmrCluster } from "@cdktf/provider-aws/lib/emr-cluster";
import { EmrSecurityConfiguration } from "@cdktf/provider-aws/lib/emr-security-configuration";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type InstanceRole } from "./instance-role";
import { type PrivateNetwork } from "./private-network";
import { type ServiceNeeds } from "./service-needs";
import { SparkServiceRole } from "./spark-service-role";

export interface SparkClusterProps {
  /** Unique name, e.g. `databox-dr-answer-acme-spark`. */
  readonly name: string;
  /** Release label of Amazon EMR, e.g. `emr-7.5.0`. */
  readonly release: string;
  readonly applications: readonly string[];
  readonly instanceType: string;
  /** How many machines beside the primary one. */
  readonly workers: number;
  /** Size of each machine's data volume in GiB. */
  readonly volumeGiB: number;
  /** How many steps run at the same time, 1 to 256. */
  readonly concurrentSteps: number;
  readonly account: string;
  readonly region: string;
  /** IAM path of the service's role. */
  readonly rolePath: string;
  /** ARN of the key of the machines' volumes. */
  readonly volumeKeyArn: string;
  readonly network: PrivateNetwork;
  /** Role of the machines: the one that reads the DataBox's stores. */
  readonly role: InstanceRole;
  /** CIDR blocks of the DataBox's endpoints. */
  readonly storeCidrBlocks: readonly string[];
  /** Group of the box's endpoints. */
  readonly endpointGroup: SecurityGroup;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Ports between a cluster in a private subnet and the service: https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html */
const SERVICE_TO_CLUSTER = 8443;
const CLUSTER_TO_SERVICE = 9443;

/**
 * A Spark and Hadoop cluster in the box's compute subnets. Nobody has a key to its machines: work comes as steps. They take
 * metadata by token only, their volumes are encrypted with the hospital's key, they talk among themselves, to the DataBox's
 * stores and to the service. All rules that EMR would otherwise add to its groups by itself are written out. The cluster is
 * protected from termination, since it holds people's work: lift that before it is taken down.
 */
export class SparkCluster extends Construct {
  public readonly securityGroup: SecurityGroup;
  public readonly cluster: EmrCluster;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: SparkClusterProps,
  ) {
    super(scope, id);
    const { name, network, provider } = props;
    const serviceRole = new SparkServiceRole(this, "service-role", {
      name: `${name}-service`,
      path: props.rolePath,
      account: props.account,
      machineRoleArn: props.role.role.arn,
      volumeKeyArn: props.volumeKeyArn,
      region: props.region,
      provider,
    });
    const service = new SecurityGroup(this, "service-group", {
      name: `${name}-service`,
      description: "Amazon EMR: sends work to the cluster",
      vpcId: network.vpc.id,
      tags: { Name: `${name}-service` },
      provider,
      egress: [],
    });
    this.securityGroup = this.clusterGroup(service);
    service.putEgress([this.towards(this.securityGroup, SERVICE_TO_CLUSTER, "Work for the cluster")]);
    this.allow("cluster-from-service", this.securityGroup, service, SERVICE_TO_CLUSTER);
    const encryption = new EmrSecurityConfiguration(this, "security", {
      name,
      configuration: JSON.stringify(securityConfiguration(props.volumeKeyArn)),
      provider,
    });
    const group = {
      instanceType: props.instanceType,
      ebsConfig: [{ type: "gp3", size: props.volumeGiB, volumesPerInstance: 1 }],
    };
    this.cluster = new EmrCluster(this, "cluster", {
      name,
      releaseLabel: props.release,
      applications: [...props.applications],
      serviceRole: serviceRole.role.arn,
      securityConfiguration: encryption.id,
      stepConcurrencyLevel: props.concurrentSteps,
      keepJobFlowAliveWhenNoSteps: true,
      terminationProtection: true,
      unhealthyNodeReplacement: true,
      ec2Attributes: {
        subnetId: network.tier("compute").subnetIds[0],
        instanceProfile: props.role.profile.arn,
        emrManagedMasterSecurityGroup: this.securityGroup.id,
        emrManagedSlaveSecurityGroup: this.securityGroup.id,
        serviceAccessSecurityGroup: service.id,
      },
      masterInstanceGroup: group,
      coreInstanceGroup: { ...group, instanceCount: props.workers },
      tags: { Name: name },
      provider,
    });
  }

  private clusterGroup(service: SecurityGroup): SecurityGroup {
    const { name, network, provider } = this.props;
    const group = new SecurityGroup(this, "cluster-group", {
      name,
      description: "Spark: among its machines, HTTPS to the DataBox through the tunnel, and the service",
      vpcId: network.vpc.id,
      egress: [
        { description: "Among the machines", protocol: "-1", fromPort: 0, toPort: 0, selfAttribute: true },
        {
          description: "Stores of the DataBox",
          protocol: "tcp",
          fromPort: 443,
          toPort: 443,
          cidrBlocks: [...this.props.storeCidrBlocks],
        },
        this.towards(this.props.endpointGroup, 443, "HTTPS to the endpoints"),
        // By address, since groups that name each other could not be made.
        {
          description: "Amazon EMR",
          protocol: "tcp",
          fromPort: CLUSTER_TO_SERVICE,
          toPort: CLUSTER_TO_SERVICE,
          cidrBlocks: [...network.tier("compute").cidrBlocks],
        },
      ],
      tags: { Name: name },
      provider,
    });
    new VpcSecurityGroupIngressRule(this, "cluster-from-cluster", {
      securityGroupId: group.id,
      referencedSecurityGroupId: group.id,
      ipProtocol: "-1",
      description: "Among the machines",
      provider,
    });
    this.allow("service-from-cluster", service, group, CLUSTER_TO_SERVICE);
    return group;
  }

  private towards(group: SecurityGroup, port: number, description: string) {
    return { description, protocol: "tcp", fromPort: port, toPort: port, securityGroups: [group.id] };
  }

  private allow(id: string, to: SecurityGroup, from: SecurityGroup, port: number): void {
    new VpcSecurityGroupIngressRule(this, id, {
      securityGroupId: to.id,
      referencedSecurityGroupId: from.id,
      ipProtocol: "tcp",
      fromPort: port,
      toPort: port,
      description: "Between the cluster and Amazon EMR",
      provider: this.props.provider,
    });
  }
}

/**
 * Volumes encrypted with the given key, metadata by token only. Between machines of current types AWS encrypts in hardware;
 * TLS of the applications themselves takes a private key in a bucket, which the project would have to make.
 * https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
 */
function securityConfiguration(keyArn: string): unknown {
  return {
    EncryptionConfiguration: {
      EnableInTransitEncryption: false,
      EnableAtRestEncryption: true,
      AtRestEncryptionConfiguration: {
        LocalDiskEncryptionConfiguration: {
          EnableEbsEncryption: true,
          EncryptionKeyProviderType: "AwsKms",
          AwsKmsKey: keyArn,
        },
      },
    },
    InstanceMetadataServiceConfiguration: { MinimumInstanceMetadataServiceVersion: 2, HttpPutResponseHopLimit: 1 },
  };
}

/** Bucket of AWS's own from which machines of a cluster fetch its applications. */
export function sparkBucket(region: string): string {
  return `repo.${region}.emr.amazonaws.com`;
}

/** What people of a box do with its cluster. */
const STEPS = [
  "elasticmapreduce:AddJobFlowSteps",
  "elasticmapreduce:CancelSteps",
  "elasticmapreduce:DescribeCluster",
  "elasticmapreduce:DescribeStep",
  "elasticmapreduce:ListSteps",
];

/** What working with a cluster needs: steps from the desktops, and its applications from a bucket of AWS's own. */
export function sparkNeeds({ region, account }: { readonly region: string; readonly account: string }): ServiceNeeds {
  const bucket = `arn:aws:s3:::${sparkBucket(region)}/*`;
  return {
    endpoints: [
      {
        service: "elasticmapreduce",
        grants: [
          {
            sid: "RunSteps",
            actions: STEPS,
            resources: [clusterArns(region, account)],
            principalAccounts: [account],
            resourceAccounts: [account],
          },
        ],
      },
      {
        service: "s3",
        grants: [
          { sid: "ReadSparkPackages", actions: ["s3:GetObject"], resources: [bucket], principalAccounts: [account] },
        ],
      },
    ],
    hostNames: [],
    desktop: sparkStatements(region, account),
    compute: [{ Sid: "ReadSparkPackages", Effect: "Allow", Action: "s3:GetObject", Resource: bucket }],
    computeCallsEndpoints: true,
  };
}

/** What a role needs to run steps. */
export function sparkStatements(region: string, account: string): ServiceNeeds["desktop"] {
  return [{ Sid: "RunSteps", Effect: "Allow", Action: STEPS, Resource: clusterArns(region, account) }];
}

function clusterArns(region: string, account: string): string {
  return `arn:aws:elasticmapreduce:${region}:${account}:cluster/*`;
}
