import { readFileSync } from "node:fs";

/**
 * What tells a process from a later one with the same number: the number, and where the system says it (Linux) the time of
 * its start. https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function processMark(pid: number): string {
  return `${pid}\n${statOf(pid) ?? ""}`;
}

/** Whether the process of a mark still runs. One that has ended and was not waited for does not. */
export function isRunning(mark: string): boolean {
  const [first = "", stat = ""] = mark.split("\n");
  const pid = Number(first);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EPERM") return false;
  }
  const now = statOf(pid);
  if (now === undefined) return true;
  return !"ZX".includes(fieldsOf(now).state) && (stat === "" || fieldsOf(now).start === fieldsOf(stat).start);
}

function statOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").trim();
  } catch {
    return undefined;
  }
}

/** State and start, which are the third and the twenty-second field; the second one is in brackets and may hold anything. */
function fieldsOf(stat: string): { readonly state: string; readonly start: string } {
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return { state: fields[0] ?? "", start: fields[19] ?? "" };
}
