import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { type TerraformStack } from "cdktf";
import { AccountTrail } from "../../constructs/account-trail";
import { AuditTrail } from "../../constructs/audit-trail";
import { BoxKey } from "../../constructs/box-key";
import { BoxLogs } from "../../constructs/box-logs";
import { EncryptedBucket, type EncryptedBucketProps } from "../../constructs/encrypted-bucket";
import { Guardrails } from "../../constructs/guardrails";
import { type KeyUsage } from "../../constructs/key-usage";
import { LogShipping } from "../../constructs/log-shipping";
import { accountPrincipal, accountsOf, policyJson } from "../../constructs/policy-document";
import { TunnelSecret } from "../../constructs/tunnel-secret";
import { synthesized, type Resource, type Resources } from "../resources";

const HOSPITAL = "111111111111";
const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
const [ADMIN, CUSTODIAN, DEPLOY, READER] = [
  role(HOSPITAL, "Admin"),
  role(HOSPITAL, "Custodian"),
  role(HOSPITAL, "Deploy"),
  role("222222222222", "Reader"),
];

interface Statement {
  Sid: string;
  Effect: string;
  Action: string | string[];
  Resource: unknown;
  Principal: unknown;
  Condition?: Record<string, Record<string, unknown>>;
}

const build = (body: (stack: TerraformStack) => void): Resources =>
  synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    body(stack);
  });
const statements = (resource: Resource, attribute = "policy"): Map<string, Statement> =>
  new Map(
    (JSON.parse(resource[attribute] as string) as { Statement: Statement[] }).Statement.map((one) => [one.Sid, one]),
  );

describe("a policy", () => {
  it("is plain JSON, in the order in which it was written", () => {
    expect(
      policyJson([
        { Sid: "A", Effect: "Allow", Principal: accountPrincipal(["1", "1"]), Action: "s3:*", Resource: "*" },
      ]),
    ).toBe(
      '{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Principal":{"AWS":["arn:aws:iam::1:root"]},"Action":"s3:*","Resource":"*"}]}',
    );
    expect(accountsOf([ADMIN, READER, DEPLOY])).toEqual([HOSPITAL, "222222222222"]);
  });

  it("refuses to be longer than AWS takes", () => {
    expect(() => policyJson([{ Sid: "A", Effect: "Deny", Action: "*", Resource: "*" }], 40)).toThrow(
      "a policy of 1 statements has 94 characters, AWS takes 40; name fewer principals or resources",
    );
  });
});

