import { stream } from '@stokast/sampling';
import { FALLBACK, ours, WASM } from '../harness/ours.mjs';
import { contender, loop, numpySetup, pureRand } from '../harness/theirs.mjs';

const n = 2 ** 20;

const words = (engine) => () => {
  const s = stream(1, { engine });
  const out = new Uint32Array(n);
  return () => s.fillWords(out);
};

const fill = (next) => loop(n, next, Uint32Array);

export default {
  title: 'Random bits, u32',
  unit: 'ns per word',
  elements: n,
  rows: [
    ...ours(words('chacha8')),
    ...ours(words('chacha12'), 'chacha12'),
    ...ours(words('chacha20'), 'chacha20'),
    ...ours(words('philox4x32-10'), 'philox4x32-10'),
    { name: 'Math.random() * 2**32', setup: () => fill(() => Math.random() * 4294967296) },
    {
      name: 'seedrandom int32()',
      setup: async () => fill((await contender('seedrandom')).default('1').int32),
    },
    pureRand('xoroshiro128plus', fill, (generator) => generator.next()),
    {
      name: 'NumPy PCG64 integers(2**32, uint32)',
      runtime: 'numpy',
      setup: numpySetup(n),
      statement: 'g.integers(0, 2**32, n, dtype=np.uint32)',
    },
  ],
  bars: [{ row: WASM, against: FALLBACK, atLeast: 2.5, aim: 3.5 }],
};
