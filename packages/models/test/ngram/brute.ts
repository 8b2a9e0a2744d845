// Modified Kneser-Ney written from its formulas with maps of strings: slow, and shares nothing with the package.

/** p(w | context), with `symbols` + one unknown (undefined) as the outcomes. */
export interface Brute {
  readonly symbols: readonly string[];
  probability(context: readonly string[], w: string | undefined): number;
}

const key = (gram: readonly string[]): string => gram.join('\u0001');

export function brute(tokens: readonly string[], order: number): Brute {
  const symbols = [...new Set(tokens)].sort();
  const grams = (k: number): string[][] =>
    Array.from({ length: Math.max(0, tokens.length - k + 1) }, (_, i) => tokens.slice(i, i + k));
  const counts: Map<string, { gram: string[]; c: number }>[] = [];
  for (let k = 1; k <= order; k++) {
    const table = new Map<string, { gram: string[]; c: number }>();
    const lefts = new Map<string, Set<string>>();
    grams(k).forEach((gram, i) => {
      const entry = table.get(key(gram)) ?? { gram, c: 0 };
      entry.c++;
      table.set(key(gram), entry);
      const left = lefts.get(key(gram)) ?? new Set();
      left.add(i === 0 ? '\u0002start' : tokens[i - 1]);
      lefts.set(key(gram), left);
    });
    if (k < order) for (const [name, entry] of table) entry.c = lefts.get(name)!.size;
    counts.push(table);
  }
  const discounts = counts.map((table) => {
    const n = [1, 2, 3, 4].map((c) => [...table.values()].filter((entry) => entry.c === c).length);
    const y = n[0] > 0 && n[1] > 0 ? n[0] / (n[0] + 2 * n[1]) : 0.5;
    if (n.includes(0)) return [y, y, y];
    const d = [0, 1, 2].map((i) => i + 1 - ((i + 2) * y * n[i + 1]) / n[i]);
    return d.every((each) => each > 0) ? d : [y, y, y];
  });
  const probability = (context: readonly string[], w: string | undefined): number => {
    if (context.length >= order) return probability(context.slice(context.length - order + 1), w);
    const shorter = context.length === 0 ? 1 / (symbols.length + 1) : probability(context.slice(1), w);
    const k = context.length + 1;
    const after = [...counts[k - 1].values()].filter(({ gram }) => key(gram.slice(0, -1)) === key(context));
    const total = after.reduce((sum, { c }) => sum + c, 0);
    if (total === 0) return shorter;
    const d = discounts[k - 1];
    const kept = after.reduce((sum, { c }) => sum + d[Math.min(c, 3) - 1], 0);
    const own = after.find(({ gram }) => gram[k - 1] === w);
    return (own ? own.c - d[Math.min(own.c, 3) - 1] : 0) / total + (kept / total) * shorter;
  };
  return { symbols, probability };
}
