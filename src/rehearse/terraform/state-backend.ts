import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

/** The key under which the state is kept. */
const KEY = "rehearsal/state";

/**
 * Terraform's state, kept in memory and served on a Unix socket in the way of Consul's key-value store: Terraform writes a
 * remote state now and then, but a local one after each resource, whole, which at a thousand resources takes longer than
 * everything else. A Unix socket, unlike Terraform's HTTP backend, needs no network.
 * https://developer.hashicorp.com/terraform/language/backend/consul
 * https://developer.hashicorp.com/consul/api-docs/kv, https://developer.hashicorp.com/consul/api-docs/txn
 */
export class StateBackend {
  private readonly server: Server;
  private value: Buffer | undefined;
  private index = 1;

  public constructor(private readonly socket: string) {
    this.server = createServer((request, response) => {
      void this.answer(request, response).catch((error: unknown) => {
        response.statusCode = 500;
        response.end(error instanceof Error ? error.message : String(error));
      });
    });
  }

  public async listen(): Promise<void> {
    await new Promise<void>((done, failed) => {
      this.server.once("error", failed);
      this.server.listen(this.socket, () => done());
    });
  }

  public async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((done) => this.server.close(() => done()));
  }

  /** The state as Terraform wrote it last, or nothing before the first apply. */
  public get state(): string | undefined {
    return this.value?.toString("utf8");
  }

  public set state(text: string | undefined) {
    this.value = text === undefined ? undefined : Buffer.from(text);
    this.index += 1;
  }

  /** The `backend` block, for an override file. */
  public get block(): object {
    return {
      consul: { address: `unix://${this.socket}`, scheme: "http", path: KEY, lock: false, gzip: false },
    };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://consul");
    const send = (status: number, body: unknown): void => {
      response.writeHead(status, { "content-type": "application/json", "x-consul-index": String(this.index) });
      response.end(JSON.stringify(body));
    };
    if (url.pathname === "/v1/txn" && request.method === "PUT") {
      const operations = JSON.parse((await bodyOf(request)).toString("utf8")) as TransactionOperation[];
      for (const { KV } of operations) {
        if (KV?.Key !== KEY || !["set", "cas"].includes(KV.Verb)) throw new Error(`a state is kept under ${KEY} only`);
        if (KV.Verb === "cas" && (KV.Index ?? 0) !== (this.value === undefined ? 0 : this.index)) {
          send(409, { Results: null, Errors: [{ OpIndex: 0, What: "the state was changed meanwhile" }] });
          return;
        }
        this.value = Buffer.from(KV.Value ?? "", "base64");
        this.index += 1;
      }
      send(200, { Results: [{ KV: this.entry(null) }], Errors: null });
    } else if (url.pathname === `/v1/kv/${KEY}` && request.method === "GET") {
      if (this.value === undefined) send(404, null);
      else send(200, [this.entry(this.value.toString("base64"))]);
    } else if (url.pathname.startsWith("/v1/kv/") && request.method === "GET") send(404, null);
    else if (url.pathname.startsWith("/v1/kv/") && request.method === "DELETE") {
      if (url.pathname === `/v1/kv/${KEY}`) this.state = undefined;
      send(200, true);
    } else send(404, null);
  }

  private entry(value: string | null): object {
    return { LockIndex: 0, Key: KEY, Flags: 0, Value: value, CreateIndex: 1, ModifyIndex: this.index };
  }
}

interface TransactionOperation {
  readonly KV?: { readonly Verb: string; readonly Key: string; readonly Value?: string; readonly Index?: number };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}
