import { type Model, type Target } from "../../model/model";
import { type Resource } from "../../model/resource";
import { showValue } from "../../model/value";
import { readRoutes, type Route, type RouteTargetKind } from "../../network/routes";
import { type Ruling } from "../../verdict";
import { flowOver } from "./flows";

/** A kind of gateway whose place in a box is nowhere. */
export interface ForbiddenGateway {
  readonly types: readonly string[];
  /** Attribute by which a route names it. */
  readonly route: RouteTargetKind;
  /** What its ids begin with. */
  readonly idPrefix: string;
  readonly name: string;
  readonly to: string;
  /**
   * Why one of them leads nowhere outside; nothing where it does.
   * @default - all of them do
   */
  readonly staysWithin?: (resource: Resource) => string | undefined;
}

/**
 * Rules on gateways that a configuration must neither have nor route to: a gateway in the configuration, and a route to
 * one that is not in it, are ways out alike.
 */
export function ruleOutGateways(model: Model, ruling: Ruling, gateway: ForbiddenGateway): void {
  const { routes } = readRoutes(model);
  const gateways = model.ofType(...gateway.types);
  const used = routes.filter((route) => leadsTo(model, route, gateway));
  for (const resource of gateways) {
    const within = gateway.staysWithin?.(resource);
    if (within !== undefined) {
      ruling.closed(resource, within);
      continue;
    }
    const own = used.filter((route) => names(model, route, resource));
    const [route] = own;
    ruling.open(
      resource,
      route === undefined
        ? `${gateway.name} in the project's accounts; a route to it is all that is missing`
        : `a route leads to it`,
      witness(model, gateway, resource, own),
      `remove ${resource.address}${route === undefined ? "" : ` and the route in ${route.declaredBy.address}`}`,
    );
  }
  for (const route of used) {
    if (gateways.some((resource) => names(model, route, resource))) continue;
    ruling.open(
      route.declaredBy,
      `it routes ${showValue(route.destination)} to ${showValue(route.target)}`,
      witness(model, gateway, undefined, [route]),
      `remove the route to ${showValue(route.target)} from ${route.declaredBy.address}`,
    );
  }
  const edges = gateway.route === "gateway_id" ? model.ofType("aws_route_table_association") : [];
  const unseen = edges.filter((edge) => isOf(model.follow(edge.value("gateway_id")), gateway));
  for (const edge of unseen)
    ruling.open(
      edge,
      `it gives a table to ${showValue(edge.value("gateway_id"))}, so that there is one`,
      witness(model, gateway, edge, []),
      `remove ${edge.address}, and the ${gateway.name} that it names`,
    );
  const tables = model.ofType("aws_route_table", "aws_default_route_table");
  if (gateways.length === 0 && used.length === 0 && unseen.length === 0)
    for (const vpc of model.ofType("aws_vpc"))
      ruling.closed(vpc, `no ${gateway.name} exists, and none of ${tables.length} route tables names one`);
}

function leadsTo(model: Model, route: Route, { types, route: kind, idPrefix }: ForbiddenGateway): boolean {
  if (route.kind !== kind) return false;
  const target = model.follow(route.target);
  if (target.kind === "resource") return types.includes(target.resource.type);
  // Attributes of their own name one kind only; `gateway_id` is shared with endpoints and virtual private gateways.
  return kind !== "gateway_id" || (target.kind === "known" && String(target.value).startsWith(idPrefix));
}

/** Whether an edge association names a gateway that no resource of the configuration declares. */
function isOf(target: Target, { idPrefix }: ForbiddenGateway): boolean {
  return target.kind === "known" && String(target.value).startsWith(idPrefix);
}

function names(model: Model, route: Route, resource: Resource): boolean {
  const target = model.follow(route.target);
  return target.kind === "resource" && target.resource === resource;
}

function witness(model: Model, gateway: ForbiddenGateway, resource: Resource | undefined, routes: readonly Route[]) {
  const through = [...routes.flatMap(({ table, declaredBy }) => [table, declaredBy]), resource];
  const flow = flowOver(model, routes, "any machine of the VPC whose subnet uses the route");
  return {
    from: flow.from,
    by: "anybody who runs code there",
    through: [...new Set(through.flatMap((one) => one?.address ?? []))],
    to: routes.length === 0 ? gateway.to : `${gateway.to}${flow.what}`,
  };
}
