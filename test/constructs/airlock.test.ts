import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { ExportAirlock, type ExportAirlockProps } from "../../constructs/export-airlock";
import { ImportAirlock } from "../../constructs/import-airlock";
import { synthesized, type Resources } from "../resources";

const role = (account: string, name: string): string => `arn:aws:iam::${account}:role/${name}`;
const [HOSPITAL, TENANT] = ["111111111111", "222222222222"];
const BOX = role(TENANT, "box");
const REVIEWER = role(HOSPITAL, "Reviewer");
const SECOND = role(HOSPITAL, "Second");
const COPIER = role(HOSPITAL, "Copier");
const REQUESTER = role(TENANT, "Requester");
const UPLOADER = role(TENANT, "Uploader");
const SCANNER = role(HOSPITAL, "Scanner");

interface Statement {
  readonly Sid: string;
  readonly Effect: string;
  readonly Action: string | string[];
  readonly Resource?: string | string[];
  readonly NotResource?: string | string[];
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const common = {
  keyArn: "arn:aws:kms:eu-west-1:111111111111:key/k",
  readableThrough: ["vpce-1"],
  boxRoleArn: BOX,
  administrators: [role(HOSPITAL, "Admin")],
  deployRoleArns: [role(HOSPITAL, "Deploy")],
  reviewers: [REVIEWER],
};

const exported = (more: Partial<ExportAirlockProps> = {}): Resources =>
  synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    new ExportAirlock(stack, "export", {
      ...common,
      outboxName: "outbox",
      releasedName: "released",
      requesters: [REQUESTER],
      copierRoleArn: COPIER,
      types: ["csv", "tar.gz"],
      availableDays: 9,
      lock: { mode: "GOVERNANCE", days: 400 },
      ...more,
    });
  });

const imported = (): Resources =>
  synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    new ImportAirlock(stack, "import", {
      ...common,
      quarantineName: "quarantine",
      inboxName: "inbox",
      uploaders: [UPLOADER],
      scannerRoleArn: SCANNER,
      types: ["whl"],
    });
  });

const policy = (resources: Resources, path: string): Map<string, Statement> => {
  const { Statement: all } = JSON.parse(resources.at("aws_s3_bucket_policy", `${path}/policy`)["policy"] as string) as {
    Statement: Statement[];
  };
  return new Map(all.map((one) => [one.Sid, one]));
};
const except = (...arns: string[]): object => ({ ArnNotEquals: { "aws:PrincipalArn": arns } });

