import { type AcceptedRisk } from "./exceptions";

/** What can be said of a channel, from best to worst. */
export type ChannelVerdict = "closed" | "door" | "unproven" | "open";

/** What can be said of a whole target. */
export type Verdict = "confined" | "unproven" | "leaks";

/** A resource and what it does for or against a channel. */
export interface Evidence {
  /** Terraform address. */
  readonly address: string;
  /** Construct path, where the target tells it. */
  readonly path: string | null;
  readonly why: string;
}

/** A concrete way out. */
export interface Witness {
  /** Where the byte is. */
  readonly from: string;
  /** Who sends it. */
  readonly by: string;
  /** Terraform addresses of the resources that it passes. */
  readonly through: readonly string[];
  /** Where it ends up. */
  readonly to: string;
  /** The request that is let through, field by field, where the way out is a request to AWS. */
  readonly request?: Readonly<Record<string, string>>;
}

/** One reason why a channel is not closed. */
export interface Finding extends Evidence {
  readonly verdict: "open" | "unproven";
  /** The way out; `null` where it is only not understood. */
  readonly witness: Witness | null;
  /** The smallest change that closes it. */
  readonly mend: string | null;
  /** Line of the project file that it came from, where a project file was judged. */
  readonly origin?: Origin;
}

/** A place in a project file. */
export interface Origin {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** The decision on one channel. */
export interface ChannelReport {
  readonly id: string;
  readonly title: string;
  readonly verdict: ChannelVerdict;
  /** What closes it. */
  readonly evidence: readonly Evidence[];
  /** Ways that are meant, and who may take them. */
  readonly doors: readonly Evidence[];
  /** Why it is not closed, the worst first. */
  readonly findings: readonly Finding[];
  /** Witness and mend of the first finding. */
  readonly witness: Witness | null;
  readonly mend: string | null;
}

export interface TargetReport {
  /** The target as it was named. */
  readonly target: string;
  /** Name of the stack, where the target tells it. */
  readonly project: string | null;
  readonly verdict: Verdict;
  readonly summary: {
    readonly closed: number;
    readonly open: number;
    readonly unproven: number;
    readonly doors: number;
  };
  readonly channels: readonly ChannelReport[];
  /** Doors and risks that somebody named, and why; absent where there is none. */
  readonly acceptedRisks?: readonly AcceptedRisk[];
  /** How many channels were left out, where only some were asked for. */
  readonly notJudged?: number;
}

/** Builds the decision on one channel, one resource after the other. */
export class Ruling {
  private readonly evidence: Evidence[] = [];
  private readonly findings: Finding[] = [];
  private readonly doors: Evidence[] = [];

  /** A control that closes the channel. */
  public closed(at: { address: string; path: string | null }, why: string): void {
    this.evidence.push({ address: at.address, path: at.path, why });
  }

  /** A way that is meant: who may carry what, and that every report shows it. */
  public door(at: { address: string; path: string | null }, why: string): void {
    this.doors.push({ address: at.address, path: at.path, why });
  }

  /** A way out. */
  public open(at: { address: string; path: string | null }, why: string, witness: Witness, mend: string): void {
    this.findings.push({ verdict: "open", address: at.address, path: at.path, why, witness, mend });
  }

  /** Something that is not understood, and so is not taken for safe. */
  public unproven(at: { address: string; path: string | null }, why: string, mend: string | null = null): void {
    this.findings.push({ verdict: "unproven", address: at.address, path: at.path, why, witness: null, mend });
  }

  public report(id: string, title: string): ChannelReport {
    const findings = [...this.findings].sort(
      (a, b) => Number(a.verdict === "unproven") - Number(b.verdict === "unproven"),
    );
    const [first] = findings;
    return {
      id,
      title,
      verdict: first?.verdict ?? (this.doors.length > 0 ? "door" : "closed"),
      evidence: this.evidence,
      doors: this.doors,
      findings,
      witness: first?.witness ?? null,
      mend: first?.mend ?? null,
    };
  }
}

/** Sums up the channels of a target; the worst one decides. */
export function targetReport(target: string, project: string | null, channels: readonly ChannelReport[]): TargetReport {
  const count = (verdict: ChannelVerdict): number => channels.filter((channel) => channel.verdict === verdict).length;
  const summary = { closed: count("closed"), open: count("open"), unproven: count("unproven"), doors: count("door") };
  const verdict = summary.open > 0 ? "leaks" : summary.unproven > 0 ? "unproven" : "confined";
  return { target, project, verdict, summary, channels };
}
