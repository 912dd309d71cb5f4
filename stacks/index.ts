export * from "./project-stack";
export * from "./state-stack";
export * from "./synthesize";
