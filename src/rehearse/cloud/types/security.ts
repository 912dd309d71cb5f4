import { type Call, type ResourceType } from "../resource-type";
import { listOf, refuse } from "./refusals";
import { type DataValue, type ObjectValue } from "../../plugin/values";

/** Name of the bucket that a plan scans. */
function scannedBucket(values: ObjectValue): DataValue | undefined {
  const [resource] = listOf(values["protected_resource"]) as ObjectValue[];
  const [bucket] = listOf(resource?.["s3_bucket"]) as ObjectValue[];
  return bucket?.["bucket_name"];
}

export const SECURITY_TYPES: Readonly<Record<string, ResourceType>> = {
  // https://docs.aws.amazon.com/guardduty/latest/APIReference/API_CreateMalwareProtectionPlan.html
  aws_guardduty_malware_protection_plan: {
    noun: "GuardDuty Malware Protection Plan",
    id: ({ digits }: Call) => digits(20),
    arn: "guardduty:{region}:{account}:malware-protection-plan/{id}",
    computed: () => ({ created_at: "2026-01-01T00:00:00Z", status: "ACTIVE" }),
    create: ({ store, values, account, region }) => {
      const name = scannedBucket(values);
      const bucket = store.find("aws_s3_bucket", name, { account, region });
      if (bucket === undefined)
        refuse(
          "BadRequestException",
          "The request is rejected because the S3 bucket is not one of the caller's account.",
        );
      const taken = store
        .ofType("aws_guardduty_malware_protection_plan")
        .some((plan) => scannedBucket(plan.values) === name);
      if (taken)
        refuse(
          "ConflictException",
          "The request is rejected because the S3 bucket has a Malware Protection plan already.",
        );
    },
  },
};
