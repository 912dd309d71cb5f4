import { join } from "node:path";
import { libreswanConnection } from "../../constructs/ipsec-tunnel";
import { DENIED_DISPLAY_FEATURES, desktopScript } from "../../constructs/desktop-script";
import { exampleProject, ROOT, stackOf, type StackJson } from "../stacks/example-projects";
import { Resources, type Resource } from "../resources";

const stack: StackJson = stackOf(exampleProject(join(ROOT, "projects", "dr-answer.yaml")));
const resources = new Resources(stack);
const BOX = "research-box-prostate-ai";

const rule = (one: Resource): string =>
  [
    one["ip_protocol"] ?? one["protocol"],
    one["from_port"] === undefined ? "all" : `${String(one["from_port"])}-${String(one["to_port"])}`,
    one["description"],
  ].join(" ");
const groupName = (reference: unknown): string => {
  const [, name = ""] = /^\$\{aws_security_group\.(.+)\.id\}$/.exec(String(reference)) ?? [];
  return String(stack.resource["aws_security_group"]?.[name]?.["name"] ?? reference);
};
/** Whom a group calls, and whom it answers, in words. */
function traffic(path: string): { calls: string[]; answers: string[] } {
  const group = resources.at("aws_security_group", path);
  const own = Object.entries(stack.resource["aws_security_group"] ?? {}).find(
    ([, one]) => one["name"] === group["name"],
  )?.[0];
  const calls = (group["egress"] as Resource[]).flatMap((one) => {
    const to = [
      ...((one["cidr_blocks"] as string[] | null) ?? []),
      ...((one["security_groups"] as string[] | null) ?? []).map(groupName),
      ...(one["self"] === true ? ["itself"] : []),
    ];
    return to.map((peer) => `${rule(one)} -> ${peer}`);
  });
  const answers = [...resources.ofType("aws_vpc_security_group_ingress_rule").values()]
    .filter((one) => one["security_group_id"] === `\${aws_security_group.${own ?? ""}.id}`)
    .map((one) => `${rule(one)} <- ${String(one["cidr_ipv4"] ?? groupName(one["referenced_security_group_id"]))}`);
  return { calls, answers: answers.sort() };
}

