import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Block, type Resource } from "../../model/resource";

/** Catalogue row I04. */
export const instanceMetadata: Channel = {
  id: "compute.instance-metadata",
  title: "Instance metadata",
  opens:
    "a machine whose role's credentials can be fetched by a forged request, or from a container or a host behind it",
  closes:
    "every machine, and the template in its latest version from which it starts, asks for a session token (IMDSv2) and answers one hop only",
  sources: ["https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html"],
  types: ["aws_instance", "aws_launch_template"],
  decide: (model, ruling) => {
    for (const machine of model.ofType("aws_instance", "aws_launch_template")) {
      const options = optionsOf(model, machine);
      for (const version of pinnedVersions(model, machine))
        ruling.unproven(
          machine,
          `it starts from version ${version} of a template, which may say another thing than the configuration`,
          `set version of launch_template in ${machine.address} to $Latest, or to latest_version of the template`,
        );
      const tokens = options?.text("http_tokens");
      const hops = options?.text("http_put_response_hop_limit");
      if (options?.text("http_endpoint") === "disabled" || (tokens === "required" && hops === "1"))
        ruling.closed(machine, "session tokens, one hop");
      else
        ruling.open(
          machine,
          `http_tokens is ${tokens ?? "not set"}, the hop limit ${hops ?? "not set"}`,
          {
            from: `the role of ${machine.address}`,
            by: "whoever makes a program on the machine fetch a URL",
            through: [machine.address],
            to: "wherever the role's credentials are used from",
          },
          `set metadata_options of ${machine.address} to http_tokens = "required" and http_put_response_hop_limit = 1`,
        );
    }
  },
};

/** Versions of templates from which a machine starts, and of which the configuration does not tell what they say. */
function pinnedVersions(model: Model, machine: Resource): string[] {
  return machine.blocks("launch_template").flatMap((block) => {
    const target = model.follow(block.value("version"));
    const template =
      model.referred(block, "id", "aws_launch_template") ?? model.referred(block, "name", "aws_launch_template");
    if (target.kind === "resource") return target.attribute === "latest_version" ? [] : [target.attribute];
    // Left out, it is the default version.
    const version = block.text("version") ?? (target.kind === "absent" ? "$Default" : "(an expression)");
    const isLatest = version === "$Latest" || version === template?.text("latest_version");
    return isLatest || (version === "$Default" && template?.truth("update_default_version") === true) ? [] : [version];
  });
}

/** The machine's own options, or those of the template it starts from. */
function optionsOf(model: Model, machine: Resource): Block | undefined {
  const [own] = machine.blocks("metadata_options");
  if (own !== undefined) return own;
  for (const block of machine.blocks("launch_template")) {
    const template =
      model.referred(block, "id", "aws_launch_template") ?? model.referred(block, "name", "aws_launch_template");
    if (template !== undefined) return template.blocks("metadata_options")[0];
  }
  return undefined;
}
