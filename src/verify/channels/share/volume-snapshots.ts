import { excludes, forbids, present, requires, ruleChannel } from "../../rules";

/** Catalogue row B01. */
export const volumeSnapshots = ruleChannel({
  id: "share.volume-snapshots",
  title: "Snapshots of disks",
  opens: "a snapshot of a disk that another account, or everybody, may make a disk of",
  closes: "no snapshot is shared or copied, and where the account's switch is set it blocks all sharing",
  sources: [
    "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html",
    "https://docs.aws.amazon.com/ebs/latest/userguide/block-public-access-snapshots.html",
    "https://github.com/DataDog/stratus-red-team (exfiltration/ec2-share-ebs-snapshot)",
  ],
  way: { from: "a disk of a box", by: "whoever may read the snapshot", to: "another account" },
  rules: {
    aws_snapshot_create_volume_permission: present("it shares a snapshot with another account"),
    aws_ebs_snapshot_block_public_access: requires("state", ["block-all-sharing"], {
      absent: "open",
      why: "snapshots can be made public",
      to: "everybody",
    }),
    aws_ebs_snapshot: [excludes("outpost_arn", "the snapshot is kept on premises"), forbids("it stays in its account")],
  },
});
