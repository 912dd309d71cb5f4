import instanceTypes from "../../../project/instance-types.json";
import { type DataValue } from "../../plugin/values";
import { type Call, type ResourceType } from "../resource-type";
import { checkGroups, cidrOf, objectsOf, refuse, required, textOf, written } from "./refusals";

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
    computed: ({ values, store, digits }) => {
      const attached = [
        ...objectsOf(values["primary_network_interface"]),
        ...objectsOf(values["network_interface"]),
      ][0];
      const face = store.find("aws_network_interface", attached?.["network_interface_id"]);
      const subnet = store.find("aws_subnet", values["subnet_id"] ?? face?.values["subnet_id"]);
      const block = cidrOf(subnet?.values["cidr_block"]);
      const address =
        textOf(values["private_ip"]) ??
        textOf(face?.values["private_ip"]) ??
        (block === undefined
          ? "10.0.0.10"
          : hostOf(block.base + 4 + (Number.parseInt(digits(4), 16) % Math.max(2 ** (32 - block.bits) - 5, 1))));
      return {
        instance_state: "running",
        private_ip: address,
        private_dns: `ip-${address.replaceAll(".", "-")}.internal`,
        public_ip: "",
        public_dns: "",
        primary_network_interface_id: face?.id ?? `eni-${digits(17)}`,
        subnet_id: subnet?.id ?? "",
        availability_zone: subnet?.values["availability_zone"] ?? "",
        tenancy: "default",
        host_id: "",
        outpost_arn: "",
        password_data: "",
        instance_lifecycle: "",
        spot_instance_request_id: "",
        vpc_security_group_ids: face?.values["security_groups"] ?? [],
      };
    },
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
  aws_ebs_encryption_by_default: { id: () => "terraform-ebs-encryption-by-default" },
  aws_ebs_snapshot_block_public_access: ACCOUNT_SWITCH,
  aws_ec2_image_block_public_access: ACCOUNT_SWITCH,
  aws_ec2_instance_metadata_defaults: ACCOUNT_SWITCH,
  aws_ec2_serial_console_access: { id: () => "terraform-ec2-serial-console-access" },
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

function hostOf(address: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join(".");
}
