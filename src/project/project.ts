import { type StoreSpec, type StoreView } from "./stores";
import { type AirlockSpec } from "./airlock";
import { type BackupSpec } from "./backups";

/**
 * A project file after loading: every default filled in, every name checked, every address planned.
 * Stacks are composed from this and from nothing else, so the same `Project` always gives the same stack.
 */
export interface Project {
  /** Name of the research undertaking; part of every resource name. */
  readonly name: string;
  /** AWS region that all boxes live in, e.g. `ap-northeast-2`. */
  readonly region: string;
  /** Physical availability-zone ids, one (`single`) or two (`multi`), e.g. `apne2-az1`. */
  readonly zones: readonly string[];
  /** Name (with path, without leading slash) of the role that deployments assume in every account. */
  readonly deployRole: string;
  readonly state: StateLocation;
  readonly images: Images;
  readonly audit: AuditSpec;
  /** Ways out that are meant; no resource is made of them, they are for the verifier's report. */
  readonly doors: readonly DoorSpec[];
  /** Tenants who have left: their accounts stay reachable until Terraform has taken their boxes down. */
  readonly departed: readonly { readonly tenant: string; readonly account: string }[];
  /** The decision that the project is over; nothing while it runs. */
  readonly retired: RetirementSpec | undefined;
  /** Alarms; none where it is left out. */
  readonly watch: WatchSpec | undefined;
  readonly dataBox: DataBoxSpec;
  readonly researchBoxes: readonly ResearchBoxSpec[];
}

/** Why a project ends, and who approved it: at least two people. */
export interface RetirementSpec {
  readonly reason: string;
  readonly approvedBy: readonly string[];
}

/** A way out that is meant. */
export interface DoorSpec {
  /** Id of the channel. */
  readonly channel: string;
  /** Construct path or Terraform address, or its beginning, of what opens it; all of the channel where it is left out. */
  readonly at: string | undefined;
  readonly reason: string;
}

/** What alarms ring at, and whom they tell. */
export interface WatchSpec {
  /** ARN of an SNS topic of the hospital's, in the project's region. */
  readonly topic: string;
  /** Blocked DNS queries of a box within a quarter of an hour at which its alarm rings. */
  readonly dnsBlocks: number;
}

/** What a box may cost a month. */
export interface BudgetSpec {
  readonly monthlyUSD: number;
  /** What happens when it is used up: the topic is told, or the box's machines are stopped too. */
  readonly action: "notify" | "stop";
}

/** Where Terraform keeps the project's state. */
export type StateLocation =
  | { readonly kind: "local" }
  | {
      readonly kind: "s3";
      /** Account that holds the state bucket. */
      readonly account: string;
      readonly region: string;
      readonly bucket: string;
      /** Object key of this project's state. */
      readonly key: string;
    };

/**
 * Machine images by purpose: an image id (`ami-…`), or the name of an SSM parameter in the box's account that holds
 * one (resolved by EC2 at launch, never by Terraform).
 */
export interface Images {
  readonly gateway: string;
  readonly desktop: string;
  readonly windowsDesktop: string;
  readonly compute: string;
  readonly gpu: string;
}

export interface AuditSpec {
  /** Days during which no audit record can be deleted or overwritten. */
  readonly retentionDays: number;
  /** S3 Object Lock mode; nobody, not even the root user, shortens `COMPLIANCE`. */
  readonly lockMode: LockMode;
}

export type LockMode = "GOVERNANCE" | "COMPLIANCE";

export interface DataBoxSpec {
  readonly hospital: string;
  readonly account: string;
  readonly network: DataBoxAddresses;
  /** ARNs of the hospital's key administrators: they govern keys and never use them. */
  readonly administrators: readonly string[];
  /** ARNs of the hospital's roles that put data into the stores. */
  readonly loaders: readonly string[];
  /** Tunnel from the hospital's own firewall; nothing where there is none. */
  readonly hospitalLink: HospitalLinkSpec | undefined;
  readonly stores: readonly StoreSpec[];
  /** Backups of the stores; none where it is left out. */
  readonly backups: BackupSpec | undefined;
  readonly custody: CustodySpec;
}

export interface HospitalLinkSpec {
  /** Public IPv4 address of the hospital's firewall. */
  readonly firewall: string;
  /** How each side learns of the other's networks. */
  readonly routing:
    | { readonly kind: "static" }
    | {
        readonly kind: "bgp";
        /** ASN of the hospital's firewall. */
        readonly asn: number;
        readonly amazonAsn: number;
      };
  /** Networks of the hospital that are answered, CIDR blocks. */
  readonly prefixes: readonly string[];
  /** Link-local /30 inside of each tunnel: its first address is AWS's, its second the firewall's. */
  readonly insideCidrs: readonly [string, string];
}

/** Who holds the keys. */
export interface CustodySpec {
  /** Account of the hospital in which the keys are made. */
  readonly account: string;
  /** Name of the hospital's role that makes and re-policies keys. */
  readonly role: string;
  readonly material: KeyMaterial;
  /** Images of Nitro Enclaves that may decrypt what was encrypted before it was loaded; there is no key for that without. */
  readonly attestation: readonly EnclaveImage[] | undefined;
}

