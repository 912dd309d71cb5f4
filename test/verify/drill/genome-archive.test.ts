import { join } from "node:path";
import { ROOT } from "../../stacks/example-projects";
import { DATABASE_BREAKS, HARMLESS_DATABASES } from "./database-breaks";
import { drill } from "./suite";

const FILE = join(ROOT, "projects", "genome-archive.yaml");

describe("databases", () => drill(FILE, { breaks: DATABASE_BREAKS, pairs: [], harmless: HARMLESS_DATABASES }));
