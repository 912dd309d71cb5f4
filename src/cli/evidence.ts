import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { version } from "../../package.json";
import {
  approvalsOf,
  DeliveryError,
  JOURNAL,
  journalEntries,
  MANIFEST,
  PLAN_FILES,
  readAllowedSigners,
  readCheckedPlan,
  readPlainFile,
  ROLES,
  type CheckedApproval,
  type JournalEntry,
  type SavedPlan,
} from "../delivery";
import { packBundle, readBundle, type Bundle } from "../evidence";
import { LANGUAGES, renderReview, type Language } from "../review";
import { deliveryOf, OUTPUT, planText, type Delivery } from "./delivery";
import { subjectOf } from "./review-subject";
import { EXIT, UserError, type ExitCode, type Terminal } from "./terminal";
import { writeFile } from "./write-file";

export interface PackOptions {
  readonly project: string;
  readonly plan: string | undefined;
  readonly output: string | undefined;
}

/** Files of a plan folder that may be there or not. */
const MAY_BE = [JOURNAL, ...ROLES.flatMap((role) => [`approvals/${role}.json`, `approvals/${role}.json.sig`])];

/** The pages that show a plan, by their names; none of a plan that only takes away, which has no verdict of channels. */
async function pagesOf({ loaded: project, report }: Delivery, plan: SavedPlan): Promise<Map<string, Buffer>> {
  const found = report();
  if (found === undefined) return new Map();
  const loaded = {
    target: found.target,
    json: JSON.parse(plan.files["plan.json"].toString("utf8")) as Record<string, unknown>,
    files: [{ name: "plan.json", sha256: plan.manifest.files["plan.json"] }],
  };
  const subject = subjectOf(
    { report: found, doors: [], loaded, project },
    { names: [], verdicts: [], targets: [] },
    true,
  );
  const pages = await Promise.all(
    LANGUAGES.map(
      async (language) => [pageName(language), Buffer.from(await renderReview([subject], language))] as const,
    ),
  );
  return new Map(pages);
}

function pageName(language: Language): string {
  return language === "en" ? "review.html" : `review.${language}.html`;
}

/** Packs a plan folder as it is: also of a plan that nobody has approved yet, or that was carried out in part. */
export async function packEvidence({ project, plan, output }: PackOptions, terminal: Terminal): Promise<ExitCode> {
  const delivery = deliveryOf(project, { plan }, terminal);
  const { checkout, planFolder } = delivery;
  const saved = readCheckedPlan(planFolder, checkout);
  const read = (name: string): [string, Buffer] => [`plan/${name}`, readPlainFile(join(planFolder, name), name)];
  const files = new Map([
    read(MANIFEST),
    ...PLAN_FILES.map((name): [string, Buffer] => [`plan/${name}`, saved.files[name]]),
    ...MAY_BE.filter((name) => existsSync(join(planFolder, name))).map(read),
    ...(await pagesOf(delivery, saved)),
  ]);
  const bundle = await packBundle({ project: checkout.project, plan: saved.digest, databox: version }, files);
  const name = `${checkout.project}-${saved.digest.slice(0, 12)}.tar.gz`;
  const file = output ?? resolve(terminal.cwd, OUTPUT, "evidence", name);
  mkdirSync(dirname(file), { recursive: true });
  writeFile(file, bundle);
  terminal.out(`${relative(terminal.cwd, file)}: ${files.size} files\n`);
  return EXIT.done;
}

/**
 * Checks a bundle without believing anything in it: files by their digests, the verdict by judging the plan anew, approvals
 * by their signatures, at the time at which the plan was carried out, and the journal by its chain.
 *
 * @throws UserError, DeliveryError with what does not hold
 */
