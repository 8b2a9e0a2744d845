// Functions, densities and draws of programs, in loops over tiles. Opcodes: kernels/program/opcodes.ts.
import { moderate, on, units } from './machine.mjs';

const [LOOP, NEXT, END, MUL_ADD, DENSITY, DRAW] = [1, 2, 0, 26, 80, 98];
/** EXP ... NORMAL_QUANTILE. */
const functions = Array.from({ length: 27 }, (_, i) => 128 + i);
const n = 300;
const chances = units(n, 9);
const scales = units(n, 10).map((x) => 0.1 + x);
/** Family -> x, a, b and on; all results of it that there are. */
const families = {
  NORMAL: [15, moderate, chances, scales],
  UNIFORM: [15, moderate, chances.map((x) => x - 1), scales],
  EXPONENTIAL: [7, moderate, scales, scales],
  BERNOULLI: [7, chances.map(Math.round), chances, chances],
  BERNOULLI_LOGIT: [7, chances.map(Math.round), moderate, moderate],
  NORMAL_KNOWN: [7, moderate, chances, scales, chances, scales],
};

/** Runs one instruction over all elements, in tiles of 128; `results` are moving destinations after `head`. */
function looped(k, { put, room, f64 }, head, results, sources) {
  const places = Array.from({ length: results }, () => room(8 * n + 64));
  const operands = sources.map((each) => put(each) + (each.length === 1 ? 2 : 1));
  const code = [LOOP, n, 128, 3, ...head, ...places.map((each) => each + 1), ...operands, NEXT, END];
  k.run(put(Int32Array.from(code)));
  return places.map((each) => f64(each, n));
}

const bits = (mask) => [0, 1, 2, 3].filter((bit) => (mask >> bit) & 1).length;
const cut = (source) => Float64Array.from({ length: n }, (_, i) => source[i % source.length]);

export const cases = {
  'functions of programs': () =>
    on((k, tools) => functions.flatMap((opcode) => looped(k, tools, [opcode], 1, [cut(moderate)]))),
  'powers and polygammas of programs': () =>
    on((k, tools) =>
      [160, 161].flatMap((opcode) => looped(k, tools, [opcode], 1, [cut([0, 1, 2, 3]), cut(moderate)])),
    ),
  runMany: () =>
    on((k, { put, f64 }) => {
      // A vector that is squared and shifted each time.
      const x = put(units(n, 11));
      k.runMany(
        put(Int32Array.of(LOOP, n, 128, 3, MUL_ADD, x + 1, x + 1, x + 1, put(units(1, 12)) + 2, NEXT, END)),
        7,
      );
      return f64(x, n);
    }),
  DRAW: () =>
    on((k, { put, room, f64, f32, i32, source }) =>
      [0, 1, 2].flatMap((kind) =>
        [0, 1].map((single) => {
          // The position stands behind the 64 bytes of the source.
          const place = put(i32(source('chacha8'), 16));
          put(Float64Array.of(1e12 + 5));
          const dst = room(8 * n + 64);
          k.run(put(Int32Array.of(DRAW, kind, dst, n, place, 777, single, END)));
          return single ? f32(dst, n) : f64(dst, n);
        }),
      ),
    ),
};
for (const [name, [mask, ...sources]] of Object.entries(families)) {
  cases[`DENSITY ${name}`] = () =>
    on((k, tools) =>
      [0, 1, 2].flatMap((fixed) =>
        looped(
          k,
          tools,
          [DENSITY, k[name], mask],
          bits(mask),
          sources.map((each, j) => (j > 0 && j <= fixed ? each.slice(0, 1) : cut(each))),
        ),
      ),
    );
}
