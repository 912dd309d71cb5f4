import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type TrailLog } from "../constructs/account-trail";
import { AccountWatch } from "../constructs/account-watch";
import { Alarm, type AlarmProps, LogAlarm } from "../constructs/alarm";
import { type BackupVault } from "../constructs/backup-vault";
import { BoxBudget } from "../constructs/box-budget";
import { type DnsFirewall } from "../constructs/dns-firewall";
import { type ResearchBox } from "../constructs/research-box";
import { tunnelHeartbeat } from "../constructs/tunnel-gateway-script";
import { type Project, type ResearchBoxSpec, type WatchSpec } from "../src/project";
import { ProjectNames } from "./project-names";

export interface WatchProps {
  readonly project: Project;
  readonly watch: WatchSpec;
  /** ARN of the hospital's key for audit records. */
  readonly keyArn: string;
}

/**
 * Alarms of one project, in the accounts where things happen, to the hospital's topic. The topic, its policy and who
 * subscribes to it are the hospital's own and no part of the stack.
 */
export class Watch extends Construct {
  private readonly names: ProjectNames;
  private readonly namespace: string;

  public constructor(
    scope: Construct,
    id: string,
    private readonly props: WatchProps,
  ) {
    super(scope, id);
    this.names = new ProjectNames(props.project);
    this.namespace = `DataBox/${props.project.name}`;
  }

  /** Watches an account's API calls. Gives the log group that its trail has to fill. */
  public account(account: string, permissionsBoundaryArn: string, provider: TerraformProvider): TrailLog {
    const { keyArn, project, watch } = this.props;
    return new AccountWatch(this, `account-${account}`, {
      name: this.names.trail,
      region: project.region,
      account,
      rolePath: this.names.rolePath("databox"),
      permissionsBoundaryArn,
      logGroupName: this.names.trailLogGroup,
      keyArn,
      trailName: this.names.trail,
      topicArn: watch.topic,
      namespace: this.namespace,
      provider,
    });
  }

  /**
   * Watches the blocked DNS queries of a box.
   * https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-resolver-dns-firewall-with-cloudwatch.html
   */
  public dns(box: string, { blockedListId, ruleGroupId }: DnsFirewall, provider: TerraformProvider | undefined): void {
    const { watch } = this.props;
    new Alarm(this, `dns-${box}`, {
      name: `${this.names.tunnel(box)}-dns-blocks`,
      description: `Many DNS queries of ${box} were blocked; the audit bucket has them`,
      topicArn: watch.topic,
      metric: {
        namespace: "AWS/Route53Resolver",
        name: "FirewallRuleQueryVolume",
        dimensions: { FirewallRuleGroupId: ruleGroupId, FirewallDomainListId: blockedListId },
      },
      rings: { atLeast: watch.dnsBlocks },
      periodSeconds: 900,
      provider,
    });
  }

  /**
   * Watches the backups of the stores: jobs that fail, and a day on which none is done.
   * https://docs.aws.amazon.com/aws-backup/latest/devguide/cloudwatch.html
   */
  public backups({ vault }: BackupVault, provider: TerraformProvider): void {
    const alarm = (id: string, description: string, metric: string, rings: AlarmProps["rings"]): Alarm =>
      new Alarm(this, id, {
        name: `${this.names.backupVault}-${id}`,
        description,
        topicArn: this.props.watch.topic,
        metric: { namespace: "AWS/Backup", name: metric, dimensions: { BackupVaultName: vault.name } },
        rings,
        periodSeconds: 86_400,
        provider,
      });
    alarm("backups-failed", "A backup of a store failed; AWS Backup says why", "NumberOfBackupJobsFailed", {
      atLeast: 1,
    });
    alarm("backups-missing", "No backup was done within a day", "NumberOfBackupJobsCompleted", { below: 1 });
  }

  /** Watches what a box costs, in its account. */
  public budget({ account, budget, tenant }: ResearchBoxSpec, { machineIds, provider }: ResearchBox): void {
    if (budget === undefined) return;
    const { project, watch } = this.props;
    const sharesAccount = this.names.boxes.filter((other) => other.account === account).length > 1;
    new BoxBudget(this, `budget-${tenant}`, {
      name: this.names.tunnel(tenant),
      region: project.region,
      account,
      monthlyUSD: budget.monthlyUSD,
      tag: sharesAccount ? { key: "databox:tenant", value: tenant } : undefined,
      topicArn: watch.topic,
      stops: budget.action === "stop" ? { instanceIds: machineIds, rolePath: this.names.rolePath(tenant) } : undefined,
      provider,
    });
  }

  /** Watches a tunnel by the heartbeat of its gateways in a box's log. */
  public tunnel(
    { gatewayNames }: { readonly gatewayNames: readonly string[] },
    logGroupName: string,
    provider: TerraformProvider,
  ): void {
    for (const gateway of gatewayNames)
      new LogAlarm(this, `tunnel-${gateway}`, {
        name: `${gateway}-up`,
        description: `The tunnel of ${gateway} is down, or its gateway is`,
        topicArn: this.props.watch.topic,
        logGroupName,
        pattern: `"${tunnelHeartbeat(gateway)}"`,
        namespace: this.namespace,
        rings: { below: 1 },
        provider,
      });
  }
}
