/** A project that a pipeline serves. */
export interface PipelineProject {
  /** Name of the project: a DNS label, as the project file has it. */
  readonly name: string;
  /** Path of its file in the repository, with `/`. */
  readonly file: string;
  /** AWS region of its boxes. */
  readonly region: string;
}

/** What a pipeline is made of. */
export interface PipelineProps {
  readonly projects: readonly PipelineProject[];
  /** ARN of the role that plans and looks for drift: it reads what is there, and changes nothing. */
  readonly planRole: string;
  /** ARN of the role that deploys what two persons have approved. */
  readonly deployRole: string;
  /** Branch that is deployed. */
  readonly branch: string;
}

/** A file of a pipeline, by its path in the repository. */
export type PipelineFiles = ReadonlyMap<string, string>;

/** Major version of Node.js that the jobs run on: what `package.json` asks for at least. */
export const NODE_VERSION = "20";
/** Version of Terraform that the jobs run. */
export const TERRAFORM_VERSION = "1.11.4";
/** When drift is looked for, UTC: at an odd minute, when runners are free. */
export const NIGHTLY = "17 18 * * *";
/** Folder of the repository in which approvals are committed, one folder for each project. */
export const APPROVALS = "approvals";

/** The first lines of every file that is written. */
export function header(command: string): string {
  return [
    ` Written by \`databox ci ${command}\`: write it again rather than edit it.`,
    " docs/ci.md of DataBox says what the roles, environments and branches have to be.",
  ].join("\n");
}

/** Commands of a script, one a line. */
export function lines(...all: string[]): string {
  return `${all.join("\n")}\n`;
}
