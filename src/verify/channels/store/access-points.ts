import { servesProjectOnly } from "../../policy-rule";
import { excludes, forbids, present, ruleChannel } from "../../rules";

/** Catalogue rows S07, S08 and S11. */
export const accessPoints = ruleChannel({
  id: "store.access-points",
  title: "Other ways into buckets",
  opens:
    "an access point, grant or function by which a bucket is read past its policy's conditions, or a bucket of another kind",
  closes: "there is none",
  sources: [
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-grants.html",
    "https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-tables-resource-based-policies.html",
  ],
  way: {
    from: "any object of the bucket",
    by: "whoever the access point serves",
    to: "wherever the request came from",
  },
  rules: {
    aws_s3_access_point: present("it has a policy and a name of its own, at which the bucket is read"),
    aws_s3_account_public_access_block: forbids("it can only forbid"),
    aws_s3_bucket_accelerate_configuration: present("the bucket answers at the edge of the internet"),
    aws_s3_bucket_cors_configuration: present("pages on the internet may read the bucket by a person's browser"),
    aws_s3_bucket_request_payment_configuration: forbids("it says who pays"),
    aws_s3_directory_bucket: present("what may read it is not judged by this verifier"),
    aws_s3_object_copy: present("it copies an object to where it says"),
    aws_s3control_access_grant: present("it lets people read by a grant"),
    aws_s3control_access_grants_instance: present("it lets people read by grants"),
    aws_s3control_access_grants_instance_resource_policy: servesProjectOnly(),
    aws_s3control_access_grants_location: present("it lets people read by grants"),
    aws_s3control_access_point_policy: servesProjectOnly(),
    aws_s3control_bucket: present("it keeps objects on premises"),
    aws_s3control_multi_region_access_point: present("it reads buckets from any region"),
    aws_s3control_multi_region_access_point_policy: present("it reads buckets from any region"),
    aws_s3control_object_lambda_access_point: present("a function hands objects on"),
    aws_s3control_object_lambda_access_point_policy: present("a function hands objects on"),
    aws_s3control_storage_lens_configuration: excludes(
      "storage_lens_configuration.data_export",
      "names and sizes are written to another bucket",
    ),
    aws_s3tables_table: present("what may read it is not judged by this verifier"),
    aws_s3tables_table_bucket: present("what may read it is not judged by this verifier"),
    aws_s3tables_table_bucket_policy: servesProjectOnly("resource_policy"),
    aws_s3tables_table_policy: servesProjectOnly("resource_policy"),
  },
});
