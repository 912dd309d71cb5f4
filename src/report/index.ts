export { renderChannel, renderChannelList } from "./channel";
export { renderJson } from "./json";
export { renderMarkdown } from "./markdown";
export { renderSarif } from "./sarif";
export { renderEntrances, renderStandings, type Standing } from "./people";
export { renderRehearsal, summarizeRehearsal } from "./rehearsal";
export { renderRetirement } from "./retirement";
export { countChannels, renderText, type TextOptions } from "./text";
