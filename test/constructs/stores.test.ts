import { join } from "node:path";
import { prefixStatements } from "../../constructs/prefix-statements";
import { viewStatements } from "../../constructs/bucket-view";
import { exampleProject, ROOT, stackOf } from "../stacks/example-projects";
import { Resources, type Resource } from "../resources";

const stack = stackOf(exampleProject(join(ROOT, "projects", "stroke-registry.yaml")));
const resources = new Resources(stack);
const SCANS = "arn:aws:s3:::databox-stroke-registry-scans-111111111111";
const FINDINGS = "arn:aws:s3:::databox-stroke-registry-findings-111111111111";
const OMICS =
  "arn:aws:iam::333333333333:role/databox/stroke-registry/omics-lab/databox-stroke-registry-omics-lab-compute";
const NEURO = OMICS.replaceAll("omics-lab", "neuro-ai").replace("333333333333", "222222222222");

interface Statement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}
const statements = (type: string, path: string, attribute = "policy"): Statement[] =>
  (JSON.parse(resources.at(type, path)[attribute] as string) as { Statement: Statement[] }).Statement;
const bySid = (list: readonly Statement[]): Record<string, Statement> =>
  Object.fromEntries(list.map((one) => [one.Sid, one]));
const WRITE = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"];

describe("a part of a bucket", () => {
  it("is read and listed by its tenant's role only, and by the prefix that it names", () => {
    const policy = bySid(statements("aws_s3_bucket_policy", "data-box/store-scans/policy"));
    expect(policy["Read"]?.Condition).toEqual({ ArnEquals: { "aws:PrincipalArn": [NEURO] } });
    expect(policy["Part0"]).toMatchObject({
      Effect: "Allow",
      Action: ["s3:GetObject"],
      Resource: `${SCANS}/perfusion/*`,
      Condition: { ArnEquals: { "aws:PrincipalArn": [OMICS] } },
    });
    expect(policy["List0"]).toMatchObject({
      Action: "s3:ListBucket",
      Resource: SCANS,
      Condition: { ArnEquals: { "aws:PrincipalArn": [OMICS] }, StringLike: { "s3:prefix": "perfusion/*" } },
    });
  });

  it("is all that the boundary of its tenant's account and its role's own policy name", () => {
    for (const list of [
      statements("aws_iam_policy", "guardrails-333333333333/boundary"),
      statements("aws_iam_role_policy", "research-box-omics-lab/compute-role/policy"),
    ]) {
      const reads = list.filter(({ Effect, Action }) => Effect === "Allow" && [Action].flat().includes("s3:GetObject"));
      const named = reads.flatMap(({ Resource: on = [] }) => on).filter((one) => /scans|findings/.test(one));
      expect(named).toEqual([`${SCANS}/perfusion/*`, `${FINDINGS}/results/omics-lab/*`]);
      const writes = list.filter(
        ({ Effect, Action, Resource: on = [] }) =>
          Effect === "Allow" && [Action].flat().includes("s3:PutObject") && /scans|findings/.test([on].flat().join()),
      );
      expect(writes.map(({ Action, Resource: on }) => [Action, on])).toEqual([
        [WRITE, [`${FINDINGS}/results/omics-lab/*`]],
      ]);
    }
  });

  it("is let through the DataBox's endpoint for its tenant's account, and results are not let in with source data", () => {
    const policy = bySid(statements("aws_vpc_endpoint", "data-box/endpoints/s3"));
    expect(policy["ReadStores"]).toMatchObject({
      Resource: [SCANS, `${SCANS}/*`],
      Condition: { StringEquals: { "aws:PrincipalAccount": ["111111111111", "222222222222"] } },
    });
    const parts = Object.values(policy).filter(({ Sid }) => Sid.startsWith("Part"));
    expect(parts.map(({ Action, Resource: on, Condition }) => [on, Action, Condition?.["StringEquals"]])).toEqual([
      [
        [`${FINDINGS}/results/neuro-ai/*`],
        ["s3:GetObject", ...WRITE],
        { "aws:PrincipalAccount": ["222222222222"], "aws:ResourceAccount": ["111111111111"] },
      ],
      [
        [`${SCANS}/perfusion/*`],
        ["s3:GetObject"],
        { "aws:PrincipalAccount": ["333333333333"], "aws:ResourceAccount": ["111111111111"] },
      ],
      [
        [`${FINDINGS}/results/omics-lab/*`],
        ["s3:GetObject", ...WRITE],
        { "aws:PrincipalAccount": ["333333333333"], "aws:ResourceAccount": ["111111111111"] },
      ],
    ]);
    const own = statements("aws_vpc_endpoint", "research-box-neuro-ai/endpoints/s3");
    expect(own.map(({ Action, Resource: on }) => [Action, on])).toEqual([
      [["s3:GetObject"], ["arn:aws:s3:::dcv-license.ap-northeast-2/*"]],
    ]);
  });

  it("is encrypted for its bucket's readers and writers only, through S3", () => {
    const policy = bySid(statements("aws_kms_external_key", "custody/data/key"));
    expect(policy["WriteStores1"]?.Condition).toEqual({
      ArnEquals: { "aws:PrincipalArn": [NEURO, OMICS] },
      StringEquals: {
        "kms:ViaService": "s3.ap-northeast-2.amazonaws.com",
        "kms:EncryptionContext:aws:s3:arn": [FINDINGS],
      },
    });
    expect(policy["WriteStores"]?.Condition).toMatchObject({
      ArnEquals: { "aws:PrincipalArn": ["arn:aws:iam::111111111111:role/ScanLoader"] },
      StringEquals: { "kms:EncryptionContext:aws:s3:arn": [SCANS] },
    });
  });

  it("is held by denials where IAM of the bucket's own account could allow the rest", () => {
    const grant = { prefix: "results/lab/", roleArns: [NEURO], ownAccount: true };
    const role = { ArnEquals: { "aws:PrincipalArn": [NEURO] } };
    const objects = ["s3:DeleteObject*", "s3:GetObject*", "s3:PutObject*"];
    expect(prefixStatements(FINDINGS, [{ ...grant, writes: true }])).toEqual([
      expect.objectContaining({
        Effect: "Deny",
        Action: objects,
        NotResource: `${FINDINGS}/results/lab/*`,
        Condition: role,
      }),
      expect.objectContaining({
        Effect: "Deny",
        Action: ["s3:ListBucket*"],
        Resource: FINDINGS,
        Condition: { ...role, StringNotLike: { "s3:prefix": "results/lab/*" } },
      }),
    ]);
    expect(prefixStatements(FINDINGS, [grant])).toContainEqual(
      expect.objectContaining({
        Effect: "Deny",
        Action: ["s3:DeleteObject*", "s3:PutObject*"],
        Resource: `${FINDINGS}/*`,
      }),
    );
    expect(prefixStatements(FINDINGS, [])).toEqual([]);
  });

  it("gives nothing where nothing is seen", () => {
    expect(viewStatements([])).toEqual([]);
  });
});

