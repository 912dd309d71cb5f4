import { createColors } from "picocolors";
import {
  STATUSES,
  type AssessedControl,
  type AssessedFramework,
  type Assessment,
  type Ground,
  type Status,
} from "../../compliance";
import { printable } from "../untrusted-text";
import { wrapped } from "../wrapped";

type Colors = ReturnType<typeof createColors>;

/** What has to be mended first. */
const IN_ORDER: readonly Status[] = [
  "open",
  "unproven",
  "lacking",
  ...STATUSES.filter((status) => !["open", "unproven", "lacking"].includes(status)),
];

/** Most grounds of one control that are named; of more only the number is said. */
const GROUNDS_AT_LENGTH = 4;

const NOTES: readonly string[] = [
  "Words are this toolkit's own: the framework's text is what counts.",
  "This is evidence for an audit and no certificate: it shows what stands in a configuration, not what people do.",
  "Every piece of evidence with its resource: --format csv or json.",
];

/** Assessments for a terminal: each framework's controls by status, the worst first, with what they rest on or why nothing shows them. */
export function renderComplianceText(
  assessments: readonly Assessment[],
  { color }: { readonly color: boolean },
): string {
  const colors = createColors(color);
  return [
    ...assessments.flatMap(({ target, project, verdict, grounds, frameworks }) => [
      colors.bold(`${printable(project ?? target)}: ${verdict}`),
      colors.dim(`  ${printable(target)}`),
      "",
      ...frameworks.flatMap((framework) => renderFramework(framework, grounds, colors)),
    ]),
    ...NOTES.map((line) => colors.dim(line)),
    "",
  ].join("\n");
}

function renderFramework(framework: AssessedFramework, all: readonly Ground[], colors: Colors): string[] {
  const { title, edition, sources, controls } = framework;
  const grounds = new Map(all.map((ground) => [ground.id, ground]));
  return [
    `${colors.bold(title)} (${edition})`,
    ...sources.map((source) => colors.dim(`  ${source}`)),
    `  ${controls.length} controls: ${countStatuses(framework)}`,
    ...IN_ORDER.flatMap((status) => {
      const some = controls.filter((control) => control.status === status);
      if (some.length === 0) return [];
      return [
        "",
        `  ${paint(status, colors)(words(status))}`,
        ...some.flatMap((control) => renderControl(control, grounds)),
      ];
    }),
    "",
  ];
}

/** How many controls of a framework have each status. */
function countStatuses({ summary }: Pick<AssessedFramework, "summary">): string {
  return IN_ORDER.flatMap((status) => {
    const count = summary[status];
    return count === undefined ? [] : [`${count} ${words(status)}`];
  }).join(", ");
}

function renderControl(control: AssessedControl, all: ReadonlyMap<string, Ground>): string[] {
  const { id, level, words: said, remark, grounds } = control;
  const title = `    ${id}  ${said}${level === undefined ? "" : ` (${level})`}`;
  if (grounds.length === 0) return wrapped(title, remark ?? "");
  const found = grounds.flatMap((one) => all.get(one) ?? []);
  const against = found.filter(({ verdict }) => ["open", "unproven", "lacking"].includes(verdict));
  const names = grounds.length > GROUNDS_AT_LENGTH ? `${grounds.length} channels and settings` : grounds.join(", ");
  const resources = new Set(found.flatMap(({ evidence }) => evidence.map(({ address }) => address)));
  resources.delete("(configuration)");
  const doors = found.flatMap((ground) => ground.doors);
  return wrapped(
    title,
    [
      `by ${names}, in ${resources.size === 1 ? "1 resource" : `${resources.size} resources`}`,
      ...against.map(
        ({ id: name, verdict, against: [first] }) =>
          `${name} is ${verdict}${first === undefined ? "" : `: ${printable(first.address)}, ${printable(first.why)}`}`,
      ),
      ...(doors.length === 0
        ? []
        : [`doors: ${[...new Set(doors.map(({ path, address }) => printable(path ?? address)))].join(", ")}`]),
      ...(remark === undefined ? [] : [remark]),
    ].join("; "),
  );
}

function words(status: Status): string {
  switch (status) {
    case "covered":
    case "open":
    case "unproven":
    case "lacking":
      return status;
    case "covered-but-for-doors":
      return "covered but for declared doors";
    case "partly-covered":
      return "partly covered";
    case "partly-covered-but-for-doors":
      return "partly covered, but for declared doors";
    case "absent":
      return "with nothing of the kind in the target";
    case "not-covered":
      return "technical, not covered here";
    case "not-technical":
      return "not technical, not covered";
  }
}

function paint(status: Status, colors: Colors): (text: string) => string {
  if (status === "open") return colors.red;
  if (status === "unproven" || status === "lacking") return colors.yellow;
  if (status.endsWith("doors")) return colors.cyan;
  return status.endsWith("covered") && status !== "not-covered" ? colors.green : colors.dim;
}
