import { ofBucket } from "../../verify";
import { each, type Setting } from "../standing";

/** What outlasts a mistake or a loss. */
export const keepingSettings: readonly Setting[] = [
  {
    id: "setting.versions",
    says: "each bucket keeps former versions of its objects",
    judge: (model) =>
      each(
        model.ofType("aws_s3_bucket"),
        (bucket) => {
          const versioning = ofBucket(model, bucket, "aws_s3_bucket_versioning").find((one) =>
            one.blocks("versioning_configuration").some((block) => block.text("status") === "Enabled"),
          );
          return versioning && `${versioning.address} keeps former versions of its objects`;
        },
        "it keeps no former versions of its objects",
      ),
  },
  {
    id: "setting.zones",
    says: "each network has subnets in two zones or more",
    judge: (model) =>
      each(
        model.ofType("aws_vpc"),
        (vpc) => {
          const zones = model
            .ofType("aws_subnet")
            .filter((subnet) => model.referred(subnet, "vpc_id", "aws_vpc") === vpc)
            .flatMap((subnet) => subnet.text("availability_zone_id") ?? subnet.text("availability_zone") ?? []);
          const names = [...new Set(zones)].sort();
          return names.length > 1 ? `it has subnets in ${names.join(", ")}` : undefined;
        },
        "all of its subnets are in one zone",
      ),
  },
];
