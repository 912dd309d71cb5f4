import { outwardChannel } from "./outward";

const LEARNED = "wherever the routes lead that it learns";

/** Catalogue row N33. */
export const routeServer = outwardChannel({
  id: "net.route-server",
  title: "Route servers",
  opens: "a server that writes routes which are not in the configuration",
  closes: "none exists",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/dynamic-routing-route-server.html"],
  leadsTo: {
    aws_vpc_route_server: LEARNED,
    aws_vpc_route_server_endpoint: LEARNED,
    aws_vpc_route_server_peer: LEARNED,
    aws_vpc_route_server_propagation: LEARNED,
    aws_vpc_route_server_vpc_association: LEARNED,
  },
});
