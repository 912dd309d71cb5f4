import { excludes, forbids, present, ruleChannel, staysWithin, type Rule } from "../../rules";
import { servesProjectOnly } from "../../policy-rule";

const settings: Rule = (resource) => {
  const value = JSON.stringify(resource.attributes["global_settings"] ?? {});
  return /"isCrossAccountBackupEnabled":"?false"?/.test(value)
    ? [{ verdict: "closed", why: "backups cannot be copied to other accounts" }]
    : [
        {
          verdict: "open",
          why: "backups may be copied to other accounts of the organisation",
          mend: `set isCrossAccountBackupEnabled of ${resource.address} to "false"`,
        },
      ];
};

/** Catalogue rows B12 and B13. */
export const backups = ruleChannel({
  id: "share.backups",
  title: "Backups",
  opens: "a backup that is copied to, or may be restored by, another account",
  closes: "every copy ends in a vault of the project, and no vault's policy serves others",
  sources: [
    "https://docs.aws.amazon.com/aws-backup/latest/devguide/cross-account-backup.html",
    "https://docs.aws.amazon.com/ebs/latest/userguide/snapshot-lifecycle.html",
  ],
  way: { from: "whatever is backed up", by: "AWS Backup, as configured", to: "another account" },
  rules: {
    aws_backup_framework: forbids("it only reports"),
    aws_backup_global_settings: settings,
    aws_backup_logically_air_gapped_vault: present("its recovery points may be shared with other accounts"),
    aws_backup_plan: [
      staysWithin("rule.copy_action.destination_vault_arn"),
      staysWithin("rule.target_logically_air_gapped_backup_vault_arn"),
    ],
    aws_backup_report_plan: staysWithin("report_delivery_channel.s3_bucket_name"),
    aws_backup_selection: [staysWithin("iam_role_arn"), forbids("it names what is backed up")],
    aws_backup_vault: staysWithin("kms_key_arn"),
    aws_backup_vault_lock_configuration: forbids("it can only forbid"),
    aws_backup_vault_notifications: staysWithin("sns_topic_arn"),
    aws_backup_vault_policy: servesProjectOnly(),
    aws_dlm_lifecycle_policy: [
      excludes("policy_details.schedule.share_rule", "snapshots are shared with other accounts"),
      excludes("policy_details.schedule.cross_region_copy_rule", "snapshots are copied to another region"),
      excludes("policy_details.action.cross_region_copy", "snapshots are copied to another region"),
      excludes("policy_details.event_source", "it takes over what other accounts share"),
    ],
  },
});
