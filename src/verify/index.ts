import { CHANNELS } from "./channels";
import { configurationOf, loadTarget, type LoadedTarget } from "./load/load-target";
import { type Configuration } from "./load/configuration";
import { Model } from "./model/model";
import { Ruling, targetReport, type ChannelReport, type TargetReport } from "./verdict";
import { type Channel } from "./channel";

export { type Channel } from "./channel";
export { CLAIM, type Claim } from "./claim";
export { CHANNELS } from "./channels";
export { loadTarget, TargetError, type JudgedFile, type LoadedTarget } from "./load/load-target";
export { readersText, siteReadersText } from "./requests";
export { siteText } from "./network/packet-text";
export { addressesOf } from "./network/packets";
export { accountsOfProvider, type Model } from "./model/model";
export { type Block, type Resource } from "./model/resource";
export { ofBucket } from "./policy/buckets";
export { PROVIDER } from "./provider-types";
export { applyExceptions, onlyChannels, type AcceptedRisk, type Exception } from "./exceptions";
export type * from "./verdict";

/**
 * Judges a configuration, channel by channel. Never throws for what a configuration holds: a channel whose decision fails
 * is unproven.
 */
export function verify(target: LoadedTarget): TargetReport {
  let configuration: Configuration | undefined;
  let model: Model | undefined;
  // Built within the first decision, so that a configuration that cannot even be read is unproven too.
  const read = (): Model => (model ??= new Model((configuration ??= configurationOf(target))));
  const reports = CHANNELS.map((channel) => decide(channel, read));
  return targetReport(target.target, configuration?.stack ?? null, reports);
}

/** A target's resources as the verdict reads them; nothing where they cannot be read, which makes every channel unproven. */
export function modelOf(target: LoadedTarget): Model | undefined {
  try {
    return new Model(configurationOf(target));
  } catch {
    return undefined;
  }
}

/**
 * Judges a target on disk: a Terraform JSON configuration, plan or state, a stack's folder, or a folder of stacks.
 *
 * @param sources the configuration that a plan or a state was made of
 * @throws TargetError where there is nothing that could be judged
 */
export function verifyPath(path: string, sources?: string): TargetReport[] {
  return loadTarget(path, sources).map(verify);
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
