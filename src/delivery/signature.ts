import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DeliveryError } from "./delivery-error";

type Env = Readonly<Record<string, string | undefined>>;

/** A signature of OpenSSH's (https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig) that holds. */
export interface Signer {
  readonly principal: string;
  /** Fingerprint of the key, as `ssh-keygen -l` prints it. */
  readonly key: string;
}

/**
 * Signs bytes with a person's SSH key.
 *
 * @param key the private key's file, or the public one where an agent or a token has the private one
 * @throws DeliveryError where ssh-keygen cannot
 */
export async function sign(bytes: Buffer, key: string, namespace: string, env: Env): Promise<Buffer> {
  const { code, stdout, stderr } = await sshKeygen(["-Y", "sign", "-f", key, "-n", namespace], bytes, env);
  if (code !== 0) throw new DeliveryError(`${key} does not sign: ${lastLine(stderr)}`);
  return Buffer.from(stdout);
}

/**
 * Whose signature it is; nothing where it is not the principal's, is for another namespace, is of other bytes or has no line
 * that allows it today.
 */
export async function signerOf(
  bytes: Buffer,
  signature: Buffer,
  { principal, namespace, allowedSigners }: { principal: string; namespace: string; allowedSigners: Buffer },
  env: Env,
): Promise<Signer | undefined> {
  const scratch = mkdtempSync(join(tmpdir(), "databox-signature-"));
  try {
    const [allowed, file] = [join(scratch, "allowed-signers"), join(scratch, "signature")];
    writeFileSync(allowed, allowedSigners);
    writeFileSync(file, signature);
    const args = ["-Y", "verify", "-f", allowed, "-I", principal, "-n", namespace, "-s", file];
    const { code, stdout } = await sshKeygen(args, bytes, env);
    const key = / key (SHA256:[A-Za-z0-9+/]+)\s*$/.exec(stdout)?.[1];
    return code === 0 && key !== undefined ? { principal, key } : undefined;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function sshKeygen(args: readonly string[], input: Buffer, env: Env): Promise<Answer> {
  return new Promise((done, failed) => {
    const child = execFile("ssh-keygen", [...args], { env: { ...env } }, (error, stdout, stderr) => {
      if (error?.code === "ENOENT")
        failed(
          new DeliveryError("there is no ssh-keygen on the search path; approvals need it (OpenSSH 8.2 or newer)"),
        );
      else done({ code: error === null ? 0 : 1, stdout, stderr });
    });
    // A program that ends without having read everything says why by itself.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").pop() ?? "";
}
