import { join } from "node:path";
import { ROOT } from "../../stacks/example-projects";
import { drill } from "./suite";

// Three of its nine tenants: two zones, machines with and without GPUs. The others are more of the same.
describe("rama9-pilot", () => drill(join(ROOT, "projects", "rama9-pilot.yaml"), undefined, { tenants: 3, places: 1 }));
