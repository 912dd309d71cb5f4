import { viewStatements } from "./bucket-view";
import { enclaveStatement } from "./enclave-access";
import { exchangeStatements } from "./file-exchange";
import { clientActions } from "./file-store";
import { nothingAfter } from "./last-day";
import { type PolicyStatement } from "./policy-document";
import { type ResearchBoxProps } from "./research-box-props";

/**
 * ARN of what the licence check of Amazon DCV on EC2 reads, in a bucket of AWS's own.
 * https://docs.aws.amazon.com/dcv/latest/adminguide/setting-up-license.html
 */
export function displayLicenceArn(region: string): string {
  return `arn:aws:s3:::dcv-license.${region}/*`;
}

/** What the compute machines of a box may: see their views of the DataBox's stores, and use the key of their enclaves. */
export function computeStatements({
  enclaveKey,
  exchange,
  region,
  stores,
  until,
}: ResearchBoxProps): PolicyStatement[] {
  return [
    ...viewStatements(stores.views),
    {
      Sid: "DecryptStores",
      Effect: "Allow",
      Action: stores.views.some(({ writes }) => writes) ? ["kms:Decrypt", "kms:GenerateDataKey"] : "kms:Decrypt",
      Resource: stores.keyArn,
      Condition: { StringEquals: { "kms:ViaService": `s3.${region}.amazonaws.com` } },
    },
    ...(stores.files ?? []).map(({ fileSystemArn, accessPointArn, writes }, index) => ({
      Sid: `MountFiles${index}`,
      Effect: "Allow" as const,
      Action: clientActions(writes),
      Resource: fileSystemArn,
      Condition: { ArnEquals: { "elasticfilesystem:AccessPointArn": accessPointArn } },
    })),
    ...(exchange === undefined ? [] : exchangeStatements(exchange, region)),
    ...(enclaveKey === undefined ? [] : [enclaveStatement(enclaveKey)]),
    ...nothingAfter(until),
  ];
}

/** What the desktops of a box may: check the licence of their display. */
export function desktopStatements({ region, until }: ResearchBoxProps): PolicyStatement[] {
  return [
    { Sid: "ReadDisplayLicence", Effect: "Allow", Action: "s3:GetObject", Resource: displayLicenceArn(region) },
    ...nothingAfter(until),
  ];
}
