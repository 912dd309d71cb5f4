import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { BoxKey, type KeyOrigin } from "../constructs/box-key";
import { type EnclaveKeyAccess } from "../constructs/enclave-access";
import { KeyExpiryAlarm } from "../constructs/key-expiry-alarm";
import { type KeyUsage } from "../constructs/key-usage";
import { researcherRoleArn } from "../constructs/research-box";
import { tunnelRoleArns } from "../constructs/box-tunnel";
import { shipperRoleArn } from "../constructs/log-shipping";
import { type Project, type ResearchBoxSpec } from "../src/project";
import { exchangeKeyUsages } from "./airlocks";
import { ProjectNames } from "./project-names";
import { storeUsages } from "./store-views";
import { launchersOf } from "./workbench-services";

export interface CustodyProps {
  readonly project: Project;
  /** Provider of the hospital's custodian role. */
  readonly provider: TerraformProvider;
}

/**
 * The hospital's keys of one project, one per purpose, all in the hospital's account: data of the stores, secrets of the
 * tunnels, audit records, backups, and the volumes of each box. Deleting them is the end of the project's data, and disabling the
 * volumes' key of one tenant stops that tenant alone. Imported material is watched for its expiry.
 */
export class Custody extends Construct {
  public readonly data: BoxKey;
  public readonly secrets: BoxKey;
  public readonly audit: BoxKey;
  /** Of data that only attested enclaves decrypt; none without attestation. */
  public readonly enclave: BoxKey | undefined;
  /** Key of the airlocks' buckets, which people outside of the boxes use; none where every airlock is shut. */
  public readonly exchange: BoxKey | undefined;
  /** Of the vault of backups; none where there are none. */
  public readonly backup: BoxKey | undefined;
  private readonly names: ProjectNames;
  private readonly project: Project;
  private readonly volumes: ReadonlyMap<string, BoxKey>;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: CustodyProps,
  ) {
    super(scope, id);
    const { project } = props;
    const names = new ProjectNames(project);
    this.project = project;
    this.names = names;
    const { region, dataBox, researchBoxes } = project;
    this.data = this.key("data", "Stores of the DataBox", storeUsages(project));
    this.secrets = this.key("secrets", "Pre-shared keys of the tunnels", [
      {
        kind: "secrets",
        region,
        readers: researchBoxes.flatMap(({ tenant, account }) =>
          tunnelRoleArns({
            name: names.tunnel(tenant),
            dataBox: { account: dataBox.account, rolePath: names.rolePath("databox") },
            researchBox: { account, rolePath: names.rolePath(tenant) },
          }),
        ),
        writers: dataBox.administrators,
      },
    ]);
    this.audit = this.key("audit", "Audit records", [
      {
        kind: "store",
        region,
        bucketArns: [`arn:aws:s3:::${names.auditBucket}`],
        readers: dataBox.administrators,
        writers: names.boxes.map(({ box, account }) => shipperRoleArn(names.shipping(box, account))),
      },
      { kind: "log-delivery", accounts: names.accounts },
      {
        kind: "log-groups",
        region,
        logGroupArns: [
          ...names.boxes.map(
            ({ box, account }) => `arn:aws:logs:${region}:${account}:log-group:${names.vpnLogGroup(box)}`,
          ),
          ...(project.watch === undefined ? [] : names.accounts).map(
            (account) => `arn:aws:logs:${region}:${account}:log-group:${names.trailLogGroup}`,
          ),
        ],
      },
    ]);
    this.backup =
      dataBox.backups &&
      this.key(
        "backup",
        "Backups of the stores",
        [{ kind: "backup-vaults", region, makers: [names.deployRoleArn(dataBox.account)] }],
        [dataBox.account],
      );
    this.enclave = this.enclaveKey();
    const exchanges = exchangeKeyUsages(project);
    this.exchange = exchanges.length === 0 ? undefined : this.key("exchange", "Files that come and go", exchanges);
    this.volumes = new Map(
      names.boxes.map(({ box, account }) => [
        box,
        // Only the box's own account is named, so that no tenant's coming or going touches another one's key.
        this.key(
          `volumes-${box}`,
          `Volumes of ${box}`,
          [
            {
              kind: "volumes",
              region,
              launchers: [names.deployRoleArn(account), ...launchersOf(project, names, box)],
            },
            ...(researchBoxes.some(({ notebooks, tenant }) => tenant === box && notebooks !== undefined)
              ? [{ kind: "notebook-volumes" as const, region, makers: [names.deployRoleArn(account)] }]
              : []),
          ],
          [account],
        ),
      ]),
    );
  }

  /** ARNs of the keys that enclaves of an account's machines use. */
  public enclaveKeysOf(account: string): string[] {
    const uses = this.enclaveBoxes.some((box) => box.account === account);
    return this.enclave !== undefined && uses ? [this.enclave.arn] : [];
  }

  /** The key that enclaves of a box's machines use, where they start any. */
  public enclaveKeyOf(box: ResearchBoxSpec): EnclaveKeyAccess | undefined {
    if (this.enclave === undefined || !startsEnclaves(box)) return undefined;
    return { keyArn: this.enclave.arn, account: this.project.dataBox.custody.account };
  }

  private get enclaveBoxes(): readonly ResearchBoxSpec[] {
    return this.project.researchBoxes.filter(startsEnclaves);
  }

  /** Key of a box's volumes; `databox` is the DataBox. */
  public volumesOf(box: string): BoxKey {
    const key = this.volumes.get(box);
    if (key === undefined) throw new Error(`no box ${box} in this project`);
    return key;
  }

  /** Key of volumes that name none, in an account: that of the first box there. */
  public volumesOfAccount(account: string): BoxKey {
    const first = this.names.boxes.find((box) => box.account === account);
    return this.volumesOf(first?.box ?? "databox");
  }

  private enclaveKey(): BoxKey | undefined {
    const { attestation } = this.project.dataBox.custody;
    if (attestation === undefined) return undefined;
    return this.key("enclave", "Data for attested enclaves", [
      {
        kind: "enclave",
        readers: this.enclaveBoxes.map(({ tenant, account }) => researcherRoleArn(this.project.name, tenant, account)),
        writers: this.project.dataBox.loaders,
        images: attestation,
      },
    ]);
  }

  private originOf(purpose: string): KeyOrigin {
    const { material } = this.project.dataBox.custody;
    switch (material.kind) {
      case "kms":
        return material;
      case "imported":
        return { kind: "imported" };
      case "hsm":
        return { kind: "hsm", keyStoreId: material.keyStore };
      case "external": {
        const externalKeyId = material.externalKeys[purpose];
        if (externalKeyId === undefined) throw new Error(`custody names no external key for ${purpose}`);
        return { kind: "external", keyStoreId: material.keyStore, externalKeyId };
      }
    }
  }

  private key(
    purpose: string,
    description: string,
    usages: readonly KeyUsage[],
    accounts: readonly string[] = this.names.accounts,
  ): BoxKey {
    const { dataBox, name } = this.project;
    const { provider } = this.props;
    const { account, material } = dataBox.custody;
    const key = new BoxKey(this, purpose, {
      alias: `databox/${name}/${purpose}`,
      description: `${description} (${name})`,
      account,
      custodianRoleArn: this.names.custodianRoleArn,
      administrators: dataBox.administrators,
      deployRoleArns: accounts.map((one) => this.names.deployRoleArn(one)),
      usages,
      origin: this.originOf(purpose),
      provider,
    });
    if (material.kind === "imported")
      new KeyExpiryAlarm(key, "expiry", {
        key,
        name: `databox-${name}-${purpose}-key-expiry`,
        warnDays: material.warnDays,
        topicArns: material.notify,
        provider,
      });
    return key;
  }
}

function startsEnclaves({ compute }: ResearchBoxSpec): boolean {
  return compute.some(({ enclave }) => enclave);
}
