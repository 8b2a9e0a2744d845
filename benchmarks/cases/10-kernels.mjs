// Every kernel that fills, sums or selects, called as the wrappers call it, on both backends; scalar functions are
// called once an element, from JavaScript.
import { machine } from '@stokast/core-wasm';
import { FALLBACK, ours, WASM } from '../harness/ours.mjs';

const n = 8192;
const key = Uint32Array.from({ length: 8 }, (_, i) => 0x9e3779b9 * (i + 1));

/** What the rows share on one machine: data and room, reserved once for each backend. */
const benches = new Map();

function bench() {
  const m = machine();
  if (!benches.has(m)) {
    const { kernels: k } = m;
    const at = {};
    const room = (name, bytes) => {
      at[name] = m.reserve(bytes);
    };
    for (const name of ['x', 'u', 'bits', 'out']) room(name, 8 * n);
    room('singles', 4 * n);
    room('table', Math.max(k.aliasBytes(1000), 8000));
    room('weights', 8 * n);
    room('maxima', 4 * n);
    room('tokens', 4 * n);
    room('work', 16 * 1024);
    room('state', k.treeBytes(5));
    room('choices', k.chooseBytes(n));
    const source = m.source('chacha8', key);
    k.fillNormal(source, 0, n, 0, 2, at.x);
    k.fillNormalF32(source, 0, n, 0, 2, at.singles);
    k.fillUniform(source, 0, n, 2, 0, 1, at.u);
    k.fillBernoulli(source, 0, n, 0.3, at.bits);
    for (let i = 0; i < 1000; i++) m.f64[(at.weights >> 3) + i] = i + 1;
    k.buildAlias(at.weights, 1000, at.table);
    benches.set(m, { m, k, at });
  }
  return benches.get(m);
}

/** A row of one of two processes, one a backend: there are too many rows for a process each. */
const pairOf = (row, elements, kernel) => ({
  ...row,
  elements,
  kernel,
  process: row.name.startsWith(WASM) ? WASM : FALLBACK,
});

/** Rows of one kernel; `call(kernels, addresses, source)` does `elements` elements. */
const kernel = (name, call, elements = n) =>
  ours(() => {
    const { m, k, at } = bench();
    return () => call(k, at, m.source('chacha8', key), m);
  }, name).map((row) => pairOf(row, elements, name));

const engine = (name) =>
  ours(() => {
    const { m, k, at } = bench();
    return () => k.lines(m.source(name, key), 0, 0, 0, 0, n / 8, at.out);
  }, `lines, ${name}`).map((row) => pairOf(row, 2 * n, `lines, ${name}`));

const scalar = (name, where = 'x') =>
  kernel(name, (k, at, _, m) => {
    const values = m.f64;
    const start = at[where] >> 3;
    const f = k[name];
    let sum = 0;
    for (let i = 0; i < n; i++) sum += f(values[start + i]);
    return sum;
  });

const likelihood = (family, where, a, b) =>
  kernel(`logLikelihood, ${family.toLowerCase()}`, (k, at) => {
    k.treeStart(k.TREE, 1, 0);
    k.logLikelihood(k[family], k.TREE, at[where], n, 0, a, b);
    return k.treeFinish(k.TREE);
  });

