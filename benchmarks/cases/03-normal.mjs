import { Normal, stream } from '@stokast/sampling';
import { ours, oursNewer, WASM } from '../harness/ours.mjs';
import { contender, jaxJs, loop, numpySetup, numpyTs, stdlibArray } from '../harness/theirs.mjs';

const n = 2 ** 20;

const normals =
  (options, type = Float64Array) =>
  () => {
    const s = stream(1);
    const out = new type(n);
    const d = Normal(0, 1);
    return () => d.fill(s, out, options);
  };

export default {
  title: 'Normal f64',
  unit: 'ns per draw',
  elements: n,
  rows: [
    ...ours(normals()),
    ...ours(normals({ method: 'inverse-cdf' }), 'inverse cdf'),
    ...ours(normals(undefined, Float32Array), 'f32'),
    {
      name: 'jstat normal.sample',
      setup: async () => {
        const { jStat } = (await contender('jstat')).default;
        return loop(n, () => jStat.normal.sample(0, 1));
      },
    },
    {
      name: 'd3-random randomNormal (LCG)',
      setup: async () => {
        const { randomNormal, randomLcg } = await contender('d3-random');
        return loop(n, randomNormal.source(randomLcg(1))(0, 1));
      },
    },
    stdlibArray('normal', (random) => random(n, 0, 1)),
    oursNewer(normals()),
    numpyTs('standard_normal', (g) => g.standard_normal(n)),
    jaxJs('normal', (random, key) => random.normal(key, [n])),
    {
      name: 'NumPy PCG64, out=',
      runtime: 'numpy',
      setup: numpySetup(n),
      statement: 'g.standard_normal(out=out)',
    },
  ],
  bars: [
    { row: WASM, against: 'NumPy PCG64, out=', atLeast: 2.2, aim: 3 },
    { row: `${WASM}, newer Node`, against: 'numpy-ts PCG64 standard_normal', atLeast: 3.5 },
    { row: WASM, against: '@stdlib/random-array-normal', atLeast: 5 },
    { row: WASM, against: 'jstat normal.sample', atLeast: 10 },
  ],
};
