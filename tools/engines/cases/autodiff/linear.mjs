// Products of matrices in every form, factors and triangular systems.
import { api, dataFor, derived, plain } from './api.mjs';

const forms = {
  matrices: [
    [5, 7],
    [7, 6],
  ],
  'a wide and a tall one': [
    [2, 300],
    [300, 3],
  ],
  batches: [
    [3, 5, 4],
    [3, 4, 2],
  ],
  'batches that broadcast': [
    [2, 1, 3, 4],
    [5, 4, 2],
  ],
  'one matrix for all': [
    [3, 5, 4],
    [4, 2],
  ],
  'a matrix and a vector': [[40, 9], [9]],
  'a long matrix and a vector': [[3, 300], [300]],
  'a vector and a matrix': [[9], [9, 40]],
  'two vectors': [[300], [300]],
};

export const cases = {};
for (const [name, shapes] of Object.entries(forms)) {
  cases[`matmul: ${name}`] = () => derived((a, b) => api.matmul(a, b), shapes, dataFor(shapes, 40));
}

/** A positive definite matrix. */
const definite = (a) => {
  const n = a.shape[a.rank - 1];
  const turned = api.transpose(a, a.rank === 2 ? [1, 0] : [0, 2, 1]);
  return api
    .matmul(a, turned)
    .add(Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))));
};

Object.assign(cases, {
  'matmul: transposed, sliced and spread where they lie': () => [
    ...derived(
      (a, b) => api.matmul(a.transpose(), b),
      [
        [7, 5],
        [7, 6],
      ],
      dataFor(
        [
          [7, 5],
          [7, 6],
        ],
        42,
      ),
    ),
    ...derived(
      (a, b) => api.matmul(a, b.transpose()),
      [
        [5, 7],
        [6, 7],
      ],
      dataFor(
        [
          [5, 7],
          [6, 7],
        ],
        44,
      ),
    ),
    ...derived(
      (a, b) => api.matmul(a.transpose(), b.transpose()),
      [
        [7, 5],
        [6, 7],
      ],
      dataFor(
        [
          [7, 5],
          [6, 7],
        ],
        46,
      ),
    ),
    ...derived(
      (a, b) => api.matmul(a.slice([1, 5], [null, null, -1]), b.expand([7, 6])),
      [[6, 7], [6]],
      dataFor([[6, 7], [6]], 48),
    ),
    ...derived((a, x) => api.matmul(a.transpose(), x), [[40, 9], [40]], dataFor([[40, 9], [40]], 50)),
  ],
  'matmul: large enough for every path': () =>
    plain(
      (a, b) => [api.matmul(a, b), api.matmul(a.transpose(), b), api.matmul(a, b.transpose())],
      [
        [70, 70],
        [70, 70],
      ],
      dataFor(
        [
          [70, 70],
          [70, 70],
        ],
        52,
      ),
    ),
  'dot, outer, linear': () => [
    ...derived((a, b) => api.dot(a, b), [[300], [300]], dataFor([[300], [300]], 54)),
    ...derived((a, b) => api.outer(a, b), [[5], [40]], dataFor([[5], [40]], 56)),
    ...derived(
      (x, w, b) => api.linear(x, w, b),
      [[2, 3, 5], [5, 4], [4]],
      dataFor([[2, 3, 5], [5, 4], [4]], 58),
    ),
  ],
  cholesky: () => [
    ...derived((a) => api.cholesky(definite(a)), [[5, 5]], dataFor([[5, 5]], 61), { second: true }),
    ...derived((a) => api.cholesky(definite(a)), [[3, 4, 4]], dataFor([[3, 4, 4]], 62)),
    ...plain((a) => api.cholesky(a), [[20, 20]], dataFor([[20, 20]], 63)),
  ],
  triangularSolve: () =>
    [false, true].flatMap((transpose) => [
      ...derived(
        (a, b) => api.triangularSolve(api.cholesky(definite(a)), b, { transpose }),
        [[5, 5], [5]],
        dataFor([[5, 5], [5]], 64),
        { second: true },
      ),
      ...derived(
        (a, b) => api.triangularSolve(a, b, { transpose }),
        [
          [2, 4, 4],
          [2, 4, 3],
        ],
        dataFor(
          [
            [2, 4, 4],
            [2, 4, 3],
          ],
          66,
        ),
      ),
      ...derived(
        (a, b) => api.triangularSolve(a, b, { transpose }),
        [
          [4, 4],
          [3, 4, 2],
        ],
        dataFor(
          [
            [4, 4],
            [3, 4, 2],
          ],
          68,
        ),
      ),
    ]),
  'choleskySolve, logDeterminant, quadraticForm': () =>
    derived(
      (a, x) => {
        const l = api.cholesky(definite(a));
        return api.choleskySolve(l, x).sum().add(api.logDeterminant(l)).add(api.quadraticForm(l, x));
      },
      [[6, 6], [6]],
      dataFor([[6, 6], [6]], 70),
      { second: true },
    ),
});