/** Kinds of custody, by who holds the key material. */
export type CustodyKind = KeyMaterial["kind"];

/** Where the material of the keys is. */
export type KeyMaterial =
  /** In AWS KMS, made there, and rotated after so many days. */
  | { readonly kind: "kms"; readonly rotationDays: number }
  /** In AWS KMS, imported by the hospital, until it expires. */
  | { readonly kind: "imported"; readonly warnDays: number; readonly notify: readonly string[] }
  /** In the hospital's CloudHSM cluster. */
  | { readonly kind: "hsm"; readonly keyStore: string }
  /** In a key manager outside of AWS: ids of the external keys by purpose. */
  | { readonly kind: "external"; readonly keyStore: string; readonly externalKeys: Readonly<Record<string, string>> };

/** Measurements of an enclave's image, SHA-384 in lower-case hexadecimal; every one that is there has to match. */
export interface EnclaveImage {
  readonly pcr0: string;
  readonly pcr1: string | undefined;
  readonly pcr2: string | undefined;
  readonly pcr3: string | undefined;
  readonly pcr8: string | undefined;
}

export interface ResearchBoxSpec {
  readonly tenant: string;
  readonly account: string;
  readonly network: ResearchBoxAddresses;
  readonly desktops: DesktopSpec | undefined;
  readonly compute: readonly ComputeSpec[];
  readonly notebooks: NotebookSpec | undefined;
  readonly spark: SparkSpec | undefined;
  readonly packages: PackageMirrorSpec | undefined;
  readonly access: AccessSpec | undefined;
  /** What the tenant sees of the stores. */
  readonly views: readonly StoreView[];
  /** Import and export by review; shut where there is none. */
  readonly airlock: AirlockSpec | undefined;
  readonly budget: BudgetSpec | undefined;
  /** Last day of the tenant's access, ISO 8601 calendar date. */
  readonly until: string | undefined;
}

export interface DesktopSpec {
  readonly count: number;
  readonly os: "linux" | "windows";
  readonly instanceType: string;
  readonly volumeGiB: number;
}

export interface ComputeSpec {
  readonly name: string;
  readonly instanceType: string;
  readonly count: number;
  readonly volumeGiB: number;
  /** Whether the instance type carries an accelerator, and so starts from the `gpu` image. */
  readonly gpu: boolean;
  /** Whether the machines can start Nitro Enclaves. */
  readonly enclave: boolean;
  readonly market: "on-demand" | "spot";
  /** After how many minutes below which use of all its processors a machine is stopped. */
  readonly stopWhenIdle: { readonly minutes: number; readonly cpuPercent: number } | undefined;
}

export interface NotebookSpec {
  readonly count: number;
  /** With its prefix, e.g. `ml.t3.medium`. */
  readonly instanceType: string;
  readonly volumeGiB: number;
}

export interface SparkSpec {
  /** Release label of Amazon EMR, e.g. `emr-7.5.0`. */
  readonly release: string;
  readonly applications: readonly ("Hadoop" | "Hive" | "Spark")[];
  readonly instanceType: string;
  readonly workers: number;
  readonly volumeGiB: number;
  readonly concurrentSteps: number;
}

export type PackageFormat = "npm" | "pypi";

export interface PackageMirrorSpec {
  readonly formats: readonly PackageFormat[];
  readonly reason: string;
}

export interface AccessSpec {
  /** ARN of the box account's SAML provider; multi-factor sign-in is the identity provider's duty. */
  readonly samlProvider: string;
  /** ACM ARN of the VPN server's certificate. */
  readonly serverCertificate: string;
  /** ACM ARN of a certificate whose chain ends in the authority that signs people's device certificates. */
  readonly clientCertificate: string;
  /** Groups, as the identity provider's `memberOf` attribute names them. */
  readonly groups: readonly string[];
  /** Addresses handed to VPN clients. */
  readonly clientCidr: string;
  /** Hours after which a session must sign in anew. */
  readonly sessionHours: 8 | 10 | 12 | 24;
}

/** One CIDR block per zone, in the order of {@link Project.zones}. */
export type TierAddresses = readonly string[];

export interface DataBoxAddresses {
  readonly cidr: string;
  /** Interface endpoints: the only addresses of the DataBox that a tunnel reaches. */
  readonly endpoint: TierAddresses;
  /** Tunnel gateways, one network interface per ResearchBox and zone. */
  readonly gateway: TierAddresses;
  /** Stores that have network interfaces (file systems, databases). */
  readonly data: TierAddresses;
  /** The endpoint that the hospital's own firewall reaches. */
  readonly link: TierAddresses;
}

export interface ResearchBoxAddresses {
  readonly cidr: string;
  readonly compute: TierAddresses;
  readonly desktop: TierAddresses;
  readonly endpoint: TierAddresses;
  readonly gateway: TierAddresses;
  /** Network interfaces of the client VPN. */
  readonly access: TierAddresses;
}
