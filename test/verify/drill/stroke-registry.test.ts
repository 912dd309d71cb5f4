import { join } from "node:path";
import { ROOT } from "../../stacks/example-projects";
import { BACKUP_BREAKS, HARMLESS_BACKUPS } from "./backup-breaks";
import { FILE_BREAKS, HARMLESS_FILES } from "./file-breaks";
import { drill } from "./suite";
import { HARMLESS_VIEWS, VIEW_BREAKS } from "./view-breaks";

const FILE = join(ROOT, "projects", "stroke-registry.yaml");

describe("views of stores", () => drill(FILE, { breaks: VIEW_BREAKS, pairs: [], harmless: HARMLESS_VIEWS }));

describe("file systems", () => drill(FILE, { breaks: FILE_BREAKS, pairs: [], harmless: HARMLESS_FILES }));

describe("backups", () => drill(FILE, { breaks: BACKUP_BREAKS, pairs: [], harmless: HARMLESS_BACKUPS }));