export default {
  title: 'Every kernel',
  unit: 'ns per element',
  elements: n,
  pairs: true,
  rows: [
    ...['chacha8', 'chacha12', 'chacha20', 'philox4x32-10'].flatMap(engine),
    ...kernel('fillWords', (k, at, s) => k.fillWords(s, 5, 2 * n, at.out), 2 * n),
    ...kernel('fillUniform', (k, at, s) => k.fillUniform(s, 0, n, 0, 0, 1, at.out)),
    ...kernel('fillUniform, any interval', (k, at, s) => k.fillUniform(s, 0, n, 2, -3, 5, at.out)),
    ...kernel('fillUniformF32', (k, at, s) => k.fillUniformF32(s, 0, n, 0, 0, 1, at.out)),
    ...kernel('fillBelow', (k, at, s) => k.fillBelow(s, 0, n, 1000, at.out)),
    ...kernel('fillBelow53', (k, at, s) => k.fillBelow53(s, 0, n, 1e15, at.out)),
    ...kernel('fillNormal', (k, at, s) => k.fillNormal(s, 0, n, 0, 1, at.out)),
    ...kernel('fillNormalF32', (k, at, s) => k.fillNormalF32(s, 0, n, 0, 1, at.out)),
    ...kernel('fillNormalInverse', (k, at, s) => k.fillNormalInverse(s, 0, n, 0, 1, at.out)),
    ...kernel('fillExponential', (k, at, s) => k.fillExponential(s, 0, n, 1, at.out)),
    ...kernel('fillExponentialF32', (k, at, s) => k.fillExponentialF32(s, 0, n, 1, at.out)),
    ...kernel('fillExponentialInverse', (k, at, s) => k.fillExponentialInverse(s, 0, n, 1, at.out)),
    ...kernel('fillBernoulli', (k, at, s) => k.fillBernoulli(s, 0, n, 0.3, at.out)),
    ...kernel('buildAlias', (k, at) => k.buildAlias(at.weights, 1000, at.out), 1000),
    ...kernel('fillCategorical', (k, at, s) => k.fillCategorical(s, 0, n, at.table, 1000, at.out)),
    ...kernel('drawFromLogits', (k, at, s) => k.drawFromLogits(s, 0, at.x, 0, n, 0, -1, 0)),
    ...kernel('drawFromLogits, singles', (k, at, s) => k.drawFromLogits(s, 0, at.singles, 0, n, 1, -1, 0)),
    ...kernel('shuffle', (k, at, s) => k.shuffle(s, 0, n, at.tokens)),
    ...kernel('choose', (k, at, s) => k.choose(s, 0, 1e6, n, at.choices, at.out)),
    ...kernel('sobolWords', (k, at) => k.sobolWords(at.work, 0, n, at.out)),
    ...kernel('scrambleWords', (k, at) => k.scrambleWords(at.tokens, n, at.work, at.out)),
    ...['fillExp', 'fillLog', 'fillLog1p'].flatMap((name) =>
      kernel(name, (k, at) => k[name](at.u, n, at.out)),
    ),
    ...['fillErf', 'fillErfc', 'fillNormalCdf', 'fillNormalSf', 'fillNormalLogCdf'].flatMap((name) =>
      kernel(name, (k, at) => k[name](at.x, n, at.out)),
    ),
    ...kernel('fillNormalQuantile', (k, at) => k.fillNormalQuantile(at.u, n, at.out)),
    ...['exp', 'expm1', 'sin', 'cos', 'tanh', 'erf', 'erfc', 'normalCdf', 'sigmoid', 'softplus'].flatMap(
      (name) => scalar(name),
    ),
    ...['log', 'log1p', 'lgamma', 'normalQuantile'].flatMap((name) => scalar(name, 'u')),
    ...['NORMAL', 'UNIFORM', 'EXPONENTIAL', 'BERNOULLI'].flatMap((family) =>
      kernel(`fillDensity, ${family.toLowerCase()}`, (k, at) =>
        k.fillDensity(k[family], 0, at.u, n, 0.3, 1.2, at.out),
      ),
    ),
    ...likelihood('NORMAL', 'x', 0.3, 1.2),
    ...likelihood('UNIFORM', 'u', 0, 1),
    ...likelihood('EXPONENTIAL', 'u', 1.5, 0),
    ...kernel('logLikelihood with partials, normal', (k, at) => {
      k.treeStart(k.TREE, 3, 0);
      k.logLikelihood(k.NORMAL, k.TREE, at.x, n, 0, 0.3, 1.2);
      return k.treeFinish(k.TREE);
    }),
    ...kernel('sum', (k, at) => k.sum(at.x, n)),
    ...kernel('momentsPush', (k, at) => {
      k.momentsStart(at.state);
      k.momentsPush(at.state, at.x, n, 0);
      return k.treeFinish(at.state);
    }),
    ...kernel('extremes', (k, at) => k.extremes(at.x, n)),
    ...kernel('firstBad', (k, at) => k.firstBad(at.x, n, 0, 1)),
    ...kernel('logSumExp', (k, at) => k.logSumExp(at.x, n)),
    ...kernel('logSoftmax', (k, at) => k.logSoftmax(at.x, n, at.out)),
    ...kernel('tokenMaxima', (k, at) => k.tokenMaxima(at.singles, n, at.maxima)),
    ...kernel('tokenWeights', (k, at) => k.tokenWeights(at.singles, n, 8, 1, at.out)),
  ],
};
