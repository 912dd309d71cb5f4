import { verify, type ChannelReport } from "../../src/verify";
import { type Configuration } from "./sealed-box";

const HOSPITAL = "111111111111";
const OTHER = "222222222222";
const NAME = "arn:aws:iam::111111111111:role/backup";

const policy = (...statements: unknown[]): string => JSON.stringify({ Version: "2012-10-17", Statement: statements });
const deny = (Action: unknown, Condition?: unknown): unknown => ({
  Effect: "Deny",
  Principal: "*",
  Action,
  Resource: "*",
  ...(Condition === undefined ? {} : { Condition }),
});
const allow = (Action: unknown, Resource: unknown): unknown => ({ Effect: "Allow", Action, Resource });
const butFor = (...arns: string[]): unknown => ({ ArnNotEquals: { "aws:PrincipalArn": arns } });
const trust = (account: string | undefined, Service: unknown = "backup.amazonaws.com"): string =>
  policy({
    Effect: "Allow",
    Principal: { Service },
    Action: "sts:AssumeRole",
    ...(account === undefined ? {} : { Condition: { StringEquals: { "aws:SourceAccount": account } } }),
  });
const SEALED = [
  deny("backup:CopyFromBackupVault"),
  deny("backup:StartRestoreJob", butFor("arn:aws:iam::111111111111:role/Restore")),
  deny(
    ["backup:PutBackupVaultAccessPolicy", "backup:DeleteBackupVaultAccessPolicy"],
    butFor("arn:aws:iam::111111111111:role/Admin"),
  ),
];
const READS = allow("s3:GetObject*", "arn:aws:s3:::scans/*");

interface Parts {
  readonly vault?: readonly unknown[] | undefined;
  readonly trust?: string;
  readonly may?: readonly unknown[];
  /** More of a resource type, or in place of what it has. */
  readonly resource?: Record<string, Record<string, Record<string, unknown>>>;
}

