/** @type {import("jest").Config} */
export default {
  testEnvironment: "node",
  roots: ["<rootDir>/test"],
  testMatch: ["**/*.test.ts"],
  transform: {
    "^.+\\.ts$": [
      "@swc/jest",
      { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
    ],
  },
  // On two cores jest would keep one for itself.
  maxWorkers: "100%",
  // Synthesis of fifty boxes and child processes need longer than jest's five seconds on a small machine.
  testTimeout: 300_000,
};
