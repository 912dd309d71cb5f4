import { type PolicyStatement } from "./policy-document";
import { type FileExchange } from "./research-box-props";

/** Names of the buckets that a box exchanges files by. */
export function exchangeBuckets({ inboxName, outboxName }: FileExchange): string[] {
  return [inboxName, outboxName].filter((name) => name !== undefined);
}

/** What a box's machines may do with them: read what came in, and put what should leave. */
export function exchangeStatements({ inboxName, outboxName, keyArn }: FileExchange, region: string): PolicyStatement[] {
  return [
    ...(inboxName === undefined
      ? []
      : [
          {
            Sid: "ListInbox",
            Effect: "Allow" as const,
            Action: ["s3:GetBucketLocation", "s3:ListBucket"],
            Resource: `arn:aws:s3:::${inboxName}`,
          },
          {
            Sid: "ReadInbox",
            Effect: "Allow" as const,
            Action: "s3:GetObject",
            Resource: `arn:aws:s3:::${inboxName}/*`,
          },
        ]),
    ...(outboxName === undefined
      ? []
      : [
          {
            Sid: "FillOutbox",
            Effect: "Allow" as const,
            Action: "s3:PutObject",
            Resource: `arn:aws:s3:::${outboxName}/*`,
          },
        ]),
    {
      Sid: "UseExchangeKey",
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: keyArn,
      Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
    },
  ];
}
