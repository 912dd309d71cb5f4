import { addingTo, changing, policies, removing, setting, FOREIGN, type Attributes, type Edits } from "./edits";
import { type Harmless } from "./harmless";
import { type Break } from "./network-breaks";

const inText = (attribute: string, from: string | RegExp, to: string): ((resource: Attributes) => void) => {
  return (resource) => {
    const before = String(resource[attribute]);
    const after = before.replace(from, to);
    if (before === after) throw new Error(`there is no ${String(from)} in ${attribute}`);
    resource[attribute] = after;
  };
};
const script = (which: RegExp, from: string | RegExp, to: string): Edits =>
  changing("aws_instance", inText("user_data", from, to), ({ user_data: data }) => which.test(String(data)));
const WINDOWS = /<powershell>/;
const LINUX = /^#!\/bin\/bash\n# Desktop/;

const desktop = (name: string, edits: Edits): Break => ({ name, channel: "people.desktops", edits });
const workbench = (name: string, edits: Edits, channel = "compute.notebooks"): Break => ({ name, channel, edits });

const cluster = (name: string, value: unknown): Edits =>
  changing("aws_emr_cluster", (one) => {
    one["ec2_attributes"] = { ...(one["ec2_attributes"] as Attributes), [name]: value };
  });

/** Ways to break a project that has every kind of workbench but a mirror. */
export const WORKBENCH_BREAKS: readonly Break[] = [
  desktop(
    "a Windows desktop that lends its owner everything but the clipboard",
    script(WINDOWS, /deny .*\n%owner% allow .*/, "deny clipboard-copy\n%owner% allow builtin"),
  ),
  desktop(
    "a Windows desktop that lets its owner lift a denial",
    script(WINDOWS, /deny (.*)\n%owner% allow/, "disallow $1\n%owner% allow printer"),
  ),
  desktop(
    "a Windows desktop whose permissions lie elsewhere",
    script(WINDOWS, "Server\\conf\\default.perm", "Server\\conf\\other.perm"),
  ),
  desktop(
    "a Linux desktop that lets files be fetched",
    script(LINUX, /deny .*\n%owner% allow/, "deny usb\n%owner% allow file-download"),
  ),
  desktop("a Linux desktop with sound", script(LINUX, "%owner% allow", "%owner% allow audio-out")),
  desktop(
    "a Linux desktop that imports permissions",
    script(LINUX, "[permissions]", "#import /home/me/more.perm\n[permissions]"),
  ),

  workbench(
    "a notebook on the internet",
    setting("aws_sagemaker_notebook_instance", { direct_internet_access: "Enabled" }),
  ),
  workbench(
    "a notebook on the internet, by AWS's default",
    setting("aws_sagemaker_notebook_instance", { direct_internet_access: undefined }),
  ),
  workbench("a notebook outside of the box", setting("aws_sagemaker_notebook_instance", { subnet_id: undefined })),
  workbench("a notebook whose people are root", setting("aws_sagemaker_notebook_instance", { root_access: "Enabled" })),
  workbench("a notebook with a script", setting("aws_sagemaker_notebook_instance", { lifecycle_config_name: "mine" })),
  workbench(
    "a notebook with code from elsewhere",
    setting("aws_sagemaker_notebook_instance", { default_code_repository: "https://example.com/x.git" }),
  ),
  workbench(
    "a notebook under AWS's own key",
    setting("aws_sagemaker_notebook_instance", { kms_key_id: undefined }),
    "key.encryption",
  ),
  workbench(
    "notebooks that open from anywhere",
    policies(
      "aws_iam_role_policy",
      "policy",
      (all) => {
        for (const one of all) if (one.Sid === "OpenNotebooks") delete one.Condition;
      },
      ({ policy }) => String(policy).includes("OpenNotebooks"),
    ),
  ),
  workbench(
    "notebooks that open through somebody's endpoint",
    policies(
      "aws_iam_role_policy",
      "policy",
      (all) => {
        for (const one of all)
          if (one.Sid === "OpenNotebooks")
            one.Condition = { StringEquals: { "aws:SourceVpce": "vpce-0123456789abcdef0" } };
      },
      ({ policy }) => String(policy).includes("OpenNotebooks"),
    ),
  ),
  workbench(
    "an endpoint of notebooks for anybody's notebooks",
    policies(
      "aws_vpc_endpoint",
      "policy",
      (all) => {
        for (const one of all) Object.assign(one, { Resource: "*", Condition: undefined });
      },
      ({ service_name: service }) => /sagemaker/.test(String(service)),
    ),
    "net.endpoints",
  ),

  workbench("a cluster outside of the box", cluster("subnet_id", undefined)),
  workbench("a cluster with a key to its machines", cluster("key_name", "mine")),
  workbench("a cluster with groups of EMR's making", cluster("emr_managed_master_security_group", undefined)),
  workbench(
    "a cluster with logs in somebody's bucket",
    setting("aws_emr_cluster", { log_uri: "s3://elsewhere/logs/" }),
  ),
  workbench(
    "a cluster with a script from elsewhere",
    setting("aws_emr_cluster", { bootstrap_action: [{ name: "x", path: "s3://elsewhere/x.sh" }] }),
  ),
  workbench(
    "a cluster without a security configuration",
    setting("aws_emr_cluster", { security_configuration: undefined }),
  ),
  workbench(
    "a cluster whose volumes are not encrypted",
    changing(
      "aws_emr_security_configuration",
      inText("configuration", '"EnableEbsEncryption":true', '"EnableEbsEncryption":false'),
    ),
  ),
  workbench(
    "a cluster under somebody's key",
    changing(
      "aws_emr_security_configuration",
      inText("configuration", /"AwsKmsKey":"[^"]*"/, `"AwsKmsKey":"arn:aws:kms:eu-west-1:${FOREIGN}:key/x"`),
    ),
  ),
  workbench(
    "clusters that may be open to the internet",
    setting("aws_emr_block_public_access_configuration", { block_public_security_group_rules: false }),
  ),
  workbench(
    "a cluster's service that may add rules to groups",
    policies(
      "aws_iam_policy",
      "policy",
      (all) => void all.push({ Effect: "Allow", Action: "ec2:AuthorizeSecurityGroupEgress", Resource: "*" }),
      ({ policy }) => String(policy).includes("StartAndEndMachines"),
    ),
    "identity.boundary",
  ),
  workbench(
    "a cluster's service role that machines take on",
    policies(
      "aws_iam_role",
      "assume_role_policy",
      (all) =>
        void all.push({ Effect: "Allow", Principal: { Service: "ec2.amazonaws.com" }, Action: "sts:AssumeRole" }),
      ({ assume_role_policy: trust }) => String(trust).includes("elasticmapreduce"),
    ),
    "identity.machine-roles",
  ),
  workbench(
    "a cluster's service that acts for anybody",
    policies(
      "aws_iam_role",
      "assume_role_policy",
      (all) => {
        for (const one of all) delete one.Condition;
      },
      ({ assume_role_policy: trust }) => String(trust).includes("elasticmapreduce"),
    ),
    "identity.role-trust",
  ),
];

