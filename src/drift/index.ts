export { driftedResources, type AttributeChange, type DriftedResource } from "./changes";
export { mendsOf } from "./mend";
export { refresh, RefreshError, type RefreshProps } from "./refresh";
export {
  channelsThrough,
  NOT_SEEN,
  openedChannels,
  type DriftEntry,
  type DriftReport,
  type OpenedChannel,
} from "./report";
export { callsIn, lastCalls, type RecordedCall, type TrailEvent } from "./trail";
