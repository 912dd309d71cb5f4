import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { KNOWN_TYPES } from "../src/verify/channels";

/**
 * What the pinned AWS provider has: every resource type, and of each type of the closed world every name that its
 * attributes and blocks have, at whatever depth. Read from the source of the bindings, which is generated from the
 * provider's schema; the bindings are needed here only, not by the verifier.
 */
export function providerTypes(): string {
  const lib = dirname(dirname(require.resolve("@cdktf/provider-aws/lib/vpc")));
  const lines = readdirSync(lib, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("data-aws-"))
    .flatMap(({ name }) => {
      const source = readFileSync(join(lib, name, "index.js"), "utf8");
      const type = /\.tfResourceType = "(aws_\w+)"/.exec(source)?.[1];
      if (type === undefined) return [];
      const names = KNOWN_TYPES.has(type) ? namesIn(source) : [];
      return [`    ${JSON.stringify(type)}: ${JSON.stringify(names.join(" "))}`];
    })
    .sort();
  return `{\n  "version": ${JSON.stringify(providerVersion())},\n  "types": {\n${lines.join(",\n")}\n  }\n}\n`;
}

/**
 * Names that are written (`synthesizeAttributes`, `...ToTerraform`) or read back (`get...Attribute`); those of blocks end
 * in `{`.
 */
function namesIn(source: string): string[] {
  const written = [...source.matchAll(/^ +(\w+): (?:cdktf\.listMapper\()?(cdktf\.|\w+ToTerraform\b)/gm)].map(
    ([, name = "", mapper = ""]) => (mapper === "cdktf." ? name : `${name}{`),
  );
  const read = [...source.matchAll(/(?:Attribute\(|\(this, )["'](\w+)["']/g)].map(([, name = ""]) => name);
  return [...new Set([...written, ...read])].sort();
}

function providerVersion(): string {
  const manifest = JSON.parse(readFileSync(require.resolve("@cdktf/provider-aws/package.json"), "utf8")) as {
    cdktf: { provider: { version: string } };
  };
  return manifest.cdktf.provider.version;
}

if (require.main === module)
  writeFileSync(join(__dirname, "..", "src", "verify", "provider-types.json"), providerTypes());