describe("the outbox", () => {
  it("takes files of the named types from the box, in one piece, and no copies that S3 makes", () => {
    const outbox = policy(exported(), "export/outbox");
    expect(outbox.get("OnlyTheBoxPuts")).toMatchObject({ Effect: "Deny", Condition: except(BOX) });
    expect(outbox.get("OnlyNamedTypes")).toMatchObject({
      Effect: "Deny",
      NotResource: ["arn:aws:s3:::outbox/requests/*.csv", "arn:aws:s3:::outbox/requests/*.tar.gz"],
    });
    expect(outbox.get("NoCopies")?.Condition).toEqual({ Null: { "s3:x-amz-copy-source": "false" } });
    expect(outbox.get("InOnePiece")?.Condition).toEqual({ Bool: { "s3:ObjectCreationOperation": "false" } });
  });

  it("is read by the hospital, and by the copier where a reviewer approved and nobody said that it is source data", () => {
    const outbox = policy(exported(), "export/outbox");
    expect(outbox.get("OnlyTheHospitalReads")?.Condition).toEqual(except(REVIEWER, COPIER));
    const isCopier = { ArnEquals: { "aws:PrincipalArn": [COPIER] } };
    expect(outbox.get("CopierReadsApproved")).toMatchObject({
      Effect: "Deny",
      Condition: { ...isCopier, StringNotEquals: { "s3:ExistingObjectTag/databox-review": "approved" } },
    });
    expect(outbox.get("CopierReadsNoSource")?.Condition).toEqual({
      ...isCopier,
      StringEquals: { "s3:ExistingObjectTag/databox-class": "source" },
    });
    expect(outbox.has("CopierReadsTwiceApproved")).toBe(false);
  });

  it("has versions tagged by reviewers only, with a reason, and never without naming the version", () => {
    const outbox = policy(exported(), "export/outbox");
    expect(outbox.get("OnlyReviewersTag")).toMatchObject({
      Action: ["s3:PutObjectVersionTagging"],
      Condition: except(REVIEWER),
    });
    expect(outbox.get("WithAReason")?.Condition).toEqual({
      StringNotLike: { "s3:RequestObjectTag/databox-reason": "??????????*" },
    });
    expect(outbox.get("TagsOfNamedVersions")).toMatchObject({ Effect: "Deny" });
    expect(outbox.get("TagsOfNamedVersions")).not.toHaveProperty("Condition");
  });

  it("needs a second word that the first reviewer cannot give, and that comes after the first", () => {
    const outbox = policy(exported({ secondReviewers: [SECOND] }), "export/outbox");
    expect(outbox.get("CopierReadsTwiceApproved")?.Condition).toMatchObject({
      StringNotEquals: { "s3:ExistingObjectTag/databox-second-review": "approved" },
    });
    expect(outbox.get("SecondWordIsTheSecondReviewers")?.Condition).toEqual({
      ...except(SECOND),
      Null: { "s3:RequestObjectTag/databox-second-review": "false" },
    });
    expect(outbox.get("SecondAfterTheFirst")?.Condition).toEqual({
      ArnEquals: { "aws:PrincipalArn": [SECOND] },
      StringNotEquals: { "s3:ExistingObjectTag/databox-review": "approved" },
    });
  });

  it("keeps what was asked for as long as it is told", () => {
    expect(exported().at("aws_s3_bucket_object_lock_configuration", "export/outbox/object-lock")).toMatchObject({
      rule: { default_retention: { mode: "GOVERNANCE", days: 400 } },
    });
  });
});

describe("what was released", () => {
  it("is put by the copier, as S3's copies out of the outbox and manifests, and read by the requesters", () => {
    const released = policy(exported(), "export/released");
    expect(released.get("OnlyTheCopierPuts")?.Condition).toEqual(except(COPIER));
    expect(released.get("OnlyFromTheOutbox")).toMatchObject({
      Effect: "Deny",
      NotResource: "arn:aws:s3:::released/manifests/*",
      Condition: { StringNotLike: { "s3:x-amz-copy-source": "outbox/requests/*" } },
    });
    expect(released.get("OnlyRequestersRead")?.Condition).toEqual(except(REQUESTER));
    expect(released.get("ReadObjectsOnlyThroughTheEndpoint")?.Condition).toEqual({
      StringNotEquals: { "aws:SourceVpce": ["vpce-1"] },
      ...except(REQUESTER),
    });
    // Whoever reads from outside deletes nothing from there.
    expect(released.get("DeleteObjectsOnlyThroughTheEndpoint")?.Condition).toEqual({
      StringNotEquals: { "aws:SourceVpce": ["vpce-1"] },
    });
  });

  it("expires, and is gone a day later", () => {
    const { rule } = exported().at("aws_s3_bucket_lifecycle_configuration", "export/released/lifecycle") as {
      rule: { id: string }[];
    };
    expect(rule.find(({ id }) => id === "expiry")).toMatchObject({
      status: "Enabled",
      expiration: [{ days: 9 }],
      noncurrent_version_expiration: [{ noncurrent_days: 1 }],
    });
  });

  it("is fetched from named networks and until the last day only, where there are such", () => {
    const released = policy(exported({ networks: ["203.0.113.0/24"], until: "2027-06-30" }), "export/released");
    const isRequester = { ArnEquals: { "aws:PrincipalArn": [REQUESTER] } };
    expect(released.get("FromNamedNetworks")?.Condition).toEqual({
      ...isRequester,
      NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24"] },
    });
    expect(released.get("NothingAfterLastDay")?.Condition).toEqual({
      ...isRequester,
      DateGreaterThan: { "aws:CurrentTime": "2027-06-30T23:59:59Z" },
    });
    const anywhere = policy(exported(), "export/released");
    expect([...anywhere.keys()]).not.toEqual(expect.arrayContaining(["FromNamedNetworks"]));
    expect([...anywhere.keys()]).not.toEqual(expect.arrayContaining(["NothingAfterLastDay"]));
  });
});

