import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadProject, type Project } from "../../src/project";
import { EXAMPLES, exampleProject, filesIn, ROOT, stackOf, synthesizedFiles, type StackJson } from "./example-projects";

const RAMA9 = join(ROOT, "projects", "rama9-pilot.yaml");
const scratch = mkdtempSync(join(tmpdir(), "databox-determinism-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Runs the command itself, in a folder and with surroundings of its own. */
function synthInProcess(name: string, cwd: string, env: Record<string, string>): Map<string, string> {
  const out = join(scratch, name);
  execFileSync(process.execPath, [join(ROOT, "bin", "databox.mjs"), "synth", RAMA9, "-o", out], {
    cwd,
    env: { ...process.env, ...env },
  });
  return filesIn(out);
}

function project(tenants: readonly string[]): Project {
  const file = join(scratch, "generated.yaml");
  writeFileSync(
    file,
    [
      "apiVersion: databox/v1",
      "project: many",
      "region: eu-west-1",
      'dataBox: { hospital: charite, account: "111111111111" }',
      "researchBoxes:",
      ...tenants.map((tenant) => `  - { tenant: ${tenant}, account: "${accountOf(tenant)}", desktops: { count: 1 } }`),
    ].join("\n"),
  );
  const result = loadProject(file);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  // A collision would move a box, and says so; the tests below are about all others.
  expect(result.warnings).toEqual([]);
  return result.project;
}

const accountOf = (tenant: string): string =>
  String(200_000_000_000 + ([...tenant].reduce((sum, c) => sum * 31 + c.charCodeAt(0), 7) % 1e9));

/** Resources by construct path, as text. */
function byPath(stack: StackJson): Map<string, string> {
  return new Map(
    Object.entries(stack.resource).flatMap(([type, named]) =>
      Object.values(named).map((resource) => {
        const { metadata } = resource["//"] as { metadata: { path: string } };
        return [`${type} ${metadata.path}`, JSON.stringify(resource)] as const;
      }),
    ),
  );
}

describe("synthesis", () => {
  it("gives the same bytes twice, in another folder, in another place of the world", () => {
    const first = synthInProcess("first", ROOT, {});
    const second = synthInProcess("second", scratch, { TZ: "Asia/Bangkok", LANG: "th_TH.UTF-8", HOME: scratch });
    expect([...second.keys()]).toEqual([...first.keys()]);
    for (const [file, content] of first) expect(second.get(file) === content).toBe(true);
    expect([...first.values()].join("")).not.toContain(scratch);
  });

  it.each(EXAMPLES)("of %s holds nothing of this machine", (file) => {
    for (const content of synthesizedFiles([exampleProject(file)]).values()) {
      expect(content).not.toContain(ROOT);
      expect(content).not.toContain(tmpdir());
    }
  });
});

describe("a tenant who comes or goes", () => {
  const tenants = ["alpha", "bravo", "charlie", "delta"];
  const before = byPath(stackOf(project(tenants)));

  it.each([
    ["is added last", [...tenants, "echo"], "echo"],
    ["is added first", ["echo", ...tenants], "echo"],
    ["leaves", tenants.filter((tenant) => tenant !== "bravo"), "bravo"],
  ])("%s changes no line of another tenant's resources", (_what, after, moved) => {
    const now = byPath(stackOf(project(after)));
    const changed = [...new Set([...before.keys(), ...now.keys()])].filter(
      (path) => before.get(path) !== now.get(path),
    );
    const others = changed.filter((path) => !path.includes(moved) && !path.includes(accountOf(moved)));
    // What the boxes share is the hospital's: who may read it, and where its gateways route.
    expect(others.map((path) => path.replace("many/", "")).sort()).toEqual(
      [
        "aws_kms_key custody/audit/key",
        "aws_kms_key custody/data/key",
        "aws_kms_key custody/secrets/key",
        "aws_route_table data-box/network/routes-gateway-0",
        "aws_s3_bucket_policy audit-trail/bucket/policy",
        "aws_s3_bucket_policy data-box/store-data/policy",
        "aws_vpc_endpoint data-box/endpoints/s3",
      ].sort(),
    );
  });

  it("is one of fifty without touching the other forty-nine", () => {
    const many = Array.from({ length: 49 }, (_, index) => `lab-${index + 1}`);
    const small = byPath(stackOf(project(many)));
    const large = byPath(stackOf(project([...many, "lab-50"])));
    const changed = [...small.keys()].filter((path) => small.get(path) !== large.get(path));
    expect(
      changed.filter((path) => /research-box-|tunnel-|logs-lab|log-shipping-lab|guardrails|account-trail/.test(path)),
    ).toEqual([]);
  });
});
