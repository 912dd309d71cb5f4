#!/usr/bin/env node
// What Terraform starts as its provider: the embedded cloud of the folder that is named.
import { existsSync } from "node:fs";

const source = new URL("../src/rehearse/plugin/process.ts", import.meta.url);
const built = new URL("../dist/src/rehearse/plugin/process.js", import.meta.url);
if (existsSync(source)) await import("tsx");
const module = await import((existsSync(source) ? source : built).href);
await (module.servePlugin ?? module.default.servePlugin)(process.argv[2]);
