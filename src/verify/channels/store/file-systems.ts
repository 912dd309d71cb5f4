import { outcomesOf, servesProjectOnly } from "../../policy-rule";
import { ruleOnRequests, statementsOf } from "../../policy-ruling";
import { anonymous, anyIdentityOf, oneOf } from "../../requests";
import { excludes, forbids, present, ruleChannel, staysWithin, type Rule } from "../../rules";
import { Ruling } from "../../verdict";

/** What NFS clients ask for: https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html */
const CLIENT_ACTIONS = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"];

/** A policy that lets clients in without TLS shows files to whoever reads the wire; EFS leaves it to the policy. */
const onlyByTls: Rule = (policy, model) => {
  const ruling = new Ruling();
  const statements = statementsOf(policy, "policy", ruling, policy);
  // What cannot be read the rule on whom it serves says.
  if (statements === undefined) return [];
  const principals = [...[...model.accounts].map((account) => anyIdentityOf(account)), anonymous()];
  ruleOnRequests(
    model,
    ruling,
    policy,
    {
      actions: CLIENT_ACTIONS,
      principals,
      region: [oneOf("aws:securetransport", ["false"])],
      layers: [{ name: `the policy of ${policy.address}`, statements, needsAllow: true }],
    },
    {
      from: "any file",
      to: "whoever reads the wire",
      opens: "it lets clients mount without TLS",
      closed: "no client mounts without TLS",
      mend: `deny elasticfilesystem:Client* where aws:SecureTransport is false in ${policy.address}`,
    },
  );
  return outcomesOf(ruling);
};

/** Catalogue row B14. */
export const fileSystems = ruleChannel({
  id: "store.file-systems",
  title: "File systems",
  opens:
    "a file system that another account mounts, that is mounted in clear, that is copied elsewhere, or that is joined to a bucket elsewhere",
  closes: "its policy serves the project only, over TLS only, and it is neither copied nor joined to anything else",
  sources: [
    "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
    "https://docs.aws.amazon.com/efs/latest/ug/efs-replication.html",
    "https://docs.aws.amazon.com/fsx/latest/LustreGuide/create-dra-linked-data-repo.html",
  ],
  way: { from: "any file", by: "whoever mounts it or gets the copy", to: "outside of the box" },
  rules: {
    aws_efs_access_point: forbids("it narrows what is mounted"),
    aws_efs_backup_policy: forbids("backups stay in a vault of the account"),
    aws_efs_file_system: staysWithin("kms_key_id"),
    aws_efs_file_system_policy: [servesProjectOnly(), onlyByTls],
    aws_efs_mount_target: staysWithin("subnet_id", { absent: "open" }),
    aws_efs_replication_configuration: present("files are copied to another file system"),
    aws_fsx_backup: forbids("it stays in its account"),
    aws_fsx_data_repository_association: staysWithin("data_repository_path", { absent: "open" }),
    aws_fsx_lustre_file_system: [
      staysWithin("import_path"),
      staysWithin("export_path"),
      staysWithin("kms_key_id"),
      staysWithin("subnet_ids", { absent: "open" }),
    ],
    aws_fsx_ontap_file_system: present("it copies itself to other systems by commands of its own"),
    aws_fsx_openzfs_file_system: [staysWithin("kms_key_id"), staysWithin("subnet_ids", { absent: "open" })],
    aws_fsx_windows_file_system: [
      excludes("self_managed_active_directory", "people of another directory sign in"),
      staysWithin("kms_key_id"),
    ],
  },
});
