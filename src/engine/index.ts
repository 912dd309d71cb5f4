export { DetachedRun, type DetachedResult, type Launch } from "./detached-run";
export { diagnosticText } from "./diagnostic-text";
export {
  ENGINES,
  findEngine,
  parseMessage,
  protectedAddress,
  PROVIDER_ADDRESSES,
  runEngine,
  type Engine,
  type EngineDiagnostic,
  type EngineMessage,
  type EngineName,
  type EngineResult,
} from "./engine";
export { engineEnvironment } from "./environment";
export { isRunning, processMark } from "./process-mark";
