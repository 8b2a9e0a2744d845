// Every instruction of weight, each in a program of one operation (value and derivatives where it says so), run inside
// the core on both backends.
import * as ad from '@stokast/autodiff';
import { Normal, stream, Uniform } from '@stokast/sampling';
import { inside } from '../harness/inside.mjs';
import { FALLBACK, ours, WASM } from '../harness/ours.mjs';

const n = 8192;
const side = 128;
const s = stream('instructions');

/** An argument: shape, type and values. */
const doubles = (data, ...shape) => ({ data, shape: shape.length ? shape : [data.length], dtype: 'f64' });
const singles = ({ data, shape }) => ({
  data: shape.length ? Float32Array.from(data) : data,
  shape,
  dtype: 'f32',
});
const number = (data) => ({ data, shape: [], dtype: 'f64' });

const x = doubles(Normal(0, 1).sample(s, n));
const y = doubles(Normal(0, 1).sample(s, n));
/** In (0, 1), so in every function's range or nearly. */
const u = doubles(Uniform(0.001, 0.999).sample(s, n));
const bits = doubles(Float64Array.from(u.data, (each) => (each < 0.4 ? 1 : 0)));
const index = doubles(Float64Array.from(u.data, (each) => Math.floor(each * 1000)));
const sorted = doubles(Float64Array.from(index.data).sort());
const table = doubles(x.data.slice(0, 1000));
const rows = doubles(Normal(0, 1).sample(s, 64_000), 1000, 64);
const a = doubles(Normal(0, 1).sample(s, side * side), side, side);
const b = doubles(Normal(0, 1).sample(s, side * side), side, side);
const image = doubles(Normal(0, 1).sample(s, 32 * 32 * 8), 1, 32, 32, 8);
/** Patches of one fit half a second-level cache: they come image after image. */
const images = doubles(Normal(0, 1).sample(s, 8 * 28 * 28 * 16), 8, 28, 28, 16);
const squares = doubles(Normal(0, 1).sample(s, 3 * 3 * 16 * 16), 3, 3, 16, 16);
const kernel = doubles(Normal(0, 1).sample(s, 3 * 3 * 8 * 16), 3, 3, 8, 16);

/** A + A^T is made positive definite by what is added to its diagonal. */
const definite = doubles(
  a.data.map((each, i) => {
    const [row, column] = [Math.floor(i / side), i % side];
    return 0.5 * (each + a.data[column * side + row]) + (row === column ? 40 : 0);
  }),
  side,
  side,
);

/** Both rows of one operation; each backend's rows share a process, as there are too many for one each. */
const one = (name, fn, given, elements = n) =>
  ours(() => {
    const specs = given.map((each) =>
      each === ad.randomStream ? each : { shape: each.shape, dtype: each.dtype },
    );
    const values = given.map((each) => (each === ad.randomStream ? stream(1) : each.data));
    const run = inside(ad.compile(fn, specs), ...values);
    return () => run(1);
  }, name).map((row) => ({
    ...row,
    kernel: name,
    elements,
    process: row.name.startsWith(WASM) ? WASM : FALLBACK,
  }));

const inSingles = (name, fn, given, elements) => one(`${name}, singles`, fn, given.map(singles), elements);
const both = (...row) => [...one(...row), ...inSingles(...row)];
// biome-ignore lint/performance/noDynamicNamespaceImportAccess: nothing is bundled here
const functions = (names, given) => names.flatMap((name) => one(name, ad[name], [given]));

/** A log density's sum with its derivatives in all that is given but what comes first. */
const density = (name, logProb, fixed, ...free) =>
  one(
    `${name} and derivatives`,
    (data, ...parameters) => ad.valueAndGrad((each) => logProb(data, ...each).sum())(parameters),
    [fixed, ...free],
  );

const draws = ['uniform', 'normal', 'exponential'].flatMap((kind) =>
  ['f64', 'f32'].flatMap((dtype) =>
    one(`draw ${kind}, ${dtype}`, (source) => source[kind]([n], { dtype }), [ad.randomStream]),
  ),
);

