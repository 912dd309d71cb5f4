import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Block, type Resource } from "../../model/resource";
import { type Ruling } from "../../verdict";

/** Catalogue row N07. */
export const publicAddress: Channel = {
  id: "net.public-address",
  title: "Public IPv4 addresses",
  opens: "a machine, interface or subnet that is given a public address",
  closes: "no address is allocated, and no machine, template or subnet asks for one",
  sources: [
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-instance-addressing.html",
    "https://docs.aws.amazon.com/outposts/latest/userguide/how-racks-work.html",
  ],
  types: ["aws_eip", "aws_eip_association", "aws_instance", "aws_launch_template", "aws_subnet"],
  decide: (model, ruling) => {
    for (const address of model.ofType("aws_eip", "aws_eip_association"))
      ruling.open(address, "it is a public address", leak(address), `remove ${address.address}`);
    for (const subnet of model.ofType("aws_subnet")) {
      judge(subnet, subnet, "map_public_ip_on_launch", ruling);
      judgeOutpost(subnet, ruling);
    }
    for (const instance of model.ofType("aws_instance")) judgeInstance(model, instance, ruling);
    for (const template of model.ofType("aws_launch_template")) {
      const interfaces = template.blocks("network_interfaces");
      for (const block of interfaces)
        for (const name of ["associate_public_ip_address", "associate_carrier_ip_address"])
          judge(template, block, name, ruling);
      if (template.hasHiddenBlocks("network_interfaces"))
        ruling.unproven(template, "its network interfaces are an expression", "write them out");
    }
  },
};

/** On a rack on premises machines get addresses of that network, or an interface in it. */
function judgeOutpost(subnet: Resource, ruling: Ruling): void {
  for (const name of ["customer_owned_ipv4_pool", "enable_lni_at_device_index", "map_customer_owned_ip_on_launch"])
    if (subnet.truth(name) !== false && !["", "0"].includes(subnet.text(name) ?? "?"))
      ruling.open(
        subnet,
        `${name} puts its machines into the network on premises`,
        { ...leak(subnet), to: "any host of the network on premises" },
        `leave ${name} out of ${subnet.address}`,
      );
}

/** A machine that says nothing takes what its subnet says, and that is judged there. */
function judgeInstance(model: Model, instance: Resource, ruling: Ruling): void {
  const says = instance.value("associate_public_ip_address").kind !== "absent";
  const placed =
    model.referred(instance, "subnet_id", "aws_subnet") ??
    instance
      .blocks("primary_network_interface")
      .map((block) => model.referred(block, "network_interface_id", "aws_network_interface"))[0] ??
    instance
      .blocks("network_interface")
      .map((block) => model.referred(block, "network_interface_id", "aws_network_interface"))[0];
  if (says) judge(instance, instance, "associate_public_ip_address", ruling);
  if (placed === undefined)
    ruling.unproven(
      instance,
      "it names no subnet of this configuration, and the default VPC's subnets give public addresses",
      "set subnet_id to a subnet of the box, and associate_public_ip_address to false",
    );
  else if (!says) ruling.closed(instance, `its address is that of ${placed.address}, which is private`);
}

function judge(resource: Resource, block: Block, name: string, ruling: Ruling): void {
  const truth = block.truth(name);
  if (truth === true)
    ruling.open(
      resource,
      `${name} gives it a public address`,
      leak(resource),
      `set ${name} to false in ${resource.address}`,
    );
  else if (truth === undefined) ruling.unproven(resource, `${name} is an expression`, `set ${name} to false`);
  else ruling.closed(resource, `${name} is off`);
}

function leak(resource: Resource) {
  return {
    from: `the machine behind ${resource.address}`,
    by: "anybody who runs code there",
    through: [resource.address],
    to: "any host on the internet, as soon as there is a gateway",
  };
}
