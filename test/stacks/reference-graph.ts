import { type StackJson } from "./example-projects";

/** Addresses that a resource refers to or waits for. */
function needs(body: Readonly<Record<string, unknown>>): Set<string> {
  const text = JSON.stringify({ ...body, "//": undefined });
  const references = [...text.matchAll(/(?<!\$)\$\{([a-z0-9_]+\.[\w-]+)\./g)].map(([, address = ""]) => address);
  return new Set([...references, ...((body["depends_on"] as readonly string[] | undefined) ?? [])]);
}

/** Resources that need each other in a circle, the first one again at the end; undefined where there are none. */
export function findCycle(stack: StackJson): string[] | undefined {
  const graph = new Map<string, ReadonlySet<string>>(
    Object.entries(stack.resource).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, body]) => [`${type}.${name}`, needs(body)] as const),
    ),
  );
  const done = new Set<string>();
  const visit = (address: string, trail: readonly string[]): string[] | undefined => {
    if (trail.includes(address)) return [...trail.slice(trail.indexOf(address)), address];
    if (done.has(address)) return undefined;
    for (const needed of graph.get(address) ?? []) {
      const cycle = visit(needed, [...trail, address]);
      if (cycle !== undefined) return cycle;
    }
    done.add(address);
    return undefined;
  };
  for (const address of graph.keys()) {
    const cycle = visit(address, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}
