// What is compared between engines of @stokast/autodiff: programs of every function, their derivatives, their text and
// their data, and searches for minima.
import * as autodiff from '@stokast/autodiff';
import { units } from './core-wasm/machine.mjs';
import { noting } from './public.mjs';

const { api: f, missing } = noting(autodiff);

export { missing };

/** Numbers in (0, 1), and in (-2, 2). */
const some = (n, seed = 5) => units(n, seed);
const signed = (n, seed = 6) => units(n, seed).map((u) => 4 * u - 2);

/** The values in any nesting, in order. */
function flat(value) {
  if (typeof value === 'number' || typeof value === 'string' || ArrayBuffer.isView(value)) return [value];
  return Object.values(value).flatMap(flat);
}

/** What functions give, and the derivatives of the sum of their squares, on arguments of these shapes. */
function results(fns, shapes, values) {
  return fns.flatMap((fn) => {
    const forward = f.compile((...x) => fn(...x), shapes);
    const total = (first, ...rest) => f.sum(f.square(f.cast(fn(first, ...rest), 'f64')));
    return [...flat(forward(...values)), ...flat(f.compile(f.grad(total), shapes)(...values))];
  });
}

const positive = [
  ...'sqrt log log1p lgamma digamma trigamma asin acos atanh normalQuantile'
    .split(' ')
    .map((name) => f[name]),
  (x) => f.acosh(f.add(x, 1)),
  (x) => f.log1mexp(f.neg(x)),
  (x) => f.polygamma(2, x),
];
const real = [
  ...'abs sign floor ceil round neg square exp expm1 sin cos tan atan sinh cosh tanh asinh sigmoid'.split(
    ' ',
  ),
  ...'softplus logSigmoid erf erfc normalCdf logNormalCdf relu silu gelu not stopGradient'.split(' '),
].map((name) => f[name]);
const pairs = [
  ...'add sub mul div minimum maximum equal notEqual less lessEqual greater greaterEqual and or'.split(' '),
].map((name) => f[name]);

const axes = [
  ...'sum mean variance prod max min norm logSumExp'
    .split(' ')
    .flatMap((name) => [(x) => f[name](x), (x) => f[name](x, 0), (x) => f[name](x, -1)]),
  (x) => f.argmax(x, 1),
  (x) => f.argmin(x, 1),
  (x) => f.softmax(x),
  (x) => f.logSoftmax(x, 0),
  (x) => f.cumulativeSum(x, 1),
  (x) => f.cumulativeProduct(x, 0, true),
];
const moves = [
  (x) => f.transpose(x),
  (x) => f.reshape(x, [5, 7]),
  (x) => f.expand(x, [2, 7, 5]),
  (x) => f.expandAxes(x, 1),
  (x) => f.squeeze(f.expandAxes(x, 0), 0),
  (x) => f.flip(x, 1),
  (x) => f.slice(x, [1, 6, 2], [null, null, -2]),
  (x) =>
    f.pad(
      x,
      [
        [1, 2],
        [0, 1],
      ],
      3,
    ),
  (x) => f.concat([x, f.mul(x, 2)], 1),
  (x) => f.stack([x, x], 1),
  (x) => f.split(x, 5, 1)[2],
  (x) => f.gather(x, [6, 0, 3]),
  (x) => f.take(x, [4, 4, 0], 1),
  (x) => f.scatterAdd([2, 0, 2, 5, 4, 1, 1], x, [6, 5]),
  (x) => f.mul(f.oneHot([1, 4], 5), f.slice(x, [0, 2])),
  (x) => f.tril(x, 1),
  (x) => f.triu(x),
  (x) => f.diagonal(f.slice(x, [0, 5])),
  (x) => f.where(f.less(x, 0), x, 1),
  (x) => f.clip(x, -1, 0.5),
  (x) => f.pow(f.abs(x), 1.7),
  (x) => f.cast(f.cast(x, 'f32'), 'f64'),
];

const step = (h, x) => [f.tanh(f.add(f.mul(h, 0.7), x)), f.sum(h)];
const model = ({ mu, scale }, x) =>
  f.sum(f.normalLogProb(x, mu, f.exp(scale))).add(f.normalLogProb(mu, 0, 3));
