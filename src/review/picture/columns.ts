import { type Graph } from "../graph/graph";

/** More boxes around one than these, and they stand on both sides of it. */
const MOST_ON_ONE_SIDE = 4;

/**
 * The column of each box and of what lies outside, from left to right: the box that most others are joined with stands at
 * 0, those around it beside it, and what they lead to further out.
 */
export function columnsOf({ boxes, outsides, links }: Graph): ReadonlyMap<string, number> {
  const nodes = [...boxes, ...outsides].map(({ id }) => id);
  const isBox = new Set(boxes.map(({ id }) => id));
  const near = new Map<string, Set<string>>(nodes.map((id) => [id, new Set()]));
  for (const { from, to } of links) {
    const [a, b] = [nodeOf(from), nodeOf(to)];
    if (a === b) continue;
    near.get(a)?.add(b);
    near.get(b)?.add(a);
  }
  const degree = (id: string): number => near.get(id)?.size ?? 0;
  const joinsBoxes = (id: string): number => [...(near.get(id) ?? [])].filter((other) => isBox.has(other)).length;
  // Where two boxes or more meet in something between them, that may be the middle.
  const candidates = nodes.filter((id) => isBox.has(id) || joinsBoxes(id) > 1);
  const weight = (id: string): number => joinsBoxes(id) * nodes.length + degree(id) + (isBox.has(id) ? 0.5 : 0);
  const [middle] = [...candidates].sort((a, b) => weight(b) - weight(a));
  const columns = new Map<string, number>();
  if (middle === undefined) return columns;
  columns.set(middle, 0);
  const around = [...(near.get(middle) ?? [])];
  const boxesAround = nodes.filter((id) => around.includes(id) && isBox.has(id));
  const left = boxesAround.length > MOST_ON_ONE_SIDE ? Math.ceil(boxesAround.length / 2) : boxesAround.length;
  boxesAround.forEach((id, index) => columns.set(id, index < left ? -1 : 1));
  for (const id of around) if (!columns.has(id)) columns.set(id, 1);
  const agenda = around.filter((id) => columns.has(id));
  for (let id = agenda.shift(); id !== undefined; id = agenda.shift())
    for (const next of near.get(id) ?? []) {
      if (columns.has(next)) continue;
      const column = columns.get(id) ?? 0;
      columns.set(next, column + Math.sign(column));
      agenda.push(next);
    }
  // What is joined with nothing stands apart from the middle, with what it leads to behind it.
  for (const id of nodes) if (!columns.has(id)) columns.set(id, isBox.has(id) ? 1 : 2);
  return columns;
}

/** The box that a part is in, or what lies outside, by an id of either. */
export function nodeOf(id: string): string {
  return id.split(".")[0] ?? id;
}
