import { stream } from '@stokast/sampling';
import { ours } from '../harness/ours.mjs';
import { loop, numpySetup, pureRand } from '../harness/theirs.mjs';

const n = 2 ** 20;

export default {
  title: 'Unbiased integers in [0, 1000)',
  unit: 'ns per draw',
  elements: n,
  rows: [
    ...ours(() => {
      const s = stream(1);
      return () => s.integers(0, 1000, n);
    }),
    {
      name: 'Math.floor(Math.random() * 1000) (biased)',
      setup: () => loop(n, () => Math.floor(Math.random() * 1000)),
    },
    pureRand(
      'uniformInt',
      (next) => loop(n, next),
      (generator, uniformInt) => uniformInt(generator, 0, 999),
    ),
    {
      name: 'NumPy PCG64 integers',
      runtime: 'numpy',
      setup: numpySetup(n),
      statement: 'g.integers(0, 1000, n)',
    },
  ],
};
