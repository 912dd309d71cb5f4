import { createHash } from "node:crypto";
import { type DataValue, type ObjectValue } from "../plugin/values";

/** An account and a region of it. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** A resource that exists in the embedded cloud. */
export interface StoredResource extends Place {
  readonly type: string;
  readonly id: string;
  readonly values: ObjectValue;
}

/** A store as it is written to a file. */
export interface SavedStore {
  readonly resources: readonly StoredResource[];
}

/** What exists: every resource of every account and region. */
export class Store {
  private readonly byType = new Map<string, Map<string, StoredResource[]>>();
  private readonly given = new Map<string, number>();

  public constructor(saved: SavedStore = { resources: [] }) {
    for (const resource of saved.resources) this.put(resource);
  }

  /** Takes on what another store has, in place of what is here. */
  public replace(other: Store): void {
    this.byType.clear();
    for (const resource of other.all()) this.put(resource);
  }

  /** Everything of a type, in whichever account and region, or in one. */
  public ofType(type: string, place?: Place): StoredResource[] {
    const all = [...(this.byType.get(type)?.values() ?? [])].flat();
    return place === undefined ? all : all.filter((one) => isIn(one, place));
  }

  public all(): StoredResource[] {
    return [...this.byType.keys()].sort().flatMap((type) => this.ofType(type));
  }

  public get size(): number {
    return this.all().length;
  }

  /** The resource of a type with an id: of a place, where ids are names that another place may have too. */
  public find(type: string, id: DataValue | undefined, place?: Place): StoredResource | undefined {
    if (typeof id !== "string") return undefined;
    const found = this.byType.get(type)?.get(id) ?? [];
    return place === undefined ? found[0] : found.find((one) => isIn(one, place));
  }

  public put(resource: StoredResource): void {
    let resources = this.byType.get(resource.type);
    if (resources === undefined) this.byType.set(resource.type, (resources = new Map<string, StoredResource[]>()));
    const others = (resources.get(resource.id) ?? []).filter((one) => !isIn(one, resource));
    resources.set(resource.id, [...others, resource]);
  }

  public remove({ type, id, account, region }: StoredResource): void {
    const resources = this.byType.get(type);
    const others = (resources?.get(id) ?? []).filter((one) => !isIn(one, { account, region }));
    if (others.length > 0) resources?.set(id, others);
    else resources?.delete(id);
  }

  /**
   * Hexadecimal digits for a new id, from what the resource is made of: a rehearsal gives the same ids whenever it makes the
   * same things, in whichever order.
   */
  public digits(seed: string, length: number): string {
    const count = this.given.get(seed) ?? 0;
    this.given.set(seed, count + 1);
    return createHash("sha256").update(`${seed}#${count}`).digest("hex").slice(0, length);
  }

  public save(): SavedStore {
    return { resources: this.all() };
  }
}

function isIn(one: Place, { account, region }: Place): boolean {
  return one.account === account && one.region === region;
}
