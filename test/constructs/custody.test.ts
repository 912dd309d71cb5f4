import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { BoxKey, type BoxKeyProps } from "../../constructs/box-key";
import { KeyExpiryAlarm } from "../../constructs/key-expiry-alarm";
import { synthesized, type Resource, type Resources } from "../resources";

const HOSPITAL = "111111111111";
const role = (name: string, account = HOSPITAL): string => `arn:aws:iam::${account}:role/${name}`;
const READER = role("Reader", "222222222222");
const DIGEST = "a".repeat(96);

const build = (props: Partial<BoxKeyProps>, alarm = false): Resources =>
  synthesized((stack) => {
    new AwsProvider(stack, "aws", { region: "eu-west-1" });
    const key = new BoxKey(stack, "key", {
      alias: "p/data",
      description: "d",
      account: HOSPITAL,
      administrators: [role("Admin")],
      custodianRoleArn: role("Custodian"),
      deployRoleArns: [role("Deploy")],
      ...props,
    });
    if (alarm) new KeyExpiryAlarm(stack, "alarm", { key, name: "expiry", warnDays: 45, topicArns: ["arn:topic"] });
  });

interface Statement {
  readonly Sid: string;
}
const policyOf = (key: Resource): Map<string, Statement> =>
  new Map((JSON.parse(key["policy"] as string) as { Statement: Statement[] }).Statement.map((one) => [one.Sid, one]));

describe("BoxKey", () => {
  it("of imported material is made without any, and administrators alone import, with an expiry", () => {
    const resources = build({ origin: { kind: "imported" } });
    const key = resources.only("aws_kms_external_key");
    expect(key).toMatchObject({
      deletion_window_in_days: 30,
      multi_region: false,
      lifecycle: { prevent_destroy: true, ignore_changes: ["valid_to"] },
    });
    for (const attribute of ["key_material_base64", "valid_to", "enabled", "enable_key_rotation"])
      expect(key).not.toHaveProperty(attribute);
    const policy = policyOf(key);
    expect(policy.get("AdministratorsImport")).toEqual({
      Sid: "AdministratorsImport",
      Effect: "Allow",
      Principal: { AWS: [`arn:aws:iam::${HOSPITAL}:root`] },
      Action: ["kms:ImportKeyMaterial"],
      Resource: "*",
      Condition: {
        ArnEquals: { "aws:PrincipalArn": [role("Admin")] },
        StringEquals: { "kms:ExpirationModel": "KEY_MATERIAL_EXPIRES" },
      },
    });
    expect(policy.get("HospitalGoverns")).toMatchObject({
      Action: expect.arrayContaining(["kms:DeleteImportedKeyMaterial"]) as unknown,
    });
    expect(policy.get("DeployRolesNeverRePolicy")).toMatchObject({
      Action: expect.arrayContaining(["kms:ImportKeyMaterial", "kms:DeleteImportedKeyMaterial"]) as unknown,
    });
    expect(resources.only("aws_kms_alias")["target_key_id"]).toMatch(/^\$\{aws_kms_external_key\.\w+\.id\}$/);
  });

  it("of a key store is not rotated, and names the external key where there is one", () => {
    const keyStoreId = "cks-0123456789abcdef0";
    const hsm = build({ origin: { kind: "hsm", keyStoreId } }).only("aws_kms_key");
    expect(hsm).toMatchObject({ custom_key_store_id: keyStoreId, enable_key_rotation: false });
    expect(hsm).not.toHaveProperty("rotation_period_in_days");
    expect(hsm).not.toHaveProperty("xks_key_id");
    expect(
      build({ origin: { kind: "external", keyStoreId, externalKeyId: "x-data" } }).only("aws_kms_key"),
    ).toMatchObject({ custom_key_store_id: keyStoreId, xks_key_id: "x-data", enable_key_rotation: false });
  });

  it("has the same users, through the same services, whatever its origin", () => {
    const usages = [{ kind: "store", region: "eu-west-1", bucketArns: ["arn:b"], readers: [READER] }] as const;
    const [kms, imported, hsm] = (
      [undefined, { kind: "imported" }, { kind: "hsm", keyStoreId: "cks-0123456789abcdef0" }] as const
    ).map((origin) => {
      const resources = build({ origin, usages });
      return policyOf(resources.only(origin?.kind === "imported" ? "aws_kms_external_key" : "aws_kms_key"));
    });
    expect(kms?.get("ReadStores")).toMatchObject({
      Condition: { StringEquals: { "kms:ViaService": "s3.eu-west-1.amazonaws.com" } },
    });
    for (const sid of ["ReadStores", "GovernorsNeverUse", "DeployRolesNeverUse", "DeployRolesLook"]) {
      expect(kms?.get(sid)).toBeDefined();
      expect(imported?.get(sid)).toEqual(kms?.get(sid));
      expect(hsm?.get(sid)).toEqual(kms?.get(sid));
    }
  });

  it("for enclaves decrypts for measured images only, whoever asks and whatever was granted", () => {
    const images = [{ pcr0: DIGEST, pcr8: "b".repeat(96) }, { pcr0: "c".repeat(96) }];
    const policy = policyOf(
      build({ usages: [{ kind: "enclave", readers: [READER], writers: [role("Loader")], images }] }).only(
        "aws_kms_key",
      ),
    );
    expect(policy.get("UseInEnclave0")).toMatchObject({
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Condition: {
        ArnEquals: { "aws:PrincipalArn": [READER] },
        StringEqualsIgnoreCase: {
          "kms:RecipientAttestation:ImageSha384": DIGEST,
          "kms:RecipientAttestation:PCR8": "b".repeat(96),
        },
      },
    });
    expect(policy.get("EncryptForEnclaves")).toMatchObject({ Action: ["kms:Encrypt", "kms:GenerateDataKey"] });
    expect(policy.get("NobodyDecryptsOutsideOfEnclaves")).toEqual({
      Sid: "NobodyDecryptsOutsideOfEnclaves",
      Effect: "Deny",
      Principal: "*",
      Action: ["kms:CreateGrant", "kms:Decrypt", "kms:ReEncrypt*"],
      Resource: "*",
      Condition: {
        StringNotEqualsIgnoreCase: { "kms:RecipientAttestation:ImageSha384": images.map(({ pcr0 }) => pcr0) },
      },
    });
  });
});

it("KeyExpiryAlarm goes off before imported material expires, and where there is none", () => {
  expect(build({ origin: { kind: "imported" } }, true).only("aws_cloudwatch_metric_alarm")).toMatchObject({
    namespace: "AWS/KMS",
    metric_name: "SecondsUntilKeyMaterialExpiration",
    dimensions: { KeyId: expect.stringMatching(/^\$\{aws_kms_external_key\.\w+\.id\}$/) as string },
    statistic: "Minimum",
    comparison_operator: "LessThanThreshold",
    threshold: 45 * 86_400,
    treat_missing_data: "breaching",
    alarm_actions: ["arn:topic"],
    ok_actions: ["arn:topic"],
  });
});
