import { Categorical, stream } from '@stokast/sampling';
import { ours, WASM } from '../harness/ours.mjs';
import { numpySetup } from '../harness/theirs.mjs';

const n = 2 ** 20;
const probabilities = Float64Array.from({ length: 1000 }, (_, i) => (i + 1) / 500500);

export default {
  title: 'Categorical, 1000 weights',
  unit: 'ns per draw',
  elements: n,
  rows: [
    ...ours(() => {
      const s = stream(1);
      const out = new Int32Array(n);
      const d = Categorical({ probabilities });
      return () => d.fill(s, out);
    }),
    {
      name: 'Math.random() and a search of the cumulative sums',
      setup: () => {
        const cumulative = probabilities.slice();
        for (let i = 1; i < cumulative.length; i++) cumulative[i] += cumulative[i - 1];
        const out = new Int32Array(n);
        return () => {
          for (let i = 0; i < n; i++) {
            const u = Math.random();
            let low = 0;
            let high = cumulative.length - 1;
            while (low < high) {
              const middle = (low + high) >> 1;
              if (cumulative[middle] > u) high = middle;
              else low = middle + 1;
            }
            out[i] = low;
          }
          return out;
        };
      },
    },
    {
      name: 'NumPy PCG64 choice',
      runtime: 'numpy',
      setup: `${numpySetup(n)}\np = np.arange(1, 1001) / 500500`,
      statement: 'g.choice(1000, n, p=p)',
    },
  ],
  bars: [{ row: WASM, against: 'NumPy PCG64 choice', atLeast: 8, aim: 10 }],
};
