import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { BoxDatabases, type DataBoxDatabaseProps } from "./box-databases";
import { type TunnelEnd, type TunnelService } from "./box-tunnel";
import { readersOfBucket, viewGrants, type BucketView, type StoreReader } from "./bucket-view";
import { POSTGRES_PORT } from "./database-store";
import { DnsFirewall } from "./dns-firewall";
import { EgressLock } from "./egress-lock";
import { EncryptedBucket, type BucketBackups, type EncryptedBucketProps } from "./encrypted-bucket";
import { FileStore, NFS_PORT, type FileClient } from "./file-store";
import { accountsOf } from "./policy-document";
import { PrivateEndpoints, type EndpointGrant } from "./private-endpoints";
import { PrivateNetwork } from "./private-network";
import { type StoreAccess } from "./research-box-props";

export interface DataBoxNetworkProps {
  /** CIDR block of the box, unlike that of any other box. */
  readonly cidr: string;
  /** One CIDR block per zone, as in every tier. */
  readonly endpoint: readonly string[];
  readonly gateway: readonly string[];
  readonly data: readonly string[];
  /** Fixed address of the S3 endpoint in each zone, in the tier `endpoint`: what the stores' names resolve to elsewhere. */
  readonly storeAddresses: readonly string[];
}

export interface ObjectStoreProps extends Pick<EncryptedBucketProps, "lock"> {
  /** Name of the store, unique in the box. */
  readonly name: string;
  /** Full bucket name. */
  readonly bucketName: string;
}

/** Where the hospital's own firewall leads to, see `HospitalLink`. */
export interface LinkTierProps {
  /** One CIDR block per zone. */
  readonly cidrBlocks: readonly string[];
  /** Fixed address, in each zone, of the endpoint that takes the hospital's data. */
  readonly storeAddresses: readonly string[];
  /** Networks of the hospital that are answered, CIDR blocks, at most ten. */
  readonly prefixes: readonly string[];
  /**
   * What else the endpoint lets through from there.
   * @default - nothing
   */
  readonly grants?: readonly EndpointGrant[];
}

export interface ResultsStoreProps {
  /** Name of the store, unique in the box. */
  readonly name: string;
  /** Full bucket name. */
  readonly bucketName: string;
  /**
   * ARNs of the hospital's roles that read all results.
   * @default - nobody
   */
  readonly readers?: readonly string[];
}

export interface DataBoxFileStoreProps {
  /** Name of the store, unique in the box. */
  readonly name: string;
  /** @default - nobody mounts it */
  readonly clients?: readonly FileClient[];
}

