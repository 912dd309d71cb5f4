import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CloudFolder, type Kept } from "../rehearse";

/** The command that serves a cloud folder's provider. */
export function launcher(): readonly string[] {
  return [process.execPath, resolve(__dirname, "..", "..", "bin", "databox-provider.mjs")];
}

/**
 * Leaves a rehearsed project up: its cloud, and a folder in which Terraform goes on from its state.
 *
 * @returns what to say of it, line by line
 */
export async function saveCloud(
  folder: string,
  project: string,
  stack: string,
  { state, store }: Kept,
): Promise<string[]> {
  const cloud = new CloudFolder(folder);
  await cloud.create(launcher());
  cloud.save(store);
  const place = join(folder, "stacks", project);
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, "cdk.tf.json"), stack);
  // The project's own backend is for the real cloud.
  writeFileSync(
    join(place, "rehearsal_override.tf.json"),
    JSON.stringify({ terraform: { backend: { local: {} } } }, null, 2),
  );
  writeFileSync(join(place, "terraform.tfstate"), state);
  return [
    "",
    `${project} is up in ${folder}. To go on by hand:`,
    ...cloud.exports.map((line) => `  ${line}`),
    `  cd '${place}' && terraform init && terraform plan`,
  ];
}
