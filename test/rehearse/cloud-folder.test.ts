import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { databoxIn, type Outcome } from "../cli/databox";
import { judgedBy } from "../second-opinion";
import { engineJudge } from "./scratch-cloud";

interface Run {
  readonly code: number;
  readonly output: string;
}

judgedBy("a cloud in a folder, with Terraform in a shell", engineJudge(), (engine) => {
  let scratch: string;
  let exported: Record<string, string>;
  const databox = (...args: string[]): Promise<Outcome> => databoxIn(scratch)(...args);

  const terraform = (...words: string[]): Promise<Run> =>
    new Promise((resolve) => {
      const options = { cwd: join(scratch, "work"), env: { PATH: process.env["PATH"], HOME: scratch, ...exported } };
      execFile(engine().path, [...words, "-no-color"], options, (error, stdout, stderr) => {
        resolve({
          code: typeof error?.code === "number" ? error.code : error === null ? 0 : 1,
          output: stdout + stderr,
        });
      });
    });

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), "databox-cloud-"));
    mkdirSync(join(scratch, "work"));
    writeFileSync(
      join(scratch, "work", "main.tf"),
      `provider "aws" { region = "eu-west-1" }
provider "aws" {
  alias  = "company"
  region = "eu-west-1"
  assume_role { role_arn = "arn:aws:iam::222222222222:role/Deploy" }
}
resource "aws_vpc" "main" {
  cidr_block = "10.0.0.0/16"
  tags       = { Name = "main" }
}
resource "aws_subnet" "a" {
  vpc_id     = aws_vpc.main.id
  cidr_block = "10.0.1.0/24"
}
resource "aws_s3_bucket" "data" { bucket = "databox-by-hand" }
resource "aws_s3_bucket" "theirs" {
  provider = aws.company
  bucket   = "databox-of-the-company"
}
`,
    );
    const { code, out } = await databoxIn(scratch, { keepPaths: true })("cloud", "--mirror", "cloud");
    expect(code).toBe(0);
    exported = Object.fromEntries(
      [...out.matchAll(/^export (\w+)='?(.*?)'?$/gm)].map(([, name = "", value = ""]) => [name, value]),
    );
    expect(Object.keys(exported)).toEqual(["TF_CLI_CONFIG_FILE", "CHECKPOINT_DISABLE"]);
  }, 900_000);
  afterAll(() => rmSync(scratch, { recursive: true, force: true }));

  it("plans, applies, shows, drifts and destroys", async () => {
    expect(await terraform("init")).toMatchObject({ code: 0 });
    const applied = await terraform("apply", "-auto-approve");
    expect(applied.output).toContain("Resources: 4 added, 0 changed, 0 destroyed");
    expect(await terraform("plan", "-detailed-exitcode")).toMatchObject({ code: 0 });

    const { out } = await databox("cloud", "inspect", "--cloud", "cloud");
    expect(out).toMatch(/account 222222222222, eu-west-1\n {2}aws_s3_bucket databox-of-the-company/);
    expect(out).toMatch(/vpc-[0-9a-f]{17} {2}10\.0\.0\.0\/16 {2}main\n {4}subnet-[0-9a-f]{17} {2}10\.0\.1\.0\/24/);
    const [vpc = ""] = /vpc-[0-9a-f]{17}/.exec(out) ?? [];

    const tampered = await databox("cloud", "tamper", vpc, "--set", "enable_dns_support=false", "--cloud", "cloud");
    expect(tampered).toEqual({
      code: 0,
      out: `aws_vpc ${vpc}: enable_dns_support was true, is false\n`,
      err: "",
    });
    const drifted = await terraform("plan", "-detailed-exitcode");
    expect(drifted.code).toBe(2);
    expect(drifted.output).toContain("~ enable_dns_support                   = false -> true");

    expect(await databox("cloud", "tamper", "databox-by-hand", "--delete", "--cloud", "cloud")).toMatchObject({
      code: 0,
    });
    expect((await terraform("plan")).output).toContain("# aws_s3_bucket.data will be created");
    expect((await terraform("apply", "-auto-approve")).output).toContain("1 added, 1 changed, 0 destroyed");

    expect((await terraform("destroy", "-auto-approve")).output).toContain("4 destroyed");
    expect((await databox("cloud", "inspect", "--cloud", "cloud")).out).toBe("the cloud is empty\n");
  }, 900_000);

  it("refuses what cannot be tampered with, and keeps the cloud as it is", async () => {
    const file = join(scratch, "cloud", "cloud.json");
    const before = readFileSync(file, "utf8");
    expect((await databox("cloud", "tamper", "vpc-none", "--delete", "--cloud", "cloud")).code).toBe(1);
    expect((await databox("cloud", "tamper", "vpc-none", "--cloud", "cloud")).err).toContain(
      "say what to change: --set attribute=value, or --delete",
    );
    expect((await databox("cloud", "inspect", "--cloud", "nowhere")).err).toContain("there is no cloud in nowhere");
    expect(readFileSync(file, "utf8")).toBe(before);
  });
});
