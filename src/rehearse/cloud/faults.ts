import { AwsError } from "./aws-error";

/** What a call does to a resource. */
export type Operation = "create" | "read" | "update" | "delete";

/** What goes wrong, and where. */
export interface Faults {
  /** Before a call changes anything. @throws AwsError */
  before(operation: Operation, type: string): Promise<void>;
  /** After it did: why the provider says nonetheless that it failed, or nothing. */
  after(operation: Operation, type: string): string | undefined;
}

export type FaultKind = "throttling" | "access-denied" | "timeout" | "partial-create" | "killed-provider";

export const FAULT_KINDS: readonly FaultKind[] = [
  "throttling",
  "access-denied",
  "timeout",
  "partial-create",
  "killed-provider",
];

export interface SeededFaultsProps {
  readonly seed: number;
  /** How many calls go wrong. @default 5 */
  readonly count?: number;
  /** How many calls the run makes, about: the faults are spread over them. */
  readonly calls: number;
  /** @default - all kinds, in turn */
  readonly kinds?: readonly FaultKind[];
  /** Ends the provider as if it had been killed. */
  readonly kill: () => void;
  /** Called at each fault. */
  readonly onFault?: (fault: Happened) => void;
}

/** A fault that has happened. */
export interface Happened {
  readonly kind: FaultKind;
  readonly operation: Operation;
  readonly type: string;
}

/** Faults at points that a seed chooses: the same seed, the same points. */
export class SeededFaults implements Faults {
  private readonly points: Map<number, FaultKind>;
  private calls = 0;
  private pending: FaultKind | undefined;

  public constructor(private readonly props: SeededFaultsProps) {
    const kinds = props.kinds ?? FAULT_KINDS;
    const random = generator(props.seed);
    this.points = new Map();
    for (let index = 0; index < (props.count ?? 5); index += 1)
      this.points.set(1 + Math.floor(random() * props.calls), kinds[index % kinds.length] ?? "throttling");
  }

  public before(operation: Operation, type: string): Promise<void> {
    if (operation === "read") return Promise.resolve();
    this.calls += 1;
    const kind = this.points.get(this.calls);
    if (kind === undefined) return Promise.resolve();
    if (kind === "partial-create") {
      // Only what is made can be half made: otherwise the next call that makes something is.
      if (operation === "create") {
        this.pending = kind;
        this.props.onFault?.({ kind, operation, type });
      } else this.points.set(this.calls + 1, kind);
      return Promise.resolve();
    }
    this.props.onFault?.({ kind, operation, type });
    switch (kind) {
      case "throttling":
        throw new AwsError("RequestLimitExceeded", "Request limit exceeded.");
      case "access-denied":
        throw new AwsError("UnauthorizedOperation", "You are not authorized to perform this operation.");
      case "timeout":
        throw new AwsError("RequestTimeout", "timeout while waiting for state to become 'available'");
      case "killed-provider":
        this.props.kill();
        return new Promise(() => undefined);
    }
  }

  public after(operation: Operation): string | undefined {
    if (this.pending === undefined || operation !== "create") return undefined;
    this.pending = undefined;
    return "waiting for creation: unexpected state 'pending', wanted target 'available'";
  }
}

/** Numbers from 0 to 1 (mulberry32, public domain): Math.random takes no seed. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
