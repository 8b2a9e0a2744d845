// Sums, extremes and scans over axes, of one element, of short rows and of long ones.
import { wide } from '../core-wasm/machine.mjs';
import { api, around, derived, plain, run } from './api.mjs';

const shapes = [
  [[], []],
  [[1, 1], undefined],
  [[1000], undefined],
  [[3, 2], -1],
  [[3, 40, 5], 1],
  [
    [3, 40, 5],
    [0, 2],
  ],
  [[2, 600], 1],
  [[600, 2], 0],
];

export const cases = {};
for (const name of ['sum', 'mean', 'prod', 'max', 'min', 'logSumExp', 'norm', 'variance']) {
  cases[name] = () =>
    shapes.flatMap(([shape, axes], i) => {
      const values = around(
        shape.reduce((all, size) => all * size, 1),
        20 + i,
      );
      const own = shape.length === 0 ? values[0] : values;
      return derived((x) => api[name](x, axes), [shape], [own], { second: shape.length === 3 });
    });
}
for (const name of ['argmax', 'argmin']) {
  cases[name] = () =>
    plain(
      (x) => [api[name](x), api[name](x, 0), api[name](x, 1), api[name](x, -1)],
      [[3, 40, 5]],
      [around(600, 28)],
    );
}
for (const name of ['softmax', 'logSoftmax']) {
  cases[name] = () => [
    ...derived((x) => api[name](x), [[4, 150]], [around(600, 29)], { second: true }),
    ...derived((x) => api[name](x, 0), [[40, 3]], [around(120, 30)]),
    ...derived((x) => api[name](x), [[50, 2]], [around(100, 31)]),
  ];
}
cases.logAddExp = () => [
  ...derived((x, y) => api.logAddExp(x, y), [[3, 100], [100]], [around(300, 34), around(100, 35)], {
    second: true,
  }),
  ...plain((x) => api.logAddExp(x, x.reshape([16, 1])), [[16]], [wide.subarray(0, 16)]),
];
for (const name of ['cumulativeSum', 'cumulativeProduct']) {
  cases[name] = () => [
    ...derived((x) => api[name](x), [[30]], [around(30, 32)], { second: true }),
    ...derived((x) => api[name](x, 1, true), [[2, 9, 3]], [around(54, 33)]),
  ];
}

Object.assign(cases, {
  'reductions of NaN, infinities and zeros': () =>
    ['sum', 'prod', 'max', 'min', 'logSumExp', 'argmax', 'argmin'].flatMap((name) =>
      plain((x) => [api[name](x), api[name](x, 1), api[name](x, 0)], [[4, 4]], [wide.subarray(0, 16)]),
    ),
  'products with zeros': () =>
    derived(
      (x) => [api.prod(x, 1), api.cumulativeProduct(x, 1).sum(1)].reduce((a, b) => a.add(b)),
      [[3, 3]],
      [[1, 2, 3, 0, 2, 4, 0, 0, 5]],
    ),
  'sums of products': () => [
    ...derived((x, y) => x.mul(y).sum(), [[1000], [1000]], [around(1000, 34), around(1000, 35)]),
    ...run(
      (x, y) => [x.mul(y).sum(), x.sum(), x.mul(y).exp().mean()],
      [[100], [100]],
      around(100, 36),
      around(100, 37),
    ),
  ],
  'keepAxes and correction': () =>
    derived(
      (x) => x.sub(x.mean(0, { keepAxes: true })).div(api.variance(x, 0, { keepAxes: true, correction: 1 })),
      [[7, 3]],
      [around(21, 38)],
    ),
});
