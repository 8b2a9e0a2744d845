// Draws inside programs, and log-densities.
import { stream } from '@stokast/sampling';
import { wide } from '../core-wasm/machine.mjs';
import { api, around, derived, run, units } from './api.mjs';

const engines = ['chacha8', 'chacha12', 'chacha20', 'philox4x32-10'];
const n = 300;
const x = Float64Array.of(
  ...wide.subarray(0, 16).map((each) => (each === each ? each : 2)),
  ...around(n - 16, 130),
);
const binary = Float64Array.from({ length: n }, (_, i) => (i % 5 === 4 ? 0.5 : i % 2));
const scales = units(n, 131).map((u) => 0.1 + u);
/** Name -> data, other parameters. */
const densities = {
  normalLogProb: [x, around(n, 132), scales],
  uniformLogProb: [x, scales.map((u) => -u), scales],
  exponentialLogProb: [x, scales],
  bernoulliLogProb: [binary, units(n, 133)],
  bernoulliLogitLogProb: [binary, around(n, 134)],
};

export const cases = {
  draws: () =>
    engines.flatMap((engine) =>
      ['f64', 'f32'].flatMap((dtype) =>
        run(
          (source) => [
            source.normal([n], { dtype }),
            source.uniform([7, 3], { dtype }),
            source.exponential([], { dtype }),
            source.bernoulli([50], 0.3, { dtype }),
            source.normal([2], { dtype }),
          ],
          [api.randomStream],
          stream('engines', { engine }),
        ),
      ),
    ),
  'draws across streams and runs': () => {
    const walk = api.compile(
      (start, a, b) =>
        start.add(
          a
            .normal([40])
            .mul(b.exponential([40]))
            .cumulativeSum(),
        ),
      [[], api.randomStream, api.randomStream],
    );
    const [one, two] = [stream('one').at(12345), stream('two')];
    return [...[0, 1, 2].map(() => walk(1, one, two)), one.position, two.position];
  },
  'dropout and noise under derivatives': () =>
    run(
      (t, source) =>
        api.valueAndGrad((each) =>
          api
            .dropout(each, 0.25, source)
            .mul(source.normal([n]))
            .exp()
            .mean(),
        )(t),
      [[n], api.randomStream],
      around(n, 135),
      stream('dropout'),
    ),
  categoricalLogitLogProb: () => [
    ...derived((logits) => api.categoricalLogitLogProb([2, 0, 3, 1], logits), [[4, 4]], [around(16, 136)], {
      second: true,
    }),
    ...derived((logits) => api.categoricalLogitLogProb([0, 1, 7], logits), [[5]], [around(5, 137)]),
  ],
  'normalLogProb of a known sigma': () => [
    ...derived((each, mu) => api.normalLogProb(each, mu, 2.5).sum(), [[n], []], [x, 0.5]),
    ...derived((mu) => api.normalLogProb(0.5, mu, 2).add(api.normalLogProb(mu, 1, 0.5)), [[]], [0.25], {
      second: true,
    }),
  ],
};
for (const [name, data] of Object.entries(densities)) {
  cases[name] = () => [
    ...derived(
      (...all) => api[name](...all),
      data.map(() => [n]),
      data,
      { second: true },
    ),
    ...derived(
      (first, ...rest) => api[name](first, ...rest).sum(),
      data.map((_, i) => (i === 0 ? [n] : [])),
      data.map((each, i) => (i === 0 ? each : each[20])),
    ),
    ...derived(
      (...all) => api[name](...all),
      data.map(() => []),
      data.map((each) => each[21]),
    ),
  ];
}
