import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ts from "typescript";
import { loadProject } from "../src/project";
import { projectChanges } from "../src/rehearse";
import { CHANNELS, verify } from "../src/verify";
import { exampleProject, ROOT, stackOf } from "./stacks/example-projects";

const readme = readFileSync(join(ROOT, "README.md"), "utf8");
const blocks = (language: string): string[] =>
  [...readme.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```$/gm)]
    .filter(([, , named]) => named === language)
    .map(([, indent = "", , body = ""]) => body.replaceAll(new RegExp(`^${indent}`, "gm"), ""));

describe("the README", () => {
  it("shows a first project that loads, and is confined", () => {
    const folder = mkdtempSync(join(tmpdir(), "databox-readme-"));
    try {
      const [yaml = ""] = blocks("yaml");
      const file = join(folder, "first.yaml");
      writeFileSync(file, yaml);
      const result = loadProject(file);
      expect(result).toMatchObject({ ok: true, warnings: [] });
      if (result.ok) expect(verify({ target: "first", json: stackOf(result.project) }).verdict).toBe("confined");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it("says what npm start says", () => {
    const project = exampleProject(join(ROOT, "projects", "dr-answer.yaml"));
    const stack = stackOf(project);
    const { verdict, summary } = verify({ target: "x", json: stack });
    const resources = Object.values(stack.resource).reduce((sum, byName) => sum + Object.keys(byName).length, 0);
    const judged = `${verdict} (${CHANNELS.length} channels: ${summary.closed} closed)`;
    const drilled = projectChanges(readFileSync(join(ROOT, "projects", "dr-answer.yaml"), "utf8")).length;
    const [said = ""] = blocks("text");
    expect(said.replace(/[\d.]+ s\)$/m, "… s)")).toBe(
      [
        "dr-answer",
        `  synthesized  cdktf.out/stacks/dr-answer/cdk.tf.json: ${resources} resources, ${project.researchBoxes.length} tenants`,
        `  judged       ${judged}`,
        `  rehearsed    ${resources} resources made, the second plan empty, ${drilled} changes drilled, nothing left (terraform, … s)`,
        `  the plan     ${judged}`,
        "",
      ].join("\n"),
    );
  });

  it("shows code of the library that compiles", () => {
    const [code = ""] = blocks("ts");
    const file = join(ROOT, "test", "readme-example.ts");
    const body = code.replaceAll('"databox"', '"../constructs"');
    const split = body.indexOf("\n\n");
    const source = `import { TerraformStack } from "cdktf";\n${body.slice(0, split)}\nexport class Example extends TerraformStack {\n  public declare(): void {\n${body.slice(split)}\n  }\n}\n`;
    const config = ts.parseJsonConfigFileContent(
      ts.readConfigFile(join(ROOT, "tsconfig.json"), (path) => ts.sys.readFile(path)).config,
      ts.sys,
      ROOT,
    );
    const host = ts.createCompilerHost(config.options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (name, ...rest) =>
      name === file ? ts.createSourceFile(name, source, ts.ScriptTarget.ES2022, true) : read(name, ...rest);
    const program = ts.createProgram([file], config.options, host);
    const errors = ts
      .getPreEmitDiagnostics(program, program.getSourceFile(file))
      .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
    expect(errors).toEqual([]);
  });

  it("names only files and commands that exist", () => {
    const links = [...readme.matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, path = ""]) => path);
    expect(links.length).toBeGreaterThan(3);
    for (const path of links) expect(() => readFileSync(join(ROOT, path), { flag: "r" })).not.toThrow(/ENOENT/);
    const { scripts } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as {
      scripts: Record<string, string>;
    };
    for (const [, script = ""] of readme.matchAll(/npm run ([\w:-]+)/g)) expect(Object.keys(scripts)).toContain(script);
  });
});