describe("a ResearchBox", () => {
  const network = exampleProject(join(ROOT, "projects", "dr-answer.yaml")).researchBoxes[0]?.network;
  const data = exampleProject(join(ROOT, "projects", "dr-answer.yaml")).dataBox.network;

  it("lets people see desktops, desktops reach the shell of compute, compute reach the stores, and no more", () => {
    expect(traffic(`${BOX}/access-vpn/security-group`)).toEqual({
      calls: [
        "tcp 8443-8443 Display of the desktops -> databox-dr-answer-prostate-ai-desktop",
        "udp 8443-8443 Display of the desktops -> databox-dr-answer-prostate-ai-desktop",
      ],
      answers: [],
    });
    expect(traffic(`${BOX}/desktop-group`)).toEqual({
      calls: [
        "tcp 22-22 Shell on compute machines -> databox-dr-answer-prostate-ai-compute",
        "tcp 443-443 HTTPS to the endpoints -> databox-dr-answer-prostate-ai-endpoints",
      ],
      answers: [
        "tcp 8443-8443 Display, to people on the VPN <- databox-dr-answer-prostate-ai-access",
        "udp 8443-8443 Display, to people on the VPN <- databox-dr-answer-prostate-ai-access",
      ],
    });
    expect(traffic(`${BOX}/compute-group`)).toEqual({
      calls: [
        "-1 0-0 Among compute machines -> itself",
        `tcp 443-443 Stores of the DataBox -> ${data.endpoint[0] ?? ""}`,
      ],
      answers: [
        "-1 all Among compute machines <- databox-dr-answer-prostate-ai-compute",
        "tcp 22-22 Shell from the desktops <- databox-dr-answer-prostate-ai-desktop",
      ],
    });
  });

  it("has gateways that speak IPsec with their peer, HTTPS with endpoints, and take HTTPS from compute", () => {
    const peer = data.gateway[0] ?? "";
    expect(traffic("tunnel-prostate-ai/research-gateway-group")).toEqual({
      calls: [
        `udp 500-500 ike to the peer gateway -> ${peer}`,
        `udp 4500-4500 nat-t to the peer gateway -> ${peer}`,
        `50 0-0 esp to the peer gateway -> ${peer}`,
        "tcp 443-443 HTTPS to the endpoints -> databox-dr-answer-prostate-ai-endpoints",
      ],
      answers: [
        `50 all esp from the peer gateway <- ${peer}`,
        "tcp 443-443 Enters the tunnel <- databox-dr-answer-prostate-ai-compute",
        `udp 4500-4500 nat-t from the peer gateway <- ${peer}`,
        `udp 500-500 ike from the peer gateway <- ${peer}`,
      ].sort(),
    });
  });

  it("routes only the stores' range through its gateway, and only the gateways over the peering", () => {
    const routed = [...resources.ofType("aws_route_table")].flatMap(([path, table]) =>
      (table["route"] as Resource[]).map(
        (one) =>
          `${path.replace(/^.*?\/network\//, path.startsWith(BOX) ? "lab/" : "")} ${String(one["cidr_block"])} ${Object.entries(
            one,
          )
            .filter(([key, value]) => key !== "cidr_block" && value !== null)
            .map(([key]) => key)
            .join()}`,
      ),
    );
    expect(routed.filter((one) => one.startsWith("lab/")).sort()).toEqual([
      `lab/routes-compute-0 ${data.endpoint[0] ?? ""} network_interface_id`,
      `lab/routes-gateway-0 ${data.gateway[0] ?? ""} vpc_peering_connection_id`,
    ]);
  });

  it("resolves the stores' names to the DataBox's endpoint, and has no other zone", () => {
    const records = [...resources.ofType("aws_route53_record")]
      .filter(([path]) => path.startsWith(BOX))
      .map(([, one]) => [one["name"], one["records"]]);
    expect(records).toEqual([
      [
        "databox-dr-answer-imaging-111111111111.s3.ap-northeast-2.amazonaws.com",
        [data.endpoint[0]?.replace(/\d+\/26$/, (tail) => String(parseInt(tail) + 10))],
      ],
      [
        "databox-dr-answer-pathology-111111111111.s3.ap-northeast-2.amazonaws.com",
        [data.endpoint[0]?.replace(/\d+\/26$/, (tail) => String(parseInt(tail) + 10))],
      ],
    ]);
  });

  it("is entered with two factors, over a full tunnel, by groups, to the desktops' subnet", () => {
    expect(resources.at("aws_ec2_client_vpn_endpoint", `${BOX}/access-vpn/endpoint`)).toMatchObject({
      split_tunnel: false,
      client_route_enforcement_options: { enforced: true },
      self_service_portal: "disabled",
      session_timeout_hours: 10,
      disconnect_on_session_timeout: true,
      authentication_options: [
        expect.objectContaining({ type: "certificate-authentication" }),
        expect.objectContaining({
          type: "federated-authentication",
          saml_provider_arn: "arn:aws:iam::222222222222:saml-provider/prostate-ai",
        }),
      ],
      connection_log_options: {
        enabled: true,
        cloudwatch_log_stream: expect.stringContaining("aws_cloudwatch_log_stream") as unknown,
      },
    });
    expect(
      resources.at(
        "aws_ec2_client_vpn_authorization_rule",
        `${BOX}/access-vpn/authorization-prostate-ai-researchers-0`,
      ),
    ).toMatchObject({
      access_group_id: "prostate-ai-researchers",
      target_network_cidr: network?.desktop[0],
    });
  });

  it("gives desktops a role that reads the licence and no data, and compute one that reads the stores", () => {
    const actions = (path: string): unknown =>
      (
        JSON.parse(resources.at("aws_iam_role_policy", path)["policy"] as string) as {
          Statement: { Effect: string; Action: unknown; Resource: unknown }[];
        }
      ).Statement.flatMap(({ Effect, Action, Resource: on }) => (Effect === "Allow" ? [[Action, on]] : []));
    expect(actions(`${BOX}/desktop-role/policy`)).toEqual([
      ["s3:GetObject", "arn:aws:s3:::dcv-license.ap-northeast-2/*"],
    ]);
    expect(actions(`${BOX}/compute-role/policy`)).toEqual([
      [
        ["s3:GetBucketLocation", "s3:ListBucket"],
        [
          "arn:aws:s3:::databox-dr-answer-imaging-111111111111",
          "arn:aws:s3:::databox-dr-answer-pathology-111111111111",
        ],
      ],
      [
        "s3:GetObject",
        [
          "arn:aws:s3:::databox-dr-answer-imaging-111111111111/*",
          "arn:aws:s3:::databox-dr-answer-pathology-111111111111/*",
        ],
      ],
      ["kms:Decrypt", expect.stringMatching(/^\$\{aws_kms_key\..*data.*\.arn\}$/)],
    ]);
  });
});

