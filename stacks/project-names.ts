import { secretArnPattern } from "../constructs/box-tunnel";
import { type Project } from "../src/project";

/** The names that the parts of one project know each other by, before any of them exists. */
export class ProjectNames {
  public constructor(private readonly project: Project) {}

  public get auditBucket(): string {
    return `databox-${this.project.name}-audit-${this.project.dataBox.account}`;
  }

  public get custodianRoleArn(): string {
    const { account, role } = this.project.dataBox.custody;
    return `arn:aws:iam::${account}:role/${role}`;
  }

  /** Log group of a box's VPN: people's connections, and tunnels. */
  public vpnLogGroup(box: string): string {
    return `/databox/${this.project.name}/${box}/vpn`;
  }

  /** Name of the link to the hospital's own firewall. */
  public get hospitalLink(): string {
    return `databox-${this.project.name}-hospital`;
  }

  /** Name of an account's trail. */
  public get trail(): string {
    return `databox-${this.project.name}`;
  }

  /** Log group that an account's trail fills where alarms are asked for. */
  public get trailLogGroup(): string {
    return `/databox/${this.project.name}/trail`;
  }

  public tunnel(tenant: string): string {
    return `databox-${this.project.name}-${tenant}`;
  }

  /** ARN pattern of tunnel secrets; `*` for every tenant's. */
  public tunnelSecretArn(tenant: string): string {
    const { region, dataBox } = this.project;
    return tenant === "*"
      ? `arn:aws:secretsmanager:${region}:${dataBox.account}:secret:${this.tunnelSecret("*")}`
      : secretArnPattern(region, dataBox.account, this.tunnelSecret(tenant));
  }

  public tunnelSecret(tenant: string): string {
    return `databox/${this.project.name}/tunnel/${tenant}`;
  }

  public deployRoleArn(account: string): string {
    return `arn:aws:iam::${account}:role/${this.project.deployRole}`;
  }

  /** IAM path of a box's roles. */
  public rolePath(box: string): string {
    return `/databox/${this.project.name}/${box}/`;
  }

  /** What names the shipping of a box's VPN log. */
  public shipping(box: string, account: string): { name: string; account: string; rolePath: string } {
    return { name: this.tunnel(box), account, rolePath: this.rolePath(box) };
  }

  /** Name of the vault that the stores are backed up into. */
  public get backupVault(): string {
    return `databox-${this.project.name}`;
  }

  /** Every box with its account; `databox` is the DataBox. */
  public get boxes(): { box: string; account: string }[] {
    return [
      { box: "databox", account: this.project.dataBox.account },
      ...this.project.researchBoxes.map(({ tenant, account }) => ({ box: tenant, account })),
    ];
  }

  /** Accounts of the boxes, each once, the DataBox's first. */
  public get accounts(): string[] {
    return [...new Set([this.project.dataBox.account, ...this.project.researchBoxes.map(({ account }) => account)])];
  }
}
