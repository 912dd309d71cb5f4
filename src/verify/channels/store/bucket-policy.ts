import { type Channel } from "../../channel";
import { ruleOnOutsiders } from "../../policy-rule";

/** Catalogue row S01. */
export const bucketPolicy: Channel = {
  id: "store.bucket-policy",
  title: "Whom buckets serve",
  opens: "a bucket policy that serves a principal of another account, anybody, or a service on anybody's behalf",
  closes: "no request of theirs is allowed, for any action, whatever else it says",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html",
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
  ],
  types: ["aws_s3_bucket", "aws_s3_bucket_policy"],
  decide: (model, ruling) => {
    const holders = [
      ...model.ofType("aws_s3_bucket_policy"),
      ...model.ofType("aws_s3_bucket").filter((bucket) => bucket.value("policy").kind !== "absent"),
    ];
    for (const holder of holders) ruleOnOutsiders(model, ruling, holder, { what: "objects of the bucket" });
    if (holders.length === 0)
      ruling.closed({ address: "(configuration)", path: null }, "no bucket has a policy, and so none serves others");
  },
};