describe("BoxKey", () => {
  const key = (...usages: KeyUsage[]): Resource =>
    build(
      (stack) =>
        void new BoxKey(stack, "key", {
          alias: "p/data",
          description: "d",
          account: HOSPITAL,
          administrators: [ADMIN],
          custodianRoleArn: CUSTODIAN,
          deployRoleArns: [DEPLOY],
          usages,
        }),
    ).only("aws_kms_key");

  it("is used by nobody with no usages: governed by the hospital, looked at by the deploy role", () => {
    const resource = key();
    expect(resource).toMatchObject({
      enable_key_rotation: true,
      rotation_period_in_days: 365,
      deletion_window_in_days: 30,
      multi_region: false,
      bypass_policy_lockout_safety_check: false,
      lifecycle: { prevent_destroy: true },
    });
    const policy = statements(resource);
    expect([...policy.keys()]).toEqual([
      "HospitalGoverns",
      "GovernorsNeverUse",
      "DeployRolesLook",
      "DeployRolesNeverRePolicy",
      "DeployRolesNeverUse",
    ]);
    const use = ["kms:CreateGrant", "kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey*", "kms:ReEncrypt*"];
    expect(policy.get("HospitalGoverns")?.Condition).toEqual({ ArnEquals: { "aws:PrincipalArn": [ADMIN, CUSTODIAN] } });
    expect(policy.get("HospitalGoverns")?.Action).toEqual(
      expect.arrayContaining(["kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"]),
    );
    expect(policy.get("HospitalGoverns")?.Action).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/Decrypt|Encrypt|DataKey|CreateGrant|\*:/)]),
    );
    expect(policy.get("GovernorsNeverUse")).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Action: use,
      Condition: { ArnEquals: { "aws:PrincipalArn": [ADMIN, CUSTODIAN] } },
    });
    expect(policy.get("DeployRolesLook")?.Action).toEqual([
      "kms:DescribeKey",
      "kms:GetKeyPolicy",
      "kms:GetKeyRotationStatus",
      "kms:ListResourceTags",
    ]);
    expect(policy.get("DeployRolesNeverRePolicy")).toMatchObject({
      Effect: "Deny",
      Action: ["kms:DisableKey", "kms:PutKeyPolicy", "kms:ScheduleKeyDeletion"],
    });
    expect(policy.get("DeployRolesNeverUse")).toEqual({
      Sid: "DeployRolesNeverUse",
      Effect: "Deny",
      Principal: "*",
      Action: use,
      Resource: "*",
      Condition: { ArnEquals: { "aws:PrincipalArn": [DEPLOY] } },
    });
  });

  it("of stores is used through S3, for the named buckets, by the named roles", () => {
    const policy = statements(
      key({ kind: "store", region: "eu-west-1", bucketArns: ["arn:aws:s3:::b"], readers: [READER], writers: [ADMIN] }),
    );
    expect(policy.get("ReadStores")).toEqual({
      Sid: "ReadStores",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::222222222222:root"] },
      Action: ["kms:Decrypt"],
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": [READER] },
        StringEquals: {
          "kms:ViaService": "s3.eu-west-1.amazonaws.com",
          "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::b"],
        },
      },
    });
    expect(policy.get("WriteStores")?.Action).toEqual(["kms:Decrypt", "kms:GenerateDataKey"]);
    // A governor that writes does so through the service only.
    expect(policy.get("GovernorsNeverUse")?.Condition).toEqual({
      ArnEquals: { "aws:PrincipalArn": [ADMIN, CUSTODIAN] },
      Null: { "kms:ViaService": "true" },
    });
  });

  it("of volumes lets the deploy role start machines through EC2, and nothing else", () => {
    const policy = statements(key({ kind: "volumes", region: "eu-west-1", launchers: [DEPLOY] }));
    const through = {
      ArnEquals: { "aws:PrincipalArn": [DEPLOY] },
      StringEquals: { "kms:ViaService": "ec2.eu-west-1.amazonaws.com" },
    };
    expect(policy.get("DeployRolesNeverUse")?.Condition).toEqual({
      ArnEquals: { "aws:PrincipalArn": [DEPLOY] },
      StringNotEquals: { "kms:ViaService": ["ec2.eu-west-1.amazonaws.com"] },
    });
    expect(policy.get("StartMachines")?.Condition).toEqual(through);
    expect(policy.get("AttachVolumes")).toMatchObject({
      Action: "kms:CreateGrant",
      Condition: { ...through, Bool: { "kms:GrantIsForAWSResource": "true" } },
    });
  });

  it("of secrets, logs and log groups serves the service for the named parties only", () => {
    const policy = statements(
      key(
        { kind: "secrets", region: "eu-west-1", readers: [READER], writers: [ADMIN] },
        { kind: "log-delivery", accounts: [HOSPITAL] },
        { kind: "log-groups", region: "eu-west-1", logGroupArns: ["arn:aws:logs:eu-west-1:1:log-group:/x"] },
      ),
    );
    expect(policy.get("ReadSecrets")).toMatchObject({
      Action: ["kms:Decrypt", "kms:DescribeKey"],
      Condition: {
        ArnEquals: { "aws:PrincipalArn": [READER] },
        StringEquals: { "kms:ViaService": "secretsmanager.eu-west-1.amazonaws.com" },
      },
    });
    expect(policy.get("PutSecrets")?.Condition?.["ArnEquals"]).toEqual({ "aws:PrincipalArn": [ADMIN] });
    expect(policy.get("DeliverLogs")).toMatchObject({
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Action: ["kms:DescribeKey", "kms:GenerateDataKey*"],
      Condition: { StringEquals: { "aws:SourceAccount": [HOSPITAL] } },
    });
    expect(policy.get("DeliverTrails")).toMatchObject({
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey*"],
      Condition: { StringEquals: { "aws:SourceAccount": [HOSPITAL] } },
    });
    expect(policy.get("LogGroups")?.Condition).toEqual({
      ArnEquals: { "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:eu-west-1:1:log-group:/x"] },
    });
  });
});

