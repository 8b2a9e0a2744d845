// Functions that place elements elsewhere, and those that take and add them by their number.
import { api, around, derived, plain, run } from './api.mjs';

const x = around(24, 11);
const shape = [2, 3, 4];
const moves = {
  reshape: (t) => [api.reshape(t, [4, -1]).exp(), api.expand(api.reshape(t, [24, 1]), [24, 3])],
  transpose: (t) => [
    api.transpose(t),
    api.transpose(t, [1, 0, 2]).mul(2),
    t.transpose([0, 2, 1]).add(t.reshape([2, 4, 3])),
  ],
  flip: (t) => [api.flip(t), api.flip(t, 1), api.flip(t, [0, -1])],
  'squeeze, expandAxes': (t) => [
    api.squeeze(api.expandAxes(t, [0, 2])),
    api.expandAxes(t, -1).sub(api.expandAxes(t, 2)),
  ],
  slice: (t) => [
    api.slice(t, 1),
    api.slice(t, [], [1, 3], [null, null, -1]),
    api.slice(t, [], -1, [0, null, 2]).exp(),
    t.slice([null, null, -1], [null, null, 2]),
  ],
  'concat, stack, split': (t) => [
    api.concat([t, t.mul(3)], 1),
    api.concat([t.slice(0), [[1, 2, 3, 4]], t.slice(1)], 0),
    api.stack([t, t.exp()], -1),
    ...api.split(t, 2, -1),
    ...api.split(t, [1, 2], 1),
  ],
  pad: (t) => [
    api.pad(t, [
      [1, 0],
      [0, 2],
      [1, 1],
    ]),
    api.pad(
      t,
      [
        [0, 0],
        [1, 1],
        [0, 0],
      ],
      -3,
    ),
  ],
  take: (t) => [api.take(t, [2, 0, 2], 1), api.take(t, [3, 3, 1, 0], -1), api.take(t, 1, 0)],
  'diagonal, tril, triu': (t) => [api.diagonal(t), api.tril(t), api.tril(t, -1), api.triu(t), api.triu(t, 1)],
};

const joined = (list) => api.concat(list.map((each) => api.reshape(each, [-1])));

export const cases = {};
for (const [name, move] of Object.entries(moves)) {
  cases[name] = () => [
    ...derived((t) => joined(move(t)), [shape], [x], { second: true }),
    ...plain((t) => move(t), [shape], [x]),
  ];
}

const table = around(15, 12);
const places = [4, 0, 0, 2, 4, 7, -1];
const many = Float64Array.from({ length: 300 }, (_, i) => (i * 7) % 5);
Object.assign(cases, {
  'gather of rows': () =>
    ['f64', 'f32'].flatMap((dtype) =>
      run(
        (t, at) => [api.gather(t, at), api.grad((each) => api.gather(each, at).exp().sum())(t)],
        [{ shape: [5, 3], dtype }, [7]],
        table,
        places,
      ),
    ),
  'gather of single elements': () =>
    ['f64', 'f32'].flatMap((dtype) =>
      run(
        (t, at, by) => [
          api.gather(t, at).mul(by).sum(),
          api.grad((each) => api.gather(each, at).mul(by).sin().sum())(t),
        ],
        [
          { shape: [5], dtype },
          { shape: [300], dtype },
          { shape: [300], dtype },
        ],
        table.subarray(0, 5),
        many,
        around(300, 13),
      ),
    ),
  'gather with singles for numbers': () =>
    plain((t, at) => api.gather(t, at), [[5, 3], [7]], [table, places]),
  embedding: () =>
    derived(
      (t) =>
        api.embedding(t, [
          [4, 0],
          [0, 2],
        ]),
      [[5, 3]],
      [table],
    ),
  scatterAdd: () => [
    ...derived((v) => api.scatterAdd([1, 0, 1], v, [3, 5]), [[3, 5]], [table]),
    ...derived((v) => api.scatterAdd(many, v.square(), [5]), [[300]], [around(300, 14)]),
  ],
  identity: () => plain((x) => [api.identity(3, x.dtype).mul(x), api.identity(2)], [[]], [-2]),
  oneHot: () => plain((at) => api.oneHot(at, 5), [[2, 4]], [[0, 1, 4, 5, -1, 2.5, NaN, 3]]),
});
