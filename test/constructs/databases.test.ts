import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { DatabaseStore, type DatabaseStoreProps } from "../../constructs/database-store";
import { PrivateNetwork } from "../../constructs/private-network";
import { verify } from "../../src/verify";
import { Resources, synthesized } from "../resources";
import { exampleProject, ROOT, stackOf } from "../stacks/example-projects";

const project = exampleProject(join(ROOT, "projects", "genome-archive.yaml"));
const stack = stackOf(project);
const resources = new Resources(stack);
const STORE = "data-box/store-phenotypes";
const COMPUTE =
  "arn:aws:iam::622222222222:role/databox/genome-archive/variant-lab/databox-genome-archive-variant-lab-compute";
const SIGN_IN =
  "arn:aws:iam::611111111111:role/databox/genome-archive/databox/databox-genome-archive-variant-lab-database";

interface Statement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}
const policy = (type: string, path: string, attribute = "policy"): Record<string, Statement> =>
  Object.fromEntries(
    (JSON.parse(resources.at(type, path)[attribute] as string) as { Statement: Statement[] }).Statement.map((one) => [
      one.Sid,
      one,
    ]),
  );

describe("a database", () => {
  it("is made from the hospital's snapshot under the hospital's key, and Terraform knows no password of it", () => {
    const cluster = resources.at("aws_rds_cluster", `${STORE}/cluster`);
    expect(cluster).toMatchObject({
      snapshot_identifier: "arn:aws:rds:eu-west-1:611111111111:cluster-snapshot:phenotypes-2026-10",
      storage_encrypted: true,
      kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\..*data.*\.arn\}$/) as unknown,
      iam_database_authentication_enabled: true,
      enable_http_endpoint: false,
      copy_tags_to_snapshot: true,
    });
    expect(Object.keys(cluster).filter((name) => /master|password|role|global|log/.test(name))).toEqual([]);
  });

  it("is kept by Terraform and by AWS, and leaves a snapshot where it goes", () => {
    expect(resources.at("aws_rds_cluster", `${STORE}/cluster`)).toMatchObject({
      deletion_protection: true,
      backup_retention_period: 7,
      skip_final_snapshot: false,
      final_snapshot_identifier: "databox-genome-archive-phenotypes-final",
      lifecycle: { prevent_destroy: true },
    });
  });

  it("answers over TLS only, and lets SQL install no extension that calls others", () => {
    const group = resources.at("aws_rds_cluster_parameter_group", `${STORE}/parameters`);
    const parameters = group["parameter"] as { name: string; value: string }[];
    const settings = new Map(parameters.map(({ name, value }) => [name, value]));
    expect(group["family"]).toBe("aurora-postgresql16");
    expect(settings.get("rds.force_ssl")).toBe("1");
    expect(settings.get("rds.logical_replication")).toBe("0");
    expect(settings.get("rds.allowed_extensions")?.split(",")).toEqual(
      expect.not.arrayContaining(["aws_lambda", "aws_ml", "aws_s3", "dblink", "pg_cron", "postgres_fdw"]),
    );
  });

  it("has instances in zones of their own, none of them public, and nothing recorded outside of it", () => {
    const instance = resources.at("aws_rds_cluster_instance", `${STORE}/instance-0`);
    expect(instance).toMatchObject({
      publicly_accessible: false,
      performance_insights_enabled: false,
      auto_minor_version_upgrade: true,
      instance_class: "db.r7g.large",
    });
    const two = new Resources(
      stackOf({
        ...project,
        dataBox: {
          ...project.dataBox,
          stores: project.dataBox.stores.map((one) => (one.kind === "database" ? { ...one, instances: 2 } : one)),
        },
      }),
    );
    const zones = [...two.ofType("aws_rds_cluster_instance").values()].map((one) => one["availability_zone"]);
    expect(new Set(zones).size).toBe(2);
  });

  it("is reached on TCP 5432 from the gateways of who sees it, and calls nobody", () => {
    expect(resources.at("aws_security_group", `${STORE}/group`)["egress"]).toEqual([]);
    const rules = [...resources.ofType("aws_vpc_security_group_ingress_rule")].filter(
      ([, rule]) => rule["from_port"] === 5432,
    );
    expect(rules.map(([path, rule]) => [path, rule["ip_protocol"], rule["to_port"]])).toEqual([
      ["tunnel-variant-lab/database-phenotypes-from-gateway", "tcp", 5432],
      ["tunnel-variant-lab/research-users-5432", "tcp", 5432],
    ]);
    const text = resources.at("aws_instance", "tunnel-variant-lab/data-gateway-0/instance")["user_data"] as string;
    expect(text.match(/^.*accept$/gm)?.filter((line) => line.includes("dport 5432"))).toHaveLength(1);
  });

  it("is looked up by its exact names", () => {
    const list = resources.at(
      "aws_route53_resolver_firewall_domain_list",
      "research-box-variant-lab/dns-firewall/allowed-names",
    );
    expect((list["domains"] as string[]).filter((name) => name.includes("rds"))).toEqual([
      expect.stringMatching(/^\$\{aws_rds_cluster\.\S+\.endpoint\}$/),
      expect.stringMatching(/^\$\{aws_rds_cluster\.\S+\.reader_endpoint\}$/),
      expect.stringMatching(/^\$\{aws_rds_cluster_instance\.\S+\.endpoint\}$/),
    ]);
  });

  it.each<[string, number, Partial<DatabaseStoreProps>, string]>([
    ["a tier of one zone", 1, {}, "database box needs subnets in two zones, got 1; give the box two zones"],
    [
      "more instances than zones",
      2,
      { instances: 3 },
      "database box has 3 instances for 2 zones; take one for each zone at most",
    ],
  ])("refuses %s", (_, zones, more, message) => {
    const make = (): unknown =>
      synthesized((scope) => {
        new AwsProvider(scope, "aws", { region: "eu-west-1" });
        const network = new PrivateNetwork(scope, "network", {
          name: "box",
          cidrBlock: "10.0.0.0/22",
          availabilityZoneIds: ["euw1-az1", "euw1-az2"].slice(0, zones),
          tiers: [{ name: "data", cidrBlocks: ["10.0.0.0/26", "10.0.0.64/26"].slice(0, zones) }],
        });
        new DatabaseStore(scope, "store", {
          name: "box",
          vpcId: network.vpc.id,
          tier: network.tier("data"),
          keyArn: "arn:aws:kms:eu-west-1:111111111111:key/01234567-89ab-cdef-0123-456789abcdef",
          snapshotArn: "arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:box",
          version: "16",
          instanceType: "db.t4g.medium",
          ...more,
        });
      });
    expect(make).toThrow(message);
  });
});

