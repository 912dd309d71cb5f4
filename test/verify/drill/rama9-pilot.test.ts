import { join } from "node:path";
import { ROOT } from "../../stacks/example-projects";
import { drill } from "./suite";

describe("rama9-pilot", () => drill(join(ROOT, "projects", "rama9-pilot.yaml")));
