// Every probability against the reference in exact fractions: tools/reference-tables/kneser-ney.py.
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ngram } from '../../src/index.ts';

interface Case {
  corpus: string;
  order: number;
  discounts: number[][];
  contexts: [string, number[]][];
}
const { cases } = JSON.parse(
  readFileSync(new URL('../vectors/kneser-ney.json', import.meta.url), 'utf8'),
) as { cases: Case[] };

test.each(cases.map((each) => [`${each.corpus.slice(0, 12)} order ${each.order}`, each] as const))(
  'probabilities and discounts of %s',
  async (_, { corpus, order, discounts, contexts }) => {
    const model = await ngram({ order }).fit(corpus);
    expect(model.tokens.slice(0, -1)).toEqual([...new Set(corpus)].sort());
    model.smoothing.discounts.forEach((d, i) => {
      for (let c = 1; c <= 3; c++) expect(Math.abs(d[c] - discounts[i][c - 1])).toBeLessThan(1e-12);
    });
    for (const [context, expected] of contexts) {
      const p = model.next(context).probabilities;
      expect(p.length).toBe(expected.length);
      expected.forEach((e, i) => {
        expect(Math.abs(p[i] - e), `p(${model.tokens[i]} | ${context})`).toBeLessThan(1e-14);
      });
    }
  },
);