export interface DataBoxProps {
  /** Name of the research undertaking. */
  readonly project: string;
  readonly region: string;
  /** Account that the box lives in, 12 digits. */
  readonly account: string;
  /** Physical zone ids, one or two. */
  readonly availabilityZoneIds: readonly string[];
  readonly network: DataBoxNetworkProps;
  /** CIDR blocks that may hold the ResearchBoxes' tunnel gateways. */
  readonly gatewayPeers: readonly string[];
  readonly stores: readonly ObjectStoreProps[];
  /** ARN of the hospital's key that encrypts the stores. */
  readonly storeKeyArn: string;
  /** ARN of the hospital's key that encrypts the gateways' volumes. */
  readonly volumeKeyArn: string;
  readonly permissionsBoundaryArn: string;
  /** Name of the audit bucket, which the hospital's administrators read through this box's endpoint. */
  readonly auditBucketName: string;
  /** ARN pattern of the tunnels' pre-shared keys. */
  readonly tunnelSecretArn: string;
  /** CloudWatch log group of the tunnel gateways. */
  readonly vpnLogGroupName: string;
  /** ARNs of the hospital's administrators: they may mend a policy that locks everybody out. */
  readonly administrators: readonly string[];
  /** ARNs of the roles that deploy: they configure the stores and never touch an object. */
  readonly deployRoleArns: readonly string[];
  /**
   * ARNs of the hospital's roles that put data in.
   * @default - nobody
   */
  readonly loaders?: readonly string[];
  /**
   * The tier that the hospital's own network reaches: an S3 endpoint of its own through which the loaders put objects,
   * and nobody reads any of the stores.
   * @default - none; data come from within the box only
   */
  readonly link?: LinkTierProps;
  /**
   * Buckets that tenants write, each under the prefix that its view names; source data are never in them.
   * @default - none
   */
  readonly results?: readonly ResultsStoreProps[];
  /**
   * File systems, and who mounts what of them.
   * @default - none
   */
  readonly fileStores?: readonly DataBoxFileStoreProps[];
  /**
   * Databases, and who signs in to which.
   * @default - none
   */
  readonly databases?: readonly DataBoxDatabaseProps[];
  /**
   * Who sees what of the buckets.
   * @default - nobody sees anything
   */
  readonly readers?: readonly StoreReader[];
  /**
   * ARNs of roles that read no store, whatever IAM allows them: those that can carry objects out.
   * @default - none is named
   */
  readonly neverReaders?: readonly string[];
  /**
   * By which roles AWS Backup works, and the names of the buckets that it works on; see `StoreBackups`.
   * @default - no bucket is backed up
   */
  readonly backups?: BucketBackups & { readonly stores: readonly string[] };
  /**
   * What else the S3 endpoint lets through: buckets beside the stores that a tenant's box exchanges files with.
   * @default - nothing
   */
  readonly exchangeGrants?: readonly EndpointGrant[];
  /**
   * Whether this box sets VPC Block Public Access, one switch per account and region.
   * @default true
   */
  readonly blockPublicAccess?: boolean;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Name of the tier that the hospital's own network reaches. */
export const LINK_TIER = "link";

/**
 * The hospital's box: a private network whose only machines are tunnel gateways, and stores that answer through the
 * box's own S3 endpoint and nowhere else. Its subnets have no route but the gateways' to their peers: no tenant can be
 * reached from here. With a link, the tier that the hospital's own network reaches has a route to it, and a machine never.
 */
export class DataBox extends Construct implements TunnelEnd {
  public readonly account: string;
  public readonly rolePath: string;
  public readonly network: PrivateNetwork;
  public readonly endpoints: PrivateEndpoints;
  public readonly dnsFirewall: DnsFirewall;
  public readonly volumeKeyArn: string;
  public readonly permissionsBoundaryArn: string;
  public readonly provider?: TerraformProvider;
  /** Buckets by the name of the store. */
  public readonly stores: ReadonlyMap<string, EncryptedBucket>;
  /** File systems by the name of the store. */
  public readonly fileStores: ReadonlyMap<string, FileStore>;
  public readonly databases: BoxDatabases;
  /** What the hospital's own network reaches, where there is a link. */
  public readonly linkEndpoints?: PrivateEndpoints;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: DataBoxProps,
  ) {
    super(scope, id);
    const { project, provider, region } = props;
    const name = `databox-${project}`;
    this.account = props.account;
    this.rolePath = `/databox/${project}/databox/`;
    this.volumeKeyArn = props.volumeKeyArn;
    this.permissionsBoundaryArn = props.permissionsBoundaryArn;
    this.provider = provider;
    this.network = new PrivateNetwork(this, "network", {
      name,
      cidrBlock: props.network.cidr,
      availabilityZoneIds: props.availabilityZoneIds,
      tiers: [
        ...(["endpoint", "gateway", "data"] as const).map((tier) => ({ name: tier, cidrBlocks: props.network[tier] })),
        ...(props.link === undefined ? [] : [{ name: LINK_TIER, cidrBlocks: props.link.cidrBlocks }]),
      ],
      provider,
    });
    new EgressLock(this, "egress-lock", {
      network: this.network,
      flows: [
        { from: "gateway", to: "endpoint", traffic: { protocol: "tcp", port: 443 } },
        { from: "gateway", to: props.gatewayPeers, traffic: { protocol: "ipsec" } },
        ...this.dataPorts.map((port) => ({ from: "gateway", to: "data", traffic: { protocol: "tcp", port } }) as const),
        ...(props.link === undefined
          ? []
          : [{ from: props.link.prefixes, to: LINK_TIER, traffic: { protocol: "tcp", port: 443 } } as const]),
      ],
      blockPublicAccess: props.blockPublicAccess,
      provider,
    });
    this.endpoints = new PrivateEndpoints(this, "endpoints", {
      name,
      region,
      vpcId: this.network.vpc.id,
      tier: this.network.tier("endpoint"),
      endpoints: [
        { service: "s3", grants: this.storeGrants(), addresses: props.network.storeAddresses },
        { service: "logs", grants: [this.logGrant()] },
        { service: "secretsmanager", grants: [this.secretGrant()] },
      ],
      provider,
    });
    if (props.link !== undefined) this.linkEndpoints = this.addLinkEndpoints(name, props.link);
    this.dnsFirewall = new DnsFirewall(this, "dns-firewall", {
      name,
      vpcId: this.network.vpc.id,
      // The gateways' names; the stores are resolved in the ResearchBoxes.
      allowedNames: ["logs", "secretsmanager"].map((service) => `${service}.${region}.amazonaws.com`),
      provider,
    });
    const linked = this.linkEndpoints === undefined ? {} : { writableThrough: [this.linkEndpoints.endpointId("s3")] };
    this.stores = new Map([
      ...props.stores.map(({ name: store, bucketName, lock }) =>
        this.store(store, bucketName, { lock, writers: props.loaders ?? [], ...linked }),
      ),
      ...(props.results ?? []).map(({ name: store, bucketName, readers }) =>
        this.store(store, bucketName, { readers }),
      ),
    ]);
    this.fileStores = new Map(
      (props.fileStores ?? []).map(({ name: store, clients }) => [
        store,
        new FileStore(this, `store-${store}`, {
          name: `${name}-${store}`,
          vpcId: this.network.vpc.id,
          tier: this.network.tier("data"),
          keyArn: props.storeKeyArn,
          clients,
          provider,
        }),
      ]),
    );
    this.databases = new BoxDatabases(this, {
      project,
      region,
      account: this.account,
      rolePath: this.rolePath,
      permissionsBoundaryArn: this.permissionsBoundaryArn,
      vpcId: this.network.vpc.id,
      tier: this.network.tier("data"),
      keyArn: props.storeKeyArn,
      databases: props.databases ?? [],
      provider,
    });
  }

