export { connectionsIn, remarksOn, type Connection, type Entrance } from "./connections";
export { LogError, readLog, type LogEntry } from "./log-files";