describe("the DataBox", () => {
  it("has no route but its gateways' to their peers, and an endpoint that only gateways call", () => {
    const tables = [...resources.ofType("aws_route_table")].filter(([path]) => path.startsWith("data-box/"));
    expect(Object.fromEntries(tables.map(([path, table]) => [path, (table["route"] as Resource[]).length]))).toEqual({
      "data-box/network/routes-data-0": 0,
      "data-box/network/routes-endpoint-0": 0,
      "data-box/network/routes-gateway-0": 3,
    });
    expect(traffic("data-box/endpoints/security-group")).toEqual({
      calls: [],
      answers: ["heart-ct", "prostate-ai", "slide-lab"].map(
        (tenant) => `tcp 443-443 HTTPS from tunnel-${tenant}-gateway <- databox-dr-answer-${tenant}-data-gateway`,
      ),
    });
  });

  it("keeps each tenant's gateway to its own peer", () => {
    const peers = ["prostate-ai", "heart-ct", "slide-lab"].map((tenant) =>
      traffic(`tunnel-${tenant}/data-gateway-group`).calls.filter((one) => one.includes("ike")),
    );
    expect(new Set(peers.flat()).size).toBe(3);
    for (const [one] of peers) expect(one).toMatch(/^udp 500-500 ike to the peer gateway -> 10\.\d+\.\d+\.\d+\/32$/);
  });
});

describe("every machine", () => {
  it("starts from a template with IMDSv2, an encrypted volume and no key pair, without a public address", () => {
    for (const template of resources.ofType("aws_launch_template").values()) {
      expect(template).toMatchObject({
        metadata_options: {
          http_endpoint: "enabled",
          http_tokens: "required",
          http_put_response_hop_limit: 1,
          http_protocol_ipv6: "disabled",
        },
        block_device_mappings: [
          {
            device_name: "/dev/xvda",
            ebs: expect.objectContaining({
              encrypted: "true",
              kms_key_id: expect.stringContaining("aws_kms_key.custody_volumes") as unknown,
            }) as unknown,
          },
        ],
      });
      expect(template).not.toHaveProperty("key_name");
      expect(template).not.toHaveProperty("network_interfaces");
    }
    for (const [path, machine] of resources.ofType("aws_instance"))
      if (path.includes("gateway")) expect(machine).toHaveProperty("primary_network_interface");
      else expect(machine).toMatchObject({ associate_public_ip_address: false, disable_api_termination: true });
  });

  it("takes a GPU image where its type has GPUs, from a parameter that EC2 resolves", () => {
    const image = (path: string): unknown => resources.at("aws_launch_template", path)["image_id"];
    expect(image("research-box-heart-ct/compute-train/template/template")).toBe("resolve:ssm:/databox/images/gpu");
    expect(image("research-box-heart-ct/compute-prepare/template/template")).toBe(
      "resolve:ssm:/databox/images/compute",
    );
  });

  it("gets user data that holds no secret, and that a shell can run", () => {
    const scripts = [...resources.ofType("aws_instance").values()].flatMap((one) =>
      one["user_data"] === undefined ? [] : [String(one["user_data"])],
    );
    expect(scripts.length).toBeGreaterThan(5);
    for (const script of scripts) {
      expect(script).toMatch(/^#!\/bin\/bash\n/);
      expect(script).not.toMatch(/AKIA|BEGIN .*PRIVATE KEY|PSK "[^$]/);
    }
  });
});

describe("a desktop", () => {
  it("denies every feature of the display that carries a byte, in a way that no later rule lifts", () => {
    const script = desktopScript();
    expect(script).toContain(`%any% deny ${DENIED_DISPLAY_FEATURES.join(" ")}\n`);
    for (const feature of [
      "clipboard-copy",
      "clipboard-paste",
      "file-download",
      "file-upload",
      "printer",
      "screenshot",
      "usb",
      "extensions-client",
      "extensions-server",
      "smartcard",
      "webcam",
    ])
      expect(DENIED_DISPLAY_FEATURES).toContain(feature);
    expect(script).not.toMatch(/disallow|builtin/);
  });
});

describe("an IPsec connection", () => {
  it("insists on IKEv2, AES-256-GCM and ECP-384, and drops what it cannot encrypt", () => {
    const text = libreswanConnection("lab", {
      local: { identity: "research-0.lab", address: "10.8.3.4", subnets: ["10.8.0.0/24"] },
      remote: { identity: "data-0.lab", address: "172.16.4.9", subnets: ["172.16.5.0/26", "172.16.5.64/26"] },
    });
    expect(text.split("\n").map((line) => line.trim())).toEqual([
      "conn lab",
      "auto=start",
      "type=tunnel",
      "authby=secret",
      "ikev2=insist",
      "ike=aes_gcm256-sha2_512-dh20",
      "esp=aes_gcm256-null-dh20",
      "pfs=yes",
      "ikelifetime=8h",
      "salifetime=1h",
      "dpddelay=10",
      "dpdtimeout=30",
      "dpdaction=restart",
      "failureshunt=drop",
      "negotiationshunt=drop",
      "left=10.8.3.4",
      "leftid=@research-0.lab",
      "leftsubnets={10.8.0.0/24}",
      "right=172.16.4.9",
      "rightid=@data-0.lab",
      "rightsubnets={172.16.5.0/26,172.16.5.64/26}",
      "",
    ]);
  });
});
