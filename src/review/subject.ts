import { type Estimate } from "../cost";
import { type JudgedFile, type TargetReport } from "../verify";
import { type Changes } from "./changes";
import { type Graph } from "./graph/graph";

/** Who holds the keys, as the project file says it. */
export interface Custody {
  /** As in `dataBox.custody.kind`. */
  readonly kind: string;
  readonly account: string;
  /** ARNs of those who govern the keys. */
  readonly administrators: readonly string[];
  readonly isAttested: boolean;
}

/** One target, with all that its part of the page tells. */
export interface Subject {
  readonly report: TargetReport;
  readonly form: "configuration" | "plan" | "state";
  /** Files that were judged. */
  readonly files: readonly JudgedFile[];
  readonly resources: number;
  readonly accounts: readonly string[];
  /** The picture; or why there is none. */
  readonly graph: Graph | { readonly failed: string };
  /** What changed since an earlier verdict or plan. @default - nothing was given to compare with */
  readonly changes?: Changes;
  /** @default - no project file was judged */
  readonly custody?: Custody;
  /** @default - no project file was judged */
  readonly cost?: Estimate;
}