  /** Ports of the stores that have network interfaces. */
  private get dataPorts(): number[] {
    const { databases = [], fileStores = [] } = this.props;
    return [...(fileStores.length > 0 ? [NFS_PORT] : []), ...(databases.length > 0 ? [POSTGRES_PORT] : [])];
  }

  /** The stores with network interfaces of their own that a client reaches, for its tunnel. */
  public servicesOf(client: string): TunnelService[] {
    return [
      ...this.filesOf(client).map(({ name, store }) => ({
        name: `files-${name}`,
        port: NFS_PORT,
        securityGroup: store.securityGroup,
      })),
      ...this.databases.servicesOf(client),
    ];
  }

  /** The lines by which a client's machines mount what it sees of the file systems, with efs-utils. */
  public mountsOf(client: string): string[] {
    return this.filesOf(client).map(({ name, store }) => store.mountCommand(client, `/mnt/${name}`));
  }

  /**
   * What a ResearchBox needs to know to see its views of the stores.
   *
   * @param client what its access points are named by
   */
  public accessTo(views: readonly BucketView[], client: string): StoreAccess {
    const { network, storeKeyArn } = this.props;
    const files = this.filesOf(client).map(({ store, writes }) => ({
      fileSystemArn: store.fileSystem.arn,
      accessPointArn: store.accessPoint(client).arn,
      writes,
    }));
    const ports = [...new Set(this.servicesOf(client).map(({ port }) => port))];
    return {
      views,
      ...(files.length > 0 ? { files } : {}),
      databases: this.databases.accessTo(client),
      ...(ports.length > 0 ? { data: { cidrBlocks: network.data, ports } } : {}),
      keyArn: storeKeyArn,
      endpointAddresses: network.storeAddresses,
      endpointCidrBlocks: network.endpoint,
      gatewayCidrBlocks: network.gateway,
    };
  }

