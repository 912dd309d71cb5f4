import { DefaultNetworkAcl } from "@cdktf/provider-aws/lib/default-network-acl";
import { DefaultRouteTable } from "@cdktf/provider-aws/lib/default-route-table";
import { DefaultSecurityGroup } from "@cdktf/provider-aws/lib/default-security-group";
import { NetworkAcl } from "@cdktf/provider-aws/lib/network-acl";
import { VpcBlockPublicAccessOptions } from "@cdktf/provider-aws/lib/vpc-block-public-access-options";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { type PrivateNetwork } from "./private-network";

/** Ports that clients answer on: what a network ACL, which keeps no state, must let back in. */
const EPHEMERAL_PORTS = { from: 1024, to: 65_535 } as const;

/**
 * Network ACL rules per direction (default quota, Amazon VPC quotas:
 * https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html).
 */
const RULES_PER_DIRECTION = 20;

/** What a flow carries. */
export type FlowTraffic =
  | { readonly protocol: "tcp" | "udp"; readonly port: number }
  /** IPsec between tunnel gateways: IKE, NAT traversal and ESP, both ways. */
  | { readonly protocol: "ipsec" }
  /** Everything, both ways. */
  | { readonly protocol: "all" };

/** One kind of traffic that a box's network ACLs let pass. */
export interface NetworkFlow {
  /** Tier that opens the connection, or CIDR blocks outside of this network. */
  readonly from: string | readonly string[];
  /** Tier that is connected to, or CIDR blocks outside of this network. */
  readonly to: string | readonly string[];
  readonly traffic: FlowTraffic;
}

export interface EgressLockProps {
  readonly network: PrivateNetwork;
  /**
   * Flows between tiers, or between a tier and ranges outside.
   * @default - none: every tier is shut
   */
  readonly flows?: readonly NetworkFlow[];
  /**
   * Whether to switch on VPC Block Public Access, bidirectional. It is one switch per account and region: where
   * several boxes share an account, only one of them may set it.
   * @default true
   */
  readonly blockPublicAccess?: boolean;
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

interface AclRule {
  readonly protocol: string;
  readonly cidrBlock: string;
  readonly fromPort: number;
  readonly toPort: number;
}

/**
 * Shuts a network: adopts and empties what AWS makes by default (security group, network ACL, main route table), puts
 * every tier behind a network ACL of its own that lets only the named flows pass, and blocks public access for the
 * whole account and region.
 *
 * @throws Error where a tier would need more rules than an ACL holds, or a flow names an unknown tier
 */
export class EgressLock extends Construct {
  public constructor(scope: Construct, id: string, props: EgressLockProps) {
    super(scope, id);
    const { network, provider } = props;
    new DefaultSecurityGroup(this, "default-security-group", {
      vpcId: network.vpc.id,
      ingress: [],
      egress: [],
      provider,
    });
    new DefaultRouteTable(this, "default-route-table", {
      defaultRouteTableId: network.vpc.defaultRouteTableId,
      route: [],
      propagatingVgws: [],
      provider,
    });
    // Subnets that belong to no other ACL fall to the default one and would show as changes here.
    new DefaultNetworkAcl(this, "default-network-acl", {
      defaultNetworkAclId: network.vpc.defaultNetworkAclId,
      ingress: [],
      egress: [],
      lifecycle: { ignoreChanges: ["subnet_ids"] },
      provider,
    });
    const rules = new Map([...network.tiers.keys()].map((tier) => [tier, { ingress: [], egress: [] }]));
    for (const flow of props.flows ?? []) addFlow(rules, network, flow);
    for (const [name, tier] of network.tiers) {
      const { ingress, egress } = rules.get(name) ?? { ingress: [], egress: [] };
      new NetworkAcl(this, `acl-${name}`, {
        vpcId: network.vpc.id,
        subnetIds: tier.subnetIds,
        ingress: numbered(ingress, name, "ingress"),
        egress: numbered(egress, name, "egress"),
        provider,
      });
    }
    if (props.blockPublicAccess ?? true)
      new VpcBlockPublicAccessOptions(this, "block-public-access", {
        internetGatewayBlockMode: "block-bidirectional",
        provider,
      });
  }
}

interface TierRules {
  readonly ingress: AclRule[];
  readonly egress: AclRule[];
}

type Rules = ReadonlyMap<string, TierRules>;

function addFlow(rules: Rules, network: PrivateNetwork, flow: NetworkFlow): void {
  const from = side(rules, network, flow.from);
  const to = side(rules, network, flow.to);
  for (const { forward, back } of directions(flow.traffic)) {
    for (const cidrBlock of to.cidrBlocks) {
      from.rules?.egress.push({ cidrBlock, ...forward });
      from.rules?.ingress.push({ cidrBlock, ...back });
    }
    for (const cidrBlock of from.cidrBlocks) {
      to.rules?.ingress.push({ cidrBlock, ...forward });
      to.rules?.egress.push({ cidrBlock, ...back });
    }
  }
}

function side(
  rules: Rules,
  network: PrivateNetwork,
  end: string | readonly string[],
): { readonly cidrBlocks: readonly string[]; readonly rules: TierRules | undefined } {
  if (typeof end !== "string") return { cidrBlocks: end, rules: undefined };
  return { cidrBlocks: network.tier(end).cidrBlocks, rules: rules.get(end) };
}

type Ports = Omit<AclRule, "cidrBlock">;

function directions(traffic: FlowTraffic): readonly { readonly forward: Ports; readonly back: Ports }[] {
  const both = (ports: Ports): { forward: Ports; back: Ports } => ({ forward: ports, back: ports });
  switch (traffic.protocol) {
    case "ipsec":
      // Protocol 50 is ESP, for which ports mean nothing (IANA protocol numbers).
      return [
        both({ protocol: "udp", fromPort: 500, toPort: 500 }),
        both({ protocol: "udp", fromPort: 4500, toPort: 4500 }),
        both({ protocol: "50", fromPort: 0, toPort: 0 }),
      ];
    case "all":
      return [both({ protocol: "-1", fromPort: 0, toPort: 0 })];
    case "tcp":
    case "udp":
      return [
        {
          forward: { protocol: traffic.protocol, fromPort: traffic.port, toPort: traffic.port },
          back: { protocol: traffic.protocol, fromPort: EPHEMERAL_PORTS.from, toPort: EPHEMERAL_PORTS.to },
        },
      ];
  }
}

/** Rules without repetition, in the order given, numbered by tens. */
function numbered(
  rules: readonly AclRule[],
  tier: string,
  direction: string,
): { ruleNo: number; action: string; protocol: string; cidrBlock: string; fromPort: number; toPort: number }[] {
  const distinct = [...new Map(rules.map((rule) => [JSON.stringify(rule), rule])).values()];
  if (distinct.length > RULES_PER_DIRECTION)
    throw new Error(
      `the network ACL of tier ${tier} needs ${distinct.length} ${direction} rules, AWS allows ${RULES_PER_DIRECTION}; name wider ranges or fewer flows`,
    );
  return distinct.map((rule, index) => ({ ruleNo: 100 + 10 * index, action: "allow", ...rule }));
}
