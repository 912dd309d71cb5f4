import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { loadTarget, TargetError } from "../../../src/verify";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "databox-load-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (file: string, content: unknown): string => {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};
const stack = { resource: { aws_vpc: { box: {} } } };
const refusal = (target: string): string => {
  try {
    loadTarget(target);
  } catch (error) {
    if (error instanceof TargetError) return error.message.replaceAll(folder, "…");
    throw error;
  }
  return "no refusal";
};

describe("a target", () => {
  it("is a JSON file, a stack's folder, or a folder of stacks", () => {
    const file = write("cdktf.out/stacks/a/cdk.tf.json", stack);
    write("cdktf.out/stacks/b/cdk.tf.json", stack);
    write("cdktf.out/manifest.json", { stacks: { a: {}, b: {} } });
    expect(loadTarget(file).map(({ target }) => target)).toEqual([file]);
    expect(loadTarget(dirname(file)).map(({ target }) => target)).toEqual([file]);
    expect(loadTarget(join(folder, "cdktf.out"))).toHaveLength(2);
  });

  it.each([
    ["nothing at all", "", "…/x: the file is empty"],
    ["text", "hello", "…/x: this is not JSON"],
    ["a truncated file", '{"resource": {', "…/x: this is not JSON"],
    ["a list", "[]", "…/x: a Terraform configuration, plan or state is a JSON object; this is something else"],
    ["no resource", "{}", "…/x: it declares no resource; there is nothing to judge"],
    ["resources that are no object", '{"resource": []}', "…/x: it declares no resource"],
    [
      "a plan",
      '{"format_version": "1.2", "planned_values": {}}',
      "…/x: the plan holds no resource; there is nothing to judge",
    ],
  ])("fails when it is %s, without a verdict", (_name, content, message) => {
    expect(refusal(write("x", content))).toContain(message);
  });

  it("fails when it is not there", () => {
    expect(refusal(join(folder, "gone"))).toBe(
      "…/gone: there is no such file or folder; synthesize first, with databox synth",
    );
  });

  it("fails when HCL stands in place of JSON", () => {
    write("stack/cdk.tf", 'resource "aws_vpc" "x" {}');
    expect(refusal(join(folder, "stack"))).toBe(
      "…/stack: it holds HCL (cdk.tf) in place of JSON; synthesize without SYNTH_HCL_OUTPUT, or judge the plan: terraform show -json <planfile>",
    );
  });

  it("fails when the folder is some other one", () => {
    expect(refusal(folder)).toBe(
      "…: there is neither cdk.tf.json nor manifest.json; name a stack's folder or cdktf.out",
    );
  });

  it("fails when the manifest names a stack that is not there", () => {
    write("manifest.json", { stacks: { gone: {} } });
    expect(refusal(folder)).toBe("…/stacks/gone: the manifest names this stack, and it is not there");
  });
});
