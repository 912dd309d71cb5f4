import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Papa from "papaparse";
import { frameworks } from "../../src/compliance";
import { databoxIn, TRIAL, type Outcome } from "./databox";

let cwd: string;
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), "databox-compliance-test-"));
  writeFileSync(join(cwd, "trial.yaml"), TRIAL);
});
afterEach(() => rmSync(cwd, { recursive: true, force: true }));

const databox = (...args: string[]): Promise<Outcome> => databoxIn(cwd)(...args);

const LEAK = {
  resource: {
    aws_internet_gateway: { out: { vpc_id: "${aws_vpc.a.id}" } },
    aws_vpc: { a: { cidr_block: "10.0.0.0/16" } },
  },
};

type Row = Readonly<Record<string, string>>;
const rows = (csv: string): Row[] => {
  const { data, errors } = Papa.parse<Row>(csv, { header: true, skipEmptyLines: true });
  expect(errors).toEqual([]);
  return data;
};

describe("databox compliance", () => {
  it("tells of each control what it rests on, what is not shown, or why nothing is", async () => {
    const { code, out } = await databox("compliance", "trial.yaml", "--framework", "isms-p");
    expect(code).toBe(0);
    expect(out).toContain("trial: confined\n  trial.yaml\n");
    expect(out).toMatch(/101 controls: \d+ lacking, \d+ covered, \d+ partly covered, /);
    expect(out).toMatch(
      / {4}2\.6\.1 {2}control and divide networks\n {6}by \d+ channels and settings, in \d+ resources\n/,
    );
    expect(out).toMatch(/ {4}2\.4\.1 {2}mark protected areas\n {6}buildings, media and power/);
    expect(out).toContain("no certificate");
    expect(out).not.toContain("SATRE");
  });

  it("tells what is open first by its channel and resource, with the exit code of the verdict", async () => {
    writeFileSync(join(cwd, "leak.tf.json"), JSON.stringify(LEAK));
    const { code, out } = await databox("compliance", "leak.tf.json", "--framework", "satre");
    expect(code).toBe(2);
    expect(out.replaceAll(/\s+/g, " ")).toContain(
      "net.internet-gateway is open: aws_internet_gateway.out, internet gateway",
    );
    const sections = out.split(/\n\n(?= {2}\S)/);
    expect(sections.findIndex((section) => section.startsWith("  open\n"))).toBe(1);
    expect(
      sections.filter((section) => section.includes("\n    2.2.11  ")).map((section) => section.split("\n")[0]),
    ).toEqual(["  open"]);
  });

  it("writes CSV with a row for each piece of evidence, and one for each control without", async () => {
    const { code, out } = await databox("compliance", "trial.yaml", "-f", "csv");
    expect(code).toBe(0);
    expect(out.endsWith("\r\n")).toBe(true);
    expect(out.replaceAll("\r\n", "").includes("\r")).toBe(false);
    const all = rows(out);
    for (const { id, controls } of frameworks())
      expect([...new Set(all.filter(({ framework }) => framework === id).map(({ control }) => control))]).toEqual(
        controls.map((control) => control.id),
      );
    const encryption = all.filter((row) => row["control"] === "2.5.12" && row["framework"] === "satre");
    expect(encryption.length).toBeGreaterThan(5);
    expect(
      encryption.every(
        ({ ground, kind, resource }) => ground === "key.encryption" && kind === "evidence" && resource !== "",
      ),
    ).toBe(true);
    expect(all.filter(({ control }) => control === "A.7.1")).toEqual([
      expect.objectContaining({
        status: "not-technical",
        ground: "",
        resource: "",
        remark: expect.stringMatching(/./) as string,
      }),
    ]);
  });

  it("keeps spreadsheets from taking a name for a formula", async () => {
    writeFileSync(join(cwd, "=cmd.tf.json"), JSON.stringify(LEAK));
    const { out } = await databox("compliance", "=cmd.tf.json", "-f", "csv", "--framework", "hipaa");
    const [first] = rows(out);
    expect(first?.["target"]).toBe("'=cmd.tf.json");
    for (const row of rows(out)) for (const cell of Object.values(row)) expect(cell).not.toMatch(/^[=+\-@\t\r]/);
  });

  it("shows no control character of a configuration on a terminal", async () => {
    const evil = JSON.stringify(LEAK).replace('"out"', '"out\\u001b[2J"');
    writeFileSync(join(cwd, "evil.tf.json"), evil);
    const { out } = await databox("compliance", "evil.tf.json");
    // eslint-disable-next-line no-control-regex -- that there is none is the point
    expect(out).not.toMatch(/\u001b/);
  });

  it("writes JSON in which every ground stands once, and a file where one is named", async () => {
    const { code, out } = await databox("compliance", "trial.yaml", "-f", "json", "-o", "evidence.json");
    expect({ code, out }).toEqual({ code: 0, out: "" });
    const json = JSON.parse(readFileSync(join(cwd, "evidence.json"), "utf8")) as {
      version: number;
      targets: { grounds: { id: string }[]; frameworks: { controls: { grounds: string[] }[] }[] }[];
    };
    expect(json.version).toBe(1);
    const ids = json.targets[0]?.grounds.map(({ id }) => id) ?? [];
    expect(new Set(ids).size).toBe(ids.length);
    for (const { controls } of json.targets[0]?.frameworks ?? [])
      for (const control of controls) expect(control.grounds.filter((id) => !ids.includes(id))).toEqual([]);
  });

  it("refuses a framework that there is not", async () => {
    const { code, err } = await databox("compliance", "trial.yaml", "--framework", "soc2");
    expect(code).toBe(1);
    expect(err).toContain("satre");
  });

  it("refuses a target that is not there, with the mend", async () => {
    const { code, err } = await databox("compliance", "nowhere");
    expect({ code, err }).toEqual({
      code: 1,
      err: "databox: …/nowhere: there is no such file or folder; synthesize first, with databox synth\n",
    });
  });
});
