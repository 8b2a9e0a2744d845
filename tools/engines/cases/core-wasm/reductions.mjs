// Sums, reductions, rows and scans of programs. Opcodes: kernels/program/opcodes.ts.
import { doubles, on } from './machine.mjs';

const [LOOP, NEXT, END, SUM, DOT, SUM32, DOT32, FINISH] = [1, 2, 0, 64, 65, 66, 67, 68];
const [REDUCE, SOFTMAX, LOG_SUM_EXP, LINEAR_SCAN] = [84, 86, 88, 90];
const lengths = [1, 2, 7, 8, 129, 1000];
const widths = [1, 3, 8, 21];
const matrices = [
  [9, 2],
  [5, 3],
  [2, 150],
  [2, 1500],
];
const shapes = [
  [3, 4, 1],
  [2, 300, 1],
  [2, 7, 5],
  [1, 130, 70],
  [1, 1, 3],
];

const typed = (single, n, seed, span = 6) =>
  (single ? Float32Array : Float64Array).from(doubles(n, seed, span));

/** Runs a program that ends here; gives n elements of what it writes to its first operand's place. */
function result(k, { put, room, f32, f64 }, single, n, code) {
  const dst = room(n << (3 - single));
  k.run(put(Int32Array.of(...code(dst), END)));
  return single ? f32(dst, n) : f64(dst, n);
}

/** The same work with doubles and with singles, each of `parts` with the whole scratch. */
const both = (parts, work) => () =>
  [0, 1].flatMap((single) => parts.flatMap((part) => on((k, tools) => work(k, tools, single, part))));

export const cases = {
  'SUM and DOT': both(lengths, (k, tools, single, n) =>
    [0, 1].map((second) => {
      const x = tools.put(typed(single, n, 3));
      const y = tools.put(typed(single, n, 4));
      const partials = tools.room(8 * 8);
      const opcode = [
        [SUM, DOT],
        [SUM32, DOT32],
      ][single][second];
      const operands = second ? [x + 1, y + 1] : [x + 1];
      return result(k, tools, single, 1, (dst) => [
        ...[LOOP, n, 128, 3 - single, opcode, partials, ...operands, NEXT],
        ...[FINISH + single, dst, partials, Math.ceil(n / 128)],
      ]);
    }),
  ),
  REDUCE: both(shapes, (k, tools, single, [outer, axis, inner]) => {
    const x = tools.put(typed(single, outer * axis * inner, 5, axis > 200 ? 1 : 6));
    return [0, 1, 2, 3, 4].map((kind) => {
      return result(k, tools, single, outer * inner, (dst) => [
        ...[REDUCE + single, kind, dst, x, outer, axis, inner],
      ]);
    });
  }),
  'SOFTMAX and LOG_SUM_EXP': both(matrices, (k, tools, single, [rows, columns]) => {
    const x = tools.put(typed(single, rows * columns, 11, 4));
    return [
      result(k, tools, single, rows * columns, (dst) => [SOFTMAX + single, dst, x, rows, columns]),
      result(k, tools, single, rows, (dst) => [LOG_SUM_EXP + single, dst, x, rows, columns]),
    ];
  }),
  LINEAR_SCAN: both(widths, (k, tools, single, width) =>
    [0, 1, 2].flatMap((kind) =>
      [0, 1].map((reverse) => {
        const steps = 30;
        const count = [1, steps, steps * width][kind];
        const a = tools.put(typed(single, count, 7, 1));
        const b = tools.put(typed(single, steps * width, 8));
        const initial = reverse ? 0 : tools.put(typed(single, width, 9));
        return result(k, tools, single, steps * width, (dst) => [
          ...[LINEAR_SCAN + single, dst, a, b, initial, steps, width, kind, reverse],
        ]);
      }),
    ),
  ),
};
