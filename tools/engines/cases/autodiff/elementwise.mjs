// Elementwise functions: of vectors with every kind of number in them, of single numbers, first and second derivatives.
import { wide } from '../core-wasm/machine.mjs';
import { api, around, derived, plain, run, units } from './api.mjs';

const n = 300;
const shared = Float64Array.of(...wide.subarray(0, 20), ...around(n - 20, 1));
const inside = Float64Array.of(0, 1, -1, ...units(n - 3, 2));
const above = Float64Array.of(0, 1, Infinity, ...units(n - 3, 3).map((x) => 5 * x));
/** Where the functions are of interest: everywhere, if not said. */
const grids = {
  sqrt: above,
  log: above,
  log1p: above,
  acosh: above,
  lgamma: above,
  digamma: above,
  trigamma: above,
  asin: inside,
  acos: inside,
  atanh: inside,
  normalQuantile: inside,
  log1mexp: above.map((x) => -x),
};
const functions = [
  'abs acos acosh asin asinh atan atanh ceil cos cosh digamma erf erfc exp expm1 floor gelu lgamma log log1mexp log1p',
  'logNormalCdf logSigmoid neg normalCdf normalQuantile not relu round sigmoid sign silu sin sinh softplus sqrt square',
  'stopGradient tan tanh trigamma',
]
  .join(' ')
  .split(' ');

export const cases = {};
for (const name of functions) {
  const x = grids[name] ?? shared;
  cases[name] = () => [
    ...derived((t) => api[name](t), [[n]], [x], { second: true }),
    ...derived((t) => api[name](t), [[]], [x[9]]),
  ];
}
const pairs = 'add and div equal greater greaterEqual less lessEqual maximum minimum mul notEqual or pow sub';
const [a, b] = [shared, Float64Array.of(...wide.subarray(0, 16), ...around(84, 4))];
const broadcasts = [
  [[3, 100], [100], [a, b]],
  [[], [3, 100], [a[40], a]],
  [
    [3, 100],
    [3, 1],
    [a, a.subarray(40, 43)],
  ],
  [[], [], [1.5, 2.5]],
];
for (const name of pairs.split(' ')) {
  cases[name] = () =>
    broadcasts.flatMap(([s, t, values]) => derived((x, y) => api[name](x, y), [s, t], values));
}

Object.assign(cases, {
  'pow to whole numbers and halves': () =>
    [-3, -1, -0.5, 0, 0.5, 1, 2, 7].flatMap((power) => derived((x) => x.pow(power), [[n]], [shared])),
  'gelu by its tanh formula': () => derived((x) => api.gelu(x, 'tanh'), [[n]], [shared]),
  polygamma: () => [
    ...[0, 1, 2, 3].flatMap((order) => derived((x) => api.polygamma(order, x), [[n]], [above])),
    ...plain((order, x) => api.polygamma(order, x), [[4, 1], [100]], [[0, 1, 2, 3], above.subarray(0, 100)]),
  ],
  'where, clip': () => [
    ...derived((c, x, y) => api.where(api.less(c, 0), x, y), [[3, 100], [100], []], [a, b, 7]),
    ...derived((x, low, high) => api.clip(x, low, high), [[n], [], []], [a, -0.5, 0.75]),
  ],
  cast: () =>
    ['f64', 'f32'].flatMap((from) =>
      ['f64', 'f32'].flatMap((to) =>
        run(
          (x) => [api.cast(x, to), api.grad((t) => api.cast(t, to).exp().sum())(x)],
          [{ shape: [n], dtype: from }],
          a,
        ),
      ),
    ),
  'long chains of vectors and single numbers': () => [
    ...derived(
      (x, s) => x.mul(s).add(1).exp().mul(x).add(s.square()).log1p().sub(s).div(s.exp()),
      [[1000], []],
      [units(1000, 5), 0.3],
    ),
    ...derived((s, t) => s.mul(t).add(s.exp()).sub(t.log()).div(s.square().neg()), [[], []], [1.25, 0.5]),
  ],
});
