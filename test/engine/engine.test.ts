import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { findEngine, protectedAddress } from "../../src/engine";
import { judgedBy } from "../second-opinion";
import { configurationOf, engineJudge, ScratchCloud } from "../rehearse/scratch-cloud";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "databox-engine-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** A program in a folder of its own, and that folder. */
function program(name: string, text: string, mode = 0o755): string {
  const place = mkdtempSync(join(folder, "bin-"));
  writeFileSync(join(place, name), text);
  chmodSync(join(place, name), mode);
  return place;
}

describe("the engine", () => {
  it("is the first on the search path, and Terraform where both are there", () => {
    const [terraform, tofu, other] = [program("terraform", ""), program("tofu", ""), program("tofu", "")];
    const path = [tofu, other, terraform].join(delimiter);
    expect(findEngine(path)).toEqual({ name: "terraform", path: join(terraform, "terraform") });
    expect(findEngine(path, ["tofu"])).toEqual({ name: "tofu", path: join(tofu, "tofu") });
    expect(findEngine([tofu, other].join(delimiter))).toEqual({ name: "tofu", path: join(tofu, "tofu") });
  });

  it("is nothing that cannot be run", () => {
    mkdirSync(join(folder, "empty"));
    const path = [join(folder, "empty"), join(folder, "no-such-folder"), program("tofu", "", 0o644)].join(delimiter);
    expect(findEngine(path)).toBeUndefined();
  });

  it.each([
    [
      "Terraform",
      "Resource aws_kms_key.box has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed.",
      "aws_kms_key.box",
    ],
    [
      "OpenTofu 1.12",
      "Resource instance aws_kms_key.box has prevent_destroy set, but the plan calls for it to be destroyed.\n\nTo proceed, ...",
      "aws_kms_key.box",
    ],
    [
      "OpenTofu 1.12 of one of several",
      'Resource instance aws_kms_key.box["a"] has prevent_destroy set, but the plan calls for it to be destroyed.',
      'aws_kms_key.box["a"]',
    ],
    [
      "OpenTofu 1.12 of a setting that it cannot use",
      "Resource instance aws_kms_key.box has prevent_destroy set to null. When making a dynamic decision, use false instead.",
      undefined,
    ],
    ["AWS", "Resource aws_kms_key.box is in use", undefined],
  ])("is understood when it protects: %s", (_, detail, address) => {
    expect(protectedAddress({ severity: "error", summary: "cannot be destroyed", detail })).toBe(address);
  });
});

judgedBy("a stand-in for OpenTofu", engineJudge(), (terraform) => {
  it("is chosen, told of the provider at OpenTofu's registry, and given no settings of its command line", async () => {
    // Not OpenTofu: Terraform under its name, which looks for the provider where Terraform does.
    const place = program(
      "tofu",
      [
        "#!/bin/sh",
        `case "$TF_REATTACH_PROVIDERS" in *registry.opentofu.org/hashicorp/aws*) ;; *) exit 97 ;; esac`,
        'test ! -s "$TF_CLI_CONFIG_FILE" || exit 98',
        `TF_REATTACH_PROVIDERS="$(printf %s "$TF_REATTACH_PROVIDERS" | sed 's/registry.opentofu.org/registry.terraform.io/')"`,
        "export TF_REATTACH_PROVIDERS",
        `exec '${terraform().path}' "$@"`,
        "",
      ].join("\n"),
    );
    const engine = findEngine(place);
    if (engine === undefined) throw new Error("there is no engine");
    expect(engine.name).toBe("tofu");
    const configuration = configurationOf({ aws_vpc: { box: { cidr_block: "10.0.0.0/16" } } });
    const cloud = await ScratchCloud.of(engine, configuration);
    try {
      const applied = await cloud.apply(configuration);
      expect(applied.diagnostics).toEqual([]);
      expect(applied.code).toBe(0);
      expect(cloud.store.all().map(({ type }) => type)).toContain("aws_vpc");
      expect((await cloud.destroy()).code).toBe(0);
      expect(cloud.store.size).toBe(0);
    } finally {
      await cloud.close();
    }
  }, 900_000);
});
