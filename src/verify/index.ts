import { CHANNELS } from "./channels";
import { loadTarget, type LoadedTarget } from "./load/load-target";
import { Model } from "./model/model";
import { Ruling, targetReport, type ChannelReport, type TargetReport } from "./verdict";
import { type Channel } from "./channel";

export { type Channel } from "./channel";
export { CLAIM, type Claim } from "./claim";
export { CHANNELS } from "./channels";
export { loadTarget, TargetError, type LoadedTarget } from "./load/load-target";
export type * from "./verdict";

/**
 * Judges a configuration, channel by channel. Never throws for what a configuration holds: a channel whose decision fails
 * is unproven.
 */
export function verify({ target, json }: LoadedTarget): TargetReport {
  let model: Model | undefined;
  // Built within the first decision, so that a configuration that cannot even be read is unproven too.
  const read = (): Model => (model ??= new Model(json));
  return targetReport(
    target,
    stackName(json),
    CHANNELS.map((channel) => decide(channel, read)),
  );
}

/**
 * Judges a target on disk: a Terraform JSON configuration, a stack's folder, or a folder of stacks.
 *
 * @throws TargetError where there is nothing that could be judged
 */
export function verifyPath(path: string): TargetReport[] {
  return loadTarget(path).map(verify);
}

function decide(channel: Channel, read: () => Model): ChannelReport {
  const ruling = new Ruling();
  try {
    channel.decide(read(), ruling);
  } catch (error) {
    ruling.unproven(
      { address: "(verifier)", path: null },
      `the decision itself failed: ${error instanceof Error ? error.message : String(error)}`,
      "report this configuration to the toolkit's authors",
    );
  }
  return ruling.report(channel.id, channel.title);
}

function stackName(json: Readonly<Record<string, unknown>>): string | null {
  const metadata = (json["//"] as { metadata?: { stackName?: unknown } } | undefined)?.metadata;
  return typeof metadata?.stackName === "string" ? metadata.stackName : null;
}
