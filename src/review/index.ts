export { channelChanges, doorChanges, resourceChanges, type Changes } from "./changes";
export { type Graph } from "./graph/graph";
export { readGraph } from "./graph/read-graph";
export { renderReview } from "./page/document";
export { type Custody, type Subject } from "./subject";
export { LANGUAGES, type Language } from "./words/words";