describe("EncryptedBucket", () => {
  const bucket = (props: Partial<EncryptedBucketProps> = {}): Resources =>
    build(
      (stack) =>
        void new EncryptedBucket(stack, "b", {
          bucketName: "databox-p-data-1",
          keyArn: "arn:key",
          readableThrough: ["vpce-1"],
          administrators: [ADMIN],
          deployRoleArns: [DEPLOY],
          ...props,
        }),
    );
  const policy = (resources: Resources): Map<string, Statement> => statements(resources.only("aws_s3_bucket_policy"));

  it("is sealed with no optional props", () => {
    const resources = bucket();
    expect(resources.only("aws_s3_bucket")).toMatchObject({
      bucket: "databox-p-data-1",
      force_destroy: false,
      object_lock_enabled: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(resources.only("aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
    expect(resources.only("aws_s3_bucket_ownership_controls")).toMatchObject({
      rule: { object_ownership: "BucketOwnerEnforced" },
    });
    expect(resources.only("aws_s3_bucket_versioning")).toMatchObject({
      versioning_configuration: { status: "Enabled" },
    });
    expect(resources.only("aws_s3_bucket_server_side_encryption_configuration")["rule"]).toEqual([
      {
        apply_server_side_encryption_by_default: { kms_master_key_id: "arn:key", sse_algorithm: "aws:kms" },
        blocked_encryption_types: ["SSE-C"],
        bucket_key_enabled: true,
      },
    ]);
    expect(resources.only("aws_s3_bucket_policy")["depends_on"]).toEqual([
      expect.stringMatching(/^aws_s3_bucket_public_access_block\./),
    ]);
    expect([...policy(resources).values()].map(({ Effect }) => Effect)).not.toContain("Allow");
  });

  it("denies reading from anywhere but the endpoint to everybody, with no other condition", () => {
    expect(policy(bucket()).get("ReadObjectsOnlyThroughTheEndpoint")).toEqual({
      Sid: "ReadObjectsOnlyThroughTheEndpoint",
      Effect: "Deny",
      Principal: "*",
      Action: expect.arrayContaining(["s3:GetObject*", "s3:DeleteObject*", "s3:ListBucketVersions"]) as unknown,
      Resource: ["arn:aws:s3:::databox-p-data-1", "arn:aws:s3:::databox-p-data-1/*"],
      Condition: { StringNotEquals: { "aws:SourceVpce": ["vpce-1"] } },
    });
  });

  it("denies objects to the deploy role, and loosening to all but it and the administrators", () => {
    const all = policy(bucket());
    expect(all.get("DeployRolesNeverTouchObjects")?.Condition).toEqual({ ArnEquals: { "aws:PrincipalArn": [DEPLOY] } });
    expect(all.get("DenyLoosening")?.Condition).toEqual({ ArnNotEquals: { "aws:PrincipalArn": [ADMIN, DEPLOY] } });
    expect(all.get("DenyCarryingAway")?.Condition).toEqual({ ArnNotEquals: { "aws:PrincipalArn": [ADMIN] } });
    expect(all.get("ListOnlyThroughTheEndpoint")?.Condition).toEqual({
      StringNotEquals: { "aws:SourceVpce": ["vpce-1"] },
      ArnNotEquals: { "aws:PrincipalArn": [DEPLOY] },
    });
    // Without an exception nobody but the root user could ever mend the policy.
    for (const one of all.values())
      if (one.Effect === "Deny" && JSON.stringify(one.Action).match(/PutBucketPolicy|"s3:\*"/))
        expect(one.Condition).toBeDefined();
  });

  it("names readers and writers by account and role", () => {
    const all = policy(bucket({ readers: [READER], writers: [ADMIN], lock: { mode: "COMPLIANCE", days: 7 } }));
    expect(all.get("Read")).toEqual({
      Sid: "Read",
      Effect: "Allow",
      Principal: { AWS: ["arn:aws:iam::222222222222:root"] },
      Action: ["s3:GetBucketLocation", "s3:GetObject", "s3:ListBucket"],
      Resource: ["arn:aws:s3:::databox-p-data-1", "arn:aws:s3:::databox-p-data-1/*"],
      Condition: { ArnEquals: { "aws:PrincipalArn": [READER] } },
    });
    expect(all.get("Write")?.Action).toEqual([
      "s3:AbortMultipartUpload",
      "s3:ListMultipartUploadParts",
      "s3:PutObject",
    ]);
    expect(
      bucket({ lock: { mode: "COMPLIANCE", days: 7 } }).only("aws_s3_bucket_object_lock_configuration"),
    ).toMatchObject({ rule: { default_retention: { mode: "COMPLIANCE", days: 7 } } });
  });

  it("has room for fifty readers of the longest names", () => {
    const readers = Array.from({ length: 50 }, (_, index) =>
      role(
        String(200_000_000_000 + index),
        `databox/${"p".repeat(24)}/${"t".repeat(20)}/databox-${"p".repeat(24)}-${"t".repeat(20)}-compute`,
      ),
    );
    expect(() => bucket({ readers })).not.toThrow();
  });

  it.each(["ab", "Upper-case", "under_score", "-begins", "ends-", "xn--name", "name-s3alias", "a".repeat(64)])(
    "refuses the name %s",
    (bucketName) => {
      expect(() => bucket({ bucketName })).toThrow(
        `"${bucketName}" is no bucket name: 3 to 63 lower-case letters, digits and hyphens, and none of AWS's reserved prefixes and suffixes`,
      );
    },
  );

  it("refuses to bind everybody by an empty exception", () => {
    expect(() => bucket({ administrators: [] })).toThrow(
      "bucket databox-p-data-1 names no administrators; name at least one role, or nobody could mend its policy",
    );
    expect(() => bucket({ deployRoleArns: [] })).toThrow(
      "bucket databox-p-data-1 names no deployRoleArns; name at least one role",
    );
  });

  it("refuses to be readable through nothing", () => {
    expect(() => bucket({ readableThrough: [] })).toThrow(
      "bucket databox-p-data-1 names no endpoint: without one nobody could ever read it; name the box's own",
    );
  });
});

describe("the audit trail", () => {
  const resources = build((stack) => {
    const auditTrail = new AuditTrail(stack, "audit", {
      bucketName: "databox-p-audit-1",
      keyArn: "arn:key",
      accounts: [HOSPITAL, "222222222222"],
      shipperRolePattern: "arn:aws:iam::*:role/databox/p/*-shipper",
      readableThrough: ["vpce-1"],
      administrators: [ADMIN],
      deployRoleArns: [DEPLOY],
    });
    new BoxLogs(stack, "logs", { name: "p-lab", vpcId: "vpc-1", auditTrail });
    new AccountTrail(stack, "trail", { name: "p", auditTrail, keyArn: "arn:key", bucketArns: ["arn:aws:s3:::b"] });
    new LogShipping(stack, "shipping", {
      name: "databox-p-lab",
      region: "eu-west-1",
      account: "222222222222",
      rolePath: "/databox/p/lab/",
      permissionsBoundaryArn: "arn:boundary",
      logGroupName: "/databox/p/lab/vpn",
      auditTrail,
      keyArn: "arn:key",
    });
  });
  const policy = statements(resources.only("aws_s3_bucket_policy"));

  it("is locked for a year, and read by administrators through the endpoint only", () => {
    expect(resources.only("aws_s3_bucket_object_lock_configuration")).toMatchObject({
      rule: { default_retention: { mode: "GOVERNANCE", days: 365 } },
    });
    expect(policy.get("ReadObjectsOnlyThroughTheEndpoint")?.Condition).toEqual({
      StringNotEquals: { "aws:SourceVpce": ["vpce-1"] },
    });
    expect(policy.get("Read")?.Condition).toEqual({ ArnEquals: { "aws:PrincipalArn": [ADMIN] } });
  });

  it("takes records from AWS's log services for the project's accounts, and from shippers, by prefix", () => {
    expect(policy.get("WriteObjectsOnlyThroughTheEndpoint")?.Condition).toEqual({
      StringNotEquals: { "aws:SourceVpce": ["vpce-1"] },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
      ArnNotLike: { "aws:PrincipalArn": ["arn:aws:iam::*:role/databox/p/*-shipper"] },
    });
    expect(policy.get("Deliver0")).toMatchObject({
      Principal: { Service: "delivery.logs.amazonaws.com" },
      Resource: [
        "arn:aws:s3:::databox-p-audit-1/vpc-flow/AWSLogs/*",
        "arn:aws:s3:::databox-p-audit-1/dns-query/AWSLogs/*",
      ],
      Condition: {
        StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": [HOSPITAL, "222222222222"] },
      },
    });
    expect(policy.get("Deliver1")?.Resource).toEqual(["arn:aws:s3:::databox-p-audit-1/cloudtrail/AWSLogs/*"]);
    expect(policy.get("Ship2")).toMatchObject({
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::databox-p-audit-1/vpn/*",
      Principal: accountPrincipal([HOSPITAL, "222222222222"]),
    });
  });

  it("records every flow, every query, every call and every object", () => {
    expect(resources.only("aws_flow_log")).toMatchObject({
      traffic_type: "ALL",
      max_aggregation_interval: 60,
      log_destination: "arn:aws:s3:::databox-p-audit-1/vpc-flow/",
      log_destination_type: "s3",
    });
    expect(resources.only("aws_route53_resolver_query_log_config")).toMatchObject({
      destination_arn: "arn:aws:s3:::databox-p-audit-1/dns-query/",
    });
    expect(resources.only("aws_cloudtrail")).toMatchObject({
      is_multi_region_trail: true,
      enable_log_file_validation: true,
      kms_key_id: "arn:key",
      s3_key_prefix: "cloudtrail",
    });
    expect(resources.only("aws_cloudtrail")["advanced_event_selector"]).toEqual([
      { name: "API calls", field_selector: [{ field: "eventCategory", equals: ["Management"] }] },
      {
        name: "Objects of the stores",
        field_selector: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          { field: "resources.ARN", starts_with: ["arn:aws:s3:::b/"] },
        ],
      },
    ]);
  });

  it("ships VPN logs by roles that can add records under their own prefix, and nothing else", () => {
    expect(resources.only("aws_cloudwatch_log_group")).toMatchObject({
      name: "/databox/p/lab/vpn",
      kms_key_id: "arn:key",
      retention_in_days: 30,
    });
    const shipper = statements(resources.at("aws_iam_role_policy", "shipping/shipper-policy"));
    expect(shipper.get("AddRecords")).toMatchObject({
      Action: "s3:PutObject",
      Resource: "arn:aws:s3:::databox-p-audit-1/vpn/databox-p-lab/*",
    });
    expect([...shipper.keys()]).toEqual(["AddRecords", "FindBucket", "EncryptRecords"]);
    for (const one of resources.ofType("aws_iam_role").values()) {
      expect(one["permissions_boundary"]).toBe("arn:boundary");
      expect(statements(one, "assume_role_policy").get("ThisAccountOnly")?.Condition).toEqual({
        StringEquals: { "aws:SourceAccount": "222222222222" },
      });
    }
  });
});

describe("Guardrails", () => {
  const guardrails = (props: { bucketArns?: string[]; accountSwitches?: boolean } = {}): Resources =>
    build(
      (stack) =>
        void new Guardrails(stack, "g", {
          boundaryName: "b",
          path: "/databox/p/",
          account: HOSPITAL,
          region: "eu-west-1",
          bucketArns: ["arn:aws:s3:::b"],
          keyArns: ["arn:key"],
          secretArns: ["arn:secret"],
          volumeKeyArn: "arn:volumes",
          ...props,
        }),
    );

  it("bound every role to the project's own things, and deny what shares, opens or escalates", () => {
    const policy = statements(guardrails().only("aws_iam_policy"));
    expect([...policy.keys()]).toEqual(["Objects", "Keys", "Secrets", "Logs", "Never"]);
    expect(policy.get("Objects")?.Resource).toEqual(["arn:aws:s3:::b", "arn:aws:s3:::b/*"]);
    expect(policy.get("Never")).toMatchObject({ Effect: "Deny", Resource: "*" });
    expect(policy.get("Never")?.Action).toEqual(
      expect.arrayContaining([
        "ec2:Modify*",
        "ec2:Create*",
        "iam:*",
        "sts:*",
        "kms:CreateGrant",
        "ram:*",
        "ssm:*",
        "s3:PutReplicationConfiguration",
        "logs:PutSubscriptionFilter",
      ]),
    );
  });

  it("set every switch of the account", () => {
    const resources = guardrails();
    expect(resources.only("aws_ebs_encryption_by_default")).toMatchObject({ enabled: true });
    expect(resources.only("aws_ebs_default_kms_key")).toMatchObject({ key_arn: "arn:volumes" });
    expect(resources.only("aws_ebs_snapshot_block_public_access")).toMatchObject({ state: "block-all-sharing" });
    expect(resources.only("aws_ec2_image_block_public_access")).toMatchObject({ state: "block-new-sharing" });
    expect(resources.only("aws_ec2_instance_metadata_defaults")).toMatchObject({
      http_tokens: "required",
      http_put_response_hop_limit: 1,
    });
    expect(resources.only("aws_ec2_serial_console_access")).toMatchObject({ enabled: false });
    expect(resources.only("aws_s3_account_public_access_block")).toMatchObject({ restrict_public_buckets: true });
    expect(resources.only("aws_vpc_block_public_access_options")).toMatchObject({
      internet_gateway_block_mode: "block-bidirectional",
    });
    expect(guardrails({ accountSwitches: false }).types).toEqual(["aws_iam_policy"]);
  });

  it("refuse a boundary that is too long", () => {
    const bucketArns = Array.from({ length: 80 }, (_, index) => `arn:aws:s3:::databox-p-store-${index}`);
    expect(() => guardrails({ bucketArns })).toThrow(/a policy of 5 statements has \d+ characters, AWS takes 6144/);
    expect(() => guardrails({ bucketArns: bucketArns.slice(0, 12) })).not.toThrow();
  });
});

describe("TunnelSecret", () => {
  it("is empty, read by the gateways and put by the hospital, whatever else allows", () => {
    const resources = build(
      (stack) =>
        void new TunnelSecret(stack, "s", {
          name: "databox/p/tunnel/lab",
          keyArn: "arn:key",
          readers: [READER],
          readerAccounts: ["222222222222"],
          writers: [ADMIN],
        }),
    );
    expect(resources.types).toEqual(["aws_secretsmanager_secret", "aws_secretsmanager_secret_policy"]);
    expect(resources.only("aws_secretsmanager_secret")).toMatchObject({
      kms_key_id: "arn:key",
      recovery_window_in_days: 7,
    });
    const policy = statements(resources.only("aws_secretsmanager_secret_policy"));
    expect(policy.get("GatewaysRead")).toMatchObject({
      Effect: "Allow",
      Condition: { ArnEquals: { "aws:PrincipalArn": [READER] } },
    });
    expect(policy.get("NobodyElseReads")).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": [READER] } },
    });
    expect(policy.get("OnlyTheHospitalPuts")).toMatchObject({
      Effect: "Deny",
      Principal: "*",
      Condition: { ArnNotEquals: { "aws:PrincipalArn": [ADMIN] } },
    });
  });
});