  private filesOf(client: string): { readonly name: string; readonly store: FileStore; readonly writes: boolean }[] {
    return (this.props.fileStores ?? []).flatMap(({ name, clients = [] }) => {
      const store = this.fileStores.get(name);
      return clients.flatMap((one) => (one.name === client && store ? [{ name, store, writes: one.writes }] : []));
    });
  }

  private store(
    name: string,
    bucketName: string,
    more: Pick<EncryptedBucketProps, "lock" | "readers" | "writableThrough" | "writers">,
  ): [string, EncryptedBucket] {
    const { account, endpoints, props } = this;
    const { readers, parts } = readersOfBucket(account, bucketName, props.readers ?? []);
    return [
      name,
      new EncryptedBucket(this, `store-${name}`, {
        bucketName,
        keyArn: props.storeKeyArn,
        readableThrough: [endpoints.endpointId("s3")],
        ...more,
        readers: [...(more.readers ?? []), ...readers],
        parts,
        neverReaders: props.neverReaders,
        backups: props.backups?.stores.includes(name) === true ? props.backups : undefined,
        administrators: props.administrators,
        deployRoleArns: props.deployRoleArns,
        provider: props.provider,
      }),
    ];
  }

  /** Apart from the box's own endpoints: another group, another tier, and of its own accord no action that reads. */
  private addLinkEndpoints(name: string, link: LinkTierProps): PrivateEndpoints {
    const { account, props } = this;
    const loaders = props.loaders ?? [];
    if (loaders.length === 0)
      throw new Error("the hospital's link is for the loaders, and none is named; name at least one role");
    const endpoints = new PrivateEndpoints(this, "link-endpoints", {
      name: `${name}-link`,
      region: props.region,
      vpcId: this.network.vpc.id,
      tier: this.network.tier(LINK_TIER),
      endpoints: [
        {
          service: "s3",
          privateDns: false,
          addresses: link.storeAddresses,
          grants: [
            {
              sid: "LoadStores",
              actions: ["s3:PutObject"],
              resources: props.stores.map(({ bucketName }) => `arn:aws:s3:::${bucketName}/*`),
              principalAccounts: accountsOf(loaders),
              roleArns: loaders,
              resourceAccounts: [account],
            },
            ...(link.grants ?? []),
          ],
        },
      ],
      provider: props.provider,
    });
    link.prefixes.forEach((prefix, index) => endpoints.allowFromRange(`hospital-${index}`, prefix));
    return endpoints;
  }

  private storeGrants(): EndpointGrant[] {
    const { account, props } = this;
    const buckets = props.stores.map(({ bucketName }) => `arn:aws:s3:::${bucketName}`);
    // Administrators read the audit trail, and the hospital's readers all results.
    const own = { principalAccounts: [account], resourceAccounts: [account] };
    const read = (sid: string, bucketName: string): EndpointGrant => ({
      sid,
      actions: ["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"],
      resources: [`arn:aws:s3:::${bucketName}`, `arn:aws:s3:::${bucketName}/*`],
      ...own,
    });
    return [
      ...viewGrants(
        account,
        props.stores.map(({ bucketName }) => bucketName),
        props.readers ?? [],
      ),
      {
        sid: "LoadStores",
        actions: ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"],
        resources: buckets.map((bucket) => `${bucket}/*`),
        ...own,
      },
      read("ReadAudit", props.auditBucketName),
      ...(props.results ?? []).flatMap(({ bucketName, readers = [] }, index) =>
        readers.length > 0 ? [read(`ReadResults${index}`, bucketName)] : [],
      ),
      ...(props.exchangeGrants ?? []),
    ];
  }

  private logGrant(): EndpointGrant {
    const { account, props } = this;
    const log = `arn:aws:logs:${props.region}:${account}:log-group:${props.vpnLogGroupName}`;
    return {
      sid: "WriteOwnLog",
      actions: ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"],
      resources: [log, `${log}:*`],
      principalAccounts: [account],
      resourceAccounts: [account],
    };
  }

  private secretGrant(): EndpointGrant {
    const { account, props } = this;
    return {
      sid: "ReadPreSharedKeys",
      actions: ["secretsmanager:GetSecretValue"],
      resources: [props.tunnelSecretArn],
      principalAccounts: [account],
      resourceAccounts: [account],
    };
  }
}
