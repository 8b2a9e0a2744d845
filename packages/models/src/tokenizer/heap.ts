// A binary heap of numbers, least first.

/** Keys come out in ascending order. */
export class Heap {
  private readonly keys: number[] = [];

  get size(): number {
    return this.keys.length;
  }

  push(key: number): void {
    const { keys } = this;
    let at = keys.length;
    keys.push(key);
    while (at > 0) {
      const above = (at - 1) >> 1;
      if (keys[above] <= key) break;
      keys[at] = keys[above];
      at = above;
    }
    keys[at] = key;
  }

  /** The least key, taken out; undefined when there is none. */
  pop(): number | undefined {
    const { keys } = this;
    const least = keys[0];
    const last = keys.pop();
    const { length } = keys;
    if (last === undefined || length === 0) return least;
    let at = 0;
    for (let below = 1; below < length; below = 2 * at + 1) {
      if (below + 1 < length && keys[below + 1] < keys[below]) below++;
      if (keys[below] >= last) break;
      keys[at] = keys[below];
      at = below;
    }
    keys[at] = last;
    return least;
  }
}
