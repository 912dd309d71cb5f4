import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Progress } from "../../src/delivery/progress";
import { RunFolder } from "../../src/delivery/run-folder";
import { Stop } from "../../src/delivery/stop";
import { DetachedRun, processMark, type EngineMessage } from "../../src/engine";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "databox-stop-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("Ctrl-C", () => {
  /** An engine that says when it was asked to stop, and stops once a file is there. */
  function engine(): DetachedRun {
    const path = join(folder, "engine");
    writeFileSync(
      path,
      `#!/bin/sh\ntrap 'echo "{\\"type\\":\\"asked\\"}"' INT\necho '{"type":"begun"}'\nuntil [ -e finish ]; do sleep 0.05; done\n`,
      { mode: 0o755 },
    );
    const env = { PATH: process.env["PATH"] ?? "" };
    return DetachedRun.start(join(folder, "run"), { engine: { name: "terraform", path }, args: [], folder, env });
  }
  let press: () => void;
  let told: string[];
  let registered: number;
  const stop = (): Stop => {
    told = [];
    registered = 0;
    return new Stop({
      engine: "terraform",
      tell: (line) => told.push(line),
      interrupts: (listener) => {
        press = listener;
        registered += 1;
        return () => (registered -= 1);
      },
    });
  };

  it("asks the engine once, then says what it waits for, and lets it finish", async () => {
    const one = stop();
    const seen: string[] = [];
    const result = await one.follow(
      engine(),
      ({ type }) => {
        seen.push(type);
        if (type === "begun") press();
        if (type !== "asked") return;
        press();
        writeFileSync(join(folder, "finish"), "");
      },
      () => ["aws_vpc.a (3 s)"],
    );
    one.close();
    expect(seen).toEqual(["begun", "asked"]);
    expect(result.code).toBe(0);
    expect(told).toEqual([
      "stopping: terraform finishes what it has begun, and keeps the state",
      expect.stringMatching(/^terraform was asked to stop and still waits for aws_vpc\.a \(3 s\); whoever ends it now/),
    ]);
    expect(registered).toBe(0);
  });

  it("leaves the engine to itself the third time, running", async () => {
    const one = stop();
    const run = engine();
    const waiting = one.follow(run, ({ type }) => {
      if (type === "begun") for (let time = 0; time < 3; time += 1) press();
    });
    await expect(waiting).rejects.toThrow(/terraform goes on by itself until it has stopped \(process \d+\)/);
    expect(run.isRunning).toBe(true);
    writeFileSync(join(folder, "finish"), "");
    await DetachedRun.found(join(folder, "run"))?.follow(() => undefined, new AbortController().signal);
  });

  it("refuses the next step once it was pressed between two", () => {
    const one = stop();
    expect(() => one.check()).not.toThrow();
    press();
    expect(() => one.check()).toThrow("stopped before anything else was begun");
  });
});

describe("a run's folder", () => {
  it("takes one process at a time, and the next once that is gone", () => {
    const place = join(folder, "runs", "trial");
    const first = RunFolder.take(place, "trial");
    expect(() => RunFolder.take(place, "trial")).toThrow(
      `trial is being worked on by another databox (process ${process.pid})`,
    );
    first.release();
    writeFileSync(join(place, "lock"), processMark(process.pid).replace(/^\d+/, "999999999"));
    const second = RunFolder.take(place, "trial");
    second.release();
    expect(existsSync(join(place, "lock"))).toBe(false);
  });

  it("holds the files that were laid out last, and no others", () => {
    const run = RunFolder.take(join(folder, "run"), "trial");
    run.layOut([["stack/cdk.tf.json", "{}"]]);
    writeFileSync(join(run.work, "evil_override.tf.json"), "{}");
    run.layOut([["stack/cdk.tf.json", "{ }"]]);
    expect(run.read("stack/cdk.tf.json").toString()).toBe("{ }");
    expect(existsSync(join(run.work, "evil_override.tf.json"))).toBe(false);
    run.release();
  });

  it("tells a plan that was being applied from another run of the engine, and keeps what no journal takes", () => {
    const run = RunFolder.take(join(folder, "run"), "trial");
    expect(run.leftover).toBeUndefined();
    mkdirSync(run.engine);
    writeFileSync(join(run.engine, "stdout"), "what was done\n");
    expect(run.leftover).toBeInstanceOf(DetachedRun);
    run.begin({ planFolder: "plans/trial", plan: "abc", steps: 3 });
    expect(run.leftover).toMatchObject({ planFolder: "plans/trial", plan: "abc", steps: 3 });
    const place = run.setAside();
    expect(existsSync(join(place, "stdout"))).toBe(true);
    expect(run.leftover).toBeUndefined();
    run.release();
  });
});

describe("the progress of an apply", () => {
  const hook = (type: string, addr: string, more: object = {}): EngineMessage =>
    ({ type, "@timestamp": new Date().toISOString(), hook: { resource: { addr }, ...more } }) as EngineMessage;

  it("tells each resource with its time, what failed, and what still runs", () => {
    const lines: string[] = [];
    const progress = new Progress({ total: 10, tell: (line) => lines.push(line) });
    for (const name of ["a", "b", "c"]) progress.take(hook("apply_start", `aws_vpc.${name}`));
    progress.take(hook("apply_complete", "aws_vpc.a", { action: "create", elapsed_seconds: 125 }));
    progress.take(hook("apply_errored", "aws_vpc.b", { action: "create", elapsed_seconds: 1 }));
    progress.take(hook("apply_progress", "aws_vpc.c", { action: "create", elapsed_seconds: 1 }));
    progress.close();
    expect(lines).toEqual(["   1/10  created aws_vpc.a (2 min 05 s)", "  FAILED  aws_vpc.b"]);
    expect(progress.stillRunning()).toEqual([expect.stringMatching(/^aws_vpc\.c \(\d+ s\)$/)]);
  });
});
