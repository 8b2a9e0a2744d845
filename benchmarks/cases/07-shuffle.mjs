import { stream } from '@stokast/sampling';
import { ours } from '../harness/ours.mjs';
import { numpySetup } from '../harness/theirs.mjs';

const n = 2 ** 20;
const deck = () => Int32Array.from({ length: n }, (_, i) => i);

export default {
  title: 'Shuffle of 2^20 numbers',
  unit: 'ns per element',
  elements: n,
  rows: [
    ...ours(() => {
      const s = stream(1);
      const array = deck();
      return () => s.shuffle(array);
    }),
    {
      name: 'Fisher-Yates with Math.random()',
      setup: () => {
        const array = deck();
        return () => {
          for (let i = n - 1; i > 0; i--) {
            const j = Math.floor(Math.random() * (i + 1));
            const kept = array[i];
            array[i] = array[j];
            array[j] = kept;
          }
          return array;
        };
      },
    },
    {
      name: 'NumPy PCG64 shuffle',
      runtime: 'numpy',
      setup: `${numpySetup(n)}\ndeck = np.arange(n, dtype=np.int32)`,
      statement: 'g.shuffle(deck)',
    },
  ],
};
