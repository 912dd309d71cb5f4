import { FlowLog } from "@cdktf/provider-aws/lib/flow-log";
import { Route53ResolverQueryLogConfig } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config";
import { Route53ResolverQueryLogConfigAssociation } from "@cdktf/provider-aws/lib/route53-resolver-query-log-config-association";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AUDIT_PREFIX, type AuditTrail } from "./audit-trail";

export interface BoxLogsProps {
  readonly name: string;
  readonly vpcId: string;
  readonly auditTrail: AuditTrail;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/** Records every flow (one-minute aggregation, accepted and refused) and every DNS query of a box in the audit bucket. */
export class BoxLogs extends Construct {
  public constructor(scope: Construct, id: string, props: BoxLogsProps) {
    super(scope, id);
    const { auditTrail, name, provider, vpcId } = props;
    new FlowLog(this, "flows", {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "s3",
      logDestination: `${auditTrail.bucketArn}/${AUDIT_PREFIX.flows}`,
      maxAggregationInterval: 60,
      destinationOptions: { fileFormat: "parquet", hiveCompatiblePartitions: false, perHourPartition: true },
      dependsOn: [auditTrail.policy],
      tags: { Name: name },
      provider,
    });
    const queries = new Route53ResolverQueryLogConfig(this, "dns-queries", {
      name,
      destinationArn: `${auditTrail.bucketArn}/${AUDIT_PREFIX.dns}`,
      dependsOn: [auditTrail.policy],
      provider,
    });
    new Route53ResolverQueryLogConfigAssociation(this, "dns-queries-association", {
      resolverQueryLogConfigId: queries.id,
      resourceId: vpcId,
      provider,
    });
  }
}
