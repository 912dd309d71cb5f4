import { type Model } from "../model/model";
import { type Resource } from "../model/resource";
import { type Value } from "../model/value";
import { addressesNamed } from "./boxes";
import { joinAddresses, type Addresses } from "./packets";

/**
 * The addresses of a prefix list; nothing where they cannot all be told: a list of AWS's own or of another account, one
 * whose entries are an expression.
 */
export function prefixListAddresses(model: Model, value: Value): Addresses | undefined {
  const target = model.follow(value);
  if (target.kind !== "resource" || target.resource.type !== "aws_ec2_managed_prefix_list") return undefined;
  const list = target.resource;
  if (list.hasHiddenBlocks("entry")) return undefined;
  const separate = model
    .ofType("aws_ec2_managed_prefix_list_entry")
    .filter((entry) => model.referred(entry, "prefix_list_id", "aws_ec2_managed_prefix_list") === list);
  if (model.ofType("aws_ec2_managed_prefix_list_entry").some((entry) => !namesAList(model, entry))) return undefined;
  const entries = [...list.blocks("entry"), ...separate].map((entry) => addressesNamed(model, entry.value("cidr")));
  const known = entries.filter((entry) => entry !== undefined);
  return known.length === entries.length ? joinAddresses(...known) : undefined;
}

/** Whether an entry says which list of the configuration it belongs to; one that does not may belong to any. */
function namesAList(model: Model, entry: Resource): boolean {
  return model.referred(entry, "prefix_list_id", "aws_ec2_managed_prefix_list") !== undefined;
}