describe("signing in to a database", () => {
  it("is as one user of one cluster, by a role that one tenant's machines alone take on", () => {
    const role = resources.at("aws_iam_role", "data-box/sign-in-variant-lab/role");
    expect(role).toMatchObject({ max_session_duration: 3600, path: "/databox/genome-archive/databox/" });
    expect(role["permissions_boundary"]).toMatch(/^\$\{aws_iam_policy\./);
    expect(policy("aws_iam_role", "data-box/sign-in-variant-lab/role", "assume_role_policy")).toMatchObject({
      TenantsMachinesOnly: {
        Principal: { AWS: ["arn:aws:iam::622222222222:root"] },
        Action: "sts:AssumeRole",
        Condition: { ArnEquals: { "aws:PrincipalArn": COMPUTE } },
      },
    });
    expect(policy("aws_iam_role_policy", "data-box/sign-in-variant-lab/policy")["SignIn"]).toMatchObject({
      Action: "rds-db:connect",
      Resource: [
        expect.stringMatching(
          /^arn:aws:rds-db:eu-west-1:611111111111:dbuser:\$\{aws_rds_cluster\.\S+\.cluster_resource_id\}\/tenant_variant_lab$/,
        ) as unknown,
      ],
    });
  });

  it("passes the box's own endpoint for that role only, within both boundaries", () => {
    expect(policy("aws_vpc_endpoint", "research-box-variant-lab/endpoints/sts")).toEqual({
      TakeOnSignIn: {
        Sid: "TakeOnSignIn",
        Effect: "Allow",
        Principal: "*",
        Action: ["sts:AssumeRole"],
        Resource: [SIGN_IN],
        Condition: {
          StringEquals: { "aws:PrincipalAccount": ["622222222222"], "aws:ResourceAccount": ["611111111111"] },
          ArnEquals: { "aws:PrincipalArn": [COMPUTE] },
        },
      },
    });
    const tenant = policy("aws_iam_policy", "guardrails-622222222222/boundary");
    expect(tenant["TakeOnSignIn"]).toMatchObject({ Action: "sts:AssumeRole", Resource: [SIGN_IN] });
    const never = [tenant["Never"]?.Action].flat();
    expect(never).not.toContain("sts:*");
    expect(never).toEqual(expect.arrayContaining(["sts:AssumeRoleWith*", "sts:GetServiceBearerToken", "rds:*"]));
    const hospital = policy("aws_iam_policy", "guardrails-611111111111/boundary");
    expect(hospital["SignIn"]?.Action).toBe("rds-db:connect");
    expect(hospital["Never"]?.Action).toContain("sts:*");
  });

  it("ends with the tenant's last day", () => {
    const ended = new Resources(
      stackOf({ ...project, researchBoxes: project.researchBoxes.map((box) => ({ ...box, until: "2027-06-30" })) }),
    );
    expect(ended.at("aws_iam_role_policy", "data-box/sign-in-variant-lab/policy")["policy"]).toContain(
      "NothingAfterLastDay",
    );
  });

  it("takes no right to the key, which RDS is granted in the deploy role's name and for itself only", () => {
    const key = policy("aws_kms_key", "custody/data/key");
    expect(key["KeepDatabases"]).toMatchObject({
      Action: ["kms:CreateGrant", "kms:DescribeKey"],
      Condition: {
        ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::611111111111:role/DataBoxDeploy"] },
        StringEquals: { "kms:ViaService": "rds.eu-west-1.amazonaws.com" },
        Bool: { "kms:GrantIsForAWSResource": "true" },
      },
    });
    expect(key["DeployRolesNeverUse"]?.Condition).toMatchObject({
      StringNotEquals: { "kms:ViaService": ["rds.eu-west-1.amazonaws.com"] },
    });
  });

  it("is told with nothing secret", () => {
    expect(stack.output?.["sign-in-variant-lab"]).toMatchObject({
      value: [
        `role_arn=${SIGN_IN}`,
        expect.stringMatching(
          /^host=\$\{aws_rds_cluster\.\S+\.endpoint\} port=5432 dbname=phenotypes user=tenant_variant_lab sslmode=verify-full$/,
        ),
      ],
    });
  });
});

describe("a database of two tenants", () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "databox-databases-"))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const between = (second: string) => {
    const file = join(folder, "p.yaml");
    writeFileSync(
      file,
      `apiVersion: databox/v1
project: trial
region: eu-west-1
availability: multi
dataBox:
  hospital: charite
  account: "111111111111"
  stores: [{ name: visits, kind: database, snapshot: "arn:aws:rds:eu-west-1:111111111111:cluster-snapshot:visits" }]
researchBoxes:
  - { tenant: lab, account: "222222222222", compute: [{ name: train, instanceType: m7i.large }], stores: [{ store: visits }] }
  - { tenant: two, account: "333333333333", compute: [{ name: train, instanceType: m7i.large }], stores: [${second}] }
`,
    );
    const report = verify({ target: "two", json: stackOf(exampleProject(file)) });
    return report.channels.flatMap(({ findings, id }) => findings.map(({ verdict, why }) => [id, verdict, why]));
  };

  it("is unproven, since what its users leave each other stands in it alone", () => {
    expect(between("{ store: visits }")).toEqual([
      [
        "store.between-boxes",
        "unproven",
        expect.stringMatching(
          /^aws_vpc\.research-box-lab\S+ and aws_vpc\.research-box-two\S+ reach it, and what one of them writes and the other one may read is said in the database alone$/,
        ),
      ],
    ]);
  });

  it("is closed, as everything else is, where one of them does not see it", () => {
    expect(between("")).toEqual([]);
  });
});
