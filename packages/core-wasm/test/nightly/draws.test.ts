// The battery with ten times the draws and a seed of the day, and the faults that need that many.
import { describe, expect, test } from 'vitest';
import { backends, testKey } from '../backends';
import { type Fault, normalShape, Words, zigguratDraw } from '../reference';
import { judge } from '../statistics/battery';
import { examine, laws, verdictsOn } from '../statistics/families';
import { choices, races, shuffles } from '../statistics/permutations';

const DRAWS = 10_000_000;
const seed = Number(process.env.STOKAST_SEED ?? Math.floor(Date.now() / 86_400_000));
console.info(`STOKAST_SEED=${seed}`);

describe.each(laws)('$of', (promised) => {
  test(`seed ${seed}`, () => expect(judge(examine(promised, seed, DRAWS))).toEqual([]));
});

test(`orders and races, seed ${seed}`, () => {
  expect(judge([...shuffles(seed, 5e6), ...choices(seed, 5e6), ...races(seed, 2e6)])).toEqual([]);
});

describe('faults', () => {
  const normal = laws.find(({ of }) => of === 'normal') ?? laws[0];
  test.each<[string, Fault, boolean]>([
    ['none', {}, false],
    ['a wedge that turns nothing away', { wedge: 'always' }, true],
    ['a coin made of the bits of its point', { wedge: 'own bits' }, true],
  ])('%s', (_, fault, caught) => {
    const words = new Words(backends.portable, testKey(101));
    const draws = new Float64Array(DRAWS).map((__, i) => zigguratDraw(words, i, normalShape, fault));
    expect(judge(verdictsOn(normal, draws)).length > 0).toBe(caught);
  });
});
