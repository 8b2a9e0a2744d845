import { keep, Normal, stream } from '@stokast/sampling';
import { FALLBACK, ours, WASM } from '../harness/ours.mjs';
import { contender, numpySetup } from '../harness/theirs.mjs';

const n = 2 ** 20;
const data = () => Normal(0.2, 1.1).sample(stream(2), n);
const d = Normal(0.3, 1.2);

export default {
  title: 'Gaussian log-likelihood of 2^20 values',
  unit: 'ns per value',
  elements: n,
  rows: [
    ...ours(() => {
      const x = data();
      return () => d.logLikelihood(x);
    }, "a caller's array"),
    ...ours(() => {
      const x = keep(data());
      return () => d.logLikelihood(x);
    }, 'data kept in the machine'),
    {
      name: 'a loop in JavaScript',
      setup: () => {
        const x = data();
        const constant = -Math.log(1.2) - 0.5 * Math.log(2 * Math.PI);
        return () => {
          let sum = 0;
          for (let i = 0; i < n; i++) {
            const z = (x[i] - 0.3) / 1.2;
            sum += constant - 0.5 * z * z;
          }
          return sum;
        };
      },
    },
    {
      name: 'jstat normal.pdf and Math.log',
      setup: async () => {
        const { jStat } = (await contender('jstat')).default;
        const x = data();
        return () => {
          let sum = 0;
          for (let i = 0; i < n; i++) sum += Math.log(jStat.normal.pdf(x[i], 0.3, 1.2));
          return sum;
        };
      },
    },
    {
      name: '@stdlib/stats-base-dists-normal-logpdf',
      setup: async () => {
        const logpdf = (await contender('@stdlib/stats-base-dists-normal-logpdf')).default.factory(0.3, 1.2);
        const x = data();
        return () => {
          let sum = 0;
          for (let i = 0; i < n; i++) sum += logpdf(x[i]);
          return sum;
        };
      },
    },
    {
      name: 'NumPy expression',
      runtime: 'numpy',
      setup: `${numpySetup(n)}\nx = g.normal(0.2, 1.1, n)\nmu, sigma = 0.3, 1.2`,
      statement: '(-0.5 * ((x - mu) / sigma) ** 2 - np.log(sigma) - 0.5 * np.log(2 * np.pi)).sum()',
    },
  ],
  bars: [
    { row: `${WASM}, a caller's array`, against: 'NumPy expression', atLeast: 2.5 },
    { row: `${WASM}, a caller's array`, against: `${FALLBACK}, a caller's array`, atLeast: 1.3 },
    { row: `${WASM}, data kept in the machine`, against: 'NumPy expression', atLeast: 4, aim: 6 },
    {
      row: `${WASM}, data kept in the machine`,
      against: `${FALLBACK}, data kept in the machine`,
      atLeast: 2,
      aim: 3,
    },
  ],
};
