import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCheckedPlan, VerdictError, type Checkout } from "../../src/delivery";
import { digestOf } from "../../src/delivery/digest";
import { judgement } from "../../src/delivery/judgement";
import { PLAN_FILES } from "../../src/delivery/manifest";
import { change, checkoutWith, PLAN_JSON, savedPlan } from "./saved-plan";

let folder: string;
let place: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "databox-checked-plan-"));
  place = join(folder, "plan");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const CHECKOUT = checkoutWith("nobody\n");
const read = (checkout: Checkout = CHECKOUT): unknown => readCheckedPlan(place, checkout);

/** Changes a file, and the manifest with it, as whoever may write to the folder can. */
function swap(name: string, text: string, edit: (manifest: string) => string = (manifest) => manifest): void {
  const file = join(place, name);
  const was = digestOf(readFileSync(file));
  writeFileSync(file, text);
  const manifest = join(place, "manifest.json");
  writeFileSync(manifest, edit(readFileSync(manifest, "utf8").replace(was, digestOf(text))));
}

describe("a saved plan", () => {
  it("goes with the checkout that it was made of", () => {
    const plan = savedPlan(place, CHECKOUT);
    expect(read()).toEqual(plan);
    expect(plan.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it.each(PLAN_FILES.map((name) => [name]))("refuses %s with a byte more, without it, and as a link", (name) => {
    savedPlan(place, CHECKOUT);
    const file = join(place, name);
    const text = readFileSync(file, "utf8");
    writeFileSync(file, `${text} `);
    expect(read).toThrow(`${name} was changed after the plan was made; plan and approve again`);
    writeFileSync(join(folder, "elsewhere"), text);
    rmSync(file);
    expect(read).toThrow(`${name} is missing`);
    symlinkSync(join(folder, "elsewhere"), file);
    expect(read).toThrow(`${name} is a symbolic link; a plan's files are files`);
  });

  it("refuses a manifest that is a link, is missing or has a field too many", () => {
    savedPlan(place, CHECKOUT);
    const manifest = join(place, "manifest.json");
    const text = readFileSync(manifest, "utf8");
    renameSync(manifest, join(folder, "manifest.json"));
    symlinkSync(join(folder, "manifest.json"), manifest);
    expect(read).toThrow("manifest.json is a symbolic link");
    rmSync(manifest);
    expect(read).toThrow("manifest.json is missing");
    writeFileSync(manifest, text.replace('"mode"', '"extra": 1, "mode"'));
    expect(read).toThrow(/^manifest\.json: Unrecognized key: "extra"/);
    writeFileSync(manifest, text.replace('"create": 1', '"create": -1'));
    expect(read).toThrow(/^manifest\.json: changes\.create: /);
    writeFileSync(manifest, "no manifest");
    expect(read).toThrow(/^manifest\.json: no JSON/);
  });

  it("refuses folders that are links, or are not there", () => {
    expect(read).toThrow("is missing; make a plan with databox plan");
    savedPlan(place, CHECKOUT);
    renameSync(join(place, "stack"), join(folder, "stack"));
    symlinkSync(join(folder, "stack"), join(place, "stack"));
    expect(read).toThrow("stack is a symbolic link");
    renameSync(place, join(folder, "other"));
    symlinkSync(join(folder, "other"), place);
    expect(read).toThrow("is a symbolic link");
  });

  it("refuses a verdict that was swapped together with its digest", () => {
    savedPlan(place, CHECKOUT);
    swap("verdict.json", "confined: whatever you like\n");
    expect(read).toThrow("verdict.json is not what this databox says of plan.json");
  });

  it("refuses another plan that was put in with its digest: the verdict is made anew", () => {
    savedPlan(place, CHECKOUT);
    swap("plan.json", JSON.stringify({ resource_changes: [change("aws_internet_gateway.out", ["create"])] }));
    expect(read).toThrow("verdict.json is not what this databox says of plan.json");
    expect(() => read({ ...CHECKOUT, judge: () => ({ verdict: "leaks", json: "" }) })).toThrow(VerdictError);
  });

  it("refuses a plan of another project, file or circle of approvers", () => {
    savedPlan(place, CHECKOUT);
    expect(() => read({ ...CHECKOUT, project: "other" })).toThrow("is a plan of trial, not of other");
    expect(() => read({ ...CHECKOUT, projectFile: Buffer.from("project: trial \n") })).toThrow(
      "trial.yaml is not the file that the plan was made of; plan and approve again",
    );
    expect(() => read({ ...CHECKOUT, allowedSigners: Buffer.from("eve\n") })).toThrow(
      "trial.allowed-signers was changed after the plan was made",
    );
  });

  it("refuses to destroy by a plan that deploys", () => {
    savedPlan(place, CHECKOUT);
    expect(() => read({ ...CHECKOUT, mode: "destroy" })).toThrow("does not take trial down, it deploys it");
  });

  it("is replaced by the next one, and kept beside it once it was applied", () => {
    const first = savedPlan(place, CHECKOUT);
    savedPlan(place, CHECKOUT);
    expect(readdirSync(folder)).toEqual(["plan"]);
    writeFileSync(join(place, "journal.jsonl"), "");
    savedPlan(place, CHECKOUT, `${PLAN_JSON}\n`);
    expect(readdirSync(folder).sort()).toEqual(["plan", `plan-${first.digest.slice(0, 12)}`]);
  });

  it("refuses to take the place of a folder that is no plan", () => {
    mkdirSync(place);
    writeFileSync(join(place, "thesis.tex"), "years of work");
    expect(() => savedPlan(place, CHECKOUT)).toThrow("holds something else than a plan; name another folder");
    expect(readFileSync(join(place, "thesis.tex"), "utf8")).toBe("years of work");
    expect(readdirSync(folder)).toEqual(["plan"]);
  });
});

describe("the judgement on a plan", () => {
  const plan = (...changes: object[]): string => JSON.stringify({ resource_changes: changes });
  const never = (): never => {
    throw new Error("the end of a project is not judged by channels");
  };

  it.each(["leaks", "unproven"] as const)("refuses what %s", (verdict) => {
    expect(() => judgement("deploy", PLAN_JSON, "{}", () => ({ verdict, json: "" }))).toThrow(
      `the plan is refused: its verdict is ${verdict}`,
    );
  });

  it("lets the end of a project take away, and names what it lets go of", () => {
    const json = plan(change("aws_vpc.a", ["delete"]), change("aws_s3_bucket.audit", ["forget"]));
    const { verdict, json: said } = judgement("destroy", json, "{}", never);
    expect(verdict).toBe("takes away");
    expect(JSON.parse(said)).toMatchObject({ deleted: ["aws_vpc.a"], letGoOf: ["aws_s3_bucket.audit"] });
  });

  it.each(["create", "update", "delete,create"])("refuses an end that does %s", (actions) => {
    const json = plan(change("aws_vpc.a", ["delete"]), change("aws_vpc.b", actions.split(",")));
    expect(() => judgement("destroy", json, "{}", never)).toThrow("  aws_vpc.b: ");
  });

  it("refuses a plan that failed", () => {
    expect(() => judgement("destroy", JSON.stringify({ errored: true }), "{}", never)).toThrow("a plan that failed");
  });
});
