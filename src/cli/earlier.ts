import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { z } from "zod";
import { loadTarget, TargetError, type LoadedTarget, type TargetReport } from "../verify";
import { UserError, type Terminal } from "./terminal";

/** What a page tells changes since. */
export interface Earlier {
  /** Names as they were given. */
  readonly names: readonly string[];
  readonly verdicts: readonly TargetReport[];
  readonly targets: readonly LoadedTarget[];
}

const EVIDENCE = z.array(z.looseObject({ address: z.string(), path: z.string().nullable(), why: z.string() }));
const VERDICT = z.looseObject({
  version: z.literal(1),
  targets: z.array(
    z.looseObject({
      target: z.string(),
      project: z.string().nullable(),
      channels: z.array(
        z.looseObject({
          id: z.string(),
          verdict: z.enum(["closed", "door", "unproven", "open"]),
          doors: EVIDENCE,
        }),
      ),
    }),
  ),
});

/** What a folder of a saved plan holds. */
const IN_FOLDER = ["verdict.json", "plan.json"] as const;

/**
 * Reads what `--since` names: verdicts that `databox verify --format json` wrote, and anything that can be judged (plans,
 * stacks, states); or a folder with `verdict.json` and `plan.json`.
 *
 * @throws UserError where one is neither
 */
export function readEarlier(names: readonly string[], terminal: Terminal): Earlier {
  const verdicts: TargetReport[] = [];
  const targets: LoadedTarget[] = [];
  for (const name of names)
    for (const file of filesOf(name, terminal)) {
      const verdict = verdictIn(file, name);
      if (verdict !== undefined) {
        verdicts.push(...verdict);
        continue;
      }
      try {
        targets.push(...loadTarget(file));
      } catch (error) {
        if (error instanceof TargetError) throw new UserError(`--since ${name}: ${error.message}`);
        throw error;
      }
    }
  return { names, verdicts, targets };
}

function filesOf(name: string, terminal: Terminal): string[] {
  const path = resolve(terminal.cwd, name);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat === undefined) throw new UserError(`--since ${name}: there is no such file or folder`);
  const inside = stat.isDirectory() ? IN_FOLDER.map((one) => join(path, one)).filter((file) => existsSync(file)) : [];
  return inside.length > 0 ? inside : [path];
}

/** The verdicts of a file, where it holds such. */
function verdictIn(file: string, name: string): TargetReport[] | undefined {
  if (statSync(file).isDirectory()) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, "utf8"));
  } catch {
    // Whoever reads targets says what is wrong with it.
    return undefined;
  }
  if (json === null || typeof json !== "object" || !("targets" in json)) return undefined;
  const read = VERDICT.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UserError(
      `--since ${name}: no verdict of version 1 (${issue?.path.join(".") ?? ""}: ${issue?.message ?? ""}); write it with databox verify --format json`,
    );
  }
  return read.data.targets as unknown as TargetReport[];
}
