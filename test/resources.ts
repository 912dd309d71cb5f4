import { App, TerraformStack } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A resource as written to `cdk.tf.json`. */
export type Resource = Readonly<Record<string, unknown>>;

/** Resources of a stack by type, each with the last part of its construct path first. */
export class Resources {
  public constructor(
    private readonly json: { readonly resource?: Readonly<Record<string, Readonly<Record<string, Resource>>>> },
  ) {}

  /** Every resource of a type by construct path within the stack. */
  public ofType(type: string): ReadonlyMap<string, Resource> {
    return new Map(
      Object.values(this.json.resource?.[type] ?? {}).map((resource) => {
        const path = (resource["//"] as { metadata: { path: string } }).metadata.path;
        return [path.slice(path.indexOf("/") + 1), resource];
      }),
    );
  }

  /** The resource of a type at a construct path. */
  public at(type: string, path: string): Resource {
    const found = this.ofType(type).get(path);
    if (found === undefined)
      throw new Error(`no ${type} at ${path}; there are ${[...this.ofType(type).keys()].join(", ") || "none"}`);
    return found;
  }

  /** The only resource of a type. */
  public only(type: string): Resource {
    const all = [...this.ofType(type).values()];
    if (all.length !== 1 || all[0] === undefined) throw new Error(`expected one ${type}, got ${all.length}`);
    return all[0];
  }

  public get types(): string[] {
    return Object.keys(this.json.resource ?? {}).sort();
  }
}

/** Synthesizes what `build` declares, through a real `app.synth()` with its validations, and reads it back. */
export function synthesized(build: (stack: TerraformStack) => void): Resources {
  const outdir = mkdtempSync(join(tmpdir(), "databox-test-"));
  try {
    const app = new App({ outdir, hclOutput: false });
    const stack = new TerraformStack(app, "test");
    build(stack);
    app.synth();
    return new Resources(JSON.parse(readFileSync(join(outdir, "stacks", "test", "cdk.tf.json"), "utf8")) as never);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
