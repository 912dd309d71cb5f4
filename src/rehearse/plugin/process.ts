import { X509Certificate } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CloudFolder } from "../cloud-folder";
import { CloudInstance } from "../cloud/instance";
import { Store } from "../cloud/store";
import { lazySchema } from "../schema";
import { GrpcServer } from "./grpc-server";
import { pluginMethods } from "./provider";

/** What an engine sets for the plugins that it starts: https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md */
const COOKIE = {
  name: "TF_PLUGIN_MAGIC_COOKIE",
  value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
} as const;

/** Serves the provider of a cloud folder to the engine that started this process, until it asks to end. */
export async function servePlugin(folder: string): Promise<void> {
  if (process.env[COOKIE.name] !== COOKIE.value) {
    process.stderr.write("This is a Terraform provider; Terraform starts it by itself.\n");
    process.exitCode = 1;
    return;
  }
  const cloud = new CloudFolder(folder);
  const scratch = mkdtempSync(join(tmpdir(), "databox-p-"));
  const end = (): void => {
    rmSync(scratch, { recursive: true, force: true });
    process.exit(0);
  };
  const schema = lazySchema();
  const store = new Store();
  const shared = {
    schema,
    store,
    exclusively: <T>(work: () => T): T =>
      cloud.exclusively((current) => {
        store.replace(current);
        const done = work();
        cloud.save(store);
        return done;
      }),
    refresh: () => store.replace(cloud.load()),
  };
  const { cert, key } = cloud.tls;
  const server = new GrpcServer({
    methods: pluginMethods({
      schema,
      schemaBytes: cloud.schema,
      instance: () => new CloudInstance(shared),
      onShutdown: end,
    }),
    tls: { cert, key },
  });
  const socket = join(scratch, "s");
  await server.listen(socket);
  process.on("SIGTERM", end);
  const certificate = new X509Certificate(cert).raw.toString("base64").replace(/=+$/, "");
  process.stdout.write(`1|5|unix|${socket}|grpc|${certificate}\n`);
}
