/** An attribute that the real provider and the embedded cloud plan otherwise. */
interface Otherwise {
  readonly of: string;
  readonly path: string;
  readonly reason: string;
}

/** Where planned values are known to be different, each with the reason. */
export const OTHERWISE: readonly Otherwise[] = [
  {
    of: "aws_instance",
    path: "network_interface",
    reason: "6.10 gives the first interface in primary_network_interface, and computes the deprecated block from it",
  },
  {
    of: "aws_instance",
    path: "user_data",
    reason: "5.x plans its digest; 6 plans the text, or nothing where there is none",
  },
  ...["client_keep_alive", "desync_mitigation_mode", "enable_http2", "idle_timeout", "xff_header_processing_mode"].map(
    (path) => ({ of: "aws_lb", path, reason: "defaults of application load balancers, on one of another kind" }),
  ),
  {
    of: "aws_lb",
    path: "dns_record_client_routing_policy",
    reason: "a default of network load balancers, on one of another kind",
  },
  {
    of: "aws_route_table",
    path: "propagating_vgws",
    reason: "an empty list is none to 5.x, which leaves it to AWS; ours plans what is written",
  },
  {
    of: "aws_s3_bucket",
    path: "region",
    reason: "computed in 5.x; in 6 an argument, the provider's region by default",
  },
  ...(
    [
      ["aws_lb", "security_groups"],
      ["aws_vpc_endpoint", "security_group_ids"],
      ["aws_vpc_endpoint", "subnet_ids"],
    ] as const
  ).map(([of, path]) => ({
    of,
    path,
    reason: "an empty set is none to 5.x, which leaves it to AWS; ours plans what is written",
  })),
  {
    of: "aws_vpc_endpoint",
    path: "policy",
    reason: "an empty policy is none to the provider; the embedded cloud refuses it when it is made",
  },
];

/** Whether a reason is one for a difference, as `compareProviders` writes it. */
export const explains = ({ of, path }: Otherwise, text: string): boolean =>
  text.startsWith(`${of}.`) && text.includes(`: ${path}: `);

export const isUnexplained = (text: string): boolean => !OTHERWISE.some((one) => explains(one, text));
