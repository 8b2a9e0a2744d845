// Matrix products: values against loops, derivatives, shapes, what is read in place.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { section } from '../src/functions/movement.ts';
import {
  cholesky,
  compile,
  expand,
  grad,
  logDeterminant,
  matmul,
  reshape,
  type Shape,
  scan,
  type Tensor,
  tanh,
  transpose,
  triangularSolve,
} from '../src/index.ts';
import { runBoth } from './check.ts';
import { checkDerivatives, evaluate, expectClose, numbers, randomValues, sizeOf } from './derivatives.ts';

/** The product by loops, with NumPy's rules for batches; operands have two axes or more. */
function product(a: ArrayLike<number>, aShape: Shape, b: ArrayLike<number>, bShape: Shape): number[] {
  const [m, k] = aShape.slice(-2);
  const n = bShape[bShape.length - 1];
  const rank = Math.max(aShape.length, bShape.length) - 2;
  const sizes = (shape: Shape) => [
    ...new Array<number>(rank + 2 - shape.length).fill(1),
    ...shape.slice(0, -2),
  ];
  const [left, right] = [sizes(aShape), sizes(bShape)];
  const batch = left.map((size, i) => Math.max(size, right[i]));
  const result: number[] = [];
  for (let each = 0; each < sizeOf(batch); each++) {
    let [fromA, fromB, stepA, stepB, rest] = [0, 0, m * k, k * n, each];
    for (let i = rank - 1; i >= 0; i--) {
      const at = rest % batch[i];
      rest = Math.floor(rest / batch[i]);
      if (left[i] > 1) fromA += at * stepA;
      if (right[i] > 1) fromB += at * stepB;
      stepA *= left[i];
      stepB *= right[i];
    }
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++) sum += a[fromA + i * k + p] * b[fromB + p * n + j];
        result.push(sum);
      }
    }
  }
  return result;
}

const cases: [Shape, Shape, Shape][] = [
  [[3], [3], []],
  [[1], [1], []],
  [[2, 3], [3], [2]],
  [[3], [3, 2], [2]],
  [
    [2, 3],
    [3, 4],
    [2, 4],
  ],
  [
    [1, 3],
    [3, 4],
    [1, 4],
  ],
  [
    [4, 1],
    [1, 3],
    [4, 3],
  ],
  [
    [1, 3],
    [3, 1],
    [1, 1],
  ],
  [
    [5, 2, 3],
    [3, 4],
    [5, 2, 4],
  ],
  [
    [2, 3],
    [5, 3, 4],
    [5, 2, 4],
  ],
  [
    [5, 2, 3],
    [5, 3, 4],
    [5, 2, 4],
  ],
  [
    [5, 1, 2, 3],
    [4, 3, 2],
    [5, 4, 2, 2],
  ],
  [[5, 2, 3], [3], [5, 2]],
  [[3], [5, 3, 2], [5, 2]],
  [
    [5, 1, 3],
    [5, 3, 1],
    [5, 1, 1],
  ],
  [
    [1, 2, 3],
    [1, 3, 2],
    [1, 2, 2],
  ],
  [[40, 3], [3], [40]],
  [[3, 40], [40], [3]],
];

