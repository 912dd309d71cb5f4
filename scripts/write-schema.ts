import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { projectSchema } from "../src/project";

/** The JSON Schema of the project file, for editors: what the file may hold, without what only a load can check. */
export function projectJsonSchema(): string {
  const schema = z.toJSONSchema(projectSchema, { target: "draft-2020-12", io: "input" });
  return `${JSON.stringify({ $id: "project.schema.json", title: "DataBox project", ...schema }, null, 2)}\n`;
}

if (require.main === module) writeFileSync(join(__dirname, "..", "schema", "project.schema.json"), projectJsonSchema());
