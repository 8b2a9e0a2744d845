// Densities: scalar values, columns over arrays, sums over data.
import { moderate, on, wide } from './machine.mjs';

const logs = Float64Array.of(-1, -2, -0.9, -3, -1.5, -Infinity);
/** Family -> parameters; the categorical's are an address and a length, see `parametersOf`. */
const families = {
  NORMAL: [
    [0.5, 2],
    [0, 1e-310],
    [1e307, 1.7e308],
  ],
  UNIFORM: [
    [-16, 16],
    [-1e9, 2],
  ],
  EXPONENTIAL: [
    [0.3, 0],
    [1e300, 0],
  ],
  BERNOULLI: [
    [0.3, 0],
    [0, 0],
    [1, 0],
  ],
  CATEGORICAL: [[]],
};
const columns = { NORMAL: 3, UNIFORM: 3, EXPONENTIAL: 2, BERNOULLI: 2, CATEGORICAL: 1 };
const data = {
  NORMAL: moderate,
  UNIFORM: moderate.map((x) => x - Math.trunc(x)),
  EXPONENTIAL: moderate.map((x) => (x < 0 ? -x : x)),
  BERNOULLI: moderate.map((x) => (x < 0 ? 0 : 1)),
  CATEGORICAL: moderate.map((_, i) => i % 5),
};
const parametersOf = (family, given, put) => (family === 'CATEGORICAL' ? [put(logs), logs.length] : given);

export const cases = {
  normalScale: () => on((k) => wide.map((x) => k.normalScale(x < 0 ? -x : x))),
  normalBase: () => on((k) => wide.map((x) => k.normalBase(x < 0 ? -x : x))),
  bernoulliLogitLogProb: () =>
    on((k) => wide.map((x, i) => k.bernoulliLogitLogProb(i & 1, x) + k.bernoulliLogitLogProb(i % 3, 1))),
  normalLogProb: () => on((k) => wide.map((x) => k.normalLogProb(x, 0.5, 2) + k.normalLogProb(x, 0, 1e-310))),
  uniformLogProb: () => on((k) => wide.map((x) => k.uniformLogProb(x, -16, 16))),
  exponentialLogProb: () => on((k) => wide.map((x) => k.exponentialLogProb(x, 0.3))),
  bernoulliLogProb: () => on((k) => wide.map((x) => k.bernoulliLogProb(x, 0.3))),
  categoricalLogProb: () =>
    on((k, { put }) => {
      const table = put(logs);
      return Float64Array.of(-1, 0, 1, 2.5, 5, 6, NaN).map((x) =>
        k.categoricalLogProb(x, table, logs.length),
      );
    }),
  'countCategories, categoricalScore': () =>
    on((k, { put, room, f64 }) => {
      const n = data.CATEGORICAL.length;
      const counts = room(8 * logs.length);
      const out = room(8 * logs.length);
      const bad = k.countCategories(put(data.CATEGORICAL), n, 0, logs.length, counts);
      k.categoricalScore(counts, n, put(logs), logs.length, out);
      return [bad, f64(counts, logs.length), f64(out, logs.length)];
    }),
};

for (const [family, settings] of Object.entries(families)) {
  cases[`fillDensity ${family}`] = () =>
    settings.flatMap((given) =>
      Array.from({ length: columns[family] }, (_, column) =>
        on((k, { put, f64 }) => {
          const values = family === 'CATEGORICAL' ? data.CATEGORICAL : wide;
          const x = put(values);
          k.fillDensity(k[family], column, x, values.length, ...parametersOf(family, given, put), x);
          return f64(x, values.length);
        }),
      ),
    );
  cases[`logLikelihood ${family}`] = () =>
    settings.flatMap((given) =>
      [0, 1].map((single) =>
        on((k, { put, f64 }) => {
          const values = single ? Float32Array.from(data[family]) : data[family];
          const parameters = parametersOf(family, given, put);
          k.treeStart(k.TREE, columns[family], 0);
          k.logLikelihood(k[family], k.TREE, put(values), values.length, single, ...parameters);
          return [k.treeFinish(k.TREE), f64(k.RESULT, columns[family])];
        }),
      ),
    );
}
