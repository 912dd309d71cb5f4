import { outwardChannel } from "./outward";

/** Catalogue row N20. */
export const interfaceSharing = outwardChannel({
  id: "net.interface-sharing",
  title: "Interfaces for other accounts",
  opens: "a network interface in the box that another account may attach to a machine of its own",
  closes: "no such permission exists",
  sources: ["https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateNetworkInterfacePermission.html"],
  leadsTo: { aws_network_interface_permission: "a machine of another account" },
});
