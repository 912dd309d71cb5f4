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