describe("a file system", () => {
  const STORE = "data-box/store-workspace";

  it("is encrypted under the hospital's key, neither replicated nor backed up, and kept by Terraform", () => {
    expect(resources.at("aws_efs_file_system", `${STORE}/file-system`)).toMatchObject({
      encrypted: true,
      kms_key_id: expect.stringMatching(/^\$\{aws_kms_external_key\..*data.*\.arn\}$/) as unknown,
      protection: { replication_overwrite: "ENABLED" },
      lifecycle: { prevent_destroy: true },
    });
    expect(resources.at("aws_efs_backup_policy", `${STORE}/backup`)).toMatchObject({
      backup_policy: { status: "DISABLED" },
    });
  });

  it("is mounted over TLS, by a named role at its own access point, with what it may do, and never as root", () => {
    const policy = bySid(statements("aws_efs_file_system_policy", `${STORE}/policy`));
    expect(policy["DenyInsecureTransport"]).toMatchObject({
      Effect: "Deny",
      Action: "elasticfilesystem:Client*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
    });
    expect(policy["OnlyByAccessPoints"]?.Condition).toEqual({
      Null: { "elasticfilesystem:AccessPointArn": "true" },
    });
    expect(policy["NobodyIsRoot"]).toMatchObject({ Effect: "Deny", Action: "elasticfilesystem:ClientRootAccess" });
    const clients = Object.values(policy).filter(({ Effect }) => Effect === "Allow");
    expect(clients.map(({ Action, Condition }) => [Action, Condition?.["ArnEquals"]?.["aws:PrincipalArn"]])).toEqual([
      [["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"], NEURO],
      [["elasticfilesystem:ClientMount"], OMICS],
    ]);
    for (const { Condition } of clients)
      expect(Condition?.["ArnEquals"]?.["elasticfilesystem:AccessPointArn"]).toMatch(/^\$\{aws_efs_access_point\./);
  });

  it("shows each tenant a directory of its own, as a user of its own", () => {
    const points = [...resources.ofType("aws_efs_access_point").values()];
    expect(points.map((one) => (one["root_directory"] as Resource)["path"])).toEqual(["/neuro-ai", "/reference"]);
    const users = points.map((one) => (one["posix_user"] as Resource)["uid"]);
    expect(new Set(users).size).toBe(2);
  });

  it("is reached on TCP 2049 from the gateways of who sees it, and calls nobody", () => {
    const group = resources.at("aws_security_group", `${STORE}/group`);
    expect(group["egress"]).toEqual([]);
    const rules = [...resources.ofType("aws_vpc_security_group_ingress_rule")].filter(([path]) =>
      path.endsWith("files-workspace-from-gateway"),
    );
    expect(rules.map(([path, rule]) => [path, rule["ip_protocol"], rule["from_port"], rule["to_port"]])).toEqual([
      ["tunnel-neuro-ai/files-workspace-from-gateway", "tcp", 2049, 2049],
      ["tunnel-omics-lab/files-workspace-from-gateway", "tcp", 2049, 2049],
    ]);
  });

  it("is carried by the tunnel with the tier of the data, on its port only", () => {
    const text = resources.at("aws_instance", "tunnel-neuro-ai/data-gateway-0/instance")["user_data"] as string;
    expect(text.match(/^.*accept$/gm)?.filter((line) => line.includes("dport"))).toEqual([
      expect.stringMatching(
        /meta secpath exists ip saddr \{ [\d./]+ \} ip daddr \{ [\d./]+\/26 \} tcp dport 443 accept/,
      ),
      expect.stringMatching(
        /meta secpath exists ip saddr \{ [\d./]+ \} ip daddr \{ [\d./]+\/23 \} tcp dport 2049 accept/,
      ),
    ]);
    expect(text.match(/masquerade$/gm)).toHaveLength(2);
    expect(text).toMatch(/leftsubnets=\{[\d./]+\/26,[\d./]+\/23\}/);
  });

  it("is made by the deploy role through EFS, which is all that it may use the key for", () => {
    const policy = bySid(statements("aws_kms_external_key", "custody/data/key"));
    const through = { "kms:ViaService": "elasticfilesystem.ap-northeast-2.amazonaws.com" };
    expect(policy["MakeFileSystems"]?.Condition).toMatchObject({ StringEquals: through });
    expect(policy["KeepFileSystems"]).toMatchObject({
      Action: "kms:CreateGrant",
      Condition: { StringEquals: through, Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
    expect(policy["DeployRolesNeverUse"]?.Condition).toMatchObject({
      StringNotEquals: { "kms:ViaService": [through["kms:ViaService"]] },
    });
  });

  it("says how a tenant mounts it, by address, with nothing secret", () => {
    expect(stack.output?.["mount-neuro-ai"]).toMatchObject({
      value: [
        expect.stringMatching(
          /^mount -t efs -o tls,iam,accesspoint=\$\{aws_efs_access_point\.\S+\.id\},mounttargetip=\$\{aws_efs_mount_target\.\S+\.ip_address\} \$\{aws_efs_file_system\.\S+\.id\}:\/ \/mnt\/workspace$/,
        ),
      ],
    });
  });
});
