import js from "@eslint/js";
import tseslint from "typescript-eslint";

const noPackageIndex = {
  name: "@cdktf/provider-aws",
  message: "import by resource path (@cdktf/provider-aws/lib/vpc): the index costs seconds at start-up",
};
const noConstructs = {
  group: ["cdktf", "cdktf/*", "constructs", "@cdktf/*", "**/constructs/*", "**/constructs", "**/stacks/*"],
  message: "neither the verifier nor the rehearsal trusts what it judges: no cdktf, constructs or stacks here",
};
const noVerifier = {
  group: ["**/src/cli/*", "**/src/verify/*", "**/src/verify", "**/src/report/*"],
  message: "constructs know neither the command line nor the verifier",
};
const restrict = (...patterns) => ({ "no-restricted-imports": ["error", { paths: [noPackageIndex], patterns }] });

export default tseslint.config(
  { ignores: ["dist", "cdktf.out", "coverage", "node_modules"] },
  js.configs.recommended,
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/switch-exhaustiveness-check": ["error", { considerDefaultExhaustiveForUnions: true }],
      "@typescript-eslint/no-unused-vars": ["error", { argsIgnorePattern: "^_" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      eqeqeq: "error",
      "no-console": "error",
      "max-lines": ["error", { max: 350, skipBlankLines: true, skipComments: true }],
      ...restrict(),
    },
  },
  {
    files: [
      "src/verify/**",
      "src/report/**",
      "src/review/**",
      "src/project/**",
      "src/rehearse/**",
      "src/people/**",
      "src/retirement/**",
      "src/cost/**",
      "src/compliance/**",
      "src/engine/**",
      "src/delivery/**",
    ],
    rules: restrict(noConstructs),
  },
  { files: ["constructs/**"], rules: restrict(noVerifier) },
  // A `new` that registers itself in the construct tree is how constructs are declared.
  { files: ["constructs/**", "stacks/**"], rules: { "no-new": "off" } },
  // Tables of cases are read by scrolling, and what is printed wrongly fails to compare.
  { files: ["test/**"], rules: { "max-lines": "off", "@typescript-eslint/no-base-to-string": "off" } },
  { files: ["bench/**", "scripts/**"], rules: { "no-console": "off" } },
  {
    files: ["**/*.mjs"],
    ...tseslint.configs.disableTypeChecked,
    languageOptions: {
      ...tseslint.configs.disableTypeChecked.languageOptions,
      globals: { process: "readonly", URL: "readonly", console: "readonly" },
    },
  },
);