export async function checkEvidence(
  file: string,
  allowedSigners: string | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const bundle = await readBundle(readPlainFile(resolve(terminal.cwd, file), file)).catch((error: unknown) => {
    throw error instanceof DeliveryError ? new DeliveryError(`${file}: ${error.message}`) : error;
  });
  const scratch = mkdtempSync(join(tmpdir(), "databox-evidence-"));
  try {
    return await check(bundle, layOut(bundle, scratch), allowedSigners, terminal);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Lays a bundle out as a checkout with its plan, in a folder of its own. */
function layOut({ files }: Bundle, scratch: string): string {
  for (const [name, content] of files) {
    mkdirSync(dirname(join(scratch, name)), { recursive: true });
    writeFileSync(join(scratch, name), content);
  }
  for (const [from, to] of [
    ["plan/project.yaml", "project.yaml"],
    ["plan/allowed-signers", "project.allowed-signers"],
  ] as const) {
    const content = files.get(from);
    if (content === undefined) throw new UserError(`${from} is missing from the bundle`);
    writeFileSync(join(scratch, to), content);
  }
  return scratch;
}

async function check(
  { list, files }: Bundle,
  folder: string,
  allowedSigners: string | undefined,
  terminal: Terminal,
): Promise<ExitCode> {
  const delivery = deliveryOf("project.yaml", { plan: "plan" }, { ...terminal, cwd: folder, err: () => {} });
  const { checkout, planFolder } = delivery;
  const plan = readCheckedPlan(planFolder, checkout);
  if (plan.digest !== list.plan || checkout.project !== list.project)
    throw new DeliveryError(`the bundle says that it is of another plan than the one in it`);
  const journal = entriesOf(files, plan);
  const started = journal.find(({ event }) => event === "started");
  const approvals = await approvalsOf(
    planFolder,
    plan,
    terminal.env,
    started === undefined ? Date.now() : Date.parse(started.at),
  );
  const pages = await pagesText(delivery, plan, list, files);
  const signers = againstYours(allowedSigners, checkout.allowedSigners, terminal);
  const hold = approvals.every(({ refused }) => refused === undefined);
  terminal.out(
    [
      planText(plan).trimEnd(),
      `  files      ${files.size}, as the bundle lists them`,
      `  verdict    ${plan.manifest.verdict}, as this databox says of the plan`,
      ...approvals.map((one, index) => `  ${index === 0 ? "approvals" : "         "}  ${approvalText(one, started)}`),
      `  signers    ${signers}`,
      `  pages      ${pages}`,
      `  journal    ${journalText(journal)}`,
      "",
    ].join("\n"),
  );
  if (started !== undefined && !hold) throw new DeliveryError("it was carried out without approvals that hold");
  return hold ? EXIT.done : EXIT.error;
}

/** @throws DeliveryError where a page of this version's is not what this version draws of the plan */
async function pagesText(
  delivery: Delivery,
  plan: SavedPlan,
  { databox }: Bundle["list"],
  files: Bundle["files"],
): Promise<string> {
  const names = LANGUAGES.map(pageName).filter((name) => files.has(name));
  if (names.length === 0) return "none";
  if (databox !== version) return `of databox ${databox}, and this is ${version}: not held against the plan`;
  for (const [name, content] of await pagesOf(delivery, plan))
    if (files.get(name)?.equals(content) === false)
      throw new DeliveryError(
        `${name} is not what this databox draws of the plan: it was swapped before it was packed`,
      );
  return `${names.join(", ")}, as this databox draws them of the plan`;
}

function entriesOf(files: Bundle["files"], plan: SavedPlan): JournalEntry[] {
  const lines = (files.get(`plan/${JOURNAL}`)?.toString("utf8") ?? "").split("\n");
  // A last line that a crash cut off tells nothing.
  lines.pop();
  return journalEntries(lines, plan.digest);
}

function approvalText({ role, approval, key, refused }: CheckedApproval, started: JournalEntry | undefined): string {
  if (refused !== undefined || approval === undefined) return `${role}: ${refused ?? "missing"}`;
  return `${role}: ${approval.principal} (${key ?? ""})${started === undefined ? "" : ", held when it was carried out"}`;
}

function againstYours(file: string | undefined, own: Buffer, terminal: Terminal): string {
  if (file === undefined) return "the bundle's own: hold them against what you know, or give --allowed-signers";
  if (!readAllowedSigners(resolve(terminal.cwd, file), file).equals(own))
    throw new DeliveryError(`the bundle's allowed signers are not those of ${file}`);
  return `those of ${file}`;
}

function journalText(entries: readonly JournalEntry[]): string {
  const [last] = entries.slice(-1);
  if (last === undefined) return "none: it was not carried out";
  const done = entries.filter(({ event }) => event === "done").length;
  return `${done} changes, ${last.event} ${last.at}; no line is missing between, none was changed`;
}
