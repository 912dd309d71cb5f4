/** Whether every text that matches the glob `inner` also matches the glob `outer` (`*` any run, `?` any character). */
export function globCovers(outer: string, inner: string): boolean {
  // Compares by positions: which of outer's positions can be reached after reading a part of inner.
  let reached = new Set([0]);
  const close = (positions: Set<number>): Set<number> => {
    const all = new Set(positions);
    for (const position of all) if (outer[position] === "*") all.add(position + 1);
    return all;
  };
  reached = close(reached);
  for (const character of inner) {
    const next = new Set<number>();
    for (const position of reached) {
      const expected = outer[position];
      if (expected === undefined) continue;
      if (expected === "*") next.add(position);
      // A wildcard of inner stands for texts that only a wildcard of outer takes.
      else if (character !== "*" && (expected === "?" || (expected === character && character !== "?")))
        next.add(position + 1);
    }
    reached = close(next);
    if (reached.size === 0) return false;
  }
  return reached.has(outer.length);
}

/** Whether any text matches both globs. */
export function globsMeet(a: string, b: string): boolean {
  const seen = new Set<string>();
  const meet = (i: number, j: number): boolean => {
    const key = `${i},${j}`;
    if (seen.has(key)) return false;
    seen.add(key);
    const [x, y] = [a[i], b[j]];
    if (x === undefined && y === undefined) return true;
    if (x === "*" && meet(i + 1, j)) return true;
    if (y === "*" && meet(i, j + 1)) return true;
    if (x === undefined || y === undefined) return false;
    if (x === "*" || y === "*") return meet(x === "*" ? i : i + 1, y === "*" ? j : j + 1);
    return (x === "?" || y === "?" || x === y) && meet(i + 1, j + 1);
  };
  return meet(0, 0);
}
