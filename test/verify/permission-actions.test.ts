import { readFileSync } from "node:fs";
import { join } from "node:path";
import { permissionActions } from "../../scripts/write-permission-actions";
import { ROOT } from "../stacks/example-projects";

describe("the actions that change permissions", () => {
  it("are those that AWS publishes: a new version of the data shows its new ones here (npm run permission-actions)", async () => {
    const kept = join(ROOT, "src", "verify", "channels", "identity", "permission-actions.json");
    expect(readFileSync(kept, "utf8")).toBe(await permissionActions());
  }, 60_000);
});
