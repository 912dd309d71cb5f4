import { type ProviderSchema } from "../schema";
import { GrpcServer, type UnaryHandler } from "./grpc-server";
import { pluginMethods, type ProviderInstance } from "./provider";

export interface PluginHostProps {
  /** Path of the Unix socket to listen on. */
  readonly socket: string;
  readonly schema: ProviderSchema;
  /** Makes the instance that serves one connection; `isAlive` says whether the provider has been killed. */
  readonly instance: (isAlive: () => boolean) => ProviderInstance;
}

/**
 * A provider in this process, for an engine that is told to attach to it.
 * https://developer.hashicorp.com/terraform/plugin/debugging#starting-a-provider-in-debug-mode
 */
export class PluginHost {
  private readonly server: GrpcServer;
  private nanoseconds = 0n;
  private calls = 0;
  private alive = true;

  public constructor(private readonly props: PluginHostProps) {
    const { schema, instance } = props;
    this.server = new GrpcServer({
      methods: new Map(
        [...pluginMethods({ schema, instance: () => instance(() => this.alive) })].map(([path, handler]) => [
          path,
          this.timed(handler),
        ]),
      ),
    });
  }

  public listen(): Promise<void> {
    return this.server.listen(this.props.socket);
  }

  public close(): Promise<void> {
    return this.server.close();
  }

  /**
   * Ends as a killed process does: nothing more is done, what was answered before is still sent, and connections break with
   * calls unanswered.
   */
  public async kill(): Promise<void> {
    this.alive = false;
    await new Promise((done) => setTimeout(done, 50));
    await this.close();
  }

  /** The entry of `TF_REATTACH_PROVIDERS`. */
  public get reattach(): object {
    return {
      Protocol: "grpc",
      ProtocolVersion: 5,
      Pid: process.pid,
      Test: true,
      Addr: { Network: "unix", String: this.props.socket },
    };
  }

  /** Time between question and answer, summed, in seconds, and the number of questions. */
  public get usage(): { readonly seconds: number; readonly calls: number } {
    return { seconds: Number(this.nanoseconds) / 1e9, calls: this.calls };
  }

  private timed(handler: UnaryHandler): UnaryHandler {
    return async (request, connection) => {
      const start = process.hrtime.bigint();
      try {
        return await handler(request, connection);
      } finally {
        this.nanoseconds += process.hrtime.bigint() - start;
        this.calls += 1;
      }
    };
  }
}