export default {
  title: 'Every instruction of weight in programs',
  unit: 'ns per element',
  elements: n,
  pairs: true,
  least: 2,
  rows: [
    ...both('add', (p, q) => p.add(q), [x, y]),
    ...both('mul', (p, q) => p.mul(q), [x, y]),
    ...both('div', (p, q) => p.div(q), [x, y]),
    ...both('a * b + c', (p, q, r) => p.mul(q).add(r), [x, y, u]),
    ...both('maximum', (p, q) => p.maximum(q), [x, y]),
    ...both('less', (p, q) => p.less(q), [x, y]),
    ...both('where', (c, p, q) => ad.where(c, p, q), [bits, x, y]),
    ...both('sqrt', (p) => p.sqrt(), [u]),
    ...one('round', (p) => ad.round(p), [x]),
    ...functions(
      ['exp', 'expm1', 'sin', 'cos', 'tan', 'atan', 'sinh', 'cosh', 'tanh', 'asinh', 'sigmoid', 'softplus'],
      x,
    ),
    ...functions(['log', 'log1p', 'asin', 'acos', 'atanh', 'lgamma', 'digamma', 'trigamma'], u),
    ...functions(['erf', 'erfc', 'normalCdf', 'logNormalCdf'], x),
    ...functions(['normalQuantile'], u),
    ...one('acosh', (p) => ad.acosh(p), [doubles(u.data.map((each) => 1 + each))]),
    ...one('log1mexp', (p) => ad.log1mexp(p), [doubles(u.data.map((each) => -each))]),
    ...one('pow', (p, q) => p.pow(q), [u, x]),
    ...inSingles('exp', (p) => p.exp(), [x]),
    ...both('sum', (p) => p.sum(), [x]),
    ...both('dot', (p, q) => ad.dot(p, q), [x, y]),
    ...both('sum of rows', (p) => p.sum(1), [rows], 64_000),
    ...both('sum of columns', (p) => p.sum(0), [rows], 64_000),
    ...one('prod of rows', (p) => p.prod(1), [rows], 64_000),
    ...one('max of rows', (p) => p.max(1), [rows], 64_000),
    ...one('argmax of rows', (p) => ad.argmax(p, 1), [rows], 64_000),
    ...both('softmax of rows', (p) => ad.softmax(p), [rows], 64_000),
    ...both('logSumExp of rows', (p) => ad.logSumExp(p, 1), [rows], 64_000),
    ...both('linear recurrence', (c, p) => ad.scan((e, q) => [q.sub(c.mul(e)), e], p.mean(), p)[1], [
      number(0.4),
      x,
    ]),
    ...both('cumulativeSum of columns', (p) => ad.cumulativeSum(p), [rows], 64_000),
    ...one('scan that is no linear recurrence', (p) => ad.scan((e, q) => [q.add(e.tanh()), e], 0, p)[1], [x]),
    ...both('transpose', (p) => p.transpose(), [rows], 64_000),
    ...one('flip', (p) => ad.flip(p, 0), [x]),
    ...one('concat', (p, q) => ad.concat([p, q], 0), [x, y], 2 * n),
    ...one('cast to singles', (p) => p.cast('f32'), [x]),
    ...one('gather', (p, i) => ad.gather(p, i), [table, index]),
    ...one('scatterAdd', (i, p) => ad.scatterAdd(i, p, [1000]), [index, x]),
    ...one('scatterAdd, sorted', (i, p) => ad.scatterAdd(i, p, [1000]), [sorted, x]),
    ...both('gather of rows', (p, i) => ad.gather(p, i), [rows, index], 64 * n),
    ...one('normalLogProb', (p, q, r) => ad.normalLogProb(p, q, r), [x, y, u]),
    ...density('normalLogProb', ad.normalLogProb, x, y, u),
    ...density('bernoulliLogitLogProb', ad.bernoulliLogitLogProb, bits, x),
    ...density('bernoulliLogProb', ad.bernoulliLogProb, bits, u),
    ...density('exponentialLogProb', ad.exponentialLogProb, u, u),
    ...draws,
    ...both('matmul, 128, a multiply-add', (p, q) => p.matmul(q), [a, b], side ** 3),
    ...both('matrix times vector', (p, q) => p.matmul(q), [rows, doubles(x.data.slice(0, 64))], 64_000),
    ...both('vector times matrix', (p, q) => p.matmul(q), [doubles(x.data.slice(0, 1000)), rows], 64_000),
    ...one('cholesky, 128', (p) => ad.cholesky(p), [definite], side * side),
    ...one('triangularSolve, 128', (p, q) => ad.triangularSolve(p, q), [definite, b], side * side),
    ...inSingles(
      'conv2d 3x3, 8 to 16 channels',
      (p, k) => ad.conv2d(p, k, { padding: 'same' }),
      [image, kernel],
      1024,
    ),
    ...inSingles(
      'conv2d 3x3 and derivatives',
      (p, k) =>
        ad.valueAndGrad((each) => ad.conv2d(each[0], each[1], { padding: 'same' }).square().sum())([p, k]),
      [image, kernel],
      1024,
    ),
    ...inSingles(
      'conv2d 3x3 and derivatives, 8 images of 28 x 28',
      (p, k) =>
        ad.valueAndGrad((each) => ad.conv2d(each[0], each[1], { padding: 'same' }).square().sum())([p, k]),
      [images, squares],
      8 * 784,
    ),
    ...inSingles('sum of pairs', (p) => p.reshape([32_000, 2]).sum(1), [rows], 64_000),
  ],
};
