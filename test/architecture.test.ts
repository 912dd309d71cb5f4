import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "./stacks/example-projects";

const sources = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
const parse = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, readFileSync(join(ROOT, file), "utf8"), ts.ScriptTarget.ES2022, true);
const imports = (file: string): string[] => {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    )
      found.push(node.moduleSpecifier.text);
    if (
      ts.isCallExpression(node) &&
      node.expression.kind === ts.SyntaxKind.ImportKeyword &&
      node.arguments[0] &&
      ts.isStringLiteral(node.arguments[0])
    )
      found.push(node.arguments[0].text);
    ts.forEachChild(node, visit);
  };
  visit(parse(file));
  return found;
};
const offences = (folder: string, forbidden: RegExp): string[] =>
  sources(folder).flatMap((file) =>
    imports(file)
      .filter((name) => forbidden.test(name))
      .map((name) => `${file} imports ${name}`),
  );

describe("the import law", () => {
  it("keeps the prover apart from what it judges", () => {
    const forbidden = /^(cdktf|constructs|@cdktf\/.*)$|(^|\/)(constructs|stacks|project|cli)(\/|$)/;
    expect(offences("src/verify", forbidden)).toEqual([]);
    expect(offences("src/report", forbidden)).toEqual([]);
    expect(offences("src/compliance", forbidden)).toEqual([]);
    expect(offences("src/review", forbidden)).toEqual([]);
  });

  it("keeps constructs free of the command line and the verifier", () => {
    expect(offences("constructs", /(^|\/)(cli|verify|report)(\/|$)/)).toEqual([]);
  });

  it("keeps cdktf out of everything but constructs and stacks", () => {
    expect(offences("src", /^(cdktf|constructs|@cdktf\/.*)$/)).toEqual([]);
  });

  it("never takes the whole of the provider's bindings, which cost seconds", () => {
    for (const folder of ["constructs", "stacks"]) expect(offences(folder, /^@cdktf\/provider-aws$/)).toEqual([]);
  });
});

describe("the public constructs", () => {
  it("document the default of every optional prop", () => {
    const undocumented = sources("constructs").flatMap((file) => {
      const found: string[] = [];
      const visit = (node: ts.Node): void => {
        if (ts.isInterfaceDeclaration(node) && node.name.text.endsWith("Props"))
          for (const member of node.members)
            if (
              ts.isPropertySignature(member) &&
              member.questionToken &&
              !ts.getJSDocTags(member).some((tag) => tag.tagName.text === "default")
            )
              found.push(`${file}: ${node.name.text}.${member.name.getText()}`);
        ts.forEachChild(node, visit);
      };
      visit(parse(file));
      return found;
    });
    expect(undocumented).toEqual([]);
  });

  it("are all exported from one place", () => {
    const exported = imports("constructs/index.ts").map((name) => name.slice(2));
    const internal = [
      "bucket-policy",
      "desktop-script",
      "index",
      "key-keepers",
      "last-day",
      "research-box-endpoints",
      "research-box-policies",
      "tunnel-gateway-script",
    ];
    expect(exported.sort()).toEqual(
      sources("constructs")
        .map((file) => file.slice("constructs/".length, -".ts".length))
        .filter((name) => !internal.includes(name))
        .sort(),
    );
  });
});
