import { spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** Programs that speak the same protocol and read the same configurations. */
export const ENGINES = ["terraform", "tofu"] as const;
export type EngineName = (typeof ENGINES)[number];

/** Terraform or OpenTofu on this machine. */
export interface Engine {
  readonly name: EngineName;
  readonly path: string;
}

/** The first of the engines on a search path; nothing where it has none of them. */
export function findEngine(searchPath: string, names: readonly EngineName[] = ENGINES): Engine | undefined {
  for (const name of names)
    for (const folder of searchPath.split(delimiter)) {
      const path = join(folder, name);
      try {
        accessSync(path, constants.X_OK);
        return { name, path };
      } catch {
        // Not in this folder.
      }
    }
  return undefined;
}

/**
 * Addresses under which engines look for the provider when a configuration says `hashicorp/aws`.
 * https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses
 * https://opentofu.org/docs/language/providers/requirements/#source-addresses
 */
export const PROVIDER_ADDRESSES: Readonly<Record<EngineName, string>> = {
  terraform: "registry.terraform.io/hashicorp/aws",
  tofu: "registry.opentofu.org/hashicorp/aws",
};

/** What an engine says while it works, one line of its machine-readable output each. */
export interface EngineMessage {
  readonly type: string;
  readonly "@message": string;
  readonly "@level": string;
  readonly "@timestamp": string;
  readonly diagnostic?: EngineDiagnostic;
  readonly hook?: {
    readonly resource?: { readonly addr: string };
    readonly action?: string;
    readonly id_value?: string;
    readonly elapsed_seconds?: number;
  };
  readonly changes?: {
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly operation: string;
  };
}

export interface EngineDiagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
  readonly range?: { readonly filename: string; readonly start: { readonly line: number; readonly column: number } };
}

/**
 * The address of what an engine would not destroy, as `prevent_destroy` has it: Terraform says that a resource "has
 * lifecycle.prevent_destroy set", and so does OpenTofu before 1.12; from there on a resource instance "has prevent_destroy
 * set". https://github.com/opentofu/opentofu/blob/main/internal/tofu/node_resource_abstract_instance.go
 */
export function protectedAddress({ detail = "" }: EngineDiagnostic): string | undefined {
  return /^Resource (?:instance )?(\S+) has (?:lifecycle\.)?prevent_destroy set, but\b/.exec(
    detail.replaceAll("\n", " "),
  )?.[1];
}

/** How a run of an engine ended. */
export interface EngineResult {
  /** Exit code; -1 where it was ended by a signal. */
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly diagnostics: readonly EngineDiagnostic[];
  readonly messages: readonly EngineMessage[];
  readonly seconds: number;
}

export interface RunOptions {
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  readonly onMessage?: (message: EngineMessage) => void;
  readonly signal?: AbortSignal;
}

/**
 * Runs an engine, and waits without blocking: in the same process may be the provider that it talks to.
 *
 * @param args with `-json` where its messages are wanted
 */
export function runEngine({ path }: Engine, args: readonly string[], options: RunOptions): Promise<EngineResult> {
  return new Promise((done, failed) => {
    const start = process.hrtime.bigint();
    const child = spawn(path, [...args], {
      cwd: options.folder,
      env: { ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const stdout: Buffer[] = [];
    let stderr = "";
    let line = "";
    const messages: EngineMessage[] = [];
    const wantsMessages = args.includes("-json") && args[0] !== "show";
    options.signal?.addEventListener("abort", () => child.kill("SIGINT"), { once: true });
    child.stdout.on("data", (chunk: Buffer) => {
      stdout.push(chunk);
      if (!wantsMessages) return;
      line += chunk.toString("utf8");
      const lines = line.split("\n");
      line = lines.pop() ?? "";
      for (const one of lines) {
        const message = parseMessage(one);
        if (message === undefined) continue;
        messages.push(message);
        options.onMessage?.(message);
      }
    });
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
    child.on("error", failed);
    child.on("close", (code) => {
      const text = Buffer.concat(stdout).toString("utf8");
      done({
        code: code ?? -1,
        stdout: text,
        stderr,
        messages,
        diagnostics: args[0] === "validate" ? validation(text) : messages.flatMap(({ diagnostic }) => diagnostic ?? []),
        seconds: Number(process.hrtime.bigint() - start) / 1e9,
      });
    });
  });
}

/** A line of an engine's output as a message; nothing where it is none. */
export function parseMessage(line: string): EngineMessage | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    return JSON.parse(line) as EngineMessage;
  } catch {
    return undefined; // What is no message is for people, and nobody reads it here.
  }
}

function validation(text: string): EngineDiagnostic[] {
  try {
    return (JSON.parse(text) as { diagnostics?: EngineDiagnostic[] }).diagnostics ?? [];
  } catch {
    return [];
  }
}
