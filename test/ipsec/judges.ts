import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { onPath, type Judge } from "../second-opinion";

/** What a program said, and whether it agreed. */
export interface Opinion {
  readonly agreed: boolean;
  readonly words: string;
}

/** The checkers that come with libreswan. */
export interface Libreswan {
  /** Folder of `addconn` and `algparse`. */
  readonly libexec: string;
}

/**
 * Libreswan's own tools: of the Debian package unpacked at `DATABOX_LIBRESWAN`, or beside the installed `ipsec`.
 */
export function findLibreswan(): Judge<Libreswan> {
  const mend = "install libreswan, or unpack its Debian package and name that folder in DATABOX_LIBRESWAN";
  const unpacked = process.env["DATABOX_LIBRESWAN"];
  const installed = onPath("ipsec");
  const root = unpacked === undefined ? installed && join(dirname(installed), "..") : join(unpacked, "usr");
  const libexec = root === undefined ? undefined : join(root, "libexec", "ipsec");
  if (libexec === undefined || !existsSync(join(libexec, "addconn")))
    return { found: false, missing: "no libreswan here", mend };
  const { agreed, words } = ask(join(libexec, "algparse"), ["ike=aes"]);
  return agreed
    ? { found: true, judge: { libexec } }
    : { found: false, missing: `libreswan does not run here (${words.trim()})`, mend };
}

/** The nftables command, where it may look at rules in the kernel's way. */
export function findNft(): Judge<string> {
  const mend = "install nftables, and run the tests as root";
  const nft = onPath("nft");
  if (nft === undefined) return { found: false, missing: "no nft here", mend };
  const { agreed, words } = ask(nft, ["--check", "--file", "-"], "flush ruleset\n");
  return agreed
    ? { found: true, judge: nft }
    : { found: false, missing: `nft does not run here (${words.trim()})`, mend };
}

/** Bash, which every boot script is written in. */
export function findBash(): Judge<string> {
  const bash = onPath("bash");
  return bash === undefined
    ? { found: false, missing: "no bash here", mend: "install bash" }
    : { found: true, judge: bash };
}

/** Runs a checker. Some of libreswan's say their errors on standard error and end with 0, so silence counts too. */
export function ask(program: string, words: readonly string[], input = ""): Opinion {
  const { status, stdout, stderr, error } = spawnSync(program, words, { input, encoding: "utf8" });
  if (error !== undefined) return { agreed: false, words: error.message };
  return { agreed: status === 0 && !/error/i.test(stderr), words: `${stdout}${stderr}` };
}
