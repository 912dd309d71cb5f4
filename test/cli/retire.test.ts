import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { typesOf } from "../../src/rehearse/rehearsal";
import { engineJudge, ScratchCloud } from "../rehearse/scratch-cloud";
import { judgedBy } from "../second-opinion";
import { databoxIn, TRIAL, type Outcome } from "./databox";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "databox-retire-test-"));
  for (const kind of ["objects", "holds", "keys", "databases", "snapshots"])
    mkdirSync(join(cwd, "retirement", kind), { recursive: true });
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));
const databox = (...args: string[]): Promise<Outcome> => databoxIn(cwd)(...args);
const write = (file: string, text: string): void => writeFileSync(join(cwd, file), text);
const evidence = (file: string, value: unknown): void => write(join("retirement", file), JSON.stringify(value));

const RETIRED = TRIAL.replace(
  "dataBox:",
  `retired:
  reason: The study is over, and published.
  approvedBy: [Kim Min-ji, Park Ji-hoon]
dataBox:`,
);
const BUCKET = "databox-trial-data-111111111111";
const KEY_ARN = "arn:aws:kms:eu-west-1:111111111111:key/k1";

/** What stood before: a store, its key, and what outlives them. */
const BEFORE = {
  format_version: "1.0",
  values: {
    root_module: {
      resources: [
        { address: "aws_s3_bucket.data-box_store-data_1", type: "aws_s3_bucket", values: { id: BUCKET, tags: {} } },
        { address: "aws_kms_key.custody_data_key_1", type: "aws_kms_key", values: { id: "k1", arn: KEY_ARN } },
        { address: "aws_s3_bucket.audit-trail_bucket_1", type: "aws_s3_bucket", values: { id: "audit" } },
        { address: "aws_kms_key.custody_audit_key_1", type: "aws_kms_key", values: { id: "k2" } },
      ],
    },
  },
};
const change = (address: string, ...actions: string[]): object => ({ address, change: { actions } });
const PLAN = {
  format_version: "1.2",
  resource_changes: [
    change("aws_s3_bucket.data-box_store-data_1", "delete"),
    change("aws_kms_key.custody_data_key_1", "delete"),
    change("aws_s3_bucket.audit-trail_bucket_1", "forget"),
    change("aws_kms_key.custody_audit_key_1", "forget"),
  ],
};
const DELETED = {
  KeyMetadata: { Arn: KEY_ARN, KeyState: "PendingDeletion", DeletionDate: 1827446400, Origin: "AWS_KMS" },
};

function complete(): void {
  write("trial.yaml", RETIRED);
  evidence("before.json", BEFORE);
  evidence("plan.json", PLAN);
  evidence("after.json", { format_version: "1.0" });
  evidence(`objects/${BUCKET}.json`, { RequestCharged: null, Prefix: "" });
  write(
    `retirement/holds/${BUCKET}.txt`,
    "asked\na.dcm v1 OFF\nb.dcm v2 An error occurred (NoSuchObjectLockConfiguration) when calling\n",
  );
  evidence("keys/k1.json", DELETED);
}

