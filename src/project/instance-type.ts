import { distance } from "fastest-levenshtein";
import FAMILIES from "./instance-types.json";

const families: Readonly<Record<string, string>> = FAMILIES;

/** Whether EC2 knows the type (table of the AWS SDK for JavaScript, see `scripts/write-instance-types.ts`). */
export function isInstanceType(type: string): boolean {
  const [family = "", size = ""] = type.split(".");
  return (
    type.split(".").length === 2 &&
    Object.hasOwn(families, family) &&
    (families[family] ?? "").split(" ").includes(size)
  );
}

/** The known type that is spelled most like it. */
export function nearestInstanceType(type: string): string {
  const known = Object.entries(families).flatMap(([family, sizes]) =>
    sizes.split(" ").map((size) => `${family}.${size}`),
  );
  return known.reduce((best, candidate) => (distance(candidate, type) < distance(best, type) ? candidate : best));
}

/**
 * Whether the type has an Arm processor: a `g` behind the generation number (`m7g`, `c7gn`), the first generation `a1`,
 * or a Grace superchip. https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html
 */
export function isArm(type: string): boolean {
  return /^(a1\.|[a-z]+\d+g)/.test(type) || type.includes("-gb");
}

/** Whether the type runs macOS only. */
export function isMac(type: string): boolean {
  return type.startsWith("mac");
}

/** Whether the type has GPUs: the families P and G of accelerated computing (same source). */
export function hasGpu(type: string): boolean {
  return /^(p|g|gr)\d/.test(type);
}
