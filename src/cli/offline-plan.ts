import { statSync } from "node:fs";
import { resolve } from "node:path";
import { diagnosticText, type EngineDiagnostic, type EngineName } from "../engine";
import { planOffline } from "../rehearse";
import { renderJson, renderMarkdown, renderSarif, renderText } from "../report";
import { verify, type TargetReport } from "../verify";
import { engineOf } from "./engine-of";
import { EXIT, UserError, type ExitCode, type Terminal } from "./terminal";
import { writeFile } from "./write-file";

export const PLAN_FORMATS = ["text", "json", "sarif", "markdown"] as const;
export type PlanFormat = (typeof PLAN_FORMATS)[number];

export interface OfflinePlanOptions {
  readonly offline: string;
  readonly format: PlanFormat;
  /** File for the plan's JSON. */
  readonly output: string | undefined;
  readonly engine: EngineName | undefined;
  readonly variables: readonly string[];
  readonly variableFiles: readonly string[];
}

const RENDERERS: Readonly<Record<Exclude<PlanFormat, "text">, (reports: readonly TargetReport[]) => string>> = {
  json: renderJson,
  markdown: renderMarkdown,
  sarif: renderSarif,
};

/** The verdict on a plan, in the format that was asked for. */
export function renderPlanReport(report: TargetReport, format: PlanFormat, terminal: Terminal): string {
  return format === "text"
    ? renderText([report], { color: terminal.color, evidence: false })
    : RENDERERS[format]([report]);
}

/** Plans a folder without credentials, and prints the verdict on the plan. */
export async function planWithoutCredentials(options: OfflinePlanOptions, terminal: Terminal): Promise<ExitCode> {
  const folder = resolve(terminal.cwd, options.offline);
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new UserError(`${options.offline} is no folder; name the folder of a root module`);
  const engine = engineOf(terminal, options.engine);
  const result = await planOffline({
    folder,
    engine,
    path: terminal.env["PATH"] ?? "",
    arguments: [
      ...options.variables.map((one) => `-var=${one}`),
      ...options.variableFiles.map((one) => `-var-file=${resolve(terminal.cwd, one)}`),
    ],
  });
  if (!result.ok) throw new UserError(explain(options.offline, result));
  for (const diagnostic of result.diagnostics) terminal.err(`${diagnosticText(diagnostic)}\n`);
  if (options.output !== undefined) writeFile(resolve(terminal.cwd, options.output), result.plan);
  const report = verify({ target: options.offline, json: JSON.parse(result.plan) as Record<string, unknown> });
  terminal.out(renderPlanReport(report, options.format, terminal));
  return report.verdict === "leaks" ? EXIT.leaks : report.verdict === "unproven" ? EXIT.unproven : EXIT.done;
}

function explain(
  folder: string,
  {
    step,
    diagnostics,
    output,
  }: { readonly step: string; readonly diagnostics: readonly EngineDiagnostic[]; readonly output: string },
): string {
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(diagnosticText);
  const text = errors.length > 0 ? errors.join("\n") : output.trim();
  const mend =
    /Failed to query available provider packages|could not connect to registry|failed to (?:request|retrieve) discovery/i.test(
      text,
    )
      ? "\nonly hashicorp/aws is embedded; plan offline what needs no other provider and no module from a registry"
      : "";
  return `${folder}: ${step} failed\n${text}${mend}`;
}