const modelShapes = [{ mu: [], scale: [] }, [200]];
const at = { mu: 0.3, scale: -0.2 };
const rosenbrock = ({ x, y }) => y.sub(x.square()).square().mul(100).add(x.sub(1).square());

/** A source of randomness like a Stream: always at the same place. */
const source = () => ({
  take: () => 1000,
  sourceIn: (machine) => machine.source('chacha8', Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8)),
});

/** name -> function; the hash of what it gives goes into golden.json. */
export const cases = {
  'functions of positive numbers': () => results(positive, [[300]], [some(300)]),
  'functions of real numbers': () => results(real, [[300]], [signed(300)]),
  'functions of singles': () =>
    results([...positive, ...real], [{ shape: [100], dtype: 'f32' }], [some(100)]),
  'functions of two': () => results(pairs, [[20, 15], [15]], [signed(300), signed(15, 7)]),
  'reductions and rows': () => results(axes, [[7, 5]], [signed(35)]),
  'elements elsewhere': () => results(moves, [[7, 5]], [signed(35)]),
  products: () => [
    ...results(
      [f.matmul],
      [
        [30, 40],
        [40, 20],
      ],
      [signed(1200), signed(800, 8)],
    ),
    ...results(
      [f.matmul],
      [
        { shape: [3, 9, 8], dtype: 'f32' },
        { shape: [8, 5], dtype: 'f32' },
      ],
      [signed(216), signed(40)],
    ),
    ...results([f.dot, f.outer], [[50], [50]], [signed(50), signed(50, 9)]),
  ],
  factors: () => {
    const spd = (a) => f.add(f.matmul(a, f.transpose(a)), f.oneHot([0, 1, 2, 3], 4));
    const fns = [
      (a) => f.cholesky(spd(a)),
      (a, b) => f.triangularSolve(f.cholesky(spd(a)), b, { transpose: true }),
      (a, b) => f.choleskySolve(f.cholesky(spd(a)), b),
      (a) => f.logDeterminant(f.cholesky(spd(a))),
      (a, b) => f.quadraticForm(f.cholesky(spd(a)), b),
    ];
    return results(fns, [[4, 4], [4]], [signed(16), signed(4)]);
  },
  layers: () => {
    const fns = [
      (x) => f.linear(x, f.reshape(f.slice(x, 0), [8, 1]), [0.5]),
      (x) => f.layerNorm(x),
      (x) => f.groupNorm(f.reshape(x, [2, 3, 8]), 2),
      (x) => f.embedding(x, [0, 5, 2]),
      (x) => f.attention(x, x, x, { heads: 2, causal: true }),
    ];
    return results(fns, [[6, 8]], [signed(48)]);
  },
  images: () => {
    const fns = [
      (x, k) => f.conv2d(x, k, { padding: 'same', stride: 2 }),
      (x, k) => f.transposedConv2d(x, k, { stride: 2 }),
      (x) => f.upsample2d(x, 2),
      (x) => f.maxPool2d(x, 2),
      (x) => f.averagePool2d(x, 2),
    ];
    return results(
      fns,
      [
        [2, 6, 6, 2],
        [3, 3, 2, 4],
      ],
      [signed(144), signed(72)],
    );
  },
  'log-densities': () => {
    const fns = [
      (x) => f.normalLogProb(x, 0.2, f.exp(x)),
      (x) => f.normalLogProb(x, 0.2, 1.5),
      (x) => f.exponentialLogProb(x, f.exp(x)),
      (x) => f.uniformLogProb(x, -1, 1),
      (x) => f.bernoulliLogProb(f.less(x, 0.5), f.sigmoid(x)),
      (x) => f.bernoulliLogitLogProb(f.less(x, 0.5), x),
      (x) => f.categoricalLogitLogProb([1, 2, 0], f.reshape(f.slice(x, [0, 9]), [3, 3])),
    ];
    return results(fns, [[300]], [signed(300)]);
  },
  draws: () => {
    const program = f.compile(
      (s, x) => [
        s.uniform([40]),
        s.normal([40]),
        s.exponential([40], { dtype: 'f32' }),
        s.bernoulli([40], 0.3),
        f.dropout(x, 0.4, s),
      ],
      [f.randomStream, [40]],
    );
    return program(source(), signed(40));
  },
  recurrences: () => {
    const looped = (x) => f.scan(step, f.slice(x, 0), x)[1];
    const linear = (x) =>
      f.scan((h, y) => [f.add(f.mul(h, 0.5), y), h], f.slice(x, 0), x, { reverse: true })[1];
    return results([looped, linear], [[30, 4]], [signed(120)]);
  },
  derivatives: () => {
    const value = f.compile(f.valueAndGrad(model), modelShapes);
    const forward = f.compile(f.jvp(model), [modelShapes[0], ...modelShapes]);
    const back = f.compile(f.vjp(model), [modelShapes[0], [], modelShapes[1]]);
    const along = f.compile(f.hvp(model), [modelShapes[0], ...modelShapes]);
    const second = f.compile(f.hessian(model), modelShapes);
    const matrix = f.compile(
      f.jacobian((x) => f.tanh(f.mul(x, f.sum(x)))),
      [[9]],
    );
    const x = signed(200);
    return [
      ...flat(value(at, x)),
      ...flat(forward(at, { mu: 1, scale: 2 }, x)),
      ...flat(back(at, 0.5, x)),
      ...flat(along(at, { mu: 1, scale: 2 }, x)),
      ...flat(second(at, x)),
      ...flat(matrix(signed(9))),
    ];
  },
  'programs as text and as data': () => {
    const program = f.compile(f.valueAndGrad(model), modelShapes);
    const again = f.fromJSON(JSON.parse(JSON.stringify(program)));
    return [program.explain(), JSON.stringify(again), ...flat(again(at, signed(200)))];
  },
  'a state in the machine': () => {
    const walk = f.stateful(
      (s, x) => [{ h: f.tanh(f.add(s.h, x)), n: f.add(s.n, 1) }, f.sum(s.h)],
      [{ h: [20], n: [] }, [20]],
    );
    walk.load({ h: signed(20), n: 0 });
    const last = walk.steps(50, some(20));
    return [last, ...flat(walk.read()), JSON.stringify(walk.save())];
  },
  'constrained parameters': () => {
    const shapes = { a: [], s: [], u: [], o: [4], p: [4], c: [3, 3], l: [3, 3] };
    const space = f.parameterSpace(shapes, {
      a: f.real,
      s: f.positive,
      u: f.interval(-1, 2),
      o: f.ordered,
      p: f.simplex,
      c: f.correlation,
      l: f.correlationFactor,
    });
    const constrained = f.compile((free) => space.constrain(free, {}).parameters, [[space.size]]);
    return flat(constrained(signed(space.size)));
  },
  minima: async () => {
    const schedules = [
      f.constantRate(0.01),
      f.linearWarmup({ steps: 10, rate: f.cosineDecay({ from: 0.02, steps: 100 }) }),
      f.exponentialDecay({ from: 0.02, factor: 0.9, steps: 10 }),
      f.piecewiseConstant({ starts: [0, 50], rates: [0.02, 0.01] }),
    ];
    const optimizers = schedules.flatMap((learningRate) => [
      f.chain(f.clipByNorm(1), f.sgd({ learningRate, momentum: 0.9 })),
      f.chain(f.clipByValue(1), f.adam({ learningRate })),
      f.adamW({ learningRate }),
    ]);
    const start = { x: -1.2, y: 1 };
    const after = (optimizer) => {
      try {
        return f.minimize(rosenbrock, start, { optimizer, steps: 200 });
      } catch (error) {
        return error.last; // 200 steps do not suffice
      }
    };
    const ends = [f.minimize(rosenbrock, start), await f.minimizeAsync(rosenbrock, start)];
    return [...ends, ...optimizers.map(after)].flatMap(({ parameters }) => flat(parameters));
  },
  'updates by hand': () => {
    const program = f.compile((p, g) => f.applyUpdates(p, g), [{ a: [3] }, { a: [3] }]);
    return flat(program({ a: signed(3) }, { a: some(3) }));
  },
};
