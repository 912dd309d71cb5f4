import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { _InstanceType } from "@aws-sdk/client-ec2";

/**
 * The EC2 instance types that the AWS SDK knows, sizes by family. The SDK is a development dependency: users carry the
 * table only.
 */
export function instanceTypeTable(): string {
  const families = new Map<string, string[]>();
  for (const type of Object.values(_InstanceType).sort()) {
    const [family = "", size = ""] = type.split(".");
    families.set(family, [...(families.get(family) ?? []), size]);
  }
  const lines = [...families].map(
    ([family, sizes]) => `  ${JSON.stringify(family)}: ${JSON.stringify(sizes.join(" "))}`,
  );
  return `{\n${lines.join(",\n")}\n}\n`;
}

if (require.main === module)
  writeFileSync(join(__dirname, "..", "src", "project", "instance-types.json"), instanceTypeTable());
