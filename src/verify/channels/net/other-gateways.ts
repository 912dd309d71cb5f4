import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { showValue } from "../../model/value";
import { readRoutes, type Route, type RouteTargetKind } from "../../network/routes";
import { OUTWARD_TYPES } from "../../resource-types";

const A_SITE = "a site of somebody's outside of AWS";

/** Route targets that always lead out of the VPCs of a configuration. */
const OUTWARD_ROUTES: Partial<Record<RouteTargetKind, string>> = {
  carrier_gateway_id: "a carrier's network",
  core_network_arn: "a core network",
  instance_id: "a machine that may forward to anywhere it reaches",
  local_gateway_id: "a network on premises",
  odb_network_arn: "Oracle's network",
  transit_gateway_id: "every network that is attached to the transit gateway",
  vpc_endpoint_id: "the service behind a Gateway Load Balancer endpoint",
};

export const otherGateways: Channel = {
  id: "net.other-gateways",
  title: "Gateways to other networks",
  opens:
    "transit gateways, VPN and Direct Connect, core networks, carrier and local gateways, mirrored traffic, published services",
  closes: "no resource of such a type exists and no route leads to one",
  sources: [
    "https://docs.aws.amazon.com/vpc/latest/userguide/extend-intro.html",
    "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html",
  ],
  decide: (model, ruling) => {
    const witness = (through: string, to: string) => ({
      from: "any machine of the VPC",
      by: "anybody who runs code there, or somebody outside who opens a connection",
      through: [through],
      to,
    });
    let found = false;
    for (const [type, to] of OUTWARD_TYPES)
      for (const resource of model.ofType(type)) {
        found = true;
        ruling.open(resource, `it leads to ${to}`, witness(resource.address, to), `remove ${resource.address}`);
      }
    const { routes, unread } = readRoutes(model);
    for (const route of routes) {
      const judged = judgeTarget(model, route);
      if (judged === "within") continue;
      found = true;
      const leads = `it routes ${showValue(route.destination)} to ${showValue(route.target)}`;
      if (judged === "unknown")
        ruling.unproven(
          route.declaredBy,
          `${leads}, which is nothing that this configuration declares`,
          "route to resources of the configuration only",
        );
      else
        ruling.open(
          route.declaredBy,
          leads,
          witness(route.declaredBy.address, judged),
          `remove the route from ${route.declaredBy.address}`,
        );
    }
    for (const { declaredBy, why } of unread)
      ruling.unproven(declaredBy, `it holds ${why}`, "write each route out with one target");
    for (const table of model.ofType("aws_route_table", "aws_default_route_table"))
      if (table.list("propagating_vgws").length > 0) {
        found = true;
        ruling.open(
          table,
          "routes are propagated into it from a virtual private gateway: the far side chooses them",
          witness(table.address, "wherever the far side's routes lead"),
          `set propagating_vgws of ${table.address} to []`,
        );
      }
    if (!found)
      for (const vpc of model.ofType("aws_vpc"))
        ruling.closed(
          vpc,
          `none of ${OUTWARD_TYPES.size} outward types exists, and ${routes.length} routes stay within the configuration's VPCs`,
        );
  },
};

/** Where a route leads: out (and to what), to what another channel judges, or to something unknown. */
function judgeTarget(model: Model, route: Route): "within" | "unknown" | (string & {}) {
  const outward = OUTWARD_ROUTES[route.kind];
  if (outward !== undefined) return outward;
  const target = model.follow(route.target);
  switch (route.kind) {
    case "gateway_id":
      if (target.kind === "known")
        return target.value === "local" || String(target.value).startsWith("igw-")
          ? "within"
          : String(target.value).startsWith("vgw-")
            ? A_SITE
            : "unknown";
      if (target.kind !== "resource") return "unknown";
      if (target.resource.type === "aws_vpn_gateway") return A_SITE;
      return ["aws_internet_gateway", "aws_internet_gateway_attachment"].includes(target.resource.type)
        ? "within"
        : "unknown";
    case "network_interface_id":
      return target.kind === "resource" && target.resource.type === "aws_network_interface" ? "within" : "unknown";
    default:
      // NAT, egress-only and peering: channels of their own.
      return "within";
  }
}
