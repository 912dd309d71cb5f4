import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { showValue } from "../../model/value";
import { addressesNamed, vpcOf } from "../../network/boxes";
import { siteText } from "../../network/packet-text";
import { readRoutes, type Route } from "../../network/routes";
import { type Ruling } from "../../verdict";
import { flowOver } from "./flows";

const A_SITE = "a site of somebody's outside of AWS";
/** What is a way out only together with a connection, and is told with it where there is one. */
const PARTS: Readonly<Record<string, string>> = {
  aws_customer_gateway: "a connection to it",
  aws_vpn_connection_route: "the connection that it is a route of",
  aws_vpn_gateway: "a connection and a route",
  aws_vpn_gateway_attachment: "a connection and a route",
};

/** Catalogue rows N12 to N14. */
export const siteToSite: Channel = {
  id: "net.site-to-site",
  title: "Site-to-site VPN",
  opens: "a VPN connection or gateway, a route to one, or routes that the far side chooses",
  closes: "none exists, no route names one, and no table takes routes from one",
  sources: [
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPC_VPN.html",
    "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNRoutingTypes.html",
  ],
  types: [...Object.keys(PARTS), "aws_vpn_connection", "aws_vpn_gateway_route_propagation"],
  decide: (model, ruling) => {
    const routes = readRoutes(model).routes.filter((route) => leadsToGateway(model, route));
    const told = new Set<Resource | Route>();
    for (const connection of model.ofType("aws_vpn_connection"))
      judgeConnection(model, ruling, connection, routes, told);
    for (const part of model.ofType(...Object.keys(PARTS)))
      if (!told.has(part))
        ruling.open(
          part,
          `it leads to ${A_SITE}; ${PARTS[part.type] ?? ""} is all that is missing`,
          {
            from: "any machine of the VPC",
            by: "anybody who runs code there, or somebody outside who opens a connection",
            through: [part.address],
            to: A_SITE,
          },
          `remove ${part.address}`,
        );
    for (const route of routes.filter((one) => !told.has(one))) {
      const flow = flowOver(model, [route], "any machine of the VPC whose subnet uses the route");
      ruling.open(
        route.declaredBy,
        `it routes ${showValue(route.destination)} to ${showValue(route.target)}`,
        {
          from: flow.from,
          by: "anybody who runs code there, or somebody outside who opens a connection",
          through: [route.declaredBy.address],
          to: `${A_SITE}${flow.what}`,
        },
        `remove the route from ${route.declaredBy.address}`,
      );
    }
    const propagating = [
      ...model.ofType("aws_vpn_gateway_route_propagation"),
      ...model
        .ofType("aws_route_table", "aws_default_route_table")
        .filter((table) => table.list("propagating_vgws").length > 0),
    ];
    for (const resource of propagating) judgePropagation(ruling, resource);
    const edges = model
      .ofType("aws_route_table_association")
      .filter((one) => /^vgw-/.test(one.text("gateway_id") ?? ""));
    for (const edge of edges) judgeEdge(ruling, edge);
    const { length } = model.ofType(...(siteToSite.types ?? []));
    if (length + routes.length + propagating.length + edges.length === 0)
      ruling.closed(
        { address: "(configuration)", path: null },
        `it declares no ${(siteToSite.types ?? []).join(", no ")}, and none of its routes leads to one`,
      );
  },
};

/** A connection is one way out, whatever it is made of: a gateway, routes, and the far side. */
function judgeConnection(
  model: Model,
  ruling: Ruling,
  connection: Resource,
  routes: readonly Route[],
  told: Set<Resource | Route>,
): void {
  const gateway = model.referred(connection, "vpn_gateway_id", "aws_vpn_gateway");
  const customer = model.referred(connection, "customer_gateway_id", "aws_customer_gateway");
  const attachments = gateway === undefined ? [] : model.referring(gateway).filter(isAttachment);
  const own = routes.filter((route) => gateway !== undefined && targetOf(model, route) === gateway);
  const parts = [
    ...(customer === undefined ? [] : [customer]),
    ...(gateway === undefined ? [] : [gateway]),
    ...attachments,
    ...model.referring(connection).filter(({ type }) => type === "aws_vpn_connection_route"),
  ];
  for (const part of [...parts, ...own]) told.add(part);
  const vpcs = [gateway, ...attachments].flatMap((one) => (one === undefined ? [] : (vpcOf(model, one) ?? [])));
  const [vpc] = vpcs;
  const address = customer?.text("ip_address");
  const ranges = own.map((route) => addressesNamed(model, route.destination));
  const known = ranges.flatMap((range) => range ?? []);
  const to =
    address === undefined || vpc === undefined || vpcs.length > 1 || known.length < ranges.length
      ? A_SITE
      : siteText(address, known, vpc.text("cidr_block") ?? vpc.address);
  const flow = flowOver(model, own, vpc?.address ?? "any machine of the VPC");
  ruling.open(
    connection,
    own.length === 0 ? `it leads to ${to}; a route to it is all that is missing` : `it leads to ${to}${flow.what}`,
    {
      from: flow.from,
      by: "anybody who runs code there, or somebody at the site who opens a connection",
      through: [...new Set([...own.map(({ declaredBy }) => declaredBy), ...parts, connection])].map(
        (one) => one.address,
      ),
      to,
    },
    `remove ${connection.address}, or declare the site as a door`,
  );
}

function judgePropagation(ruling: Ruling, resource: Resource): void {
  const inline = resource.type !== "aws_vpn_gateway_route_propagation";
  ruling.open(
    resource,
    "routes are propagated from a virtual private gateway: the far side chooses them",
    {
      from: "any machine whose subnet uses the table",
      by: "anybody who runs code there",
      through: [resource.address],
      to: "wherever the far side's routes lead",
    },
    inline ? `set propagating_vgws of ${resource.address} to []` : `remove ${resource.address}`,
  );
}

/** A gateway that the configuration does not declare, and speaks of all the same. */
function judgeEdge(ruling: Ruling, edge: Resource): void {
  ruling.open(
    edge,
    `it gives a table to ${showValue(edge.value("gateway_id"))}, so that there is one`,
    {
      from: "any machine of the VPC",
      by: "somebody at the far side who opens a connection",
      through: [edge.address],
      to: A_SITE,
    },
    `remove ${edge.address}, and the virtual private gateway that it names`,
  );
}

function isAttachment({ type }: Resource): boolean {
  return type === "aws_vpn_gateway_attachment";
}

function targetOf(model: Model, route: Route): Resource | undefined {
  const target = model.follow(route.target);
  return target.kind === "resource" ? target.resource : undefined;
}

function leadsToGateway(model: Model, route: Route): boolean {
  if (route.kind !== "gateway_id") return false;
  const target = model.follow(route.target);
  return target.kind === "resource"
    ? target.resource.type in PARTS
    : target.kind === "known" && String(target.value).startsWith("vgw-");
}
