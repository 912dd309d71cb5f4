import { CloudwatchLogMetricFilter } from "@cdktf/provider-aws/lib/cloudwatch-log-metric-filter";
import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";

export interface AlarmProps {
  /** Name of the alarm, unique in its account and region. */
  readonly name: string;
  /** What has happened when it rings, and where the records of it are. Names no data. */
  readonly description: string;
  /** ARN of the SNS topic that it is sent to, in the alarm's region. */
  readonly topicArn: string;
  readonly metric: {
    readonly namespace: string;
    readonly name: string;
    /** @default - none */
    readonly dimensions?: Readonly<Record<string, string>>;
  };
  /**
   * When it rings: where the sum of a period is at least this, or where fewer than this were counted. A metric that is
   * silent counts nothing.
   */
  readonly rings: { readonly atLeast: number } | { readonly below: number };
  /**
   * Length of a period.
   * @default 300
   */
  readonly periodSeconds?: 60 | 300 | 900 | 86_400;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * A CloudWatch alarm that tells a topic when it rings and when it is over. What it sends are its name, its description,
 * and the numbers that were counted: nothing that a request or a line of a log says gets into it.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
 */
export class Alarm extends Construct {
  public constructor(scope: Construct, id: string, props: AlarmProps) {
    super(scope, id);
    const { metric, rings } = props;
    const rises = "atLeast" in rings;
    new CloudwatchMetricAlarm(this, "alarm", {
      alarmName: props.name,
      alarmDescription: props.description,
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: metric.dimensions,
      statistic: "Sum",
      period: props.periodSeconds ?? 300,
      evaluationPeriods: 1,
      comparisonOperator: rises ? "GreaterThanOrEqualToThreshold" : "LessThanThreshold",
      threshold: rises ? rings.atLeast : rings.below,
      treatMissingData: rises ? "notBreaching" : "breaching",
      alarmActions: [props.topicArn],
      okActions: [props.topicArn],
      provider: props.provider,
    });
  }
}

export interface LogAlarmProps extends Omit<AlarmProps, "metric"> {
  readonly logGroupName: string;
  /** Lines that count: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html */
  readonly pattern: string;
  /** Namespace of the metric that counts them. */
  readonly namespace: string;
}

/** Longest filter pattern: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutMetricFilter.html */
const PATTERN_CHARACTERS = 1024;

/**
 * An alarm on the number of lines of a log group that match a pattern.
 *
 * @throws Error where the pattern is longer than CloudWatch takes
 */
export class LogAlarm extends Construct {
  public constructor(scope: Construct, id: string, { logGroupName, pattern, namespace, ...rest }: LogAlarmProps) {
    super(scope, id);
    if (pattern.length > PATTERN_CHARACTERS)
      throw new Error(
        `the filter of ${rest.name} has ${pattern.length} characters, CloudWatch takes ${PATTERN_CHARACTERS}; name fewer calls`,
      );
    new CloudwatchLogMetricFilter(this, "filter", {
      name: rest.name,
      logGroupName,
      pattern,
      metricTransformation: { namespace, name: rest.name, value: "1" },
      provider: rest.provider,
    });
    new Alarm(this, "alarm", { ...rest, metric: { namespace, name: rest.name } });
  }
}
