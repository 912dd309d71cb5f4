import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { type TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { policyJson } from "./policy-document";
import { type SubnetTier } from "./private-network";

/** Endpoint policies are limited to this many characters, white space included (AWS PrivateLink quotas). */
const ENDPOINT_POLICY_CHARACTERS = 20_480;

/** What one endpoint lets through: these actions, on these resources, and nobody's else. */
export interface EndpointGrant {
  readonly sid: string;
  readonly actions: readonly string[];
  /** Exact resource ARNs. */
  readonly resources: readonly string[];
  /** Accounts whose principals may use the grant. */
  readonly principalAccounts: readonly string[];
  /**
   * ARNs of the only roles that may use the grant.
   * @default - any principal of the accounts
   */
  readonly roleArns?: readonly string[];
  /**
   * Accounts that own the resources. Leave out only for a bucket of AWS's own, which is named exactly.
   * @default - not checked
   */
  readonly resourceAccounts?: readonly string[];
}

export interface EndpointProps {
  /** Last part of the service name, e.g. `s3` of `com.amazonaws.eu-west-1.s3`. */
  readonly service: string;
  /**
   * Full name of the service, where it is not made of region and `service`.
   * @default - `com.amazonaws.<region>.<service>`
   */
  readonly serviceName?: string;
  /**
   * Host names that it answers to.
   * @default - `<service>.<region>.amazonaws.com`
   */
  readonly hostNames?: readonly string[];
  /** An endpoint without a policy would carry any request of anybody's credentials. */
  readonly grants: readonly EndpointGrant[];
  /**
   * Fixed private addresses, one per zone, for names that are resolved outside of this VPC.
   * @default - chosen by AWS
   */
  readonly addresses?: readonly string[];
  /**
   * Whether the service's usual name leads to this endpoint within the VPC; of several endpoints of one service one only
   * can have it. The others are called by their own names.
   * @default true
   */
  readonly privateDns?: boolean;
}

export interface PrivateEndpointsProps {
  readonly name: string;
  readonly region: string;
  readonly vpcId: string;
  /** Tier that holds the endpoints' network interfaces. */
  readonly tier: SubnetTier;
  readonly endpoints: readonly EndpointProps[];
  /** @default - the stack's default provider */
  readonly provider?: TerraformProvider;
}

/**
 * Interface endpoints of a box, each with a policy that bounds both sides of a request: whose credentials (`aws:PrincipalAccount`)
 * and whose resource (`aws:ResourceAccount` and exact ARNs). Foreign credentials that were smuggled in reach nothing,
 * and the box's own reach nothing foreign.
 * https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
 *
 * Gateway endpoints are not offered: they cannot be reached through a tunnel.
 */
export class PrivateEndpoints extends Construct {
  public readonly securityGroup: SecurityGroup;
  private readonly endpoints = new Map<string, VpcEndpoint>();
  private readonly hosts: string[] = [];
  private readonly provider: TerraformProvider | undefined;

  public constructor(scope: Construct, id: string, props: PrivateEndpointsProps) {
    super(scope, id);
    const { provider, region, tier, vpcId } = props;
    this.provider = provider;
    this.securityGroup = new SecurityGroup(this, "security-group", {
      name: `${props.name}-endpoints`,
      description: "Interface endpoints: answer, never call",
      vpcId,
      egress: [],
      tags: { Name: `${props.name}-endpoints` },
      provider,
    });
    for (const endpoint of props.endpoints) {
      if (endpoint.grants.length === 0)
        throw new Error(`the ${endpoint.service} endpoint needs at least one grant; leave the endpoint out to shut it`);
      if (endpoint.addresses !== undefined && endpoint.addresses.length !== tier.subnets.length)
        throw new Error(
          `the ${endpoint.service} endpoint needs one address per zone, got ${endpoint.addresses.length} for ${tier.subnets.length} zone(s)`,
        );
      this.endpoints.set(
        endpoint.service,
        new VpcEndpoint(this, endpoint.service.replaceAll(".", "-"), {
          vpcId,
          serviceName: endpoint.serviceName ?? `com.amazonaws.${region}.${endpoint.service}`,
          vpcEndpointType: "Interface",
          ipAddressType: "ipv4",
          privateDnsEnabled: endpoint.privateDns ?? true,
          // Otherwise S3 asks for a gateway endpoint in the same VPC.
          dnsOptions: {
            dnsRecordIpType: "ipv4",
            ...(endpoint.service === "s3" && endpoint.privateDns !== false
              ? { privateDnsOnlyForInboundResolverEndpoint: false }
              : {}),
          },
          subnetIds: tier.subnetIds,
          subnetConfiguration: endpoint.addresses?.map((ipv4, zone) => ({ ipv4, subnetId: tier.subnetIds[zone] })),
          securityGroupIds: [this.securityGroup.id],
          policy: policyJson(endpoint.grants.map(grantStatement), ENDPOINT_POLICY_CHARACTERS),
          tags: { Name: `${props.name}-${endpoint.service}` },
          provider,
        }),
      );
      if (endpoint.privateDns ?? true)
        this.hosts.push(...(endpoint.hostNames ?? [`${endpoint.service}.${region}.amazonaws.com`]));
    }
  }

  /** Host names that the endpoints answer to inside of the VPC. */
  public get hostNames(): readonly string[] {
    return this.hosts;
  }

  /**
   * Id of a service's endpoint.
   *
   * @throws Error where the box has none for it
   */
  public endpointId(service: string): string {
    return this.endpoint(service).id;
  }

  /**
   * The DNS name of a service's endpoint itself, which resolves to its private addresses anywhere; S3's begins with `*.`.
   *
   * @throws Error where the box has none for it
   */
  public endpointName(service: string): string {
    return this.endpoint(service).dnsEntry.get(0).dnsName;
  }

  private endpoint(service: string): VpcEndpoint {
    const endpoint = this.endpoints.get(service);
    if (endpoint === undefined)
      throw new Error(`no endpoint for ${service} in this box; it has ${[...this.endpoints.keys()].join(", ")}`);
    return endpoint;
  }

  /** Lets the members of a security group call the endpoints over HTTPS. */
  public allowFrom(id: string, securityGroup: SecurityGroup): void {
    new VpcSecurityGroupIngressRule(this, `from-${id}`, {
      securityGroupId: this.securityGroup.id,
      referencedSecurityGroupId: securityGroup.id,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: `HTTPS from ${id}`,
      provider: this.provider,
    });
  }

  /** Lets hosts beyond the network call the endpoints over HTTPS: they are answered, and never called. */
  public allowFromRange(id: string, cidrIpv4: string): void {
    new VpcSecurityGroupIngressRule(this, `from-${id}`, {
      securityGroupId: this.securityGroup.id,
      cidrIpv4,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      description: `HTTPS from ${id}`,
      provider: this.provider,
    });
  }
}

/** One endpoint per service, with the grants of all who ask for it. */
export function mergeEndpoints(endpoints: readonly EndpointProps[]): EndpointProps[] {
  const merged = new Map<string, EndpointProps>();
  for (const endpoint of endpoints) {
    const known = merged.get(endpoint.service);
    merged.set(
      endpoint.service,
      known === undefined ? endpoint : { ...known, grants: [...known.grants, ...endpoint.grants] },
    );
  }
  return [...merged.values()];
}

function grantStatement(grant: EndpointGrant): Parameters<typeof policyJson>[0][number] {
  return {
    Sid: grant.sid,
    Effect: "Allow",
    Principal: "*",
    Action: [...grant.actions],
    Resource: [...grant.resources],
    Condition: {
      StringEquals: {
        "aws:PrincipalAccount": [...grant.principalAccounts],
        ...(grant.resourceAccounts === undefined ? {} : { "aws:ResourceAccount": [...grant.resourceAccounts] }),
      },
      ...(grant.roleArns === undefined ? {} : { ArnEquals: { "aws:PrincipalArn": [...grant.roleArns] } }),
    },
  };
}
