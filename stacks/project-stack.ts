import { TerraformOutput, TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { AccountTrail } from "../constructs/account-trail";
import { AuditTrail } from "../constructs/audit-trail";
import { BoxLogs } from "../constructs/box-logs";
import { BoxTunnel } from "../constructs/box-tunnel";
import { DataBox } from "../constructs/data-box";
import { Guardrails } from "../constructs/guardrails";
import { LogShipping, shipperRoleArn } from "../constructs/log-shipping";
import { ResearchBox } from "../constructs/research-box";
import { hostAddress, isOver, privateSpaces, type Project, type ResearchBoxSpec } from "../src/project";
import { Airlock, carriersOf, exchangeBucketsIn, exchangeGrants, exchangeOf, openAirlocks } from "./airlocks";
import { addBackups, bucketBackups } from "./backups";
import { Custody } from "./custody";
import { addHospitalLink, linkTierOf } from "./hospital-link";
import { ProjectNames } from "./project-names";
import { Providers } from "./providers";
import { retiredStack } from "./retired-stack";
import { useState } from "./state-backend";
import {
  bucketViewsOf,
  databaseStatements,
  databaseStores,
  fileStores,
  mountableFiles,
  reachableObjects,
  storeReaders,
} from "./store-views";
import { Watch } from "./watch";
import { accountServices, mirrorOf } from "./workbench-services";

export interface ProjectStackProps {
  readonly project: Project;
  /**
   * Day on which the stack is deployed, ISO 8601 calendar date: nobody enters boxes whose last day was before.
   * @default - a day on which all are admitted
   */
  readonly on?: string;
}

/** Number of the S3 endpoint's address within its subnet; AWS keeps the first four. */
const STORE_HOST = 10;
/** Number of the tunnel gateway's address within its subnet: the first that AWS does not keep. */
const GATEWAY_HOST = 4;

/**
 * One project: the hospital's keys, its DataBox, the ResearchBoxes of its tenants, the tunnels between, and the audit
 * trail of all of it. Composed from the project file and nothing else.
 */
export class ProjectStack extends TerraformStack {
  private readonly names: ProjectNames;
  private readonly project: Project;
  private readonly on: string | undefined;
  private readonly providers: Providers;
  private readonly custody: Custody;
  private readonly dataBox: DataBox;
  private readonly auditTrail: AuditTrail;
  private readonly boundaries: ReadonlyMap<string, string>;
  private readonly dataBoxLog: LogShipping;
  private readonly watch: Watch | undefined;

  public constructor(scope: Construct, id: string, { project, on }: ProjectStackProps) {
    super(scope, id);
    this.project = project;
    this.on = on;
    this.names = new ProjectNames(project);
    useState(this, project.state, project.name, project.deployRole);
    // Write-only arguments and the S3 backend's own locking.
    this.addOverride("terraform.required_version", ">= 1.11.0");
    this.providers = new Providers(this, project);
    this.custody = new Custody(this, "custody", { project, provider: this.providers.custody });
    this.boundaries = this.addGuardrails();
    this.watch =
      project.watch && new Watch(this, "watch", { project, watch: project.watch, keyArn: this.custody.audit.arn });
    this.dataBox = this.addDataBox();
    addBackups(this, {
      project,
      dataBox: this.dataBox,
      custody: this.custody,
      watch: this.watch,
      provider: this.providers.dataBox,
    });
    this.auditTrail = this.addAuditTrail();
    const airlocks = this.addAirlocks();
    this.dataBoxLog = this.addBoxRecords("databox", this.dataBox);
    this.watch?.dns("databox", this.dataBox.dnsFirewall, this.providers.dataBox);
    for (const account of this.names.accounts)
      new AccountTrail(this, `account-trail-${account}`, {
        name: this.names.trail,
        auditTrail: this.auditTrail,
        keyArn: this.custody.audit.arn,
        bucketArns:
          account === project.dataBox.account
            ? [
                ...[...this.dataBox.stores.values()].map(({ arn }) => arn),
                ...airlocks.flatMap(({ bucketArns }) => bucketArns),
              ]
            : [],
        log: this.watch?.account(account, this.boundaryOf(account), this.providers.ofAccount(account)),
        provider: this.providers.ofAccount(account),
      });
    addHospitalLink(this, { project, dataBox: this.dataBox, log: this.dataBoxLog });
    for (const box of project.researchBoxes) this.addResearchBox(box);
  }

  /** The stack as Terraform reads it: of a project that is over, what destroys it. */
  public override toTerraform(): object {
    const full = super.toTerraform() as object;
    return this.project.retired === undefined ? full : retiredStack(full);
  }

  /** One set per account, whichever boxes share it. */
  private addGuardrails(): ReadonlyMap<string, string> {
    const { custody, names, project, providers } = this;
    const records = [names.auditBucket, `dcv-license.${project.region}`];
    return new Map(
      names.accounts.map((account) => {
        const { clusters, services, buckets: own } = accountServices(project, names, account);
        const guardrails = new Guardrails(this, `guardrails-${account}`, {
          boundaryName: `databox-${project.name}-boundary`,
          path: `/databox/${project.name}/`,
          account,
          region: project.region,
          bucketArns: [
            ...reachableObjects(project, account).whole,
            ...exchangeBucketsIn(project, account),
            ...records,
            ...own,
          ].map((one) => `arn:aws:s3:::${one}`),
          views: reachableObjects(project, account).parts,
          fileSystemArns: mountableFiles(project, account),
          keyArns: [
            ...[custody.data, custody.secrets, custody.audit, custody.exchange].flatMap((key) => key?.arn ?? []),
            ...custody.enclaveKeysOf(account),
          ],
          secretArns: [names.tunnelSecretArn("*")],
          services: [...services, ...databaseStatements(project, account)],
          clusters,
          volumeKeyArn: custody.volumesOfAccount(account).arn,
          provider: providers.ofAccount(account),
        });
        return [account, guardrails.permissionsBoundaryArn];
      }),
    );
  }

  private addDataBox(): DataBox {
    const { custody, names, project, providers } = this;
    const { dataBox, region } = project;
    return new DataBox(this, "data-box", {
      project: project.name,
      region,
      account: dataBox.account,
      availabilityZoneIds: project.zones,
      network: {
        ...dataBox.network,
        storeAddresses: dataBox.network.endpoint.map((cidr) => hostAddress(cidr, STORE_HOST)),
      },
      gatewayPeers: privateSpaces(project.researchBoxes.map(({ network }) => network.cidr)),
      stores: dataBox.stores.flatMap((one) =>
        one.kind === "objects" ? [{ name: one.name, bucketName: one.bucket, lock: one.lock }] : [],
      ),
      results: dataBox.stores.flatMap((one) =>
        one.kind === "results" ? [{ name: one.name, bucketName: one.bucket, readers: one.readers }] : [],
      ),
      storeKeyArn: custody.data.arn,
      volumeKeyArn: custody.volumesOf("databox").arn,
      permissionsBoundaryArn: this.boundaryOf(dataBox.account),
      auditBucketName: names.auditBucket,
      tunnelSecretArn: names.tunnelSecretArn("*"),
      vpnLogGroupName: names.vpnLogGroup("databox"),
      administrators: dataBox.administrators,
      deployRoleArns: [names.deployRoleArn(dataBox.account)],
      loaders: dataBox.loaders,
      link: linkTierOf(project),
      fileStores: fileStores(project),
      databases: databaseStores(project),
      readers: storeReaders(project),
      neverReaders: carriersOf(project),
      backups: bucketBackups(project),
      exchangeGrants: exchangeGrants(project),
      // One switch per account: the guard-rails set it.
      blockPublicAccess: false,
      provider: providers.dataBox,
    });
  }

  private addAuditTrail(): AuditTrail {
    const { custody, dataBox, names, project, providers } = this;
    return new AuditTrail(this, "audit-trail", {
      bucketName: names.auditBucket,
      keyArn: custody.audit.arn,
      accounts: names.accounts,
      shipperRolePattern: shipperRoleArn({ account: "*", rolePath: names.rolePath("*"), name: names.tunnel("*") }),
      readableThrough: [dataBox.endpoints.endpointId("s3")],
      administrators: project.dataBox.administrators,
      deployRoleArns: [names.deployRoleArn(project.dataBox.account)],
      lock: { mode: project.audit.lockMode, days: project.audit.retentionDays },
      neverReaders: carriersOf(project),
      provider: providers.dataBox,
    });
  }

  private addAirlocks(): Airlock[] {
    const { custody, dataBox, project, providers } = this;
    const key = custody.exchange;
    if (key === undefined) return [];
    const endpointIds = [dataBox.endpoints, dataBox.linkEndpoints].flatMap((one) => one?.endpointId("s3") ?? []);
    return openAirlocks(project).map(
      ({ box, spec }) =>
        new Airlock(this, `airlock-${box.tenant}`, {
          project,
          box,
          spec,
          keyArn: key.arn,
          endpointIds,
          provider: providers.dataBox,
        }),
    );
  }

  /** Flows, DNS queries and VPN connections of a box, into the audit trail. */
  private addBoxRecords(
    box: string,
    of: Pick<DataBox, "network" | "account" | "permissionsBoundaryArn" | "provider">,
  ): LogShipping {
    const { auditTrail, project } = this;
    new BoxLogs(this, `logs-${box}`, {
      name: `databox-${project.name}-${box}`,
      vpcId: of.network.vpc.id,
      auditTrail,
      provider: of.provider,
    });
    return this.addShipping(box, of.account, of.permissionsBoundaryArn, of.provider);
  }

  private addShipping(
    box: string,
    account: string,
    permissionsBoundaryArn: string,
    provider: DataBox["provider"],
  ): LogShipping {
    return new LogShipping(this, `log-shipping-${box}`, {
      ...this.names.shipping(box, account),
      region: this.project.region,
      logGroupName: this.names.vpnLogGroup(box),
      permissionsBoundaryArn,
      auditTrail: this.auditTrail,
      keyArn: this.custody.audit.arn,
      provider,
    });
  }

  private addResearchBox(spec: ResearchBoxSpec): void {
    const { auditTrail, custody, dataBox, names, project } = this;
    const { account, tenant } = spec;
    const provider = this.providers.ofTenant(tenant);
    const permissionsBoundaryArn = this.boundaryOf(account);
    const vpnLog = this.addShipping(tenant, account, permissionsBoundaryArn, provider);
    const box = new ResearchBox(this, `research-box-${tenant}`, {
      project: project.name,
      tenant,
      region: project.region,
      account,
      availabilityZoneIds: project.zones,
      network: {
        ...spec.network,
        gatewayAddresses: spec.network.gateway.map((cidr) => hostAddress(cidr, GATEWAY_HOST)),
      },
      stores: dataBox.accessTo(bucketViewsOf(spec), tenant),
      exchange: exchangeOf(spec, custody.exchange?.arn),
      volumeKeyArn: custody.volumesOf(tenant).arn,
      permissionsBoundaryArn,
      vpnLog,
      tunnelSecretArn: names.tunnelSecretArn(tenant),
      secretAccount: project.dataBox.account,
      enclaveKey: custody.enclaveKeyOf(spec),
      desktops:
        spec.desktops === undefined
          ? undefined
          : {
              ...spec.desktops,
              image: spec.desktops.os === "windows" ? project.images.windowsDesktop : project.images.desktop,
            },
      compute: spec.compute.map(({ enclave, gpu, market, ...pool }) => ({
        ...pool,
        enclaves: enclave,
        spot: market === "spot",
        image: gpu ? project.images.gpu : project.images.compute,
      })),
      notebooks: spec.notebooks,
      spark: spec.spark,
      packages: spec.packages === undefined ? undefined : mirrorOf(spec.packages, project.region),
      access:
        spec.access === undefined
          ? undefined
          : {
              serverCertificateArn: spec.access.serverCertificate,
              clientCertificateArn: spec.access.clientCertificate,
              samlProviderArn: spec.access.samlProvider,
              groups: spec.access.groups,
              clientCidr: spec.access.clientCidr,
              sessionHours: spec.access.sessionHours,
              authorized: !isOver(spec, this.on),
            },
      until: spec.until,
      blockPublicAccess: false,
      provider,
    });
    new BoxLogs(this, `logs-${tenant}`, {
      name: names.tunnel(tenant),
      vpcId: box.network.vpc.id,
      auditTrail,
      provider,
    });
    const tunnel = new BoxTunnel(this, `tunnel-${tenant}`, {
      name: names.tunnel(tenant),
      region: project.region,
      dataBox,
      researchBox: box,
      services: dataBox.servicesOf(tenant),
      logs: { data: this.dataBoxLog, research: vpnLog },
      secretName: names.tunnelSecret(tenant),
      secretKeyArn: custody.secrets.arn,
      secretWriters: project.dataBox.administrators,
      image: project.images.gateway,
      heartbeat: this.watch !== undefined,
    });
    this.watch?.dns(tenant, box.dnsFirewall, provider);
    this.watch?.budget(spec, box);
    this.watch?.tunnel(tunnel, vpnLog.logGroupName, provider);
    this.output(`tunnel-secret-${tenant}`, "Where the hospital puts the tunnel's pre-shared key", tunnel.secretArn);
    const mounts = dataBox.mountsOf(tenant);
    if (mounts.length > 0) this.output(`mount-${tenant}`, "How its machines mount its files", mounts);
    const signIn = dataBox.databases.signInOf(tenant);
    if (signIn.length > 0) this.output(`sign-in-${tenant}`, "How its machines sign in to databases", signIn);
    if (box.access !== undefined)
      this.output(
        `client-vpn-${tenant}`,
        "Client VPN endpoint, for the profiles of its people",
        box.access.endpoint.id,
      );
    if (box.desktops.length > 0)
      this.output(
        `desktops-${tenant}`,
        "Addresses of the desktops, on the VPN",
        box.desktops.map(({ instance }) => instance.privateIp),
      );
  }

  private output(id: string, description: string, value: string | string[]): void {
    new TerraformOutput(this, id, { description, value, staticId: true });
  }

  private boundaryOf(account: string): string {
    const arn = this.boundaries.get(account);
    if (arn === undefined) throw new Error(`no guard-rails were made for account ${account}`);
    return arn;
  }
}
