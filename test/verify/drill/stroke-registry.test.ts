import { join } from "node:path";
import { ROOT } from "../../stacks/example-projects";
import { drill } from "./suite";
import { HARMLESS_VIEWS, VIEW_BREAKS } from "./view-breaks";

const FILE = join(ROOT, "projects", "stroke-registry.yaml");

describe("views of stores", () => drill(FILE, { breaks: VIEW_BREAKS, pairs: [], harmless: HARMLESS_VIEWS }));
