import { Route53ResolverFirewallConfig } from "@cdktf/provider-aws/lib/route53-resolver-firewall-config";
import { Route53ResolverFirewallDomainList } from "@cdktf/provider-aws/lib/route53-resolver-firewall-domain-list";
import { Route53ResolverFirewallRule } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule";
import { Route53ResolverFirewallRuleGroup } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group";
import { Route53ResolverFirewallRuleGroupAssociation } from "@cdktf/provider-aws/lib/route53-resolver-firewall-rule-group-association";
import { Token, type TerraformProvider } from "cdktf";
import { Construct } from "constructs";

export interface DnsFirewallProps {
  /** Name of the rule group and prefix of its lists. */
  readonly name: string;
  readonly vpcId: string;
  /**
   * Host names that machines of the VPC may resolve, exact: a wildcard would let a machine carry data out in the label.
   * @default - none: no name at all is resolved
   */
  readonly allowedNames?: readonly string[];
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

// Rules ascend, the first match ends the search, and no match means "allowed": the last rule makes it a wall.
// https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-rule-groups.html
const ALLOW_PRIORITY = 100;
const BLOCK_PRIORITY = 9000;
/** Priorities at the edges belong to AWS Firewall Manager. */
const ASSOCIATION_PRIORITY = 101;

/**
 * Route 53 Resolver DNS Firewall for one VPC: the named hosts resolve, every other query of every type is answered
 * NXDOMAIN, and a firewall that fails answers nothing.
 *
 * @throws Error where a name holds a wildcard
 */
export class DnsFirewall extends Construct {
  public readonly ruleGroupId: string;
  /** Id of the list that every blocked query matches: CloudWatch counts by it. */
  public readonly blockedListId: string;

  public constructor(scope: Construct, id: string, props: DnsFirewallProps) {
    super(scope, id);
    const { name, provider, vpcId } = props;
    const names = [...new Set(props.allowedNames ?? [])];
    // A name that AWS gives stays in its place: before synthesis it is a number of the order of making.
    const allowed = [
      ...names.filter((host) => !Token.isUnresolved(host)).sort(),
      ...names.filter((host) => Token.isUnresolved(host)),
    ];
    for (const host of allowed)
      if (!Token.isUnresolved(host) && host.includes("*"))
        throw new Error(
          `DNS Firewall names must be exact, got ${host}; name each host, since a wildcard label carries data`,
        );
    const group = new Route53ResolverFirewallRuleGroup(this, "rule-group", { name, provider });
    if (allowed.length > 0) {
      const hosts = new Route53ResolverFirewallDomainList(this, "allowed-names", {
        name: `${name}-allowed`,
        domains: allowed,
        provider,
      });
      new Route53ResolverFirewallRule(this, "allow", {
        name: "allow-named-hosts",
        action: "ALLOW",
        priority: ALLOW_PRIORITY,
        firewallDomainListId: hosts.id,
        firewallDomainRedirectionAction: "INSPECT_REDIRECTION_DOMAIN",
        firewallRuleGroupId: group.id,
        provider,
      });
    }
    const everything = new Route53ResolverFirewallDomainList(this, "every-name", {
      name: `${name}-every-name`,
      domains: ["*"],
      provider,
    });
    new Route53ResolverFirewallRule(this, "block", {
      name: "block-everything-else",
      action: "BLOCK",
      blockResponse: "NXDOMAIN",
      priority: BLOCK_PRIORITY,
      firewallDomainListId: everything.id,
      firewallDomainRedirectionAction: "INSPECT_REDIRECTION_DOMAIN",
      firewallRuleGroupId: group.id,
      provider,
    });
    this.ruleGroupId = group.id;
    this.blockedListId = everything.id;
    // Mutation protection would bind Terraform too; the guard against others is the organisation's policy.
    new Route53ResolverFirewallRuleGroupAssociation(this, "association", {
      name,
      vpcId,
      firewallRuleGroupId: group.id,
      priority: ASSOCIATION_PRIORITY,
      mutationProtection: "DISABLED",
      provider,
    });
    new Route53ResolverFirewallConfig(this, "fail-closed", {
      resourceId: vpcId,
      firewallFailOpen: "DISABLED",
      provider,
    });
  }
}
