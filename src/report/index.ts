export { renderJson } from "./json";
export { renderText, type TextOptions } from "./text";
