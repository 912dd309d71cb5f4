import { present, ruleChannel } from "../../rules";

/** Catalogue rows N01, N07 and N37. */
export const defaultNetworks = ruleChannel({
  id: "net.default-networks",
  title: "The default VPC",
  opens: "the VPC that AWS makes in every region, with an internet gateway, a route to it and public addresses",
  closes: "the configuration neither adopts nor uses it",
  sources: ["https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html"],
  way: { from: "any machine in the default VPC", by: "anybody who runs code there", to: "any host on the internet" },
  rules: {
    aws_default_subnet: present("its machines get public addresses and a route to an internet gateway"),
    aws_default_vpc: present("it has an internet gateway, and a route to it in its main table"),
  },
});
