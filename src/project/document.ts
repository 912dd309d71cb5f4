import { readFileSync, statSync } from "node:fs";
import { isAlias, isMap, isNode, isPair, isScalar, LineCounter, parseAllDocuments, visit, type Document } from "yaml";
import { formatPath, type Problem } from "./problem";

/** A project file is read by people: one larger than this is something else, and is not even opened. */
const MAX_BYTES = 256 * 1024;

const EMPTY = "the file is empty; it needs at least apiVersion, project, region, dataBox and researchBoxes";

/** Where something stands in the file, from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A YAML file as plain data that still knows where everything stands. */
export class SourceDocument {
  private constructor(
    public readonly file: string,
    private readonly document: Document.Parsed,
    private readonly lines: LineCounter,
  ) {}

  /** Reads and parses a file, or says why it cannot. */
  public static read(file: string): SourceDocument | readonly Problem[] {
    const refuse = (message: string): readonly Problem[] => [{ file, message }];
    let bytes: Buffer;
    try {
      const stat = statSync(file);
      if (stat.isDirectory()) return refuse("this is a folder; name a project file in it");
      if (stat.size > MAX_BYTES)
        return refuse(`the file has ${stat.size} bytes; a project file has at most ${MAX_BYTES}`);
      bytes = readFileSync(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      return refuse(
        code === "ENOENT" ? "there is no such file" : `the file cannot be read (${code ?? "unknown reason"})`,
      );
    }
    let text: string;
    try {
      text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      return refuse("the file is not UTF-8 text; save it as UTF-8");
    }
    if (text.trim() === "") return refuse(EMPTY);
    return SourceDocument.parse(file, text);
  }

  private static parse(file: string, text: string): SourceDocument | readonly Problem[] {
    const lines = new LineCounter();
    const documents = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false, version: "1.2" });
    const at = (offset: number): Position => positionAt(lines, offset);
    const [document, second] = documents as Document.Parsed[];
    if (document === undefined) return [{ file, message: EMPTY }];
    if (second !== undefined)
      return [
        { file, ...at(second.range[0]), message: "a second YAML document begins here; keep one project in a file" },
      ];
    const faults = [...document.errors, ...document.warnings].map((fault) => ({
      file,
      ...at(fault.pos[0]),
      message: `this is not well-formed YAML: ${fault.message.split("\n")[0] ?? ""}`,
    }));
    if (faults.length > 0) return faults;
    // A few lines of aliases can stand for gigabytes; a project file needs none.
    const aliases: Problem[] = [];
    visit(document, {
      Alias: (_key, node) => {
        aliases.push({
          file,
          ...at(node.range?.[0] ?? 0),
          message: `the alias *${node.source} stands for another part of the file; write that part out`,
        });
        return aliases.length >= 3 ? visit.BREAK : undefined;
      },
    });
    if (aliases.length > 0) return aliases;
    if (!isMap(document.contents))
      return [
        {
          file,
          ...at(0),
          message: "a project file is a list of fields like `project: dr-answer`; this is something else",
        },
      ];
    return new SourceDocument(file, document, lines);
  }

  /** The content as plain data. */
  public get data(): Record<string, unknown> {
    return this.document.toJS() as Record<string, unknown>;
  }

  /** Where the value at a path stands, or what encloses it where there is none. */
  public position(path: readonly PropertyKey[]): Position {
    for (let length = path.length; length >= 0; length--) {
      const node = length === 0 ? this.document.contents : this.document.getIn(path.slice(0, length), true);
      if (isNode(node) && !isAlias(node) && node.range) return positionAt(this.lines, node.range[0]);
    }
    return { line: 1, column: 1 };
  }

  /** Where a key of the map at a path stands. */
  public keyPosition(path: readonly PropertyKey[], key: string): Position {
    const map = path.length === 0 ? this.document.contents : this.document.getIn(path, true);
    const pair = isMap(map)
      ? map.items.find((item) => isPair(item) && isScalar(item.key) && item.key.value === key)
      : undefined;
    const offset = pair !== undefined && isScalar(pair.key) ? pair.key.range?.[0] : undefined;
    return offset === undefined ? this.position(path) : positionAt(this.lines, offset);
  }

  /** A problem of the value at a path. */
  public problem(path: readonly PropertyKey[], message: string): Problem {
    return { file: this.file, ...this.position(path), path: formatPath(path), message };
  }
}

function positionAt(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}
