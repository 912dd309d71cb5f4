import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020";
import { parse } from "yaml";
import { projectJsonSchema } from "../../scripts/write-schema";
import { instanceTypeTable } from "../../scripts/write-instance-types";
import { EXAMPLES, ROOT } from "../stacks/example-projects";

const schema = readFileSync(join(ROOT, "schema", "project.schema.json"), "utf8");
const validate = new Ajv2020({ strict: false }).compile(JSON.parse(schema) as object);
const minimal = (): Record<string, unknown> => ({
  apiVersion: "databox/v1",
  project: "trial",
  region: "eu-west-1",
  dataBox: { hospital: "charite", account: "111111111111" },
  researchBoxes: [{ tenant: "lab" }],
});

describe("the published JSON Schema", () => {
  it("is what the schema in use gives (npm run schema writes it)", () => {
    expect(schema).toBe(projectJsonSchema());
  });

  it.each(EXAMPLES)("takes %s", (file) => {
    expect({ ok: validate(parse(readFileSync(file, "utf8"))), errors: validate.errors }).toEqual({
      ok: true,
      errors: null,
    });
  });

  it("takes the smallest project", () => {
    expect(validate(minimal())).toBe(true);
  });

  it.each([
    ["an unknown field", { regoin: "eu-west-1" }],
    ["another version", { apiVersion: "databox/v2" }],
    ["a bad name", { project: "Trial" }],
    ["an unquoted account", { dataBox: { hospital: "charite", account: 111111111111 } }],
    ["no boxes", { researchBoxes: [] }],
    ["an unknown region", { region: "moon-1" }],
  ])("refuses %s", (_name, change) => {
    expect(validate({ ...minimal(), ...change })).toBe(false);
  });

  it("describes every field of the file", () => {
    const { properties } = JSON.parse(schema) as { properties: Record<string, { description?: string }> };
    const undescribed = Object.entries(properties).filter(([, { description }]) => description === undefined);
    expect(undescribed.map(([name]) => name)).toEqual([]);
  });
});

describe("the table of instance types", () => {
  it("is what the AWS SDK knows (scripts/write-instance-types.ts writes it)", () => {
    expect(readFileSync(join(ROOT, "src", "project", "instance-types.json"), "utf8")).toBe(instanceTypeTable());
  });
});
