/** A configuration in Terraform's JSON syntax, loose enough to be broken at will. */
export interface Configuration {
  provider: { aws: Record<string, unknown>[] };
  resource: Record<string, Record<string, Record<string, unknown>>>;
  [section: string]: unknown;
}

export const HOSPITAL = "111111111111";
export const COMPANY = "222222222222";

const policy = (...statements: unknown[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });

/**
 * Two boxes and a tunnel, written by hand and not with the constructs: the verifier is tested against what a sealed
 * project is, not against what the toolkit happens to make.
 */
export function sealedBoxes(): Configuration {
  return {
    terraform: { required_providers: { aws: { source: "aws", version: "6.25.0" } } },
    provider: {
      aws: [
        { region: "eu-west-1", assume_role: [{ role_arn: `arn:aws:iam::${HOSPITAL}:role/Deploy` }] },
        { region: "eu-west-1", alias: "company", assume_role: [{ role_arn: `arn:aws:iam::${COMPANY}:role/Deploy` }] },
      ],
    },
    resource: {
      aws_vpc: {
        data: { cidr_block: "172.16.0.0/20", enable_dns_support: true },
        lab: { cidr_block: "10.8.0.0/22", enable_dns_support: true },
      },
      aws_subnet: {
        data_endpoint: { vpc_id: "${aws_vpc.data.id}", cidr_block: "172.16.5.0/26" },
        data_gateway: { vpc_id: "${aws_vpc.data.id}", cidr_block: "172.16.4.0/25" },
        lab_compute: { vpc_id: "${aws_vpc.lab.id}", cidr_block: "10.8.0.0/24", map_public_ip_on_launch: false },
        lab_desktop: { vpc_id: "${aws_vpc.lab.id}", cidr_block: "10.8.2.0/26" },
        lab_gateway: { vpc_id: "${aws_vpc.lab.id}", cidr_block: "10.8.3.0/28" },
      },
      aws_route_table: {
        data_gateway: {
          vpc_id: "${aws_vpc.data.id}",
          route: [{ cidr_block: "10.8.3.0/28", vpc_peering_connection_id: "${aws_vpc_peering_connection.tunnel.id}" }],
        },
        lab_gateway: {
          vpc_id: "${aws_vpc.lab.id}",
          route: [
            {
              cidr_block: "172.16.4.0/25",
              vpc_peering_connection_id: "${aws_vpc_peering_connection_accepter.tunnel.id}",
            },
          ],
        },
        lab_compute: {
          vpc_id: "${aws_vpc.lab.id}",
          route: [{ cidr_block: "172.16.5.0/26", network_interface_id: "${aws_network_interface.lab_gateway.id}" }],
        },
      },
      aws_route_table_association: {
        data_gateway: {
          subnet_id: "${aws_subnet.data_gateway.id}",
          route_table_id: "${aws_route_table.data_gateway.id}",
        },
        lab_gateway: { subnet_id: "${aws_subnet.lab_gateway.id}", route_table_id: "${aws_route_table.lab_gateway.id}" },
        lab_compute: { subnet_id: "${aws_subnet.lab_compute.id}", route_table_id: "${aws_route_table.lab_compute.id}" },
      },
      aws_vpc_peering_connection: {
        tunnel: { vpc_id: "${aws_vpc.lab.id}", peer_vpc_id: "${aws_vpc.data.id}", peer_owner_id: HOSPITAL },
      },
      aws_vpc_peering_connection_accepter: {
        tunnel: { vpc_peering_connection_id: "${aws_vpc_peering_connection.tunnel.id}", auto_accept: true },
      },
      aws_default_security_group: {
        data: { vpc_id: "${aws_vpc.data.id}", ingress: [], egress: [] },
        lab: { vpc_id: "${aws_vpc.lab.id}", ingress: [], egress: [] },
      },
      aws_security_group: {
        data_gateway: { vpc_id: "${aws_vpc.data.id}", egress: ipsec("10.8.3.4/32"), ingress: ipsec("10.8.3.4/32") },
        lab_gateway: { vpc_id: "${aws_vpc.lab.id}", egress: ipsec("172.16.4.0/25") },
        lab_compute: {
          vpc_id: "${aws_vpc.lab.id}",
          egress: [{ protocol: "tcp", from_port: 443, to_port: 443, cidr_blocks: ["172.16.5.0/26"] }],
        },
      },
      aws_vpc_security_group_ingress_rule: {
        lab_gateway_ike: {
          security_group_id: "${aws_security_group.lab_gateway.id}",
          cidr_ipv4: "172.16.4.0/25",
          ip_protocol: "udp",
          from_port: 500,
          to_port: 500,
        },
        lab_gateway_users: {
          security_group_id: "${aws_security_group.lab_gateway.id}",
          referenced_security_group_id: "${aws_security_group.lab_compute.id}",
          ip_protocol: "tcp",
          from_port: 443,
          to_port: 443,
        },
      },
      aws_network_interface: {
        data_gateway: {
          subnet_id: "${aws_subnet.data_gateway.id}",
          private_ips: ["172.16.4.4"],
          security_groups: ["${aws_security_group.data_gateway.id}"],
          source_dest_check: false,
        },
        lab_gateway: {
          subnet_id: "${aws_subnet.lab_gateway.id}",
          private_ips: ["10.8.3.4"],
          security_groups: ["${aws_security_group.lab_gateway.id}"],
          source_dest_check: false,
        },
      },
      aws_instance: {
        train: {
          subnet_id: "${aws_subnet.lab_compute.id}",
          associate_public_ip_address: false,
          metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
        },
        gateway: {
          primary_network_interface: { network_interface_id: "${aws_network_interface.lab_gateway.id}" },
          launch_template: { id: "${aws_launch_template.gateway.id}", version: "$Latest" },
          user_data_replace_on_change: true,
          user_data: gatewayScript(["10.8.3.4", "10.8.0.0/24"], ["172.16.4.4", "172.16.5.0/26"], ""),
        },
        landing: {
          primary_network_interface: { network_interface_id: "${aws_network_interface.data_gateway.id}" },
          launch_template: { id: "${aws_launch_template.gateway.id}", version: "$Latest" },
          user_data_replace_on_change: true,
          user_data: gatewayScript(
            ["172.16.4.4", "172.16.5.0/26"],
            ["10.8.3.4", "10.8.0.0/24"],
            "meta secpath exists ",
          ),
        },
      },
      aws_ebs_encryption_by_default: { data: {}, lab: { provider: "aws.company" } },
      aws_ebs_default_kms_key: {
        data: { key_arn: "${aws_kms_key.data.arn}" },
        lab: { key_arn: "${aws_kms_key.data.arn}", provider: "aws.company" },
      },
      aws_launch_template: {
        gateway: { metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 } },
      },
      aws_route53_resolver_firewall_rule_group: { data: { name: "data" }, lab: { name: "lab" } },
      aws_route53_resolver_firewall_rule_group_association: {
        data: association("data"),
        lab: association("lab"),
      },
      aws_route53_resolver_firewall_domain_list: {
        allowed: { name: "allowed", domains: ["store.s3.eu-west-1.amazonaws.com"] },
        all: { name: "all", domains: ["*"] },
      },
      aws_route53_resolver_firewall_rule: {
        data_block: rule("data", "all", "BLOCK", 9000),
        lab_allow: rule("lab", "allowed", "ALLOW", 100),
        lab_block: rule("lab", "all", "BLOCK", 9000),
      },
      aws_route53_resolver_firewall_config: {
        data: { resource_id: "${aws_vpc.data.id}", firewall_fail_open: "DISABLED" },
        lab: { resource_id: "${aws_vpc.lab.id}", firewall_fail_open: "DISABLED" },
      },
      aws_route53_zone: { store: { name: "store.s3.eu-west-1.amazonaws.com", vpc: [{ vpc_id: "${aws_vpc.lab.id}" }] } },
      aws_vpc_endpoint: {
        s3: {
          vpc_id: "${aws_vpc.data.id}",
          service_name: "com.amazonaws.eu-west-1.s3",
          vpc_endpoint_type: "Interface",
          policy: policy({
            Sid: "Ours",
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: "arn:aws:s3:::store/*",
            Condition: {
              StringEquals: { "aws:PrincipalAccount": [HOSPITAL, COMPANY], "aws:ResourceAccount": HOSPITAL },
            },
          }),
        },
      },
      aws_ec2_client_vpn_endpoint: {
        people: {
          vpc_id: "${aws_vpc.lab.id}",
          split_tunnel: false,
          self_service_portal: "disabled",
          client_route_enforcement_options: { enforced: true },
          authentication_options: [{ type: "certificate-authentication" }, { type: "federated-authentication" }],
        },
      },
      aws_ec2_client_vpn_authorization_rule: {
        people: {
          client_vpn_endpoint_id: "${aws_ec2_client_vpn_endpoint.people.id}",
          target_network_cidr: "10.8.2.0/26",
          access_group_id: "researchers",
        },
      },
      aws_ec2_serial_console_access: { off: { enabled: false } },
      aws_s3_bucket: { store: { bucket: "store" } },
      aws_s3_bucket_public_access_block: {
        store: {
          bucket: "${aws_s3_bucket.store.id}",
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
      },
      aws_s3_bucket_ownership_controls: {
        store: { bucket: "${aws_s3_bucket.store.id}", rule: [{ object_ownership: "BucketOwnerEnforced" }] },
      },
      aws_s3_bucket_policy: {
        store: {
          bucket: "${aws_s3_bucket.store.id}",
          policy: policy(
            {
              Sid: "OnlyThroughEndpoint",
              Effect: "Deny",
              Principal: "*",
              Action: ["s3:GetObject*", "s3:DeleteObject*", "s3:List*"],
              Resource: ["${aws_s3_bucket.store.arn}", "${aws_s3_bucket.store.arn}/*"],
              Condition: { StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.s3.id}" } },
            },
            {
              Sid: "Read",
              Effect: "Allow",
              Principal: { AWS: `arn:aws:iam::${COMPANY}:root` },
              Action: "s3:GetObject",
              Resource: "${aws_s3_bucket.store.arn}/*",
              Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${COMPANY}:role/compute` } },
            },
            {
              Sid: "DeployNeverReads",
              Effect: "Deny",
              Principal: "*",
              Action: "s3:GetObject*",
              Resource: "${aws_s3_bucket.store.arn}/*",
              Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${HOSPITAL}:role/Deploy` } },
            },
          ),
        },
      },
      aws_s3_bucket_server_side_encryption_configuration: {
        store: {
          bucket: "${aws_s3_bucket.store.id}",
          rule: [
            {
              apply_server_side_encryption_by_default: [
                { sse_algorithm: "aws:kms", kms_master_key_id: "${aws_kms_key.data.arn}" },
              ],
            },
          ],
        },
      },
      aws_kms_key: {
        data: {
          policy: policy({
            Sid: "Admin",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${HOSPITAL}:root` },
            Action: "kms:*",
            Resource: "*",
            Condition: { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${HOSPITAL}:role/KeyAdmin` } },
          }),
        },
      },
      aws_iam_role: {
        compute: {
          name: "compute",
          provider: "aws.company",
          permissions_boundary: "${aws_iam_policy.boundary.arn}",
          assume_role_policy: policy({
            Effect: "Allow",
            Principal: { Service: "ec2.amazonaws.com" },
            Action: "sts:AssumeRole",
          }),
        },
      },
      aws_iam_policy: {
        boundary: {
          name: "boundary",
          provider: "aws.company",
          policy: policy({ Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: "*" }),
        },
      },
      aws_secretsmanager_secret: { psk: { name: "psk", kms_key_id: "${aws_kms_key.data.arn}" } },
      aws_secretsmanager_secret_policy: {
        psk: {
          secret_arn: "${aws_secretsmanager_secret.psk.arn}",
          policy: policy({
            Sid: "GatewaysOnly",
            Effect: "Deny",
            Principal: "*",
            Action: "secretsmanager:GetSecretValue",
            Resource: "*",
            Condition: { ArnNotEquals: { "aws:PrincipalArn": `arn:aws:iam::${HOSPITAL}:role/gateway` } },
          }),
        },
      },
      aws_flow_log: {
        lab: {
          vpc_id: "${aws_vpc.lab.id}",
          log_destination: "${aws_s3_bucket.store.arn}/flows/",
          log_destination_type: "s3",
        },
      },
    },
  };
}

