import { excludes, forbids, present, requires, ruleChannel } from "../../rules";

/** Catalogue row B03. */
export const images = ruleChannel({
  id: "share.images",
  title: "Machine images",
  opens: "an image of a machine that another account may start, or that is exported",
  closes: "no image is shared, exported or distributed, and where the account's switch is set it blocks public images",
  sources: [
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html",
    "https://github.com/DataDog/stratus-red-team (exfiltration/ec2-share-ami)",
  ],
  way: { from: "the disks of a machine", by: "whoever may start the image", to: "another account" },
  rules: {
    aws_ami_launch_permission: present("it shares an image with another account"),
    aws_ami_copy: [forbids("it stays in its account"), excludes("destination_outpost_arn", "it is kept on premises")],
    aws_ami_from_instance: forbids("it stays in its account"),
    aws_ec2_image_block_public_access: requires("state", ["block-new-sharing"], {
      absent: "open",
      why: "images can be made public",
      to: "everybody",
    }),
    aws_imagebuilder_distribution_configuration: excludes(
      "distribution",
      "Image Builder hands images, or exports of them, on",
    ),
  },
});
