import { type Channel } from "../../channel";
import { type Model } from "../../model/model";
import { type Resource } from "../../model/resource";
import { type Value } from "../../model/value";
import { type Ruling } from "../../verdict";

/** Catalogue row D01. */
export const resolver: Channel = {
  id: "dns.resolver",
  title: "Names looked up at Amazon's resolver",
  opens: "a machine may look up any name, and a name carries data to whoever serves its domain",
  closes: "the resolver is off, or DNS Firewall allows named hosts only, then blocks every name",
  sources: [
    "https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/resolver-dns-firewall-overview.html",
    "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-dns.html (network ACLs and security groups do not filter it)",
  ],
  types: [
    "aws_route53_resolver_firewall_domain_list",
    "aws_route53_resolver_firewall_rule",
    "aws_route53_resolver_firewall_rule_group",
    "aws_route53_resolver_firewall_rule_group_association",
    "aws_vpc",
  ],
  decide: (model, ruling) => {
    for (const vpc of model.ofType("aws_vpc")) judge(model, vpc, ruling);
  },
};

function judge(model: Model, vpc: Resource, ruling: Ruling): void {
  const support = vpc.value("enable_dns_support");
  if (support.kind === "known" && vpc.truth("enable_dns_support") === false) {
    ruling.closed(vpc, "the resolver is off");
    return;
  }
  const open = (why: string, through: readonly string[], mend: string, at: Resource = vpc): void =>
    ruling.open(
      at,
      why,
      {
        from: `any machine in ${vpc.address}`,
        by: "anybody who runs code there, as the label of a name",
        through: [vpc.address, ...through],
        to: "the name servers of any domain",
      },
      mend,
    );
  const associations = model
    .ofType("aws_route53_resolver_firewall_rule_group_association")
    .filter((association) => model.referred(association, "vpc_id", "aws_vpc") === vpc);
  if (associations.length === 0) {
    open(
      "no DNS Firewall rule group is associated with the VPC",
      [],
      `associate a rule group that blocks every name but the ones in use with ${vpc.address}`,
    );
    return;
  }
  if (associations.length > 1) {
    ruling.unproven(
      vpc,
      "several rule groups are associated with it; their order is not followed",
      "use one rule group per VPC",
    );
    return;
  }
  const [association] = associations;
  const group =
    association === undefined
      ? undefined
      : model.referred(association, "firewall_rule_group_id", "aws_route53_resolver_firewall_rule_group");
  if (group === undefined) {
    ruling.unproven(vpc, "its rule group is not in the configuration", "declare the rule group");
    return;
  }
  if (!judgeRules(model, group, ruling, open)) return;
  ruling.closed(vpc, `${group.address} allows named hosts and blocks every other name`);
}

/** Attributes that are one host each, by type. */
const HOSTS_OF_AWS: Readonly<Record<string, readonly string[]>> = {
  aws_db_instance: ["address"],
  aws_rds_cluster: ["endpoint", "reader_endpoint"],
  aws_rds_cluster_instance: ["endpoint"],
  aws_sagemaker_notebook_instance: ["url"],
};

type Open = (why: string, through: readonly string[], mend: string, at?: Resource) => void;

/** Whether the rules, in their order, let only exact names pass before everything is blocked. */
function judgeRules(model: Model, group: Resource, ruling: Ruling, open: Open): boolean {
  const rules = model
    .ofType("aws_route53_resolver_firewall_rule")
    .filter(
      (rule) => model.referred(rule, "firewall_rule_group_id", "aws_route53_resolver_firewall_rule_group") === group,
    )
    .map((rule) => ({ rule, priority: Number(rule.text("priority")) }))
    .sort((a, b) => a.priority - b.priority);
  const stray = model.ofType("aws_route53_resolver_firewall_rule").find((rule) => {
    const target = model.follow(rule.value("firewall_rule_group_id"));
    return target.kind === "unknown" && rule.text("action") !== "BLOCK";
  });
  if (stray !== undefined) {
    ruling.unproven(stray, "it may be a rule of any group", "let it refer to a rule group of this configuration");
    return false;
  }
  for (const { rule, priority } of rules) {
    const list = model.referred(rule, "firewall_domain_list_id", "aws_route53_resolver_firewall_domain_list");
    if (Number.isNaN(priority) || list === undefined) {
      ruling.unproven(
        rule,
        "its priority or its list of names cannot be told",
        "write the priority out, and declare the list",
      );
      return false;
    }
    const domains = list.list("domains");
    const texts = domains
      .filter((domain) => !isHostOfAws(model, domain))
      .map((domain) => (domain.kind === "known" ? String(domain.value) : undefined));
    const everyType = rule.value("q_type").kind === "absent";
    if (rule.text("action") === "BLOCK" && texts.includes("*") && everyType) {
      ruling.closed(rule, "it blocks every name that no rule before it allows");
      return true;
    }
    if (rule.text("action") === "BLOCK") continue;
    // An alert lets the query pass as an allowance does.
    const loose = texts.findIndex((text) => text === undefined || text.includes("*"));
    if (loose >= 0 && texts[loose] === undefined) {
      ruling.unproven(list, "one of the allowed names is an expression", "write the names out");
      return false;
    }
    if (loose >= 0 && !isAwsOwn(texts[loose] ?? "")) {
      open(
        `it lets ${texts[loose] ?? ""} pass: any label under it carries data`,
        [group.address, rule.address],
        `name exact hosts in ${list.address}`,
        list,
      );
      return false;
    }
  }
  open(
    "its rules end without blocking every other name, and what no rule names is resolved",
    [group.address],
    `add a last rule to ${group.address} that blocks "*"`,
    group,
  );
  return false;
}

/** The host of a resource of the configuration: one exact name, which AWS makes up. */
function isHostOfAws(model: Model, domain: Value): boolean {
  const target = model.follow(domain);
  return target.kind === "resource" && HOSTS_OF_AWS[target.resource.type]?.includes(target.attribute) === true;
}

/** Names whose servers are AWS's own, and whose labels belong to resources rather than to whoever asks. */
function isAwsOwn(domain: string): boolean {
  return /^\*\.[a-z0-9-]+\.(vpce\.amazonaws\.com|compute\.internal)$/.test(domain);
}
