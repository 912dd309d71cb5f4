import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { showValue } from "../../model/value";
import { readRoutes, type Route, type RouteTargetKind } from "../../network/routes";
import { type Ruling } from "../../verdict";
import { flowOver } from "./flows";

/** Gateways and services that lead out of the VPCs of a configuration, whatever they are set to. */
export interface OutwardProps extends Pick<Channel, "id" | "title" | "opens" | "closes" | "sources"> {
  /** Resource types whose mere presence leads out, and where to. */
  readonly leadsTo: Readonly<Record<string, string>>;
  /** Attributes by which routes lead there, and where to. */
  readonly routes?: Partial<Record<RouteTargetKind, string>>;
  /** What ids of `gateway_id` begin with that lead there. */
  readonly gatewayIds?: string;
  /** Types that are judged attribute by attribute. */
  readonly types?: readonly string[];
  readonly judge?: (model: Model, ruling: Ruling) => void;
}

/** A channel that is closed where nothing of its kind is in the configuration, and no route leads to one. */
export function outwardChannel({
  leadsTo,
  routes = {},
  gatewayIds,
  types = [],
  judge,
  ...rest
}: OutwardProps): Channel {
  const all = Object.keys(leadsTo);
  const where = (route: Route, model: Model): string | undefined => {
    const named = routes[route.kind];
    if (named === undefined || route.kind !== "gateway_id") return named;
    const target = model.follow(route.target);
    const leads =
      target.kind === "resource"
        ? target.resource.type in leadsTo
        : target.kind === "known" && gatewayIds !== undefined && String(target.value).startsWith(gatewayIds);
    return leads ? named : undefined;
  };
  return {
    ...rest,
    types: [...all, ...types],
    decide: (model, ruling) => {
      const witness = (through: string, to: string) => ({
        from: "any machine of the VPC",
        by: "anybody who runs code there, or somebody outside who opens a connection",
        through: [through],
        to,
      });
      const over = (route: Route, to: string) => {
        const flow = flowOver(model, [route], "any machine of the VPC whose subnet uses the route");
        return { ...witness(route.declaredBy.address, `${to}${flow.what}`), from: flow.from };
      };
      let found = 0;
      for (const resource of model.ofType(...all)) {
        const to = leadsTo[resource.type] ?? "";
        found += 1;
        ruling.open(resource, `it leads to ${to}`, witness(resource.address, to), `remove ${resource.address}`);
      }
      const declared = Object.keys(routes).length > 0 ? readRoutes(model).routes : [];
      for (const route of declared) {
        const to = where(route, model);
        if (to === undefined) continue;
        found += 1;
        ruling.open(
          route.declaredBy,
          `it routes ${showValue(route.destination)} to ${showValue(route.target)}`,
          over(route, to),
          `remove the route from ${route.declaredBy.address}`,
        );
      }
      judge?.(model, ruling);
      if (found === 0)
        ruling.closed(
          { address: "(configuration)", path: null },
          `it declares no ${all.join(", no ")}${declared.length > 0 ? `, and none of ${declared.length} routes leads to one` : ""}`,
        );
    },
  };
}
