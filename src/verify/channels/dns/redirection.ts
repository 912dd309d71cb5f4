import { requires, ruleChannel, where } from "../../rules";

/** Catalogue row D03. */
export const redirection = ruleChannel({
  id: "dns.redirection",
  title: "Chains of names",
  opens: "a name that an allowed name redirects to, which is resolved without being looked at",
  closes: "every rule that lets names pass inspects what they redirect to",
  sources: ["https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-settings.html"],
  way: {
    from: "any machine of the VPC",
    by: "anybody who runs code there, as the label of a name",
    to: "the name servers of whoever controls a redirection",
  },
  rules: {
    aws_route53_resolver_firewall_rule: where(
      (rule) => rule.text("action") !== "BLOCK",
      requires("firewall_domain_redirection_action", ["INSPECT_REDIRECTION_DOMAIN"], {
        absent: "closed",
        why: "redirections are followed without looking",
      }),
    ),
  },
});
