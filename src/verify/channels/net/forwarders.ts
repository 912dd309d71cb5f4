import { type Channel } from "../../channel";
import { showValue } from "../../model/value";
import { addressesNamed, certainAddressesIn, vpcOf } from "../../network/boxes";
import { EVERY_ADDRESS, includes, intersect, isEmpty, packets } from "../../network/packets";
import { readRoutes } from "../../network/routes";

/** Catalogue row N21. */
export const forwarders: Channel = {
  id: "net.forwarders",
  title: "Machines that forward",
  opens: "a machine that forwards packets for others, towards a range that is no box of the configuration",
  closes:
    "every interface that routes lead to is in the VPC of the route, and the routed range lies in VPCs of the configuration",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html#route-tables-appliance-routing"],
  types: ["aws_instance", "aws_network_interface"],
  decide: (model, ruling) => {
    const boxes = packets(EVERY_ADDRESS, certainAddressesIn(model, ...model.ofType("aws_vpc")));
    const { routes } = readRoutes(model);
    const byInterface = routes.filter(({ kind }) => kind === "network_interface_id");
    for (const route of byInterface) {
      const target = model.follow(route.target);
      if (target.kind !== "resource" || target.resource.type !== "aws_network_interface") continue;
      const named = addressesNamed(model, route.destination);
      const destination = named === undefined ? undefined : packets(EVERY_ADDRESS, named);
      const at = route.declaredBy;
      if (destination === undefined || !includes(boxes, destination)) {
        const outside = destination === undefined || isEmpty(intersect(boxes, destination));
        ruling.open(
          at,
          `it routes ${showValue(route.destination)} through ${target.resource.address}, ${outside ? "outside of" : "beyond"} the configuration's VPCs`,
          {
            from: "any machine whose subnet uses the route",
            by: "anybody who runs code there",
            through: [at.address, target.resource.address],
            to: "wherever the machine behind the interface forwards to",
          },
          `route ranges of the boxes only in ${at.address}`,
        );
      } else if (route.table !== undefined && vpcOf(model, route.table) !== vpcOf(model, target.resource))
        ruling.unproven(
          at,
          `${target.resource.address} is not known to be in the table's VPC`,
          "route to an interface of the same VPC",
        );
      else
        ruling.closed(
          at,
          `${showValue(route.destination)} goes through ${target.resource.address}, within the configuration's VPCs`,
        );
    }
    for (const device of model.ofType("aws_network_interface", "aws_instance")) {
      const checked = device.value("source_dest_check");
      if (checked.kind === "absent" || device.truth("source_dest_check") === true) continue;
      if (checked.kind !== "known") ruling.unproven(device, "source_dest_check is an expression", "write it out");
      else ruling.closed(device, "it forwards; where to is what its own subnet's routes say, and these are judged");
    }
    if (byInterface.length === 0)
      for (const vpc of model.ofType("aws_vpc")) ruling.closed(vpc, "no route leads to a machine");
  },
};
