import instanceTypes from "../../../project/instance-types.json";
import { type DataValue } from "../../plugin/values";
import { type Call, type ResourceType } from "../resource-type";
import { machineValues } from "./machine-values";
import { checkGroups, objectsOf, refuse, required, textOf, written } from "./refusals";

/** https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-types.html */
function checkInstanceType(value: DataValue | undefined): void {
  const text = textOf(value);
  if (text === undefined) return;
  const [family = "", size = ""] = text.split(".");
  const sizes = (instanceTypes as Readonly<Record<string, string>>)[family];
  if (sizes === undefined || !sizes.split(" ").includes(size))
    refuse("InvalidParameterValue", `Invalid value '${text}' for InstanceType.`);
}

function checkImage(value: DataValue | undefined): void {
  const text = textOf(value);
  if (text !== undefined && !/^(ami-([0-9a-f]{8}|[0-9a-f]{17})|resolve:ssm:.*|offline-.*)$/.test(text))
    refuse("InvalidAMIID.Malformed", `Invalid id: "${text}" (expecting "ami-...")`);
}

function checkMachine(call: Call): void {
  const { values, store } = call;
  checkInstanceType(values["instance_type"]);
  checkImage(values["ami"]);
  const subnet = store.find("aws_subnet", values["subnet_id"]);
  if (textOf(values["subnet_id"]) !== undefined && subnet === undefined)
    refuse("InvalidSubnetID.NotFound", `The subnet ID '${written(values["subnet_id"])}' does not exist`);
  if (subnet !== undefined) checkGroups(call, values["vpc_security_group_ids"], subnet.values["vpc_id"]);
  const profile = textOf(values["iam_instance_profile"]);
  if (
    profile !== undefined &&
    store.find("aws_iam_instance_profile", profile, { account: call.account, region: "" }) === undefined
  )
    refuse(
      "InvalidParameterValue",
      `Value (${profile}) for parameter iamInstanceProfile.name is invalid. Invalid IAM Instance Profile name`,
    );
  for (const attachment of [
    ...objectsOf(values["primary_network_interface"]),
    ...objectsOf(values["network_interface"]),
  ]) {
    const id = attachment["network_interface_id"];
    required(call, "aws_network_interface", id, "InvalidNetworkInterfaceID.NotFound", "networkInterface");
    const inUse = store
      .ofType("aws_instance")
      .some((one) =>
        [...objectsOf(one.values["primary_network_interface"]), ...objectsOf(one.values["network_interface"])].some(
          (other) => other["network_interface_id"] === id,
        ),
      );
    if (inUse) refuse("InvalidNetworkInterface.InUse", `Interface: [${written(id)}] in use.`);
  }
  const data =
    textOf(values["user_data"]) ?? Buffer.from(textOf(values["user_data_base64"]) ?? "", "base64").toString("latin1");
  if (data.length > 16_384) refuse("InvalidParameterValue", "User data is limited to 16384 bytes");
}

const ACCOUNT_SWITCH: ResourceType = { id: "{region}" };

export const MACHINE_TYPES: Readonly<Record<string, ResourceType>> = {
  // The provider lifts termination protection by itself before it terminates (hashicorp/aws 6, resourceInstanceDelete).
  aws_instance: {
    noun: "EC2 Instance",
    id: "i-{hex17}",
    arn: "ec2:{region}:{account}:instance/{id}",
    computed: machineValues,
    // On an interface that is there already, this is the interface's own matter.
    plan: (planned): Readonly<Record<string, DataValue>> =>
      objectsOf(planned["network_interface"]).length + objectsOf(planned["primary_network_interface"]).length > 0
        ? { source_dest_check: null }
        : {},
    create: checkMachine,
    update: ({ values }) => checkInstanceType(values["instance_type"]),
  },
  aws_launch_template: {
    noun: "EC2 Launch Template",
    id: "lt-{hex17}",
    arn: "ec2:{region}:{account}:launch-template/{id}",
    computed: ({ prior }) => ({
      latest_version: prior === undefined ? 1 : Number(prior.values["latest_version"] ?? 1) + 1,
      default_version: 1,
      // What a template leaves open stays open: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_LaunchTemplateInstanceMetadataOptions.html
      metadata_options: [
        {
          http_endpoint: "",
          http_protocol_ipv6: "",
          http_put_response_hop_limit: 0,
          http_tokens: "",
          instance_metadata_tags: "",
        },
      ],
    }),
    create: ({ store, values, account, region }) => {
      checkInstanceType(values["instance_type"]);
      checkImage(values["image_id"]);
      const name = textOf(values["name"]);
      if (
        name !== undefined &&
        store.ofType("aws_launch_template", { account, region }).some((one) => one.values["name"] === name)
      )
        refuse("InvalidLaunchTemplateName.AlreadyExistsException", `Launch template name already in use.`);
    },
    update: ({ values }) => {
      checkInstanceType(values["instance_type"]);
      checkImage(values["image_id"]);
    },
  },
  aws_ebs_default_kms_key: { id: "{key_arn}" },
  aws_ebs_encryption_by_default: { id: "terraform-{hex26}" },
  aws_ebs_snapshot_block_public_access: ACCOUNT_SWITCH,
  aws_ec2_image_block_public_access: ACCOUNT_SWITCH,
  aws_ec2_instance_metadata_defaults: ACCOUNT_SWITCH,
  aws_ec2_serial_console_access: { id: "terraform-{hex26}" },
  aws_ebs_volume: {
    noun: "EBS Volume",
    id: "vol-{hex17}",
    arn: "ec2:{region}:{account}:volume/{id}",
    heldBy: { aws_volume_attachment: "volume_id" },
    heldCode: "VolumeInUse",
  },
  aws_lambda_function: {
    noun: "Lambda Function",
    id: ({ values }) => written(values["function_name"]),
    arn: "lambda:{region}:{account}:function:{function_name}",
  },
  aws_autoscaling_group: {
    id: "{name}",
    arn: "autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
  },
  aws_eip: { id: "eipalloc-{hex17}", arn: "ec2:{region}:{account}:elastic-ip/{id}" },
  aws_key_pair: {
    id: ({ values }) => written(values["key_name"]),
    arn: "ec2:{region}:{account}:key-pair/{id}",
    create: ({ store, values, account, region }) => {
      if (store.find("aws_key_pair", values["key_name"], { account, region }) !== undefined)
        refuse("InvalidKeyPair.Duplicate", `The keypair already exists`);
    },
  },
};
