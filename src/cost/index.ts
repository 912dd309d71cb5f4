export * from "./components";
export * from "./estimate";
export * from "./price-table";
export * from "./render";
