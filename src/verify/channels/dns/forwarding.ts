import { forbids, present, ruleChannel, staysWithin, type Rule } from "../../rules";

const direction: Rule = (endpoint) =>
  endpoint.text("direction") === "INBOUND"
    ? [
        {
          verdict: "open",
          why: "networks that reach it look up the VPC's names, and learn them",
          mend: `remove ${endpoint.address}`,
        },
      ]
    : [{ verdict: "open", why: "it sends queries to name servers outside", mend: `remove ${endpoint.address}` }];

const rule: Rule = (one) =>
  one.text("rule_type") === "SYSTEM"
    ? [{ verdict: "closed", why: "it leaves names to Amazon's resolver" }]
    : [{ verdict: "open", why: "it sends names to other name servers", mend: `remove ${one.address}` }];

/** Catalogue rows D04 and D06. */
export const forwarding = ruleChannel({
  id: "dns.forwarding",
  title: "Names sent to other name servers",
  opens:
    "an endpoint or rule that sends what is looked up to name servers of somebody's, or a zone that another VPC is given",
  closes: "there is none",
  sources: [
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-overview-forward-vpc-to-network.html",
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/hosted-zone-private-associate-vpcs-different-accounts.html",
    "https://hackingthe.cloud/aws/exploitation/route53_modification_privilege_escalation/",
  ],
  way: {
    from: "any machine of the VPC",
    by: "anybody who runs code there, as the label of a name",
    to: "name servers outside of the box",
  },
  rules: {
    aws_route53_resolver_config: forbids("it says whether names of addresses are made"),
    aws_route53_resolver_dnssec_config: forbids("it checks signatures"),
    aws_route53_resolver_endpoint: direction,
    aws_route53_resolver_rule: rule,
    aws_route53_resolver_rule_association: staysWithin("resolver_rule_id", { absent: "open" }),
    aws_route53_vpc_association_authorization: present("another account's VPC may be given the zone"),
    aws_route53_zone_association: [
      staysWithin("vpc_id", { absent: "open" }),
      staysWithin("zone_id", { absent: "open" }),
    ],
    aws_route53profiles_association: present("a profile of somebody's changes what names lead to"),
  },
});
