import { type Call, type ResourceType } from "../resource-type";
import { type StoredResource } from "../store";
import { listOf, objectsOf, refuse, required, textOf, written } from "./refusals";

/** https://docs.aws.amazon.com/efs/latest/ug/API_Operations.html */
function fileSystemOf({ store, values }: Call): StoredResource {
  const id = values["file_system_id"];
  const found = store.find("aws_efs_file_system", id);
  if (found === undefined) refuse("FileSystemNotFound", `File system '${written(id)}' does not exist.`);
  return found;
}

function dnsName(id: string, region: string): string {
  return `${id}.efs.${region}.amazonaws.com`;
}

/** What a file system has at most once, and is known by its id. */
const ofFileSystem = (noun: string, more: Partial<ResourceType> = {}): ResourceType => ({
  noun: `EFS ${noun}`,
  id: "{file_system_id}",
  create: fileSystemOf,
  ...more,
});

export const FILE_SYSTEM_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_efs_file_system: {
    noun: "EFS File System",
    id: "fs-{hex17}",
    arn: "elasticfilesystem:{region}:{account}:file-system/{id}",
    computed: ({ region, account }, id) => ({
      dns_name: dnsName(id, region),
      owner_id: account,
      number_of_mount_targets: 0,
      size_in_bytes: [{ value: 6144, value_in_ia: 0, value_in_standard: 6144 }],
    }),
    create: ({ store, values, account, region }) => {
      const token = textOf(values["creation_token"]);
      const twin = store
        .ofType("aws_efs_file_system", { account, region })
        .find((one) => token !== undefined && one.values["creation_token"] === token);
      if (twin !== undefined)
        refuse(
          "FileSystemAlreadyExists",
          `File system '${twin.id}' already exists with creation token '${token ?? ""}'`,
        );
    },
    // Access points go with it: https://docs.aws.amazon.com/efs/latest/ug/API_DeleteFileSystem.html
    heldBy: { aws_efs_mount_target: "file_system_id" },
    heldCode: "FileSystemInUse",
  },
  aws_efs_mount_target: {
    noun: "EFS Mount Target",
    id: "fsmt-{hex17}",
    computed: (call) => {
      const { store, values, digits, account, region } = call;
      const system = store.find("aws_efs_file_system", values["file_system_id"]);
      const subnet = store.find("aws_subnet", values["subnet_id"]);
      const zone = subnet?.values["availability_zone_id"] ?? null;
      return {
        availability_zone_id: zone,
        availability_zone_name: subnet?.values["availability_zone"] ?? null,
        dns_name: dnsName(system?.id ?? "", region),
        file_system_arn: system?.values["arn"] ?? null,
        mount_target_dns_name: `${written(zone)}.${dnsName(system?.id ?? "", region)}`,
        network_interface_id: `eni-${digits(17)}`,
        owner_id: account,
      };
    },
    create: (call) => {
      const system = fileSystemOf(call);
      const subnet = required(call, "aws_subnet", call.values["subnet_id"], "SubnetNotFound", "subnet");
      for (const id of listOf(call.values["security_groups"]))
        if (call.store.find("aws_security_group", id)?.values["vpc_id"] !== subnet.values["vpc_id"])
          refuse("SecurityGroupNotFound", `The security group ID '${written(id)}' does not exist in the subnet's VPC`);
      const others = call.store
        .ofType("aws_efs_mount_target")
        .filter(({ values }) => values["file_system_id"] === system.id)
        .flatMap(({ values }) => call.store.find("aws_subnet", values["subnet_id"]) ?? []);
      // One in each zone, all in one VPC: https://docs.aws.amazon.com/efs/latest/ug/API_CreateMountTarget.html
      if (others.some(({ values }) => values["vpc_id"] !== subnet.values["vpc_id"]))
        refuse(
          "MountTargetConflict",
          "requested subnet for new mount target is not in the same VPC as existing mount targets",
        );
      if (others.some(({ values }) => values["availability_zone_id"] === subnet.values["availability_zone_id"]))
        refuse("MountTargetConflict", "mount target already exists in this AZ");
    },
  },
  aws_efs_access_point: {
    noun: "EFS Access Point",
    id: "fsap-{hex17}",
    arn: "elasticfilesystem:{region}:{account}:access-point/{id}",
    computed: ({ store, values, account }) => ({
      file_system_arn: store.find("aws_efs_file_system", values["file_system_id"])?.values["arn"] ?? null,
      owner_id: account,
    }),
    create: (call) => {
      fileSystemOf(call);
      for (const root of objectsOf(call.values["root_directory"])) {
        const path = textOf(root["path"]) ?? "/";
        if (!path.startsWith("/") || path.split("/").length > 5)
          refuse(
            "BadRequest",
            `The root directory path '${path}' has to begin with a slash and have four levels at most`,
          );
      }
    },
  },
  aws_efs_file_system_policy: ofFileSystem("File System Policy", { policies: { policy: "file-system" } }),
  aws_efs_backup_policy: ofFileSystem("Backup Policy"),
};
