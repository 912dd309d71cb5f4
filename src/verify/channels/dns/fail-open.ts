import { type Channel } from "../../channel";

/** Catalogue row D02. */
export const failOpen: Channel = {
  id: "dns.fail-open",
  title: "DNS Firewall that fails open",
  opens: "names that are resolved unfiltered while the firewall cannot answer",
  closes: "for every VPC with a resolver, failing open is disabled by name",
  sources: ["https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-vpc-configuration.html"],
  types: ["aws_route53_resolver_firewall_config", "aws_vpc"],
  decide: (model, ruling) => {
    const configs = model.ofType("aws_route53_resolver_firewall_config");
    for (const vpc of model.ofType("aws_vpc")) {
      const filtered = model
        .ofType("aws_route53_resolver_firewall_rule_group_association")
        .some((association) => model.referred(association, "vpc_id", "aws_vpc") === vpc);
      if (
        (vpc.value("enable_dns_support").kind === "known" && vpc.truth("enable_dns_support") === false) ||
        !filtered
      ) {
        ruling.closed(vpc, filtered ? "the resolver is off" : "it has no firewall that could fail");
        continue;
      }
      const own = configs.filter((config) => model.referred(config, "resource_id", "aws_vpc") === vpc);
      const open = own.find((config) => config.text("firewall_fail_open") !== "DISABLED");
      if (own.length > 0 && open === undefined)
        ruling.closed(vpc, "where the firewall cannot answer, no name is resolved");
      else
        ruling.open(
          open ?? vpc,
          open === undefined
            ? "nothing says that the firewall fails closed"
            : "where the firewall cannot answer, names are resolved unfiltered",
          {
            from: `any machine in ${vpc.address}`,
            by: "anybody who runs code there, as the label of a name",
            through: [vpc.address, ...(open === undefined ? [] : [open.address])],
            to: "the name servers of any domain",
          },
          open === undefined
            ? `add aws_route53_resolver_firewall_config for ${vpc.address} with firewall_fail_open = "DISABLED"`
            : `set firewall_fail_open of ${open.address} to DISABLED`,
        );
    }
  },
};