describe("databox retire", () => {
  it("gives the steps in their order, and the commands of the first that is open", async () => {
    write("trial.yaml", TRIAL);
    const { code, out } = await databox("retire", "trial.yaml");
    expect(code).toBe(0);
    expect(out.split("\n").filter((line) => /^ {2}\d {2}/.test(line))).toEqual([
      "  1  open  the hospital's decision stands in the project file",
      "  2  open  all that the project has is written down",
      "  3  open  every request of an airlock is decided",
      "  4  open  no object is under a legal hold",
      "  5  open  the stores are empty, every version",
      "  6  open  the plan destroys all of it and lets go of the audit trail and locked vaults alone",
      "  7  open  nothing is left",
      "  8  open  what a locked vault still holds has a last day",
      "  9  open  the deletion of every key is scheduled",
    ]);
    expect(out).toContain("next: the hospital's decision stands in the project file");
    write("trial.yaml", RETIRED);
    expect((await databox("retire", "trial.yaml")).out).toContain(
      "terraform -chdir=cdktf.out/stacks/trial show -json > retirement/before.json",
    );
  });

  it("asks for holds, versions and keys by the names that stand in the inventory", async () => {
    write("trial.yaml", RETIRED);
    evidence("before.json", BEFORE);
    const { out } = await databox("retire", "trial.yaml", "-f", "json");
    const { complete: whole, steps } = JSON.parse(out) as {
      complete: boolean;
      steps: { id: string; open: string[]; commands: string[] }[];
    };
    expect(whole).toBe(false);
    const commandsOf = (id: string): string => steps.find((step) => step.id === id)?.commands.join("\n") ?? "";
    expect(commandsOf("holds")).toContain(`get-object-legal-hold --bucket ${BUCKET}`);
    expect(commandsOf("emptied")).toContain(`aws s3api list-object-versions --bucket ${BUCKET} --output json`);
    expect(commandsOf("keys")).toContain(`--key-id ${KEY_ARN} --output json > retirement/keys/k1.json`);
    expect(out).not.toMatch(/bucket audit|k2/);
  });

  it("writes a record of what was destroyed, by whose word, once all is shown", async () => {
    complete();
    const { code, out, err } = await databox("retire", "trial.yaml", "-o", "record.json", "--on", "2027-11-01");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toBe("record.json: 2 resources destroyed, 1 keys to be deleted, 2 resources of the audit trail kept\n");
    const text = readFileSync(join(cwd, "record.json"), "utf8");
    const sha = (file: string): string =>
      createHash("sha256")
        .update(readFileSync(join(cwd, file)))
        .digest("hex");
    expect(JSON.parse(text)).toMatchObject({
      version: 1,
      project: "trial",
      hospital: "charite",
      on: "2027-11-01",
      reason: "The study is over, and published.",
      approvedBy: ["Kim Min-ji", "Park Ji-hoon"],
      destroyed: [{ id: BUCKET }, { id: "k1", arn: KEY_ARN }],
      kept: [{ id: "audit" }, { id: "k2" }],
      keys: [{ id: "k1", state: "PendingDeletion", deletionDate: "2027-11-29T00:00:00.000Z", origin: "AWS_KMS" }],
      digests: { "project file": sha("trial.yaml"), "before.json": sha("retirement/before.json") },
    });
    await databox("retire", "trial.yaml", "-o", "again.json", "--on", "2027-11-01");
    expect(readFileSync(join(cwd, "again.json"), "utf8")).toBe(text);
  });

  const VAULT = {
    address: "aws_backup_vault.backups_vault_1",
    type: "aws_backup_vault",
    values: { id: "databox-trial" },
  };
  const point = (CalculatedLifecycle: object): object => ({ RecoveryPointArn: "arn:x", CalculatedLifecycle });
  function withVault(listing: unknown): void {
    complete();
    const { resources } = BEFORE.values.root_module;
    evidence("before.json", { ...BEFORE, values: { root_module: { resources: [...resources, VAULT] } } });
    evidence("plan.json", { ...PLAN, resource_changes: [...PLAN.resource_changes, change(VAULT.address, "forget")] });
    mkdirSync(join(cwd, "retirement", "vaults"), { recursive: true });
    if (listing !== undefined) evidence("vaults/databox-trial.json", listing);
  }

  it("records what a locked vault keeps, and until when", async () => {
    withVault({
      RecoveryPoints: [point({ DeleteAt: "2028-01-02T00:00:00+09:00" }), point({ DeleteAt: 1827446400 })],
    });
    const { code, out, err } = await databox("retire", "trial.yaml", "-o", "record.json", "--on", "2027-11-01");
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toContain("3 resources of the audit trail and the vault kept");
    expect(JSON.parse(readFileSync(join(cwd, "record.json"), "utf8"))).toMatchObject({
      kept: [{}, {}, { address: VAULT.address }],
      vaults: [{ name: "databox-trial", recoveryPoints: 2, lastDeletion: "2028-01-02T00:00:00+09:00" }],
    });
  });

  it.each<[string, unknown, string]>([
    ["a vault that was not listed", undefined, "vaults/databox-trial.json is missing"],
    ["a recovery point without an end", { RecoveryPoints: [point({})] }, "1 recovery points of databox-trial are kept"],
    ["a listing of a vault that is cut off", { RecoveryPoints: [], NextToken: "x" }, "is cut off"],
  ])("writes no record with %s", async (_, listing, why) => {
    withVault(listing);
    const { code, out } = await databox("retire", "trial.yaml", "-o", "record.json");
    expect(code).toBe(1);
    expect(out).toContain(why);
    expect(out).toContain(
      "aws backup list-recovery-points-by-backup-vault --region eu-west-1 --backup-vault-name databox-trial",
    );
  });

  describe("of a database", () => {
    const database = {
      address: "aws_rds_cluster.data-box_store-visits_1",
      type: "aws_rds_cluster",
      values: { id: "visits" },
    };
    const withDatabase = (isProtected: boolean, ...snapshots: string[]): void => {
      complete();
      evidence("before.json", {
        ...BEFORE,
        values: { root_module: { resources: [...BEFORE.values.root_module.resources, database] } },
      });
      evidence("plan.json", { resource_changes: [...PLAN.resource_changes, change(database.address, "delete")] });
      evidence("databases/visits.json", { DBClusters: [{ DeletionProtection: isProtected }] });
      evidence("snapshots/visits.json", {
        DBClusterSnapshots: snapshots.map((id) => ({ DBClusterSnapshotIdentifier: id })),
      });
    };

    it("writes a record once AWS lets go of it and no snapshot is left", async () => {
      withDatabase(false);
      expect((await databox("retire", "trial.yaml", "-o", "record.json")).code).toBe(0);
    });

    it("gives the commands that take its protection away before the plan, and its last snapshot after", async () => {
      withDatabase(true);
      const { out } = await databox("retire", "trial.yaml", "-f", "json");
      const { steps } = JSON.parse(out) as { steps: { id: string; commands: string[] }[] };
      const first = (id: string): string => steps.find((step) => step.id === id)?.commands.join("\n") ?? "";
      expect(first("plan")).toMatch(
        /^aws rds modify-db-cluster --region eu-west-1 --db-cluster-identifier visits --no-deletion-protection/,
      );
      expect(first("destroyed")).toContain("--db-cluster-snapshot-identifier visits-final");
    });

    it.each<[string, () => void, string]>([
      ["it is protected", () => withDatabase(true), "database visits is still protected from its end"],
      [
        "a snapshot is left",
        () => withDatabase(false, "visits-final"),
        "snapshot visits-final of visits is still there",
      ],
      [
        "nobody looked for snapshots",
        () => {
          withDatabase(false);
          rmSync(join(cwd, "retirement/snapshots/visits.json"));
        },
        "snapshots/visits.json is missing",
      ],
    ])("writes no record while %s", async (_, spoil, why) => {
      spoil();
      const { code, out } = await databox("retire", "trial.yaml", "-o", "record.json");
      expect(code).toBe(1);
      expect(out).toContain(why);
    });
  });

  const left = (...addresses: string[]): object => ({
    format_version: "1.0",
    values: { root_module: { resources: addresses.map((address) => ({ address, type: "x", values: {} })) } },
  });
  it.each<[string, () => void, string]>([
    ["an object under a hold", () => write(`retirement/holds/${BUCKET}.txt`, "asked\na.dcm v1 ON\n"), "a.dcm v1 ON"],
    [
      "holds that could not be asked for",
      () => write(`retirement/holds/${BUCKET}.txt`, "asked\nAn error occurred (AccessDenied) when calling\n"),
      "AccessDenied",
    ],
    [
      "holds of a bucket that were not asked for",
      () => rmSync(join(cwd, `retirement/holds/${BUCKET}.txt`)),
      "is missing",
    ],
    [
      "versions that are left",
      () => evidence(`objects/${BUCKET}.json`, { Versions: [{}], DeleteMarkers: [{}, {}] }),
      "still has 3 versions",
    ],
    ["a listing that is cut off", () => evidence(`objects/${BUCKET}.json`, { IsTruncated: true }), "and more versions"],
    [
      "a plan that forgets a store",
      () => evidence("plan.json", { resource_changes: [change("aws_s3_bucket.data-box_store-data_1", "forget")] }),
      "expected delete, planned is forget",
    ],
    [
      "a plan that destroys the audit trail",
      () => evidence("plan.json", JSON.parse(JSON.stringify(PLAN).replaceAll("forget", "delete"))),
      "expected forget, planned is delete",
    ],
    [
      "a plan that makes something",
      () =>
        evidence("plan.json", { resource_changes: [...PLAN.resource_changes, change("aws_instance.new", "create")] }),
      "not in before.json, planned is create",
    ],
    [
      "a resource that is still there",
      () => evidence("after.json", left("aws_instance.forgotten")),
      "aws_instance.forgotten is still there",
    ],
    [
      "a key that is not to be deleted",
      () => evidence("keys/k1.json", { KeyMetadata: { Arn: KEY_ARN, KeyState: "Disabled" } }),
      "key k1 is Disabled",
    ],
    [
      "another key's deletion",
      () => evidence("keys/k1.json", { KeyMetadata: { ...DELETED.KeyMetadata, Arn: "arn:other" } }),
      "is of another key",
    ],
    ["an inventory of another project", () => evidence("before.json", left("aws_instance.x")), `no bucket ${BUCKET}`],
    ["a project file without the decision", () => write("trial.yaml", TRIAL), "has no retired"],
  ])("writes no record with %s", async (_, spoil, why) => {
    complete();
    spoil();
    const { code, out, err } = await databox("retire", "trial.yaml", "-o", "record.json");
    expect(code).toBe(1);
    expect(out).toContain(why);
    expect(err).toContain("no record was written: ");
    expect(existsSync(join(cwd, "record.json"))).toBe(false);
  });

  it.each([
    ["before.json", "no", "retirement/before.json: no JSON; expected what terraform show -json prints of a state"],
    [
      "before.json",
      JSON.stringify(PLAN),
      "retirement/before.json: expected what terraform show -json prints of a state",
    ],
    ["plan.json", "{}", "retirement/plan.json: expected what terraform show -json prints of a plan"],
    ["keys/k1.json", "{}", "retirement/keys/k1.json: expected what aws kms describe-key --output json prints"],
    [
      `objects/${BUCKET}.json`,
      '{"KeyMetadata":{}}',
      `retirement/objects/${BUCKET}.json: expected what aws s3api list-object-versions --output json prints`,
    ],
  ])("says which file is not what its name says: %s", async (file, text, message) => {
    complete();
    write(join("retirement", file), text);
    expect(await databox("retire", "trial.yaml")).toEqual({ code: 1, out: "", err: `databox: ${message}\n` });
  });

  it.each([
    ["approvedBy: [Kim Min-ji]", "name two people who approved the end"],
    ["approvedBy: [Kim Min-ji, kim min-ji]", "these are not distinct people"],
    ["approvedBy: [K, Park Ji-hoon]", "name a person"],
  ])("refuses %s", async (line, why) => {
    write("trial.yaml", RETIRED.replace("approvedBy: [Kim Min-ji, Park Ji-hoon]", line));
    const { code, err } = await databox("verify", "trial.yaml");
    expect(code).toBe(1);
    expect(err).toContain("trial.yaml:6:");
    expect(err).toContain(why);
    write("trial.yaml", RETIRED.replace("The study is over, and published.", "over"));
    expect((await databox("verify", "trial.yaml")).err).toContain("trial.yaml:5:11: retired.reason: say in a sentence");
  });
});

