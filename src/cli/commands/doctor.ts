import { execFile } from "node:child_process";
import { type Command } from "../run";
import { EXIT, type ExitCode, type Terminal } from "../terminal";

/** What a tool is needed for: without a `required` one nothing works, without the others the named step does not. */
type Need = "required" | "deploy" | "hospital";

interface Check {
  readonly tool: string;
  readonly need: Need;
  readonly purpose: string;
  /** Oldest version that serves, as numbers. */
  readonly atLeast: readonly number[];
  readonly mend: string;
  /** The version found, or `undefined`. */
  readonly find: (terminal: Terminal) => Promise<string | undefined>;
}

/** What `databox doctor` says of one tool. */
export interface Diagnosis {
  readonly tool: string;
  readonly need: Need;
  readonly purpose: string;
  readonly found: string | null;
  readonly ok: boolean;
  readonly mend: string | null;
}

const CHECKS: readonly Check[] = [
  {
    tool: "node",
    need: "required",
    purpose: "runs databox",
    atLeast: [20, 19, 0],
    mend: "install Node.js 20.19 or newer (https://nodejs.org)",
    find: () => Promise.resolve(process.versions.node),
  },
  {
    // 1.11 brought write-only arguments and the S3 backend's own locking out of preview.
    tool: "terraform",
    need: "deploy",
    purpose: "plans and applies the stacks",
    atLeast: [1, 11, 0],
    mend: "install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install)",
    find: (terminal) => versionOf(terminal, "terraform", ["version"]),
  },
  {
    // The signatures of ssh-keygen -Y are of 8.1, and have the form of today since 8.2: https://www.openssh.com/txt/release-8.2
    tool: "ssh-keygen",
    need: "deploy",
    purpose: "signs and checks approvals of plans",
    atLeast: [8, 2, 0],
    mend: "install OpenSSH 8.2 or newer (https://www.openssh.com/portable.html)",
    find: sshVersion,
  },
  {
    tool: "aws",
    need: "hospital",
    purpose: "puts the tunnels' pre-shared keys, which never pass through Terraform",
    atLeast: [2, 0, 0],
    mend: "install the AWS CLI version 2 (https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html)",
    find: (terminal) => versionOf(terminal, "aws", ["--version"]),
  },
];

/** `databox doctor`: what this machine lacks, and the mend. */
export const doctorCommand: Command = (terminal, done) => ({
  command: "doctor",
  describe: "say what this machine lacks, and the mend",
  builder: (args) =>
    args.option("format", { describe: "how to print", choices: ["text", "json"] as const, default: "text" }),
  handler: async (args) => done(await doctor(args["format"] as "text" | "json", terminal)),
});

/** Exit code 1 where databox itself cannot run or cannot deploy from here. */
export async function doctor(format: "text" | "json", terminal: Terminal): Promise<ExitCode> {
  const diagnoses = await Promise.all(CHECKS.map((check) => diagnose(check, terminal)));
  terminal.out(
    format === "json" ? `${JSON.stringify({ version: 1, tools: diagnoses }, null, 2)}\n` : describe(diagnoses),
  );
  return diagnoses.every(({ ok, need }) => ok || need === "hospital") ? EXIT.done : EXIT.error;
}

async function diagnose(check: Check, terminal: Terminal): Promise<Diagnosis> {
  const { tool, need, purpose, mend } = check;
  const found = await check.find(terminal);
  const ok = found !== undefined && isAtLeast(found, check.atLeast);
  return { tool, need, purpose, found: found ?? null, ok, mend: ok ? null : mend };
}

function describe(diagnoses: readonly Diagnosis[]): string {
  const lines = diagnoses.map(({ tool, purpose, found, ok, mend, need }) => {
    const state = ok ? "ok     " : found === null ? "missing" : "too old";
    const consequence =
      need === "required" ? "" : need === "deploy" ? " (needed to deploy)" : " (needed by the hospital)";
    return `${state}  ${tool}${found === null ? "" : ` ${found}`}: ${purpose}${consequence}${mend === null ? "" : `\n         ${mend}`}\n`;
  });
  return lines.join("");
}

function versionOf(terminal: Terminal, command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Terraform would otherwise ask its vendor for newer versions.
    const env = { ...terminal.env, CHECKPOINT_DISABLE: "1" } as NodeJS.ProcessEnv;
    execFile(command, [...args], { env, timeout: 20_000 }, (error, stdout) => {
      resolve(error === null ? /\d+\.\d+\.\d+/.exec(stdout)?.[0] : undefined);
    });
  });
}

/** OpenSSH tells its version by `ssh -V` alone, on standard error; both programs are of one package. */
async function sshVersion(terminal: Terminal): Promise<string | undefined> {
  const answer = (command: string, args: readonly string[]): Promise<string | undefined> =>
    new Promise((resolve) => {
      execFile(command, [...args], { env: { ...terminal.env }, timeout: 20_000 }, (error, _stdout, stderr) =>
        resolve(error?.code === "ENOENT" ? undefined : stderr),
      );
    });
  if ((await answer("ssh-keygen", ["-Y", "sign"])) === undefined) return undefined;
  return /OpenSSH\D*(\d+\.\d+)/.exec((await answer("ssh", ["-V"])) ?? "")?.[1];
}

function isAtLeast(version: string, minimum: readonly number[]): boolean {
  const parts = version.split(".").map(Number);
  for (const [index, least] of minimum.entries()) {
    const part = parts[index] ?? 0;
    if (part !== least) return part > least;
  }
  return true;
}