function ipsec(peer: string): Record<string, unknown>[] {
  return [
    { protocol: "udp", from_port: 500, to_port: 500, cidr_blocks: [peer] },
    { protocol: "udp", from_port: 4500, to_port: 4500, cidr_blocks: [peer] },
    { protocol: "50", from_port: 0, to_port: 0, cidr_blocks: [peer] },
  ];
}

/** A gateway's user data: what it forwards, and the tunnel to its peer, each an address and the range behind it. */
function gatewayScript(
  [left, leftRange]: readonly [string, string],
  [right, rightRange]: readonly [string, string],
  arrived: string,
): string {
  const [from, to] = arrived === "" ? [leftRange, rightRange] : [rightRange, leftRange];
  return `#!/bin/bash
cat > /etc/nftables.conf <<'EOF'
flush ruleset
table inet filter {
  chain forward {
    type filter hook forward priority filter; policy drop;
    ct state established,related accept
    ${arrived}ip saddr { ${from} } ip daddr { ${to} } tcp dport 443 accept
  }
}
${arrived === "" ? "" : translation(from, to)}
EOF
nft -f /etc/nftables.conf
cat > /etc/ipsec.d/tunnel.conf <<'EOF'
conn tunnel
    auto=start
    type=tunnel
    authby=secret
    ikev2=insist
    ike=aes_gcm256-sha2_512-dh20
    esp=aes_gcm256-dh20
    failureshunt=drop
    negotiationshunt=drop
    left=${left}
    leftsubnet=${leftRange}
    right=${right}
    rightsubnet=${rightRange}
EOF
systemctl enable --now nftables ipsec
`;
}

function translation(from: string, to: string): string {
  return `table ip source {
  chain postrouting {
    type nat hook postrouting priority srcnat;
    ip saddr { ${from} } ip daddr { ${to} } masquerade
  }
}`;
}

function association(box: string): Record<string, unknown> {
  return {
    vpc_id: `\${aws_vpc.${box}.id}`,
    firewall_rule_group_id: `\${aws_route53_resolver_firewall_rule_group.${box}.id}`,
    priority: 101,
  };
}

function rule(group: string, list: string, action: string, priority: number): Record<string, unknown> {
  return {
    firewall_rule_group_id: `\${aws_route53_resolver_firewall_rule_group.${group}.id}`,
    firewall_domain_list_id: `\${aws_route53_resolver_firewall_domain_list.${list}.id}`,
    action,
    priority,
  };
}