/** A box with a bucket that AWS Backup reads, and a vault, as anybody might write them. */
function backedUp({
  vault = SEALED,
  trust: trusts = trust(HOSPITAL),
  may = [READS],
  resource = {},
}: Parts): Configuration {
  return {
    terraform: { required_providers: { aws: { source: "aws", version: "6.25.0" } } },
    provider: { aws: [{ region: "eu-west-1", allowed_account_ids: [HOSPITAL] }] },
    resource: {
      aws_vpc: { box: { cidr_block: "10.8.0.0/22" } },
      aws_vpc_endpoint: { s3: { vpc_id: "${aws_vpc.box.id}", service_name: "com.amazonaws.eu-west-1.s3" } },
      aws_s3_bucket: { scans: { bucket: "scans" } },
      aws_s3_bucket_policy: {
        scans: {
          bucket: "${aws_s3_bucket.scans.id}",
          policy: policy({
            Effect: "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: ["arn:aws:s3:::scans", "arn:aws:s3:::scans/*"],
            Condition: {
              StringNotEquals: { "aws:SourceVpce": "${aws_vpc_endpoint.s3.id}" },
              ArnNotEquals: { "aws:PrincipalArn": NAME },
            },
          }),
        },
      },
      aws_iam_role: { backup: { name: "backup", assume_role_policy: trusts } },
      aws_iam_role_policy: { backup: { role: "${aws_iam_role.backup.name}", policy: policy(...may) } },
      aws_backup_vault: { main: { name: "main" } },
      ...(vault.length === 0
        ? {}
        : {
            aws_backup_vault_policy: {
              main: { backup_vault_name: "${aws_backup_vault.main.name}", policy: policy(...vault) },
            },
          }),
      ...resource,
    },
  };
}

const channel = (parts: Parts, id: string): ChannelReport => {
  const found = verify({ target: "t", json: backedUp(parts) }).channels.find((one) => one.id === id);
  if (found === undefined) throw new Error(`there is no channel ${id}`);
  return found;
};

describe("a bucket that AWS Backup reads", () => {
  const reads = (parts: Parts): ChannelReport => channel(parts, "store.reads-outside");

  it("is closed where nobody else takes its role on, for this account, and it reaches nothing else", () => {
    const found = reads({});
    expect(found.verdict).toBe("closed");
    expect(found.evidence.map(({ why }) => why).join()).toContain(`from outside AWS Backup alone does, by ${NAME}`);
  });

  it.each<[string, Parts]>([
    ["machines take its role on too", { trust: trust(HOSPITAL, ["backup.amazonaws.com", "ec2.amazonaws.com"]) }],
    ["another service does", { trust: trust(HOSPITAL, "lambda.amazonaws.com") }],
    ["AWS Backup takes it on for whatever account", { trust: trust(undefined) }],
    ["AWS Backup takes it on for another account", { trust: trust(OTHER) }],
    [
      "it writes to a bucket that is not the project's",
      { may: [READS, allow("s3:PutObject", "arn:aws:s3:::theirs/*")] },
    ],
    ["it writes to whatever bucket", { may: [READS, allow("s3:*", "*")] }],
    [
      "it copies into vaults of other accounts",
      { may: [READS, allow("backup:CopyIntoBackupVault", "arn:aws:backup:*:*:backup-vault:*")] },
    ],
    ["it takes on a foreign role", { may: [READS, allow("sts:AssumeRole", `arn:aws:iam::${OTHER}:role/x`)] }],
    [
      "its role is not in the configuration",
      { resource: { aws_iam_role: { other: { name: "other", assume_role_policy: trust(HOSPITAL) } } } },
    ],
  ])("is open where %s", (_, parts) => {
    const { findings, verdict } = reads(parts);
    expect(verdict).toBe("open");
    expect(findings[0]?.witness?.request?.["aws:principalarn"]).toBe(NAME);
  });

  it("is unproven where a policy of its role is not in the configuration", () => {
    const { findings, verdict } = reads({
      resource: {
        aws_iam_role_policy_attachment: {
          backup: {
            role: "${aws_iam_role.backup.name}",
            policy_arn: "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup",
          },
        },
      },
    });
    expect(verdict).toBe("unproven");
    expect(findings[0]?.why).toContain("whether that stays within the project is not seen");
  });
});

describe("a vault", () => {
  const vaults = (parts: Parts): ChannelReport => channel(parts, "share.backup-vaults");

  it("is closed where nobody copies from it, and only roles that it names restore and change its policy", () => {
    const found = vaults({});
    expect(found.findings).toEqual([]);
    expect(found.evidence.map(({ why }) => why)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("nobody copies a recovery point out of it"),
        expect.stringContaining("nobody but arn:aws:iam::111111111111:role/Restore restores from it"),
      ]),
    );
  });

  it("is open three times over where it has no policy, with whoever IAM lets as witness", () => {
    const { findings } = vaults({ vault: [] });
    expect(findings.map(({ verdict }) => verdict)).toEqual(["open", "open", "open"]);
    expect(findings.map(({ witness }) => witness?.request?.["action"])).toEqual([
      "backup:CopyFromBackupVault",
      "backup:StartRestoreJob",
      "backup:DeleteBackupVaultAccessPolicy",
    ]);
  });

  it.each<[string, Parts, string]>([
    [
      "a denial that speaks of the vault's own ARN",
      {
        vault: SEALED.map((one) => ({
          ...(one as object),
          Resource: "arn:aws:backup:eu-west-1:111111111111:backup-vault:main",
        })),
      },
      "open",
    ],
    ["a denial of starting copies only", { vault: [deny("backup:StartCopyJob"), ...SEALED.slice(1)] }, "open"],
    [
      "two policies",
      {
        resource: {
          aws_backup_vault_policy: Object.fromEntries(
            ["a", "b"].map((name) => [name, { backup_vault_name: "main", policy: policy(...SEALED) }]),
          ),
        },
      },
      "unproven",
    ],
    [
      "a plan for a vault that is not seen",
      {
        resource: {
          aws_backup_plan: { daily: { name: "daily", rule: [{ rule_name: "daily", target_vault_name: "Default" }] } },
        },
      },
      "unproven",
    ],
    [
      "a role of the configuration that hands AWS Backup the role",
      {
        resource: {
          aws_iam_role: {
            backup: { name: "backup", assume_role_policy: trust(HOSPITAL) },
            operator: {
              name: "operator",
              assume_role_policy: policy({
                Effect: "Allow",
                Principal: { AWS: `arn:aws:iam::${HOSPITAL}:root` },
                Action: "sts:AssumeRole",
              }),
            },
          },
          aws_iam_role_policy: {
            backup: { role: "${aws_iam_role.backup.name}", policy: policy(READS) },
            operator: {
              role: "${aws_iam_role.operator.name}",
              policy: policy(allow("iam:PassRole", NAME), allow("backup:StartBackupJob", "*")),
            },
          },
        },
      },
      "open",
    ],
    [
      "backups that AWS makes by itself",
      {
        resource: {
          aws_efs_backup_policy: { files: { file_system_id: "fs-1", backup_policy: [{ status: "ENABLED" }] } },
        },
      },
      "unproven",
    ],
  ])("is not closed with %s", (_, parts, verdict) => {
    expect(vaults(parts).verdict).toBe(verdict);
  });

  it("is not closed by the policy of a vault of its name in another region", () => {
    const configuration = backedUp({
      resource: {
        aws_backup_vault_policy: {
          main: { provider: "aws.there", backup_vault_name: "main", policy: policy(...SEALED) },
        },
      },
    });
    configuration.provider.aws.push({ region: "us-east-1", alias: "there", allowed_account_ids: [HOSPITAL] });
    const found = verify({ target: "t", json: configuration }).channels.find(({ id }) => id === "share.backup-vaults");
    expect(found?.verdict).toBe("open");
  });

  it("is closed where it is filled by a plan that names it", () => {
    const plan = (target: string): Parts => ({
      resource: {
        aws_backup_plan: { daily: { name: "daily", rule: [{ rule_name: "daily", target_vault_name: target }] } },
      },
    });
    for (const target of ["main", "${aws_backup_vault.main.name}"]) expect(vaults(plan(target)).verdict).toBe("closed");
  });
});
