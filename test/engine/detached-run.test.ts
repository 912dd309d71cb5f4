import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DetachedRun, isRunning, processMark } from "../../src/engine";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "databox-detached-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
const never = new AbortController().signal;

/** A program in the place of an engine. */
function started(script: string): DetachedRun {
  const path = join(folder, "engine");
  writeFileSync(path, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return DetachedRun.start(join(folder, "run"), {
    engine: { name: "terraform", path },
    args: ["apply", "-json"],
    folder,
    env: { PATH: process.env["PATH"] ?? "" },
  });
}
const STOPS = `trap 'echo "{\\"type\\":\\"stopped\\"}"; exit 3' INT
echo '{"type":"begun"}'
while :; do sleep 0.05; done`;
const until = async (is: () => boolean): Promise<void> => {
  while (!is()) await new Promise((done) => setTimeout(done, 20));
};

describe("a detached run", () => {
  it("hands on messages, what is no message too, and how it ended", async () => {
    const result = await started(
      `echo "{\\"type\\":\\"a\\"}"; echo "no message"; echo "{\\"type\\":\\"ü\\"}"; echo wrong >&2; exit 7`,
    ).follow(() => undefined, never);
    expect(result).toMatchObject({ code: 7, stderr: "wrong\n", messages: [{ type: "a" }, { type: "ü" }] });
    expect(result?.stdout).toContain("no message\n");
  });

  it("is in a session of its own, where a terminal's Ctrl-C does not reach it", async () => {
    const result = await started("ps -o sid= -p $$").follow(() => undefined, never);
    const mine = execFileSync("ps", ["-o", "sid=", "-p", String(process.pid)], { encoding: "utf8" });
    expect(result?.stdout.trim()).toMatch(/^\d+$/);
    expect(result?.stdout.trim()).not.toBe(mine.trim());
  });

  it("is taken up by a later process, from its first message to its end", async () => {
    const first = started(STOPS);
    const leave = new AbortController();
    const left = await first.follow(() => leave.abort(), leave.signal);
    expect(left).toBeUndefined();
    const second = DetachedRun.found(join(folder, "run"));
    expect(second?.isRunning).toBe(true);
    const seen: string[] = [];
    const result = second?.follow(({ type }) => {
      seen.push(type);
      if (type === "begun") second.interrupt();
    }, never);
    expect(await result).toMatchObject({ code: undefined });
    expect(seen).toEqual(["begun", "stopped"]);
    expect(second?.isRunning).toBe(false);
  });

  it("is interrupted once, by however many processes: twice would make an engine drop its state", async () => {
    const run = started(`n=0
trap 'n=$((n+1)); echo "{\\"type\\":\\"interrupted-$n\\"}"; [ -e go-on ] || : ' INT
echo '{"type":"begun"}'
until [ -e go-on ]; do sleep 0.05; done`);
    const seen: string[] = [];
    const result = await run.follow(({ type }) => {
      seen.push(type);
      if (type === "begun") run.interrupt();
      if (type !== "interrupted-1") return;
      run.interrupt();
      DetachedRun.found(join(folder, "run"))?.interrupt();
      setTimeout(() => writeFileSync(join(folder, "go-on"), ""), 200);
    }, never);
    expect(seen).toEqual(["begun", "interrupted-1"]);
    expect(result?.code).toBe(0);
  });

  it("is not found where none was started, nor once it is forgotten", async () => {
    expect(DetachedRun.found(join(folder, "run"))).toBeUndefined();
    const run = started("exit 0");
    await run.follow(() => undefined, never);
    run.forget();
    expect(DetachedRun.found(join(folder, "run"))).toBeUndefined();
  });

  it("fails when the engine cannot be started, with the shell's words", async () => {
    const run = DetachedRun.start(join(folder, "run"), {
      engine: { name: "terraform", path: join(folder, "none") },
      args: [],
      folder,
      env: { PATH: process.env["PATH"] ?? "" },
    });
    expect(await run.follow(() => undefined, never)).toMatchObject({ code: 127, messages: [] });
  });
});

describe("a process mark", () => {
  it("is of a process that runs, and not of one with the same number that began at another time", () => {
    const mark = processMark(process.pid);
    expect(isRunning(mark)).toBe(true);
    const fields = mark.split(" ");
    // The twenty-second field of /proc/<pid>/stat; the second one may hold spaces.
    fields[fields.length - 31] = "1";
    expect(isRunning(fields.join(" "))).toBe(false);
  });

  it("is of nothing where it is empty or the process has ended and nobody waits for it", async () => {
    expect(isRunning("")).toBe(false);
    const run = started("exit 0");
    await until(() => !run.isRunning);
    expect(run.isRunning).toBe(false);
  });
});
