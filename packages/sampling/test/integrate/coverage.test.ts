// The heart of `integrate`: over 1000 seeds, intervals at 68.3 % and 95 % must hold the true value in 68.3 +- 4.5 and
// 95 +- 2.1 percent of cases. A method whose true coverage is nominal is outside one of the two with probability
// 0.5 %; the seeds are fixed, so these are facts, not chances. All integrals, and both modes: test/nightly.
import { describe, expect, test } from 'vitest';
import { coverage, covers, estimate, integrals, methods, toleranceOf } from './coverage.ts';

const SEEDS = 1000;
const named = (...names: string[]) => integrals.filter(({ name }) => names.includes(name));

describe.each(methods)('%s covers', (method) => {
  const some = named(
    'E[X^2]',
    'E[exp X]',
    'P(X + Y > 1)',
    'product of 4 cosines',
    'min of 3 exponentials',
    'Genz, oscillatory, d = 6',
  );
  test.each(some)('$name at 4096 samples', (integral) => {
    const found = coverage(integral.value, SEEDS, (seed) =>
      estimate(integral, method, seed, { samples: 4096 }),
    );
    expect(found).toSatisfy(covers);
  });

  test.each(named('P(X + Y > 1)'))('$name with a tolerance', (integral) => {
    const tolerance = toleranceOf(integral, method);
    const found = coverage(integral.value, SEEDS, (seed) => estimate(integral, method, seed, { tolerance }));
    expect(found).toSatisfy(covers);
  });
});
