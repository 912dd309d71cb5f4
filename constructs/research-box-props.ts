import { type TerraformProvider } from "cdktf";
import { type AccessVpnProps } from "./access-vpn";
import { type BucketView } from "./bucket-view";
import { type DatabaseAccess } from "./database-sign-in";
import { type ComputeProps, type IdleRule } from "./compute";
import { type DesktopProps } from "./desktop";
import { type EnclaveKeyAccess } from "./enclave-access";
import { type LogTarget } from "./log-target";
import { type NotebooksProps } from "./notebooks";
import { type PackageMirrorProps, type PackageNeedsProps } from "./package-mirror";
import { type SparkClusterProps } from "./spark-cluster";

/** An access point that a role of a box mounts. */
export interface FileAccess {
  readonly fileSystemArn: string;
  readonly accessPointArn: string;
  /** Whether it writes, too. */
  readonly writes: boolean;
}

/** What a ResearchBox knows of the DataBox that it reads. */
export interface StoreAccess {
  /** What the box sees of the buckets. */
  readonly views: readonly BucketView[];
  /** ARN of the key that encrypts the buckets. */
  readonly keyArn: string;
  /** Fixed private addresses of the DataBox's S3 endpoint. */
  readonly endpointAddresses: readonly string[];
  /** CIDR blocks of the DataBox's endpoints. */
  readonly endpointCidrBlocks: readonly string[];
  /**
   * Directories of file systems that the box mounts.
   * @default - none
   */
  readonly files?: readonly FileAccess[];
  /**
   * Databases that the box signs in to.
   * @default - none
   */
  readonly databases?: DatabaseAccess | undefined;
  /**
   * What the box reaches in the DataBox besides endpoints: TCP ports, in the CIDR blocks of the tier `data`.
   * @default - nothing
   */
  readonly data?: { readonly cidrBlocks: readonly string[]; readonly ports: readonly number[] };
  /** CIDR blocks of the DataBox's tunnel gateways. */
  readonly gatewayCidrBlocks: readonly string[];
}

/** The buckets by which a box exchanges files with the outside, after a review; both are in the DataBox. */
export interface FileExchange {
  /**
   * Name of the bucket that holds what was released into the box.
   * @default - nothing comes in
   */
  readonly inboxName?: string;
  /**
   * Name of the bucket that takes what should leave.
   * @default - nothing goes out
   */
  readonly outboxName?: string;
  /** ARN of the key that encrypts both. */
  readonly keyArn: string;
}

export interface ResearchBoxNetworkProps {
  /** CIDR block of the box, unlike that of any other box. */
  readonly cidr: string;
  /** One CIDR block per zone, as in every tier. */
  readonly compute: readonly string[];
  readonly desktop: readonly string[];
  readonly endpoint: readonly string[];
  readonly gateway: readonly string[];
  readonly access: readonly string[];
  /** Fixed address of the tunnel gateway in each zone, in the tier `gateway`. */
  readonly gatewayAddresses: readonly string[];
}

export interface DesktopFleetProps extends Pick<DesktopProps, "image" | "instanceType" | "os" | "volumeGiB"> {
  /** How many desktops: one for each person. */
  readonly count: number;
}

export interface ComputePoolProps extends Pick<
  ComputeProps,
  "name" | "image" | "instanceType" | "count" | "volumeGiB" | "enclaves" | "spot"
> {
  /**
   * When a machine counts as idle and is stopped.
   * @default - never
   */
  readonly stopWhenIdle?: Omit<IdleRule, "region">;
}

export type NotebookFleetProps = Pick<NotebooksProps, "count" | "instanceType" | "volumeGiB">;

export type BoxSparkProps = Pick<
  SparkClusterProps,
  "applications" | "concurrentSteps" | "instanceType" | "release" | "volumeGiB" | "workers"
>;

export type BoxPackagesProps = Pick<PackageMirrorProps, "formats"> & Pick<PackageNeedsProps, "assets">;

export type BoxAccessProps = Pick<
  AccessVpnProps,
  | "serverCertificateArn"
  | "clientCertificateArn"
  | "samlProviderArn"
  | "groups"
  | "clientCidr"
  | "sessionHours"
  | "authorized"
>;

export interface ResearchBoxProps {
  /** Name of the research undertaking. */
  readonly project: string;
  /** Company, lab or other tenant of the box; unique in the project. */
  readonly tenant: string;
  readonly region: string;
  /** Account that the box lives in, 12 digits. */
  readonly account: string;
  /** Physical zone ids, one or two. */
  readonly availabilityZoneIds: readonly string[];
  readonly network: ResearchBoxNetworkProps;
  /** The DataBox that the box reads, through a `BoxTunnel`. */
  readonly stores: StoreAccess;
  /**
   * The box's side of an airlock.
   * @default - no file is exchanged
   */
  readonly exchange?: FileExchange;
  /** ARN of the hospital's key that encrypts the box's volumes. */
  readonly volumeKeyArn: string;
  readonly permissionsBoundaryArn: string;
  /** Where VPN connections and tunnels of the box are recorded. */
  readonly vpnLog: LogTarget;
  /**
   * Account of the tunnels' pre-shared keys.
   * @default - the box's own account
   */
  readonly secretAccount?: string;
  /** ARN pattern of the tunnel's pre-shared key. */
  readonly tunnelSecretArn: string;
  /** @default - no desktops */
  readonly desktops?: DesktopFleetProps;
  /** @default - no machines */
  readonly compute?: readonly ComputePoolProps[];
  /**
   * Key that enclaves of the compute machines use, over an endpoint of its own.
   * @default - none: the box has no way to AWS KMS
   */
  readonly enclaveKey?: EnclaveKeyAccess;
  /** @default - no notebooks */
  readonly notebooks?: NotebookFleetProps;
  /** @default - no cluster */
  readonly spark?: BoxSparkProps;
  /**
   * A mirror of public package registries: a way out, which has to be a declared door.
   * @default - no mirror
   */
  readonly packages?: BoxPackagesProps;
  /** @default - nobody enters */
  readonly access?: BoxAccessProps;
  /**
   * Last day, in UTC, on which the box's machines may call AWS: ISO 8601 calendar date. Their roles refuse everything from
   * the next midnight on, whether anybody deploys or not.
   * @default - no end
   */
  readonly until?: string;
  /**
   * Whether this box sets VPC Block Public Access, one switch per account and region.
   * @default true
   */
  readonly blockPublicAccess?: boolean;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}
