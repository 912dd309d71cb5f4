import { join } from "node:path";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { StoreBackups, type StoreBackupsProps } from "../../constructs/store-backups";
import { exampleProject, ROOT, stackOf } from "../stacks/example-projects";
import { Resources, synthesized, type Resource } from "../resources";

const HOSPITAL = "111111111111";
const role = (name: string): string => `arn:aws:iam::${HOSPITAL}:role/${name}`;
const PROPS: StoreBackupsProps = {
  name: "databox-trial",
  region: "eu-west-1",
  account: HOSPITAL,
  rolePath: "/databox/trial/databox/",
  keyArn: "arn:aws:kms:eu-west-1:111111111111:key/backup",
  storeKeyArn: "arn:aws:kms:eu-west-1:111111111111:key/data",
  bucketArns: ["arn:aws:s3:::scans"],
  fileSystemArns: ["arn:aws:elasticfilesystem:eu-west-1:111111111111:file-system/fs-1"],
  dailyAt: "03:05",
  retentionDays: 90,
  administrators: [role("Admin")],
  deployRoleArns: [role("Deploy")],
};
const build = (props: Partial<StoreBackupsProps> = {}): Resources =>
  synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    new StoreBackups(stack, "backups", { ...PROPS, ...props });
  });

interface Statement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource: string | string[];
  Condition?: Record<string, Record<string, unknown>>;
}
const statements = (resource: Resource, attribute = "policy"): Statement[] =>
  (JSON.parse(resource[attribute] as string) as { Statement: Statement[] }).Statement;
const bySid = (list: readonly Statement[]): Record<string, Statement> =>
  Object.fromEntries(list.map((one) => [one.Sid, one]));

