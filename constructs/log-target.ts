/** A CloudWatch log group, and the stream of it that takes connection records. */
export interface LogTarget {
  readonly logGroupName: string;
  readonly logGroupArn: string;
  readonly logStreamName: string;
}
