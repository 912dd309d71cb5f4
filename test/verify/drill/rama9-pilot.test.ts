import { join } from "node:path";
import { ROOT } from "../../stacks/example-projects";
import { drill } from "./suite";

// Three of its nine tenants have all that the others have: two zones, and every kind of machine.
describe("rama9-pilot", () => drill(join(ROOT, "projects", "rama9-pilot.yaml"), undefined, { tenants: 3, places: 1 }));
