// Parts of a list that have nothing to do with one another.

/** Splits a list such that items with a mark in common are in one part; parts and their items keep their order. */
export function partsOf<T>(items: readonly T[], marksOf: (item: T) => Iterable<unknown>): T[][] {
  const parents = items.map((_, i) => i);
  const rootOf = (i: number): number => {
    let at = i;
    while (parents[at] !== at) at = parents[at] = parents[parents[at]];
    return at;
  };
  const first = new Map<unknown, number>();
  for (const [i, item] of items.entries()) {
    for (const mark of marksOf(item)) {
      const other = first.get(mark);
      if (other === undefined) first.set(mark, i);
      else parents[Math.max(rootOf(i), rootOf(other))] = Math.min(rootOf(i), rootOf(other));
    }
  }
  const parts = new Map<number, T[]>();
  for (const [i, item] of items.entries()) {
    const root = rootOf(i);
    const part = parts.get(root);
    if (part) part.push(item);
    else parts.set(root, [item]);
  }
  return [...parts.values()];
}
