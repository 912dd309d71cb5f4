import {
  createSecureServer,
  createServer,
  type Http2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";

/** Answers a call: bytes of the request's message in, bytes of the response's out. */
export type UnaryHandler = (request: Uint8Array, connection: object) => Promise<Uint8Array>;

export interface GrpcServerOptions {
  /** By path, as `/tfplugin5.Provider/GetSchema`. */
  readonly methods: ReadonlyMap<string, UnaryHandler>;
  /** Certificate and key in PEM. @default - no TLS */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** https://grpc.github.io/grpc/core/md_doc_statuscodes.html */
const STATUS = { ok: 0, internal: 13, unimplemented: 12 } as const;
const MAX_MESSAGE = 256 * 1024 * 1024;

/**
 * A gRPC server of unary calls on node:http2, which knows on which connection a call comes: Terraform opens one for each
 * provider configuration, and @grpc/grpc-js does not tell connections on a Unix socket apart.
 * https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 */
export class GrpcServer {
  private readonly server: Http2Server;
  private readonly sessions = new Set<ServerHttp2Session>();

  public constructor({ methods, tls }: GrpcServerOptions) {
    const settings = { maxConcurrentStreams: 4_096, initialWindowSize: 4 * 1024 * 1024 };
    this.server = tls === undefined ? createServer({ settings }) : createSecureServer({ ...tls, settings });
    this.server.on("session", (session) => {
      this.sessions.add(session);
      // What is sent to a client that went away is lost, and nobody's error.
      session.on("error", () => session.destroy());
      session.on("close", () => this.sessions.delete(session));
    });
    this.server.on("stream", (stream: ServerHttp2Stream, headers) => {
      void this.serve(stream, methods.get(String(headers[":path"])));
    });
  }

  /** Listens on a Unix socket. */
  public async listen(socket: string): Promise<void> {
    await new Promise<void>((done, failed) => {
      this.server.once("error", failed);
      this.server.listen(socket, () => done());
    });
  }

  public async close(): Promise<void> {
    for (const session of this.sessions) session.destroy();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  private async serve(stream: ServerHttp2Stream, handler: UnaryHandler | undefined): Promise<void> {
    stream.on("error", () => stream.destroy());
    if (handler === undefined) {
      // Answered at once, without waiting for a request: streams that are opened and left alone are among these.
      stream.respond(
        { ":status": 200, "content-type": "application/grpc", "grpc-status": STATUS.unimplemented },
        { endStream: true },
      );
      return;
    }
    let status: number = STATUS.ok;
    let message = "";
    let body: Uint8Array | undefined;
    try {
      body = await handler(await readMessage(stream), stream.session ?? stream);
    } catch (error) {
      status = STATUS.internal;
      message = error instanceof Error ? error.message : String(error);
    }
    if (stream.destroyed) return;
    stream.respond({ ":status": 200, "content-type": "application/grpc" }, { waitForTrailers: true });
    stream.on("wantTrailers", () =>
      stream.sendTrailers({
        "grpc-status": String(status),
        ...(message === "" ? {} : { "grpc-message": encodeURIComponent(message) }),
      }),
    );
    if (body === undefined) {
      stream.end();
      return;
    }
    const head = Buffer.alloc(5);
    head.writeUInt32BE(body.length, 1);
    stream.end(Buffer.concat([head, body]));
  }
}

async function readMessage(stream: ServerHttp2Stream): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    if ((length += chunk.length) > MAX_MESSAGE) throw new Error("a request is larger than a provider takes");
  }
  const whole = Buffer.concat(chunks);
  if (whole.length < 5 || whole.readUInt8(0) !== 0) throw new Error("a request is compressed or cut off");
  return whole.subarray(5, 5 + whole.readUInt32BE(1));
}
