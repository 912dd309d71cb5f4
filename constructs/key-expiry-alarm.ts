import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type BoxKey } from "./box-key";

export interface KeyExpiryAlarmProps {
  /** A key of imported material. */
  readonly key: BoxKey;
  /** Name of the alarm, unique in its account and region. */
  readonly name: string;
  /**
   * Days before the expiry at which it goes off.
   * @default 30
   */
  readonly warnDays?: number;
  /**
   * ARNs of SNS topics in the alarm's region that it notifies.
   * @default - none: it shows in CloudWatch only
   */
  readonly topicArns?: readonly string[];
  /**
   * Of the key's account.
   * @default - the stack's default provider
   */
  readonly provider?: TerraformProvider;
}

const SECONDS_PER_DAY = 86_400;
const PERIOD_SECONDS = 3600;

/**
 * Goes off so many days before a key's imported material expires, and where there is none: before the first import, after
 * the expiry, and after the material was withdrawn, when AWS KMS publishes no remaining time.
 * https://docs.aws.amazon.com/kms/latest/developerguide/imported-key-material-expiration-alarm.html
 */
export class KeyExpiryAlarm extends Construct {
  public constructor(scope: Construct, id: string, props: KeyExpiryAlarmProps) {
    super(scope, id);
    const topics = [...(props.topicArns ?? [])];
    new CloudwatchMetricAlarm(this, "alarm", {
      alarmName: props.name,
      alarmDescription: `Imported material of ${props.key.aliasName} is missing or soon expires: import it again`,
      namespace: "AWS/KMS",
      metricName: "SecondsUntilKeyMaterialExpiration",
      dimensions: { KeyId: props.key.keyId },
      statistic: "Minimum",
      unit: "Seconds",
      period: PERIOD_SECONDS,
      evaluationPeriods: 1,
      comparisonOperator: "LessThanThreshold",
      threshold: (props.warnDays ?? 30) * SECONDS_PER_DAY,
      treatMissingData: "breaching",
      ...(topics.length > 0 ? { alarmActions: topics, okActions: topics } : {}),
      provider: props.provider,
    });
  }
}
