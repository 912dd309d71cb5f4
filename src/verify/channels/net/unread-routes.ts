import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { showValue } from "../../model/value";
import { readRoutes, type Route } from "../../network/routes";

/** Catalogue rows N21 and N37. */
export const unreadRoutes: Channel = {
  id: "net.unread-routes",
  title: "Routes that are not understood",
  opens: "a route to something that the configuration does not declare, to a machine, or that cannot be read",
  closes: "every route has one target, of a kind that another channel judges",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/route-table-options.html"],
  types: [
    "aws_default_route_table",
    "aws_main_route_table_association",
    "aws_route",
    "aws_route_table",
    "aws_route_table_association",
  ],
  decide: (model, ruling) => {
    const { routes, unread } = readRoutes(model);
    let understood = 0;
    for (const route of routes)
      if (isUnderstood(model, route)) understood += 1;
      else if (route.kind === "instance_id")
        ruling.open(
          route.declaredBy,
          `it routes ${showValue(route.destination)} through a machine`,
          {
            from: "any machine whose subnet uses the route",
            by: "anybody who runs code there",
            through: [route.declaredBy.address],
            to: "wherever the machine forwards to",
          },
          `remove the route from ${route.declaredBy.address}`,
        );
      else
        ruling.unproven(
          route.declaredBy,
          `it routes ${showValue(route.destination)} to ${showValue(route.target)}, which is nothing that this configuration declares`,
          "route to resources of the configuration only",
        );
    for (const { declaredBy, why } of unread)
      ruling.unproven(declaredBy, `it holds ${why}`, "write each route out with one target");
    ruling.closed({ address: "(configuration)", path: null }, `${understood} routes lead to what other channels judge`);
  },
};

function isUnderstood(model: Model, route: Route): boolean {
  const target = model.follow(route.target);
  switch (route.kind) {
    case "gateway_id":
      return target.kind === "known"
        ? target.value === "local" || /^(igw|vgw)-/.test(String(target.value))
        : target.kind === "resource" &&
            ["aws_internet_gateway", "aws_internet_gateway_attachment", "aws_vpn_gateway"].includes(
              target.resource.type,
            );
    case "network_interface_id":
      return target.kind === "resource" && target.resource.type === "aws_network_interface";
    case "instance_id":
      return false;
    default:
      // Gateways of kinds of their own: their channels judge every route to one.
      return true;
  }
}