describe("backups of stores", () => {
  it("are taken daily of what is named, into a vault under its own key, and copied nowhere", () => {
    const resources = build();
    expect(resources.at("aws_backup_vault", "backups/vault/vault")).toMatchObject({
      name: "databox-trial",
      kms_key_arn: PROPS.keyArn,
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    const plan = resources.at("aws_backup_plan", "backups/plan");
    expect(plan).toMatchObject({
      rule: [{ schedule: "cron(5 3 * * ? *)", lifecycle: { delete_after: 90 }, rule_name: "daily" }],
    });
    expect(JSON.stringify(plan)).not.toContain("copy_action");
    const selection = resources.at("aws_backup_selection", "backups/selection");
    expect(selection).toMatchObject({ resources: [...PROPS.bucketArns, ...PROPS.fileSystemArns] });
    expect(Object.keys(selection)).not.toContain("selection_tag");
  });

  it("are kept for their days, no fewer and no more, by a lock that becomes final", () => {
    const lock = build().at("aws_backup_vault_lock_configuration", "backups/vault/lock");
    expect(lock).toMatchObject({ min_retention_days: 90, max_retention_days: 90, changeable_for_days: 7 });
    const liftable = build({ lockCanBeLifted: true }).at("aws_backup_vault_lock_configuration", "backups/vault/lock");
    expect(liftable).toMatchObject({ min_retention_days: 90, max_retention_days: 90 });
    expect(Object.keys(liftable)).not.toContain("changeable_for_days");
  });

  it("wait for the lock, the policy and the role's permissions", () => {
    const resources = build();
    expect(JSON.stringify(resources.at("aws_backup_plan", "backups/plan")["depends_on"])).toMatch(
      /vault_policy.*vault_lock/,
    );
    expect(JSON.stringify(resources.at("aws_backup_selection", "backups/selection")["depends_on"])).toContain(
      "attachment",
    );
  });

  it("are copied, deleted and restored by nobody, unless a restorer is named", () => {
    const policy = bySid(statements(build().at("aws_backup_vault_policy", "backups/vault/policy")));
    for (const sid of ["NothingIsCopiedOut", "OnlyRestorersRestore", "NothingIsDeletedBeforeItsTime"])
      expect(policy[sid]).toMatchObject({ Effect: "Deny", Principal: "*", Resource: "*" });
    expect(policy["OnlyRestorersRestore"]?.Condition).toBeUndefined();
    expect(policy["DenyLoosening"]?.Condition).toEqual({
      ArnNotEquals: { "aws:PrincipalArn": [role("Admin"), role("Deploy")] },
    });
    expect(JSON.stringify(policy)).not.toMatch(/backup:[A-Za-z]*[*?]/);
    const named = build({ restorers: [role("Restore")] });
    expect(
      bySid(statements(named.at("aws_backup_vault_policy", "backups/vault/policy")))["OnlyRestorersRestore"]?.Condition,
    ).toEqual({ ArnNotEquals: { "aws:PrincipalArn": [role("Restore")] } });
  });

  it("are AWS Backup's work alone, for this account, within a boundary that is its whole policy", () => {
    const resources = build({ restorers: [role("Restore")] });
    for (const one of ["backup", "restore"]) {
      const made = resources.at("aws_iam_role", `backups/${one}-role/role`);
      expect(statements(made, "assume_role_policy")).toEqual([
        {
          Sid: "BackupOfThisAccountOnly",
          Effect: "Allow",
          Principal: { Service: "backup.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": HOSPITAL } },
        },
      ]);
      expect(made["permissions_boundary"]).toEqual(
        resources.at("aws_iam_role_policy_attachment", `backups/${one}-role/attachment`)["policy_arn"],
      );
    }
  });

  it("read the stores by one role and write them by another, which is there for restorers only", () => {
    const resources = build({ restorers: [role("Restore")] });
    const actions = (duty: string): string =>
      JSON.stringify(statements(resources.at("aws_iam_policy", `backups/${duty}-role/policy`)));
    expect(actions("backup")).not.toMatch(/s3:PutObject|s3:Delete|CopyIntoBackupVault|Restore/);
    expect(actions("restore")).toMatch(/s3:PutObject"/);
    expect(actions("restore")).not.toMatch(/s3:Delete|s3:CreateBucket|CreateFileSystem|PutObjectAcl|backup:/);
    expect(() => build().at("aws_iam_role", "backups/restore-role/role")).toThrow();
  });

  it("ask for nothing of the kind of store that there is none of", () => {
    const policy = (props: Partial<StoreBackupsProps>): string =>
      JSON.stringify(statements(build(props).at("aws_iam_policy", "backups/backup-role/policy")));
    expect(policy({ bucketArns: [] })).not.toMatch(/s3:GetObject|kms:|events:PutRule/);
    expect(policy({ fileSystemArns: [] })).not.toMatch(/elasticfilesystem/);
  });

  it.each<[string, Partial<StoreBackupsProps>, string]>([
    [
      "no store",
      { bucketArns: [], fileSystemArns: [] },
      "vault databox-trial has no store to back up; name at least one bucket or file system",
    ],
    [
      "a lock that is final too soon",
      { changeableForDays: 2 },
      "the lock of vault databox-trial would be final after 2 days; AWS takes 3 or more",
    ],
    [
      "a lock that is both",
      { changeableForDays: 3, lockCanBeLifted: true },
      "the lock of vault databox-trial can be lifted and is final after 3 days; give one of the two",
    ],
    [
      "a deployer who restores",
      { restorers: [role("Deploy")] },
      "arn:aws:iam::111111111111:role/Deploy deploys, and would restore from vault databox-trial; name another role",
    ],
    [
      "nobody who could mend the policy",
      { administrators: [] },
      "vault databox-trial names no administrators; name at least one role, or nobody could mend its policy",
    ],
  ])("refuse %s", (_, props, message) => {
    expect(() => build(props)).toThrow(message);
  });
});

describe("a store that is backed up", () => {
  const project = exampleProject(join(ROOT, "projects", "stroke-registry.yaml"));
  const resources = new Resources(stackOf(project));
  const path = "arn:aws:iam::111111111111:role/databox/stroke-registry/databox/databox-stroke-registry";
  const [backup, restore] = [`${path}-backup`, `${path}-restore`];
  const policy = bySid(statements(resources.at("aws_s3_bucket_policy", "data-box/store-scans/policy")));
  const excepted = (sid: string, operator = "ArnNotEquals"): unknown =>
    policy[sid]?.Condition?.[operator]?.["aws:PrincipalArn"];

  it("lets AWS Backup's roles past the endpoint for what they do, and for nothing else", () => {
    expect(excepted("ReadObjectsOnlyThroughTheEndpoint")).toEqual([backup, restore]);
    expect(excepted("ListVersionsOnlyThroughTheEndpoint")).toEqual([backup, restore]);
    expect(excepted("WriteObjectsOnlyThroughTheEndpoint", "ArnNotLike")).toEqual([restore]);
    expect(policy["DeleteObjectsOnlyThroughTheEndpoint"]?.Condition).toEqual({
      StringNotEquals: policy["ReadObjectsOnlyThroughTheEndpoint"]?.Condition?.["StringNotEquals"],
    });
    expect(excepted("DenyNotifying")).toEqual([role("DataBoxKeyAdmin"), backup]);
    expect(excepted("DenyInventories")).toEqual([role("DataBoxKeyAdmin"), backup]);
    expect(policy["DenyCarryingAway"]?.Action).not.toContain("s3:PutInventoryConfiguration");
  });

  it("lets them use its key through S3 alone, and the deploy role hand AWS Backup the vault's", () => {
    const key = (purpose: string): Record<string, Statement> =>
      bySid(statements(resources.at("aws_kms_external_key", `custody/${purpose}/key`)));
    expect(key("data")["ReadBackups"]).toMatchObject({
      Action: ["kms:Decrypt"],
      Condition: { ArnEquals: { "aws:PrincipalArn": [backup] } },
    });
    expect(key("data")["WriteBackups"]?.Condition).toMatchObject({ ArnEquals: { "aws:PrincipalArn": [restore] } });
    expect(key("backup")["KeepVaults"]).toMatchObject({
      Action: "kms:CreateGrant",
      Condition: {
        Bool: { "kms:GrantIsForAWSResource": "true" },
        StringEquals: { "kms:ViaService": "backup.ap-northeast-2.amazonaws.com" },
      },
    });
    expect(Object.values(key("backup")).map(({ Sid }) => Sid)).not.toContain("ReadStores");
  });

  it("keeps airlocks and the audit trail out of it", () => {
    for (const one of ["audit-trail/bucket/policy", "airlock-neuro-ai/export/released/policy"])
      expect(String(resources.at("aws_s3_bucket_policy", one)["policy"])).not.toContain("registry-backup");
  });

  it("has an alarm for backups that fail, and for days without one", () => {
    for (const [id, name] of [
      ["failed", "NumberOfBackupJobsFailed"],
      ["missing", "NumberOfBackupJobsCompleted"],
    ])
      expect(resources.at("aws_cloudwatch_metric_alarm", `watch/backups-${id ?? ""}/alarm`)).toMatchObject({
        namespace: "AWS/Backup",
        metric_name: name,
        period: 86_400,
      });
  });
});
