export { renderChannel, renderChannelList } from "./channel";
export { renderJson } from "./json";
export { renderMarkdown } from "./markdown";
export { renderSarif } from "./sarif";
export { renderText, type TextOptions } from "./text";