describe('matmul', () => {
  test.each(cases)('%j times %j gives %j', (a, b, shape) => {
    const values = randomValues([a, b], 3);
    let traced: Shape = [];
    const got = evaluate(
      (x, y) => {
        const result = matmul(x, y);
        traced = result.shape;
        return result;
      },
      [a, b],
      values,
    );
    expect(traced).toEqual(shape);
    const [left, right] = [a.length === 1 ? [1, ...a] : a, b.length === 1 ? [...b, 1] : b];
    expectClose(got, product(values[0], left, values[1], right));
  });

  test.each(cases)('derivatives of %j times %j', (a, b) => {
    checkDerivatives(matmul, [a, b]);
  });

  test('any batches', () => {
    const side = fc.integer({ min: 1, max: 5 });
    const batches = fc.array(fc.tuple(fc.constantFrom(1, 2, 3), fc.boolean(), fc.boolean()), {
      maxLength: 3,
    });
    fc.assert(
      fc.property(batches, side, side, side, fc.nat(3), fc.nat(3), (axes, m, k, n, dropA, dropB) => {
        const a = [...axes.map(([size, one]) => (one ? 1 : size)).slice(dropA), m, k];
        const b = [...axes.map(([size, , one]) => (one ? 1 : size)).slice(dropB), k, n];
        const values = randomValues([a, b], m + 10 * n);
        expectClose(evaluate(matmul, [a, b], values), product(values[0], a, values[1], b));
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  test('transposes, slices, broadcasts and steps of operands', () => {
    const views: ((x: Tensor, y: Tensor) => Tensor)[] = [
      (x, y) => matmul(transpose(x), y.reshape([6, 4])),
      (x, y) => matmul(x, transpose(y.reshape([8, 3]), [1, 0]).reshape([4, 6])),
      (x, y) => matmul(section(x, [0, 1], [6, 3]), section(y.reshape([4, 6]), [1, 0], [3, 6])),
      (x, y) => matmul(section(x, [5, 3], [3, 4], [-2, -1]), y.reshape([4, 6])),
      (x, y) => matmul(section(x, [0, 0], [3, 2], [2, 3]), section(y, [0, 1], [2, 12])),
      (x, y) =>
        matmul(
          section(x, [0, 1], [6, 1]).reshape([6]),
          section(y.reshape([4, 6]), [2, 0], [1, 6]).reshape([6]),
        ),
      (x, y) => matmul(expand(section(x, [2, 0], [1, 4]), [3, 4]), y.reshape([4, 6])),
      (x, y) => matmul(transpose(x), section(y.reshape([6, 4]), [0, 2], [6, 1]).reshape([6])),
      (x, y) => matmul(section(x, [0, 0], [6, 2], [1, 2]), section(y, [0, 3], [2, 1]).reshape([2])),
      (x, y) =>
        matmul(transpose(x.reshape([2, 3, 4]), [1, 0, 2]), transpose(y.reshape([3, 2, 4]), [0, 2, 1])),
      (x, y) => matmul(transpose(x.reshape([2, 3, 2, 2]), [2, 1, 0, 3]), y.reshape([2, 3, 2, 2])),
    ];
    const shapes = [
      [6, 4],
      [2, 12],
    ];
    for (const view of views) checkDerivatives(view, shapes);
  });

  test('more batches that cannot be joined than instructions for them', () => {
    const shapes = [
      [70, 2, 3, 2],
      [70, 2, 2],
    ];
    checkDerivatives((x, y) => matmul(transpose(x, [0, 2, 1, 3]), y.reshape([70, 1, 2, 2])), shapes, {
      order: 1,
    });
  });

  test('singles', () => {
    const [a, b] = [Float32Array.from(numbers(35 * 21, 1)), Float32Array.from(numbers(21 * 18, 2))];
    const spec = [
      { shape: [35, 21], dtype: 'f32' },
      { shape: [21, 18], dtype: 'f32' },
    ] as const;
    const plain = compile(matmul, spec);
    expectClose(runBoth(plain, a, b) as Float32Array, product(a, [35, 21], b, [21, 18]), 1e-6);
    // A part that begins in the middle of 8 bytes, and vectors.
    const part = compile((x, y) => matmul(section(x, [3, 1], [9, 20]), section(y, [1, 5], [20, 7])), spec);
    const rows = Array.from({ length: 9 }, (_, i) => [...a.subarray((i + 3) * 21 + 1, (i + 4) * 21)]).flat();
    const columns = Array.from({ length: 20 }, (_, i) => [
      ...b.subarray((i + 1) * 18 + 5, (i + 1) * 18 + 12),
    ]).flat();
    expectClose(runBoth(part, a, b) as Float32Array, product(rows, [9, 20], columns, [20, 7]), 1e-6);
    const row = compile((x, y) => matmul(section(x, [3, 0], [1, 21]).reshape([21]), y), spec);
    expectClose(runBoth(row, a, b) as Float32Array, product(a.subarray(63, 84), [1, 21], b, [21, 18]), 1e-6);
  });

  test('short rows of constants, both ways', () => {
    const [n, k] = [301, 3];
    const data = Float64Array.from(numbers(n * k, 4));
    const model = (beta: Tensor): Tensor => {
      const eta = matmul(reshape(data, [n, k]), beta);
      return eta.mul(eta).sum();
    };
    checkDerivatives(model, [[k]]);
    const beta = [0.3, -0.2, 0.9];
    const eta = product(data, [n, k], beta, [k, 1]);
    const expected = [0, 1, 2].map((j) => 2 * eta.reduce((all, each, i) => all + each * data[i * k + j], 0));
    const gradient = compile(grad(model), [[k]]);
    expectClose(runBoth(gradient, beta) as Float64Array, expected);
  });

  test.each([
    [
      [2, 3],
      [2, 3],
    ],
    [[], [3]],
    [[3], []],
    [[2, 3], [4]],
    [
      [2, 2, 3],
      [3, 3, 2],
    ],
  ])('%j times %j is an error', (a, b) => {
    expect(() => compile(matmul, [a, b])).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_SHAPE', message: expect.stringContaining('matmul') }),
    );
  });
});

describe('in the steps of a scan', () => {
  test('products of matrices and vectors, constant ones too', () => {
    const fixed = reshape(numbers(40, 5), [10, 4]);
    const fn = (a: Tensor, xs: Tensor): Tensor => {
      const [last, all] = scan(
        (state: Tensor, x: Tensor) => {
          const next = tanh(matmul(a, state).add(x));
          return [next, matmul(fixed, next)];
        },
        expand(0, [4]),
        xs,
      );
      return last.sum().add(all.square().sum());
    };
    checkDerivatives(fn, [
      [4, 4],
      [5, 4],
    ]);
  });

  test('factors and systems', () => {
    const fn = (a: Tensor, xs: Tensor): Tensor => {
      const [last] = scan(
        (state: Tensor, x: Tensor) => {
          const l = cholesky(matmul(state, transpose(state)).add(a));
          return [triangularSolve(l, x), logDeterminant(l)];
        },
        expand(0, [3, 3]),
        xs,
      );
      return last.sum();
    };
    const definite = [2, 0.3, 0.1, 0.3, 1.5, -0.2, 0.1, -0.2, 3];
    checkDerivatives(
      fn,
      [
        [3, 3],
        [3, 3, 3],
      ],
      { values: [definite, numbers(27, 6)], order: 1 },
    );
  });
});

describe('what products become', () => {
  /** The instructions of a run, or of the part before it, by name. */
  const instructions = (program: { explain(): string }, part: 'run' | 'setup'): string[] => {
    const lines = program.explain().split('\n');
    const from = lines.findIndex((line) => line.startsWith(part));
    const to = lines.indexOf('', from);
    const ends = part === 'setup' ? lines.findIndex((line) => line.startsWith('run')) : to;
    return lines.slice(from + 1, ends).map((line) => line.trim().split(/ {2,}/)[0]);
  };

  test('a constant of short rows is turned once, and read by columns both ways', () => {
    const data = reshape(numbers(300, 1), [100, 3]);
    const program = compile(
      grad((b: Tensor) => tanh(matmul(data, b)).sum()),
      [[3]],
    );
    expect(instructions(program, 'setup')).toEqual(['loop', 'view']);
    const run = instructions(program, 'run');
    expect(run[0]).toBe('combine rows');
    expect(run.at(-1)).toBe('dot rows');
    expect(run).not.toContain('view');
  });

  test('transposes, broadcasts and slices are read where they lie', () => {
    const program = compile(
      (a, b) => matmul(transpose(a), section(b, [0, 0, 1], [2, 6, 3])),
      [
        [6, 5],
        [2, 6, 4],
      ],
    );
    expect(instructions(program, 'run')).toEqual(['matmul']);
  });

  test('heads of attention are read where they lie: one product for each of the outer batches', () => {
    const program = compile(
      (a, b) => matmul(transpose(a, [0, 2, 1, 3]), transpose(b, [0, 2, 3, 1])),
      [
        [3, 6, 2, 4],
        [3, 6, 2, 4],
      ],
    );
    expect(instructions(program, 'run')).toEqual(['matmul', 'matmul', 'matmul']);
  });

  test('the derivative of a transposed operand is not turned', () => {
    const program = compile(
      grad((w: Tensor, x: Tensor) => tanh(matmul(x, transpose(w))).sum()),
      [
        [5, 3],
        [7, 3],
      ],
    );
    expect(instructions(program, 'run')).not.toContain('view');
  });
});