describe("the verdict on a project that is over", () => {
  it("is unproven: nobody sees what a stack lets go of", async () => {
    write("trial.yaml", RETIRED);
    const { code, out } = await databox("verify", "trial.yaml");
    expect(code).toBe(3);
    expect(out).toContain("a removed block lets a resource go on unseen");
  });
});

judgedBy("a project that is over", engineJudge(), (engine) => {
  it("has no life to rehearse", async () => {
    write("trial.yaml", RETIRED);
    expect(await databox("check", "trial.yaml")).toMatchObject({
      code: 1,
      err: expect.stringContaining("trial is over (retired), and its stack destroys it") as string,
    });
  });

  it("is destroyed by its stack, and its audit trail stays as it was", async () => {
    const stack = (): string => readFileSync(join(cwd, "cdktf.out/stacks/trial/cdk.tf.json"), "utf8");
    write("trial.yaml", TRIAL);
    await databox("synth", "trial.yaml");
    const running = stack();
    write("trial.yaml", RETIRED);
    expect((await databox("synth", "trial.yaml")).code).toBe(0);
    const cloud = await ScratchCloud.open(engine(), typesOf([running]));
    const show = async (...what: string[]): Promise<unknown> =>
      JSON.parse((await cloud.workspace.run(["show", "-json", ...what])).stdout) as unknown;
    try {
      cloud.workspace.write(running.replace(/"backend": \{[^]*?\n {4}\},\n/, ""));
      expect((await cloud.workspace.run(["init", "-input=false", "-no-color"])).code).toBe(0);
      expect((await cloud.workspace.run(["apply", "-auto-approve", "-json"])).code).toBe(0);
      evidence("before.json", await show());
      const audit = cloud.store.all().filter(({ values }) => JSON.stringify(values["tags"] ?? "").includes("audit"));
      cloud.workspace.write(stack());
      expect(
        (await cloud.workspace.run(["plan", "-json", "-out=p"])).diagnostics.filter(
          ({ severity }) => severity === "error",
        ),
      ).toEqual([]);
      evidence("plan.json", await show("p"));
      expect((await cloud.workspace.run(["apply", "-json", "p"])).code).toBe(0);
      evidence("after.json", await show());
      const { steps } = JSON.parse((await databox("retire", "trial.yaml", "-f", "json")).out) as {
        steps: { id: string; open: string[] }[];
      };
      const openOf = (id: string): string[] | undefined => steps.find((step) => step.id === id)?.open;
      expect([openOf("inventory"), openOf("plan"), openOf("destroyed")]).toEqual([[], [], []]);
      expect(openOf("keys")?.length).toBe(4);
      const types = new Set(cloud.store.all().map(({ type }) => type));
      expect([...types].sort()).toEqual([
        "aws_cloudtrail",
        "aws_kms_alias",
        "aws_kms_key",
        ...[...types].filter((type) => type.startsWith("aws_s3_bucket")).sort(),
      ]);
      for (const one of audit) expect(cloud.store.all()).toContainEqual(one);
      expect(cloud.store.ofType("aws_kms_key").filter(({ values }) => values["is_enabled"] === true)).toHaveLength(1);
      expect(cloud.store.ofType("aws_s3_bucket").map(({ id }) => id)).toEqual(["databox-trial-audit-111111111111"]);
    } finally {
      await cloud.close();
    }
  });
});
