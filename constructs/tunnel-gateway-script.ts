import { libreswanConnection, libreswanSecretLine, type IpsecTunnel } from "./ipsec-tunnel";

/** Connections from the research side to the data side. */
export interface TunnelFlow {
  /** CIDR blocks on the data side. */
  readonly cidrBlocks: readonly string[];
  /** TCP port. */
  readonly port: number;
}

export interface TunnelGatewayScriptProps {
  readonly name: string;
  readonly region: string;
  readonly tunnel: IpsecTunnel;
  /** Which side of the tunnel the gateway stands on. */
  readonly side: "data" | "research";
  /** What is forwarded into the DataBox, all of it within the tunnel's ranges. */
  readonly flows: readonly TunnelFlow[];
  /** ARN of the secret that holds the pre-shared key. */
  readonly secretArn: string;
  /** CloudWatch log group that receives the tunnel's log. */
  readonly logGroupName: string;
  /**
   * Whether it writes {@link tunnelHeartbeat} to its log once a minute while the tunnel is up.
   * @default false
   */
  readonly heartbeat?: boolean;
}

/** What a gateway writes to its log while its tunnel is up: its silence tells of every way in which a tunnel can fail. */
export function tunnelHeartbeat(gatewayName: string): string {
  return `databox: tunnel ${gatewayName} is up`;
}

/**
 * User data of a tunnel gateway: configuration only, never a secret. The pre-shared key is fetched from Secrets
 * Manager by the gateway itself, at boot and every quarter of an hour, so that the hospital can put, rotate and
 * withdraw it without Terraform.
 *
 * The gateway forwards the named flows from the research side to the data side, through the tunnel, and nothing else. On the data side
 * it translates the source to its own address: no network of the DataBox needs a route to any tenant, and none can
 * open a connection to one.
 *
 * The image has to carry libreswan, nftables, the AWS CLI and the CloudWatch agent.
 */
export function tunnelGatewayScript(props: TunnelGatewayScriptProps): string {
  const { name, region, tunnel } = props;
  return `#!/bin/bash
# Tunnel gateway ${name}. Configuration only: the pre-shared key is fetched from Secrets Manager.
set -euo pipefail

cat > /etc/sysctl.d/90-databox.conf <<'EOF'
net.ipv4.ip_forward = 1
net.ipv4.conf.all.rp_filter = 0
net.ipv4.conf.default.rp_filter = 0
net.ipv4.conf.all.send_redirects = 0
net.ipv4.conf.all.accept_redirects = 0
net.ipv6.conf.all.disable_ipv6 = 1
EOF
sysctl --system

cat > /etc/sysconfig/nftables.conf <<'EOF'
${nftables(props)}EOF
systemctl enable --now nftables
nft -f /etc/sysconfig/nftables.conf

cat > /etc/ipsec.conf <<'EOF'
config setup
    logfile=/var/log/pluto.log
    logappend=yes
include /etc/ipsec.d/*.conf
EOF
echo 'include /etc/ipsec.d/*.secrets' > /etc/ipsec.secrets
chmod 600 /etc/ipsec.secrets
cat > /etc/ipsec.d/databox.conf <<'EOF'
${libreswanConnection(name, tunnel)}EOF

cat > /usr/local/sbin/databox-tunnel-secret <<'EOF'
#!/bin/bash
# Fetches the pre-shared key; does nothing while the hospital has not put one.
set -euo pipefail
umask 077
key=$(aws secretsmanager get-secret-value --region ${region} --secret-id '${props.secretArn}' --query SecretString --output text)
line="${libreswanSecretLine(tunnel, "key")}"
file=/etc/ipsec.d/databox.secrets
[ -f $file ] && [ "$(cat $file)" = "$line" ] && exit 0
printf '%s\\n' "$line" > $file
ipsec rereadsecrets || true
systemctl restart ipsec
EOF
chmod 700 /usr/local/sbin/databox-tunnel-secret

cat > /etc/systemd/system/databox-tunnel-secret.service <<'EOF'
[Unit]
Description=Fetch the tunnel's pre-shared key
After=network-online.target
Wants=network-online.target
[Service]
Type=oneshot
ExecStart=/usr/local/sbin/databox-tunnel-secret
EOF
cat > /etc/systemd/system/databox-tunnel-secret.timer <<'EOF'
[Unit]
Description=Look for a new pre-shared key
[Timer]
OnBootSec=10
OnUnitActiveSec=900
[Install]
WantedBy=timers.target
EOF

${props.heartbeat === true ? heartbeatUnits(name) : ""}cat > /etc/databox-logs.json <<'EOF'
${agentConfiguration(props)}
EOF
amazon-cloudwatch-agent-ctl -a fetch-config -m ec2 -s -c file:/etc/databox-logs.json || true

systemctl daemon-reload
systemctl enable --now ipsec databox-tunnel-secret.timer${props.heartbeat === true ? " databox-tunnel-heartbeat.timer" : ""}
`;
}

/** libreswan lists a connection of several ranges as `name/1x1`, and only while it carries traffic: ipsec-trafficstatus(8). */
function heartbeatUnits(name: string): string {
  return `cat > /usr/local/sbin/databox-tunnel-heartbeat <<'EOF'
#!/bin/bash
# One line while the tunnel is up, none while it is not.
set -euo pipefail
tunnels=$(ipsec trafficstatus)
[[ "$tunnels" == *'"${name}'* ]] || exit 0
echo '${tunnelHeartbeat(name)}' >> /var/log/pluto.log
EOF
chmod 700 /usr/local/sbin/databox-tunnel-heartbeat

cat > /etc/systemd/system/databox-tunnel-heartbeat.service <<'EOF'
[Unit]
Description=Say that the tunnel is up
After=ipsec.service
[Service]
Type=oneshot
ExecStart=/usr/local/sbin/databox-tunnel-heartbeat
EOF
cat > /etc/systemd/system/databox-tunnel-heartbeat.timer <<'EOF'
[Unit]
Description=Say every minute whether the tunnel is up
[Timer]
OnBootSec=60
OnUnitActiveSec=60
[Install]
WantedBy=timers.target
EOF

`;
}

function nftables(props: TunnelGatewayScriptProps): string {
  const research = props.side === "research" ? props.tunnel.local.subnets : props.tunnel.remote.subnets;
  const ranges = (cidrBlocks: readonly string[]): string =>
    `ip saddr { ${research.join(", ")} } ip daddr { ${cidrBlocks.join(", ")} }`;
  const destinations = [...new Set(props.flows.map(({ cidrBlocks }) => ranges(cidrBlocks)))];
  // Only what came out of the tunnel may go on into the DataBox.
  const arrived = props.side === "data" ? "meta secpath exists " : "";
  const translation =
    props.side === "data"
      ? `table ip databox_source {
  chain postrouting {
    type nat hook postrouting priority srcnat;
${destinations.map((one) => `    ${one} masquerade\n`).join("")}  }
}
`
      : "";
  return `flush ruleset
table inet databox {
  chain forward {
    type filter hook forward priority filter; policy drop;
    tcp flags syn tcp option maxseg size set rt mtu
    ct state established,related accept
${props.flows.map(({ cidrBlocks, port }) => `    ${arrived}${ranges(cidrBlocks)} tcp dport ${port} accept\n`).join("")}  }
}
${translation}`;
}

function agentConfiguration(props: TunnelGatewayScriptProps): string {
  return JSON.stringify({
    logs: {
      logs_collected: {
        files: {
          collect_list: [
            { file_path: "/var/log/pluto.log", log_group_name: props.logGroupName, log_stream_name: props.name },
          ],
        },
      },
    },
  });
}
