import { Exponential, stream } from '@stokast/sampling';
import { ours, oursNewer, WASM } from '../harness/ours.mjs';
import { contender, loop, numpySetup, numpyTs, stdlibArray } from '../harness/theirs.mjs';

const n = 2 ** 20;

const exponentials =
  (options, type = Float64Array) =>
  () => {
    const s = stream(1);
    const out = new type(n);
    const d = Exponential(1);
    return () => d.fill(s, out, options);
  };

export default {
  title: 'Exponential f64',
  unit: 'ns per draw',
  elements: n,
  rows: [
    ...ours(exponentials()),
    ...ours(exponentials({ method: 'inverse-cdf' }), 'inverse cdf'),
    ...ours(exponentials(undefined, Float32Array), 'f32'),
    {
      name: 'jstat exponential.sample',
      setup: async () => {
        const { jStat } = (await contender('jstat')).default;
        return loop(n, () => jStat.exponential.sample(1));
      },
    },
    {
      name: 'd3-random randomExponential (LCG)',
      setup: async () => {
        const { randomExponential, randomLcg } = await contender('d3-random');
        return loop(n, randomExponential.source(randomLcg(1))(1));
      },
    },
    stdlibArray('exponential', (random) => random(n, 1)),
    oursNewer(exponentials()),
    numpyTs('exponential', (g) => g.exponential(1, n)),
    {
      name: 'NumPy PCG64, out=',
      runtime: 'numpy',
      setup: numpySetup(n),
      statement: 'g.standard_exponential(out=out)',
    },
  ],
  bars: [{ row: WASM, against: 'NumPy PCG64, out=', atLeast: 1, aim: 1.3 }],
};
