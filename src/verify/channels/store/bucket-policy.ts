import { type Channel } from "../../channel";
import { judgeResourcePolicies } from "../../policy/resource-policies";

export const bucketPolicy: Channel = {
  id: "store.bucket-policy",
  title: "Whom buckets serve",
  opens:
    "a bucket policy that allows anything to a principal of another account, to everybody, or to a service on anybody's behalf",
  closes: "every Allow of every bucket's policy serves the project's accounts only",
  sources: ["https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html"],
  decide: (model, ruling) => {
    judgeResourcePolicies(model, ruling, model.ofType("aws_s3_bucket_policy"), {
      attribute: "policy",
      what: "objects, or the bucket's configuration",
    });
  },
};
