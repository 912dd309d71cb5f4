import { excludes, forbids, requires, ruleChannel, staysWithin, type Rule } from "../../rules";

const INTERNAL = {
  absent: "open",
  why: "it answers on the internet",
  to: "whoever opens a connection from the internet",
} as const;

/** A target by address may be anywhere that the network reaches. */
const target: Rule = (attachment, model) => {
  const value = attachment.value("target_id");
  const followed = model.follow(value);
  return followed.kind === "resource"
    ? [{ verdict: "closed", why: `it hands on to ${followed.resource.address}` }]
    : [
        {
          verdict: "unproven",
          why: "which machine it hands on to cannot be told",
          mend: `let target_id of ${attachment.address} refer to a machine of this configuration`,
        },
      ];
};

/** Catalogue rows N25, N26 and L10. */
export const loadBalancers = ruleChannel({
  id: "net.load-balancers",
  title: "Load balancers",
  opens: "a load balancer that answers on the internet, or hands on to machines elsewhere",
  closes: "it is internal, and its targets and logs are the configuration's",
  sources: [
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/userguide/how-elastic-load-balancing-works.html",
    "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-target-groups.html",
  ],
  way: { from: "any machine behind it", by: "whoever opens a connection", to: "elsewhere" },
  rules: {
    aws_alb: requires("internal", [true], INTERNAL),
    aws_elb: [requires("internal", [true], INTERNAL), staysWithin("access_logs.bucket")],
    aws_elb_attachment: staysWithin("elb", { absent: "open" }),
    aws_lb: [
      requires("internal", [true], INTERNAL),
      staysWithin("access_logs.bucket"),
      staysWithin("connection_logs.bucket"),
      staysWithin("health_check_logs.bucket"),
      excludes("subnet_mapping.allocation_id", "it gets a public address", INTERNAL.to),
      staysWithin("subnets"),
    ],
    aws_lb_listener: [
      excludes("default_action.redirect", "it sends whoever asks elsewhere"),
      excludes("default_action.authenticate_oidc", "people sign in at another company"),
      excludes("default_action.jwt_validation", "it asks another site for keys"),
    ],
    aws_lb_listener_certificate: forbids("it names a certificate"),
    aws_lb_listener_rule: excludes("action.redirect", "it sends whoever asks elsewhere"),
    aws_lb_target_group: requires("target_type", ["instance", "alb"], {
      absent: "closed",
      why: "its targets may be anywhere that the network reaches",
    }),
    aws_lb_target_group_attachment: target,
  },
});
