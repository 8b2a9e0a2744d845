// 3 seeds x 10^6 draws a kernel, against the law that it promises; one false alarm in 10^9 runs.
import { afterAll, describe, expect, test } from 'vitest';
import { fills } from '../fills';
import { judge, TESTS } from './battery';
import { examine, laws } from './families';
import { choices, races, shuffles } from './permutations';

const seeds = [101, 202, 303];
const DRAWS = 1_000_000;
let tests = 0;

describe.each(laws)('$of', (promised) => {
  test.each(seeds)('seed %i', (seed) => {
    const verdicts = examine(promised, seed, DRAWS);
    tests += verdicts.length;
    expect(judge(verdicts)).toEqual([]);
  });
});

test.each(seeds)('shuffles, choices and races, seed %i', (seed) => {
  const verdicts = [...shuffles(seed, 500_000), ...choices(seed, 500_000), ...races(seed, 200_000)];
  tests += verdicts.length;
  expect(judge(verdicts)).toEqual([]);
});

test('every filling kernel is here, or is another with other parameters', () => {
  const covered = new Set(laws.map(({ of }) => of));
  const left = Object.keys(fills).filter((name) => !covered.has(name));
  expect(left).toEqual(['uniform f32 ()', 'uniform f32 []', 'bernoulli(1)', 'below 2^32']);
});

afterAll(() => expect(tests).toBeLessThan(TESTS));
