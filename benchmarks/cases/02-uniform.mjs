import { stream, Uniform } from '@stokast/sampling';
import { ours, oursNewer, WASM } from '../harness/ours.mjs';
import { contender, jaxJs, loop, numpySetup, numpyTs, pureRand, stdlibArray } from '../harness/theirs.mjs';

const n = 2 ** 20;

const uniforms =
  (engine, type = Float64Array) =>
  () => {
    const s = stream(1, { engine });
    const out = new type(n);
    const d = Uniform(0, 1);
    return () => d.fill(s, out);
  };

export default {
  title: 'Uniform f64',
  unit: 'ns per draw',
  elements: n,
  rows: [
    ...ours(uniforms('chacha8')),
    ...ours(uniforms('philox4x32-10'), 'philox4x32-10'),
    ...ours(uniforms('chacha8', Float32Array), 'f32'),
    { name: 'Math.random()', setup: () => loop(n, Math.random) },
    { name: 'seedrandom', setup: async () => loop(n, (await contender('seedrandom')).default('1')) },
    {
      name: 'd3-random randomUniform (LCG)',
      setup: async () => {
        const { randomUniform, randomLcg } = await contender('d3-random');
        return loop(n, randomUniform.source(randomLcg(1))(0, 1));
      },
    },
    pureRand(
      'uniformFloat64',
      (next) => loop(n, next),
      (generator, uniformFloat64) => uniformFloat64(generator),
    ),
    stdlibArray('uniform', (random) => random(n, 0, 1)),
    oursNewer(uniforms('chacha8')),
    numpyTs('random', (g) => g.random(n)),
    jaxJs('uniform', (random, key) => random.uniform(key, [n])),
    { name: 'NumPy PCG64, out=', runtime: 'numpy', setup: numpySetup(n), statement: 'g.random(out=out)' },
    {
      name: 'NumPy Philox, out=',
      runtime: 'numpy',
      setup: numpySetup(n),
      statement: 'philox.random(out=out)',
    },
  ],
  bars: [
    { row: WASM, against: 'Math.random()', atLeast: 2, aim: 3 },
    { row: WASM, against: 'NumPy PCG64, out=', atLeast: 0.8, aim: 1.1 },
    { row: `${WASM}, philox4x32-10`, against: 'NumPy PCG64, out=', atLeast: 0.8, aim: 1.1 },
  ],
};
