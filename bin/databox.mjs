#!/usr/bin/env node
// In a checkout the command runs from the TypeScript sources; a published package carries compiled ones only.
import { existsSync } from "node:fs";

const source = new URL("../src/cli/main.ts", import.meta.url);
if (existsSync(source)) {
  await import("tsx");
  await import(source.href);
} else {
  await import(new URL("../dist/src/cli/main.js", import.meta.url).href);
}
