import { readFileSync } from "node:fs";
import { LINK_OUTPUTS } from "../../project";
import { UserError } from "../terminal";

/** What AWS chose for a link. */
export interface LinkOutputs {
  /** Addresses of the AWS ends on the internet. */
  readonly tunnels: readonly [string, string];
  /** ARN of the secret that holds the pre-shared keys. */
  readonly secret: string;
  /** DNS name of the link's endpoint. */
  readonly endpoint: string;
}

/**
 * Reads a link's outputs from what `terraform output -json` prints, `terraform show -json` says, or a state file holds;
 * of a state nothing but its outputs is looked at.
 *
 * @throws UserError where the file cannot be read, or the outputs are not in it
 */
export function readLinkOutputs(file: string): LinkOutputs {
  const outputs = outputsIn(file);
  const valueOf = (name: string): unknown => objectOf(outputs[name])["value"];
  const text = (name: string): string => {
    const value = valueOf(name);
    if (typeof value !== "string" || value === "") throw missing(file, name);
    return value;
  };
  const tunnels = valueOf(LINK_OUTPUTS.tunnels);
  const [first, second] = Array.isArray(tunnels) ? (tunnels as unknown[]) : [];
  if (typeof first !== "string" || typeof second !== "string") throw missing(file, LINK_OUTPUTS.tunnels);
  return { tunnels: [first, second], secret: text(LINK_OUTPUTS.secret), endpoint: text(LINK_OUTPUTS.endpoint) };
}

function outputsIn(file: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new UserError(
      code === "ENOENT"
        ? `${file}: there is no such file; write it with terraform output -json > ${file}`
        : `${file}: it is no JSON; write it with terraform output -json > ${file}`,
    );
  }
  const root = objectOf(json);
  const shown = objectOf(objectOf(root["values"])["outputs"]);
  const kept = objectOf(root["outputs"]);
  return Object.keys(shown).length > 0 ? shown : Object.keys(kept).length > 0 ? kept : root;
}

function missing(file: string, name: string): UserError {
  return new UserError(`${file}: it has no output ${name}; apply the project with its link, then write it anew`);
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}
