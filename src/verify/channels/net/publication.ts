import { outwardChannel } from "./outward";

const INTERNET = "people and programs on the internet";
const CONSUMERS = "whoever is allowed to connect to it";
const LATTICE = "whoever is in the service network";

/** Catalogue rows N27 to N31, N36 and E10. */
export const publication = outwardChannel({
  id: "net.publication",
  title: "Services that publish what is private",
  opens:
    "a distribution, accelerator, API, endpoint service or service network by which a private machine answers others",
  closes: "none exists",
  sources: [
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-vpc-origins.html",
    "https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-share-your-services.html",
    "https://docs.aws.amazon.com/vpc-lattice/latest/ug/sharing.html",
    "https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-private-integration.html",
  ],
  leadsTo: {
    aws_api_gateway_deployment: INTERNET,
    aws_api_gateway_rest_api: INTERNET,
    aws_api_gateway_stage: INTERNET,
    aws_api_gateway_vpc_link: INTERNET,
    aws_apigatewayv2_api: INTERNET,
    aws_apigatewayv2_stage: INTERNET,
    aws_apigatewayv2_vpc_link: INTERNET,
    aws_appsync_graphql_api: INTERNET,
    aws_cloudfront_distribution: INTERNET,
    aws_cloudfront_vpc_origin: INTERNET,
    aws_globalaccelerator_accelerator: INTERNET,
    aws_globalaccelerator_cross_account_attachment: INTERNET,
    aws_globalaccelerator_custom_routing_accelerator: INTERNET,
    aws_globalaccelerator_endpoint_group: INTERNET,
    aws_globalaccelerator_listener: INTERNET,
    aws_verifiedaccess_endpoint: INTERNET,
    aws_vpc_endpoint_connection_accepter: CONSUMERS,
    aws_vpc_endpoint_service: CONSUMERS,
    aws_vpc_endpoint_service_allowed_principal: CONSUMERS,
    aws_vpclattice_resource_configuration: LATTICE,
    aws_vpclattice_resource_gateway: LATTICE,
    aws_vpclattice_service: LATTICE,
    aws_vpclattice_service_network: LATTICE,
    aws_vpclattice_service_network_resource_association: LATTICE,
    aws_vpclattice_service_network_service_association: LATTICE,
    aws_vpclattice_service_network_vpc_association: LATTICE,
  },
});
