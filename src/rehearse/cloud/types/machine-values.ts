import { type DataValue, type ObjectValue } from "../../plugin/values";
import { type Call } from "../resource-type";
import { type StoredResource } from "../store";
import { addressIn, privateDnsName } from "./addresses";
import { listOf, objectsOf, textOf, written } from "./refusals";

/** What a machine has where neither it nor its template says otherwise. */
const DEFAULT_METADATA_OPTIONS = {
  http_endpoint: "enabled",
  http_protocol_ipv6: "disabled",
  http_put_response_hop_limit: 1,
  http_tokens: "optional",
  instance_metadata_tags: "disabled",
};

/**
 * What AWS says of a machine that runs: of its own values, else of its launch template's, else AWS's defaults.
 * https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RunInstances.html
 */
export function machineValues(call: Call): Readonly<Record<string, DataValue>> {
  const { values, store, digits, region } = call;
  const attached = [...objectsOf(values["primary_network_interface"]), ...objectsOf(values["network_interface"])][0];
  const face = store.find("aws_network_interface", attached?.["network_interface_id"]);
  const subnet = store.find("aws_subnet", values["subnet_id"] ?? face?.values["subnet_id"]);
  const address =
    textOf(values["private_ip"]) ?? textOf(face?.values["private_ip"]) ?? addressIn(subnet, call) ?? "172.31.0.10";
  const template = templateOf(call);
  const from = template?.values ?? {};
  // Parameters of Systems Manager are resolved when the machine is made.
  const image = textOf(from["image_id"]) ?? "";
  const profile = objectsOf(from["iam_instance_profile"])[0] ?? {};
  return {
    instance_state: "running",
    ami: image.startsWith("ami-") ? image : `ami-${digits(17)}`,
    instance_type: textOf(from["instance_type"]) ?? "",
    key_name: textOf(from["key_name"]) ?? "",
    // A template names it, or has its ARN.
    iam_instance_profile: textOf(profile["name"]) ?? written(profile["arn"] ?? "").replace(/^.*\//, ""),
    instance_initiated_shutdown_behavior: textOf(from["instance_initiated_shutdown_behavior"]) ?? "stop",
    disable_api_termination: from["disable_api_termination"] === true,
    disable_api_stop: from["disable_api_stop"] === true,
    ebs_optimized: written(from["ebs_optimized"]) === "true",
    metadata_options: [metadataOptions(objectsOf(from["metadata_options"])[0] ?? {})],
    root_block_device: [rootBlockDevice(call, from)],
    launch_template: template === undefined ? [] : [{ id: template.id, name: template.values["name"] ?? "" }],
    private_ip: address,
    private_dns: privateDnsName(address, region),
    public_ip: "",
    public_dns: "",
    primary_network_interface_id: face?.id ?? `eni-${digits(17)}`,
    subnet_id: subnet?.id ?? "",
    availability_zone: subnet?.values["availability_zone"] ?? "",
    tenancy: "default",
    placement_group: "",
    placement_group_id: "",
    host_id: "",
    host_resource_group_arn: "",
    outpost_arn: "",
    password_data: "",
    user_data_base64: "",
    instance_lifecycle: "",
    spot_instance_request_id: "",
    vpc_security_group_ids:
      face?.values["security_groups"] ?? groupsOf(from, store.find("aws_vpc", subnet?.values["vpc_id"])),
  };
}

function templateOf({ store, values, account, region }: Call): StoredResource | undefined {
  const { id, name } = objectsOf(values["launch_template"])[0] ?? {};
  return store
    .ofType("aws_launch_template", { account, region })
    .find((one) => one.id === id || (textOf(name) !== undefined && one.values["name"] === name));
}

function metadataOptions(given: ObjectValue): ObjectValue {
  const said = Object.entries(given).filter(([, value]) => value !== null && value !== "" && value !== 0);
  return { ...DEFAULT_METADATA_OPTIONS, ...Object.fromEntries(said) };
}

/** The volume that the machine starts from, by the name that Amazon's Linux images give it. */
function rootBlockDevice({ digits }: Call, template: ObjectValue): ObjectValue {
  const device_name = "/dev/xvda";
  const mapping = objectsOf(template["block_device_mappings"]).find((one) => one["device_name"] === device_name);
  const given = objectsOf(mapping?.["ebs"])[0] ?? {};
  const isGp3 = given["volume_type"] === "gp3";
  return {
    delete_on_termination: written(given["delete_on_termination"] ?? "true") !== "false",
    device_name,
    encrypted: written(given["encrypted"] ?? "false") === "true",
    // https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
    iops: orElse(given["iops"], isGp3 ? 3000 : 100),
    kms_key_id: textOf(given["kms_key_id"]) ?? "",
    tags: {},
    tags_all: {},
    throughput: orElse(given["throughput"], isGp3 ? 125 : 0),
    volume_id: `vol-${digits(17)}`,
    volume_size: orElse(given["volume_size"], 8),
    volume_type: textOf(given["volume_type"]) ?? "gp2",
  };
}

/** A number; what is left out of a template is zero to the provider. */
const orElse = (value: DataValue | undefined, otherwise: number): number =>
  typeof value === "number" && value > 0 ? value : otherwise;

function groupsOf(template: ObjectValue, vpc: StoredResource | undefined): DataValue {
  const given = listOf(template["vpc_security_group_ids"]);
  if (given.length > 0) return [...given];
  const group = textOf(vpc?.values["default_security_group_id"]);
  return group === undefined ? [] : [group];
}
