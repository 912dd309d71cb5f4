import { type Call, type ResourceType } from "../resource-type";
import { objectsOf, refuse, textOf, written } from "./refusals";

/** Ids of the resolver end in 16 hexadecimal digits or so: https://docs.aws.amazon.com/Route53/latest/APIReference/API_Operations_Amazon_Route_53_Resolver.html */
const resolver = (noun: string, prefix: string, kind: string): ResourceType => ({
  noun: `Route 53 Resolver ${noun}`,
  id: `${prefix}-{hex16}`,
  arn: `route53resolver:{region}:{account}:${kind}/{id}`,
});

function checkRule(call: Call): void {
  const { store, values, prior } = call;
  const group = values["firewall_rule_group_id"];
  if (store.find("aws_route53_resolver_firewall_rule_group", group) === undefined)
    refuse("ResourceNotFoundException", `[RSLVR-02025] Firewall rule group '${written(group)}' does not exist`);
  const others = store
    .ofType("aws_route53_resolver_firewall_rule")
    .filter((one) => one.id !== prior?.id && one.values["firewall_rule_group_id"] === group);
  if (others.some((one) => one.values["priority"] === values["priority"]))
    refuse(
      "ConflictException",
      `[RSLVR-02021] The priority ${written(values["priority"])} is already used by another rule of the group`,
    );
}

/** Private hosted zones have these four; those of public ones are drawn from as many lists. */
const NAME_SERVERS = ["ns-0.awsdns-00.com", "ns-1024.awsdns-00.org", "ns-1536.awsdns-00.co.uk", "ns-512.awsdns-00.net"];

export const NAME_TYPES: Readonly<Record<string, ResourceType>> = {
  aws_route53_zone: {
    noun: "Route 53 Hosted Zone",
    isGlobal: true,
    id: (call) => `Z${call.digits(20).toUpperCase()}`,
    arn: "route53:::hostedzone/{id}",
    computed: ({ values, store }, id) => ({
      zone_id: id,
      name_servers: NAME_SERVERS,
      primary_name_server: NAME_SERVERS[0] ?? "",
      vpc: objectsOf(values["vpc"]).map((vpc) => ({
        ...vpc,
        vpc_region: textOf(vpc["vpc_region"]) ?? store.find("aws_vpc", vpc["vpc_id"])?.region ?? "",
      })),
    }),
    create: ({ store, values }) => {
      const networks = new Set(objectsOf(values["vpc"]).map((vpc) => vpc["vpc_id"]));
      for (const id of networks)
        if (store.find("aws_vpc", id) === undefined)
          refuse(
            "InvalidVPCId",
            `The VPC: ${written(id)} that you provided is not authorized to make the association or does not exist.`,
          );
      const twin = store
        .ofType("aws_route53_zone")
        .some(
          (one) =>
            one.values["name"] === values["name"] &&
            objectsOf(one.values["vpc"]).some((vpc) => networks.has(vpc["vpc_id"] ?? null)),
        );
      if (twin)
        refuse(
          "ConflictingDomainExists",
          `The VPC is already associated with a hosted zone of the name ${written(values["name"])}.`,
        );
    },
    delete: ({ store, prior }) => {
      if (prior.values["force_destroy"] === true) return;
      if (store.ofType("aws_route53_record").some(({ values }) => values["zone_id"] === prior.id))
        refuse(
          "HostedZoneNotEmpty",
          "The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
        );
    },
  },
  aws_route53_record: {
    noun: "Route 53 Record",
    isGlobal: true,
    id: ({ values }) =>
      [values["zone_id"], values["name"], values["type"], values["set_identifier"]]
        .flatMap((one) => (textOf(one) === undefined ? [] : [written(one)]))
        .join("_"),
    computed: ({ values, store }) => {
      const zone = textOf(store.find("aws_route53_zone", values["zone_id"])?.values["name"]) ?? "";
      const name = written(values["name"]);
      return { fqdn: name.endsWith(zone) ? name : `${name}.${zone}` };
    },
    create: ({ store, values }) => {
      if (store.find("aws_route53_zone", values["zone_id"]) === undefined)
        refuse("NoSuchHostedZone", `No hosted zone found with ID: ${written(values["zone_id"])}`);
      const same = ["zone_id", "name", "type", "set_identifier"];
      const twin = store
        .ofType("aws_route53_record")
        .some((one) => same.every((name) => (one.values[name] ?? null) === (values[name] ?? null)));
      if (twin && values["allow_overwrite"] !== true)
        refuse(
          "InvalidChangeBatch",
          `[Tried to create resource record set [name='${written(values["name"])}', type='${written(values["type"])}'] but it already exists]`,
        );
    },
  },
  aws_route53_resolver_firewall_config: {
    ...resolver("Firewall Config", "rslvr-fc", "firewall-config"),
    computed: ({ account }) => ({ owner_id: account }),
  },
  aws_route53_resolver_firewall_domain_list: {
    ...resolver("Firewall Domain List", "rslvr-fdl", "firewall-domain-list"),
    heldBy: { aws_route53_resolver_firewall_rule: "firewall_domain_list_id" },
    heldCode: "ConflictException",
  },
  aws_route53_resolver_firewall_rule_group: {
    ...resolver("Firewall Rule Group", "rslvr-frg", "firewall-rule-group"),
    computed: ({ account }) => ({ owner_id: account, share_status: "NOT_SHARED" }),
    heldBy: { aws_route53_resolver_firewall_rule_group_association: "firewall_rule_group_id" },
    heldCode: "ConflictException",
  },
  aws_route53_resolver_firewall_rule: {
    noun: "Route 53 Resolver Firewall Rule",
    id: ({ values }) => `${written(values["firewall_rule_group_id"])}:${written(values["firewall_domain_list_id"])}`,
    create: checkRule,
    update: checkRule,
  },
  aws_route53_resolver_firewall_rule_group_association: {
    ...resolver("Firewall Rule Group Association", "rslvr-frgassoc", "firewall-rule-group-association"),
    create: ({ store, values }) => {
      const others = store
        .ofType("aws_route53_resolver_firewall_rule_group_association")
        .filter((one) => one.values["vpc_id"] === values["vpc_id"]);
      if (others.some((one) => one.values["priority"] === values["priority"]))
        refuse(
          "ValidationException",
          `[RSLVR-02031] The priority ${written(values["priority"])} is already used by another association of the VPC`,
        );
    },
    delete: ({ prior }) => {
      if (prior.values["mutation_protection"] === "ENABLED")
        refuse(
          "ValidationException",
          "[RSLVR-02036] The firewall rule group association has mutation protection enabled and cannot be deleted",
        );
    },
  },
  aws_route53_resolver_query_log_config: {
    ...resolver("Query Log Config", "rqlc", "resolver-query-log-config"),
    computed: ({ account }) => ({ owner_id: account, share_status: "NOT_SHARED" }),
    heldBy: { aws_route53_resolver_query_log_config_association: "resolver_query_log_config_id" },
    heldCode: "InvalidRequestException",
  },
  aws_route53_resolver_query_log_config_association: {
    noun: "Route 53 Resolver Query Log Config Association",
    id: "rqlca-{hex16}",
    create: ({ store, values }) => {
      const same = ["resolver_query_log_config_id", "resource_id"];
      if (
        store
          .ofType("aws_route53_resolver_query_log_config_association")
          .some((one) => same.every((name) => one.values[name] === values[name]))
      )
        refuse(
          "InvalidRequestException",
          "[RSLVR-01504] The resource is already associated with the query logging configuration",
        );
    },
  },
};
