import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { exampleProject, EXAMPLES, stackOf } from "../test/stacks/example-projects";
import { newerThan, withoutAccounts, withoutAttributes } from "../test/terraform/judged-copy";
import { findTerraformTools } from "../test/terraform/provider-mirror";
import { TerraformFolder } from "../test/terraform/terraform-folder";
import { differences, plannedResources } from "../test/rehearse/plans";
import { ScratchCloud, engineJudge } from "../test/rehearse/scratch-cloud";
(async () => {
  const t = findTerraformTools();
  if (!t.found) throw 1;
  const e = engineJudge();
  if (!e.found) throw 1;
  for (const f of EXAMPLES.slice(0, +(process.argv[2] ?? 2))) {
    const stack: any = stackOf(exampleProject(f));
    for (const m of Object.values<any>(stack.resource.aws_instance ?? {})) {
      const p = m.primary_network_interface;
      if (p) {
        m.network_interface = [{ device_index: 0, network_interface_id: p.network_interface_id }];
        delete m.primary_network_interface;
      }
    }
    const json = withoutAttributes(withoutAccounts(stack), newerThan(t.judge.mirror.version));
    const folder = new TerraformFolder(t.judge, mkdtempSync(join(tmpdir(), "o-")));
    folder.write(json);
    await folder.init();
    const real = await folder.plan();
    const cloud = await ScratchCloud.of(e.judge, JSON.stringify(json));
    await cloud.workspace.run(["plan", "-json", "-out=p"]);
    const ours = JSON.parse((await cloud.workspace.run(["show", "-json", "p"])).stdout);
    await cloud.close();
    const a = plannedResources(real.plan),
      b = plannedResources(ours);
    const by = new Map<string, { n: number; ex: string }>();
    for (const [addr, r] of a) {
      const o = b.get(addr);
      if (!o) {
        console.log("missing", addr);
        continue;
      }
      for (const d of differences(r, o)) {
        const k = addr.split(".")[0] + "." + d.split(":")[0];
        const x = by.get(k) ?? { n: 0, ex: d };
        x.n++;
        by.set(k, x);
      }
    }
    console.log(f, a.size, b.size, by.size);
    for (const [k, v] of [...by].sort()) console.log(v.n, k, v.ex.slice(0, 220));
  }
})();
