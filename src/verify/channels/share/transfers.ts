import { present, ruleChannel } from "../../rules";

const TYPES: Readonly<Record<string, string>> = {
  aws_appflow_connector_profile: "it holds what is needed to send to another company's service",
  aws_appflow_flow: "it moves data to or from another company's service",
  aws_datasync_agent: "it moves files to or from a site",
  aws_datasync_task: "it moves files between locations",
  aws_dms_endpoint: "it names a database that data are moved to or from",
  aws_dms_replication_config: "it moves databases",
  aws_dms_replication_task: "it moves databases",
  aws_dms_s3_endpoint: "it names a bucket that data are moved to or from",
  aws_storagegateway_gateway: "a site mounts it",
  aws_storagegateway_nfs_file_share: "a site mounts it",
  aws_storagegateway_smb_file_share: "a site mounts it",
  aws_transfer_connector: "it sends files to a site",
  aws_transfer_server: "people fetch files from it",
  aws_transfer_user: "people fetch files by it",
  aws_transfer_web_app: "people fetch files from it",
};

/** Catalogue row B15. */
export const transfers = ruleChannel({
  id: "share.transfers",
  title: "Services that move files",
  opens: "a service whose purpose is to move data between networks, companies or stores",
  closes: "there is none",
  sources: [
    "https://docs.aws.amazon.com/datasync/latest/userguide/how-datasync-transfer-works.html",
    "https://docs.aws.amazon.com/transfer/latest/userguide/what-is-aws-transfer-family.html",
  ],
  way: { from: "any file or table that it may read", by: "the service, as configured", to: "wherever it is sent to" },
  rules: Object.fromEntries(Object.entries(TYPES).map(([type, why]) => [type, present(why)])),
});
