// Draws, at several positions of a stream; the rare branches come up in a few thousand.
import { on, positions, units } from './machine.mjs';

const n = 3001;
const engine = 'chacha8';

/**
 * One kernel at every position: `call(k, source, position, out)` writes n elements that `read` copies, to `out` or to
 * the address it returns.
 */
const draws = (read, call) => () =>
  positions.map((position) =>
    on((k, tools) => {
      const out = tools.room(8 * n);
      const elsewhere = call(k, tools.source(engine), position, out, tools);
      return tools[read](elsewhere ?? out, n);
    }),
  );

export const cases = {
  fillNormal: draws('f64', (k, source, at, out) => k.fillNormal(source, at, n, -3, 2.5, out)),
  fillNormalF32: draws('f32', (k, source, at, out) => k.fillNormalF32(source, at, n, -3, 2.5, out)),
  fillExponential: draws('f64', (k, source, at, out) => k.fillExponential(source, at, n, 0.3, out)),
  fillExponentialF32: draws('f32', (k, source, at, out) => k.fillExponentialF32(source, at, n, 0.3, out)),
  fillNormalInverse: draws('f64', (k, source, at, out) => k.fillNormalInverse(source, at, n, -3, 2.5, out)),
  fillExponentialInverse: draws('f64', (k, source, at, out) =>
    k.fillExponentialInverse(source, at, n, 0.3, out),
  ),
  shuffle: draws('i32', (k, source, at, _out, { put }) => {
    const array = put(Int32Array.from({ length: n }, (_, i) => i));
    k.shuffle(source, at, n, array);
    return array;
  }),
  'choose, chooseBytes': draws('i32', (k, source, at, out, { room }) =>
    k.choose(source, at, 1e6, n, room(k.chooseBytes(n)), out),
  ),
};
for (const interval of [0, 1, 2, 3]) {
  cases[`fillUniform ${interval}`] = draws('f64', (k, source, at, out) =>
    k.fillUniform(source, at, n, interval, -1, 5, out),
  );
  cases[`fillUniformF32 ${interval}`] = draws('f32', (k, source, at, out) =>
    k.fillUniformF32(source, at, n, interval, -1, 5, out),
  );
}
// 0 is 2^32; just above 2^31 every second word is redrawn.
for (const bound of [1, 6, 0x7fffffff, 0x80000001, 0]) {
  cases[`fillBelow ${bound}`] = draws('i32', (k, source, at, out) =>
    k.fillBelow(source, at, n, bound | 0, out),
  );
}
for (const bound of [1, 6, 2 ** 45 + 1, 2 ** 52 + 1, 2 ** 53]) {
  cases[`fillBelow53 ${bound}`] = draws('f64', (k, source, at, out) =>
    k.fillBelow53(source, at, n, bound, out),
  );
}
for (const p of [0, 1, 0.25, 1 / 3, 2 ** -40]) {
  cases[`fillBernoulli ${p}`] = draws('i32', (k, source, at, out) => k.fillBernoulli(source, at, n, p, out));
}

const weights = units(100, 6).map((u, i) => (i % 7 === 3 ? 0 : u * u));
cases['buildAlias, fillCategorical'] = draws('i32', (k, source, at, out, { put, room }) => {
  const table = room(k.aliasBytes(weights.length));
  k.buildAlias(put(weights), weights.length, table);
  k.fillCategorical(source, at, n, table, weights.length, out);
});
cases.buildAlias = () =>
  on((k, { put, room, i32 }) => {
    const bytes = k.aliasBytes(weights.length);
    const table = room(bytes);
    k.buildAlias(put(weights), weights.length, table);
    return [bytes, i32(table, 3 * weights.length)];
  });

const logits = weights.map((w) => (w === 0 ? -Infinity : 40 * w));
cases.drawFromLogits = () =>
  positions.flatMap((position) =>
    on((k, { put, source, f64 }) => {
      const pieces = [put(logits), put(Float32Array.from(logits))];
      return pieces.flatMap((piece, single) => {
        const leader = k.drawFromLogits(
          source(engine),
          position,
          piece,
          0,
          logits.length,
          single,
          -1,
          -Infinity,
        );
        return [leader, f64(k.RESULT, 1)];
      });
    }),
  );
