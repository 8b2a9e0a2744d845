// Linear algebra of programs: products, factors, solves, patches. Opcodes: kernels/program/opcodes.ts.
import { doubles, on, units } from './machine.mjs';

const shapes = [
  [1, 9, 20],
  [20, 9, 1],
  [3, 5, 2],
  [13, 17, 21],
  [33, 40, 32],
];
const [MATMUL, COMBINE_ROWS, DOT_ROWS, CHOLESKY, TRIANGULAR_SOLVE, PATCHES, FOLD] = [
  104, 106, 108, 110, 111, 112, 114,
];

/** Runs one instruction that ends the program; its result has `n` elements. */
function result(k, { put, room, f32, f64 }, single, n, [opcode, ...operands]) {
  const dst = room(n << (3 - single));
  k.run(put(Int32Array.of(opcode + single, dst, ...operands, 0)));
  return single ? f32(dst, n) : f64(dst, n);
}

/** A case for doubles, and one for singles; `numbers(n, seed)` is an address. */
function both(name, work) {
  return [0, 1].map((single) => [
    single ? `${name} of singles` : name,
    () =>
      on((k, tools) => {
        const numbers = (n, seed) =>
          tools.put((single ? Float32Array : Float64Array).from(doubles(n, seed, 6)));
        return work(k, tools, numbers, single);
      }),
  ]);
}

const geometry = [2, 5, 6, 3, 3, 2, 2, 1, 1, 1, 3, 6];
const image = 2 * 5 * 6 * 3;
const patches = 2 * 3 * 6 * 3 * 2 * 3;

/** A lower triangle with a diagonal away from 0, or the symmetric matrix of it and its transpose. */
function triangle(n, symmetric) {
  const values = units(n * n, 5);
  return values.map((x, at) => {
    const [i, j] = [Math.floor(at / n), at % n];
    if (i === j) return symmetric ? n : 1 + x;
    return symmetric ? values[Math.max(i, j) * n + Math.min(i, j)] : x;
  });
}

export const cases = {
  ...Object.fromEntries([
    ...both('MATMUL', (k, tools, numbers, single) =>
      shapes.flatMap(([m, depth, n]) =>
        [
          [depth, 1, n, 1],
          [1, m, 1, depth],
        ].map((strides) => {
          const [a, b] = [numbers(2 * m * depth, 1), numbers(depth * n, 2)];
          const scratch = tools.room(k.matmulScratch(m, depth, n, single));
          const batches = [m * depth, 0];
          const operands = [a, b, scratch, 2, m, depth, n, ...strides, ...batches];
          return result(k, tools, single, 2 * m * n, [MATMUL, ...operands]);
        }),
      ),
    ),
    ...both('COMBINE_ROWS', (k, tools, numbers, single) =>
      result(k, tools, single, 131, [COMBINE_ROWS, numbers(7 * 140, 1), numbers(7, 2), 7, 131, 140]),
    ),
    ...both('DOT_ROWS', (k, tools, numbers, single) =>
      result(k, tools, single, 7, [DOT_ROWS, numbers(7 * 500, 1), numbers(500, 2), 7, 499, 500]),
    ),
    ...both('PATCHES', (k, tools, numbers, single) =>
      result(k, tools, single, patches, [PATCHES, numbers(image, 3), ...geometry]),
    ),
    ...both('FOLD', (k, tools, numbers, single) =>
      result(k, tools, single, image, [FOLD, numbers(patches, 4), ...geometry]),
    ),
  ]),
  CHOLESKY: () =>
    on((k, tools) =>
      [1, 5, 30].map((n) => result(k, tools, 0, n * n, [CHOLESKY, tools.put(triangle(n, true)), 1, n])),
    ),
  TRIANGULAR_SOLVE: () =>
    on((k, tools) =>
      [0, 1].flatMap((transpose) =>
        [1, 9].map((columns) => {
          const [l, b] = [tools.put(triangle(23, false)), tools.put(doubles(23 * columns, 6, 6))];
          const operands = [l, b, 1, 23, columns, transpose];
          return result(k, tools, 0, 23 * columns, [TRIANGULAR_SOLVE, ...operands]);
        }),
      ),
    ),
};
