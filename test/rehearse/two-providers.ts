import { type Engine } from "../../src/engine";
import { type TerraformJson } from "../terraform/judged-copy";
import { type TerraformTools } from "../terraform/provider-mirror";
import { differences } from "./plans";
import { planOfReal, withoutRefused, type Planned } from "./real-plan";
import { ScratchCloud } from "./scratch-cloud";

/** What two providers say of one configuration. */
export interface Comparison {
  /** Addresses that the real provider refuses before it calls AWS, each with why. */
  readonly refusedByReal: ReadonlyMap<string, string>;
  /** Those that the embedded cloud refuses in a plan. */
  readonly refusedByOurs: ReadonlyMap<string, string>;
  /** Resources of which both have a plan. */
  readonly compared: number;
  /** `address: path: real | ours`, of values that are planned otherwise. */
  readonly differing: readonly string[];
}

/** Plans a configuration with the real provider and with the embedded cloud. */
export async function compareProviders(
  tools: TerraformTools,
  engine: Engine,
  json: TerraformJson,
): Promise<Comparison> {
  return comparison(await planOfReal(tools, json), await planOfOurs(engine, json));
}

/** Sets two plans of one configuration side by side. */
export function comparison(real: Planned, ours: Planned): Comparison {
  const differing: string[] = [];
  let compared = 0;
  for (const [address, planned] of real.planned) {
    const other = ours.planned.get(address);
    if (other === undefined) continue;
    compared += 1;
    differing.push(...differences(planned, other).map((text) => `${address}: ${text}`));
  }
  return { refusedByReal: real.refused, refusedByOurs: ours.refused, compared, differing };
}

/** The embedded cloud's plan of what it does not refuse. */
export async function planOfOurs(engine: Engine, json: TerraformJson): Promise<Planned> {
  const cloud = await ScratchCloud.of(engine, JSON.stringify({ provider: json.provider }), JSON.stringify(json));
  try {
    return await withoutRefused(json, async (left) => {
      cloud.workspace.write(JSON.stringify(left));
      const { code, diagnostics } = await cloud.workspace.run(["plan", "-json", "-out=p", "-parallelism=20"]);
      if (code !== 0) return { errors: diagnostics };
      const { stdout } = await cloud.workspace.run(["show", "-json", "p"]);
      return { errors: [], plan: JSON.parse(stdout) as unknown };
    });
  } finally {
    await cloud.close();
  }
}
