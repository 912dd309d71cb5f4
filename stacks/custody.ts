import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { BoxKey } from "../constructs/box-key";
import { type KeyUsage } from "../constructs/key-usage";
import { tunnelRoleArns } from "../constructs/box-tunnel";
import { shipperRoleArn } from "../constructs/log-shipping";
import { type Project } from "../src/project";
import { ProjectNames } from "./project-names";
import { storeUsages } from "./store-views";

export interface CustodyProps {
  readonly project: Project;
  /** Provider of the hospital's custodian role. */
  readonly provider: TerraformProvider;
}

/**
 * The hospital's keys of one project, one per purpose, all in the hospital's account: data of the stores, secrets of the
 * tunnels, audit records, and the volumes of each box. Deleting them is the end of the project's data, and disabling the
 * volumes' key of one tenant stops that tenant alone.
 */
export class Custody extends Construct {
  public readonly data: BoxKey;
  public readonly secrets: BoxKey;
  public readonly audit: BoxKey;
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
        logGroupArns: names.boxes.map(
          ({ box, account }) => `arn:aws:logs:${region}:${account}:log-group:${names.vpnLogGroup(box)}`,
        ),
      },
    ]);
    this.volumes = new Map(
      names.boxes.map(({ box, account }) => [
        box,
        // Only the box's own account is named, so that no tenant's coming or going touches another one's key.
        this.key(
          `volumes-${box}`,
          `Volumes of ${box}`,
          [{ kind: "volumes", region, launchers: [names.deployRoleArn(account)] }],
          [account],
        ),
      ]),
    );
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

  private key(
    purpose: string,
    description: string,
    usages: readonly KeyUsage[],
    accounts: readonly string[] = this.names.accounts,
  ): BoxKey {
    const { dataBox, name } = this.project;
    return new BoxKey(this, purpose, {
      alias: `databox/${name}/${purpose}`,
      description: `${description} (${name})`,
      account: dataBox.custody.account,
      custodianRoleArn: this.names.custodianRoleArn,
      administrators: dataBox.administrators,
      deployRoleArns: accounts.map((account) => this.names.deployRoleArn(account)),
      usages,
      rotationDays: dataBox.custody.rotationDays,
      provider: this.props.provider,
    });
  }
}
