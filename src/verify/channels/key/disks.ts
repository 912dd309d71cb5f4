import { type Model } from "../../model/model";
import { type Block, type Resource } from "../../model/resource";
import { ownerOf } from "../../ownership";
import { valuesAt, type Outcome, type Rule } from "../../rules";

/** Blocks that describe disks, by type: the path to them. */
const DISKS: Readonly<Record<string, readonly string[]>> = {
  aws_instance: ["root_block_device", "ebs_block_device"],
  aws_launch_template: ["block_device_mappings.ebs"],
};

/**
 * Disks of machines are encrypted with a key of the project's: each by itself, or by what the account does for disks that
 * say nothing. The disk that a machine starts from has the name that its image gives it, so that only an instance's
 * `root_block_device` is surely it.
 * https://docs.aws.amazon.com/ebs/latest/userguide/encryption-by-default.html
 */
export const disks: Rule = (machine, model) => {
  const unsaid = accountsDefault(model, machine);
  const listed = (DISKS[machine.type] ?? []).flatMap((path) => blocksAt(machine, path));
  const outcomes = listed.map((disk) => judge(model, machine, disk, unsaid));
  if (machine.type === "aws_instance" && machine.blocks("root_block_device").length > 0) return outcomes;
  if (unsaid.verdict === "closed") return [...outcomes, unsaid];
  return [
    ...outcomes,
    {
      verdict: "unproven",
      why: `the disk that it starts from is encrypted only if its image is: ${unsaid.why}`,
      mend: unsaid.mend,
    },
  ];
};

function judge(model: Model, machine: Resource, disk: Block, unsaid: Outcome): Outcome {
  const [key = { kind: "absent" as const }] = valuesAt(disk, "kms_key_id");
  if (disk.truth("encrypted") !== true) return unsaid;
  if (key.kind === "absent") return unsaid;
  const mend = `let kms_key_id of the disks of ${machine.address} name a key of this configuration`;
  switch (ownerOf(model, key)) {
    case "own":
      return { verdict: "closed", why: "its disks name a key of the project's" };
    case "foreign":
      return { verdict: "open", why: "a disk of it is encrypted with a key that is not the project's", mend };
    case "unknown":
      return { verdict: "unproven", why: "whose key a disk of it is encrypted with cannot be told", mend };
  }
}

/** What the account does with disks that do not say how they are encrypted. */
function accountsDefault(model: Model, { provider, region, address }: Resource): Outcome {
  const alike = (one: Resource): boolean => one.provider?.attributes === provider?.attributes && one.region === region;
  const mend = `set encrypted and kms_key_id for the disks of ${address}, or aws_ebs_encryption_by_default and aws_ebs_default_kms_key for its account`;
  const enabled = model.ofType("aws_ebs_encryption_by_default").filter(alike);
  const isOn = (one: Resource): boolean => one.value("enabled").kind === "absent" || one.truth("enabled") === true;
  if (enabled.length === 0 || !enabled.every(isOn))
    return { verdict: "open", why: "a disk that does not say so is not encrypted in its account", mend };
  const keys = model.ofType("aws_ebs_default_kms_key").filter(alike);
  if (keys.length === 0)
    return { verdict: "open", why: "a disk that names no key is encrypted with Amazon's own in its account", mend };
  return { verdict: "closed", why: "disks that say nothing are encrypted with the default key of its account" };
}

function blocksAt(block: Block, path: string): Block[] {
  const [first = "", ...rest] = path.split(".");
  const blocks = block.blocks(first);
  return rest.length === 0 ? blocks : blocks.flatMap((inner) => blocksAt(inner, rest.join(".")));
}
