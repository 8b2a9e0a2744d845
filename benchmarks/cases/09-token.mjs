import { Normal, stream, tokenSampler } from '@stokast/sampling';
import { ours, WASM } from '../harness/ours.mjs';

const vocabulary = 151936;
const logits = () => Float32Array.from(Normal(0, 3).sample(stream(3), vocabulary));
const SORT = 'a full sort in JavaScript';

export default {
  title: 'One token from 151 936 logits, top-k 50 and top-p 0.95',
  unit: 'ns per token',
  elements: 1,
  rows: [
    ...ours(() => {
      const sampler = tokenSampler({ topK: 50, topP: 0.95 });
      const s = stream(1);
      const l = logits();
      return () => sampler.sample(l, s);
    }),
    {
      name: SORT,
      setup: () => {
        const l = logits();
        return () => {
          const order = Uint32Array.from(l, (_, i) => i).sort((a, b) => l[b] - l[a]);
          const top = order.subarray(0, 50);
          const weights = Float64Array.from(top, (i) => Math.exp(l[i] - l[top[0]]));
          const total = weights.reduce((a, b) => a + b, 0);
          let kept = 0;
          let mass = 0;
          while (mass < 0.95 * total) mass += weights[kept++];
          let u = Math.random() * mass;
          let i = 0;
          while (i < kept - 1 && u >= weights[i]) u -= weights[i++];
          return top[i];
        };
      },
    },
  ],
  bars: [{ row: WASM, against: SORT, atLeast: 10 }],
  limits: [{ row: WASM, atMost: 500000, aim: 300000 }],
};