/** Ways to break desktops that people reach. */
export const REACHED_DESKTOP_BREAKS: readonly Break[] = [
  desktop(
    "a desktop whose image alone says what its display allows",
    setting("aws_instance", { user_data: undefined }, ({ user_data: data }) => LINUX.test(String(data))),
  ),
];

/** Ways to open a package mirror wider than its door. */
export const MIRROR_BREAKS: readonly Break[] = [
  workbench(
    "a mirror that another account reads",
    policies(
      "aws_codeartifact_repository_permissions_policy",
      "policy_document",
      (all) =>
        void all.push({
          Effect: "Allow",
          Principal: { AWS: `arn:aws:iam::${FOREIGN}:root` },
          Action: "codeartifact:ReadFromRepository",
          Resource: "*",
        }),
    ),
    "share.registries",
  ),
  workbench(
    "a mirror that everybody publishes to",
    policies(
      "aws_codeartifact_repository_permissions_policy",
      "policy_document",
      (all) =>
        void all.splice(0, all.length, {
          Effect: "Allow",
          Principal: "*",
          Action: "codeartifact:PublishPackageVersion",
          Resource: "*",
        }),
    ),
    "share.registries",
  ),
  workbench(
    "a mirror beside the door's",
    addingTo("aws_codeartifact_domain", "aws_codeartifact_repository", (_, __, { domain }) => ({
      domain,
      repository: "more",
      external_connections: { external_connection_name: "public:pypi" },
    })),
    "share.registries",
  ),
  workbench(
    "an endpoint for anybody's repositories",
    policies(
      "aws_vpc_endpoint",
      "policy",
      (all) => {
        for (const one of all) Object.assign(one, { Resource: "*", Condition: undefined });
      },
      ({ service_name: service }) => /codeartifact/.test(String(service)),
    ),
    "net.endpoints",
  ),
  workbench(
    "assets that are fetched with anybody's credentials",
    policies(
      "aws_vpc_endpoint",
      "policy",
      (all) => {
        for (const one of all) if (one.Sid === "ReadPackageAssets") delete one.Condition;
      },
      ({ policy }) => String(policy).includes("ReadPackageAssets"),
    ),
    "net.endpoints",
  ),
  workbench(
    "a mirror's domain under somebody's key",
    setting("aws_codeartifact_domain", { encryption_key: `arn:aws:kms:ap-northeast-1:${FOREIGN}:key/x` }),
    "share.registries",
  ),
];

/** Changes of workbenches that open nothing. */
export const WORKBENCH_HARMLESS: readonly Harmless[] = [
  { name: "a larger notebook", edits: setting("aws_sagemaker_notebook_instance", { instance_type: "ml.m5.xlarge" }) },
  {
    name: "more workers",
    edits: setting("aws_emr_cluster", { core_instance_group: { instance_type: "m6i.xlarge", instance_count: 5 } }),
  },
  { name: "no protection of the cluster", edits: setting("aws_emr_cluster", { termination_protection: false }) },
  { name: "no alarm", edits: removing("aws_cloudwatch_metric_alarm") },
  { name: "a desktop that denies more", edits: script(LINUX, "%any% deny", "%any% deny audio-out") },
];