it.each([
  [{ copierRoleArn: REVIEWER }, `${REVIEWER} is a reviewer and the copier of outbox`],
  [{ requesters: [REVIEWER] }, `${REVIEWER} is a requester and a reviewer of outbox`],
  [{ secondReviewers: [REVIEWER] }, `${REVIEWER} is a reviewer and a second reviewer of outbox`],
  [{ reviewers: [BOX] }, `${BOX} is the box and a reviewer of outbox`],
])("refuses one role with two duties: %j", (more, message) => {
  expect(() => exported(more)).toThrow(`${message}; give each of them a role of its own`);
});

describe("import", () => {
  it("lets uploaders put named types into the quarantine, from outside, and nobody read it before it is clean", () => {
    const quarantine = policy(imported(), "import/quarantine");
    expect(quarantine.get("OnlyUploadersPut")?.Condition).toEqual(except(UPLOADER, SCANNER));
    expect(quarantine.get("WriteObjectsOnlyThroughTheEndpoint")?.Condition).toMatchObject({
      ArnNotLike: { "aws:PrincipalArn": [UPLOADER, SCANNER] },
    });
    expect(quarantine.get("OnlyNamedTypes")?.NotResource).toEqual([
      "arn:aws:s3:::quarantine/uploads/*.whl",
      "arn:aws:s3:::quarantine/malware-protection-resource-validation-object",
    ]);
    expect(quarantine.get("OnlyScannerAndReviewersRead")?.Condition).toEqual(except(REVIEWER, SCANNER));
    expect(quarantine.get("NothingUnscannedIsRead")).toMatchObject({
      Effect: "Deny",
      Condition: {
        ...except(SCANNER),
        StringNotEquals: { "s3:ExistingObjectTag/GuardDutyMalwareScanStatus": "NO_THREATS_FOUND" },
      },
    });
    expect(quarantine.get("OnlyTheScannerTags")?.Condition).toEqual(except(SCANNER));
    expect(quarantine.get("DenyNotifying")?.Condition).toEqual(except(role(HOSPITAL, "Admin"), SCANNER));
  });

  it("fills the inbox with S3's copies out of the quarantine only, for the box only", () => {
    const inbox = policy(imported(), "import/inbox");
    expect(inbox.get("OnlyFromTheQuarantine")).toMatchObject({
      Resource: "arn:aws:s3:::inbox/*",
      Condition: { StringNotLike: { "s3:x-amz-copy-source": "quarantine/uploads/*" } },
    });
    expect(inbox.get("OnlyReviewersPut")?.Condition).toEqual(except(REVIEWER));
    expect(inbox.get("OnlyTheBoxReads")?.Condition).toEqual(except(BOX));
    expect(inbox.get("ReadObjectsOnlyThroughTheEndpoint")?.Condition).toEqual({
      StringNotEquals: { "aws:SourceVpce": ["vpce-1"] },
    });
  });

  it("has GuardDuty scan the quarantine and tag what it finds, once the policy lets it in", () => {
    expect(imported().only("aws_guardduty_malware_protection_plan")).toMatchObject({
      role: SCANNER,
      actions: [{ tagging: [{ status: "ENABLED" }] }],
      depends_on: [expect.stringContaining("aws_s3_bucket_policy.import_quarantine_policy")],
    });
  });
});
