// Coverage of every integral by every method, with a number of samples and with a tolerance, over 1000 seeds.
// The seeds rotate and are printed; STOKAST_SEED=0 gives those of the table in docs/integrate.md, and
// STOKAST_UPDATE=1 with it writes that table anew.
// A cell of a sound method is outside 5 standard deviations (7.4 and 3.5 points) with probability 6e-7, so all 110
// cells and both shares together raise a false alarm in one of 8000 nights.
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  type Coverage,
  coverage,
  covers,
  estimate,
  integrals,
  isLattice,
  methods,
  toleranceOf,
} from '../integrate/coverage.ts';

const SEEDS = 1000;
const first = process.env.STOKAST_SEED ? Number(process.env.STOKAST_SEED) : 1000 * (Date.now() % 1e9);
const modes = ['samples', 'tolerance'] as const;
const found = new Map<string, Coverage>();
const key = (...parts: string[]): string => parts.join(' | ');

const cases = modes.flatMap((mode) => integrals.map((integral) => [mode, integral.name, integral] as const));

test.each(cases)(`%s: %s covers, seeds from ${first}`, (mode, name, integral) => {
  for (const method of methods) {
    const amount = mode === 'samples' ? { samples: 4096 } : { tolerance: toleranceOf(integral, method) };
    const result = coverage(integral.value, SEEDS, (seed) => estimate(integral, method, seed, amount), first);
    found.set(key(mode, name, method), result);
    if (isLattice(integral, method)) expect(result.at95).toBeGreaterThan(92.9);
    else if (first === 0) expect(result, `${method}`).toSatisfy(covers);
    else
      expect(result, `${method}`).toSatisfy(
        ({ at68, at95 }: Coverage) => Math.abs(at68 - 68.3) < 7.4 && Math.abs(at95 - 95) < 3.5,
      );
  }
});

test('the table', () => {
  const page = new URL('../../../../docs/integrate.md', import.meta.url);
  const text = tables();
  console.log(text);
  const [before, , after] = readFileSync(page, 'utf8').split(
    /(?<=<!-- coverage -->\n)|(?=<!-- end of coverage -->)/,
  );
  if (first === 0 && process.env.STOKAST_UPDATE) writeFileSync(page, before + text + after);
});

function tables(): string {
  const cell = (mode: string, name: string, method: string, show: (c: Coverage) => string): string => {
    const result = found.get(key(mode, name, method));
    return result ? show(result) : '';
  };
  const table = (mode: string, show: (c: Coverage) => string): string =>
    [
      `| | ${methods.join(' | ')} |`,
      `|---|${methods.map(() => '---|').join('')}`,
      ...integrals.map(
        ({ name }) => `| ${name} | ${methods.map((m) => cell(mode, name, m, show)).join(' | ')} |`,
      ),
    ].join('\n');
  const shares = ({ at68, at95 }: Coverage): string => `${at68.toFixed(1)} / ${at95.toFixed(1)}`;
  return `
4096 samples: percent of seeds whose 68.3 % / 95 % interval holds the value.

${table('samples', shares)}

A tolerance of 0.6 of the half-width that 4096 samples give, likewise.

${table('tolerance', shares)}

Root mean squared error at 4096 samples, and where there were any, percent of seeds with warnings.

${table('samples', ({ error, warned }) => error.toPrecision(2) + (warned > 0.05 ? ` (${warned.toFixed(1)} %)` : ''))}

Samples of the estimate that reached the tolerance (pilot runs come on top), mean over seeds.

${table('tolerance', ({ samples }) => samples.toFixed(0))}

`;
}
