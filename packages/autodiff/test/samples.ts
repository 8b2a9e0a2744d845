// Programs that between them have every operation in them: for tests of what holds for all programs.
import * as f from '../src/index.ts';
import { compile, grad, type Program, type Tensor, valueAndGrad } from '../src/index.ts';

/** A program and arguments for it. */
export interface Sample {
  readonly program: Program<readonly never[], unknown>;
  readonly values: readonly never[];
}

const numbers = (length: number, from = 0.3): Float64Array =>
  Float64Array.from({ length }, (_, i) => from + ((i * 7) % 11) / 8);

const sample = (program: unknown, ...values: unknown[]): Sample => ({
  program: program as Sample['program'],
  values: values as never[],
});

/** Elementwise functions of one tensor whose values are in (0, 1). */
const functions = [
  'neg abs sign floor ceil round square sqrt exp expm1 log log1p sin cos tan asin acos atan sinh cosh tanh asinh atanh',
  'sigmoid softplus erf erfc lgamma digamma trigamma normalCdf logNormalCdf normalQuantile relu gelu',
]
  .join(' ')
  .split(' ');

const apply = (name: string, x: Tensor): Tensor =>
  (f as unknown as Record<string, (x: Tensor) => Tensor>)[name](x);

/** A stream that always starts at one place. */
const stream = (): f.WordStream => ({
  take: () => 40,
  sourceIn: (m) => m.source('chacha8', Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8)),
});

/** A scan of any shapes. */
const anyScan = f.scan as unknown as (
  step: (carry: Tensor, x: Tensor) => Tensor[],
  initial: Tensor,
  along: Tensor,
) => [Tensor, Tensor];

/** Name -> program and arguments; made anew at each call. */
export function samples(): Record<string, Sample> {
  const small = numbers(6, 0.05).map((x) => x / 2);
  return {
    'an input returned': sample(
      compile((x) => [x, x], [[3]]),
      numbers(3),
    ),
    'a constant': sample(
      compile((x) => x.mul(0).add([1, Number.NaN, -0]), [[]]),
      2,
    ),
    'a nesting': sample(
      compile(
        valueAndGrad((p, d) => p.mu.sub(d).mul(p.scale).sum()),
        [{ mu: [], scale: [3] }, [3]],
      ),
      { mu: 1, scale: [1, 2, 3] },
      [3, 4, 5],
    ),
    functions: sample(
      compile((x) => functions.map((name) => apply(name, x)), [[6]]),
      small,
    ),
    singles: sample(
      compile((x) => [x.exp().sum(), x.mul(x).add(1), f.cast(x, 'f64')], [{ shape: [300], dtype: 'f32' }]),
      numbers(300),
    ),
    choices: sample(
      compile(
        (x, y) => [
          f.where(f.less(x, y), x, y),
          f.minimum(x, y),
          f.maximum(x, y.mul(2)),
          f.equal(x, y),
          f.lessEqual(x, y),
          f.pow(x, y),
          f.polygamma(2, x),
          f.log1mexp(x.neg()),
          f.acosh(x.add(1)),
          f.stopGradient(x).div(y),
        ],
        [[2, 3], [3]],
      ),
      numbers(6),
      numbers(3),
    ),
    reductions: sample(
      compile(
        (x) => [
          x.sum(1),
          f.prod(x, 0),
          f.max(x, 1),
          f.min(x),
          f.argmax(x, 1),
          f.softmax(x),
          f.logSumExp(x, 1),
          f.logSumExp(x),
          f.cumulativeSum(x, 1),
          f.cumulativeProduct(x, 0),
        ],
        [[4, 5]],
      ),
      numbers(20),
    ),
    movement: sample(
      compile(
        (x) => [
          f.transpose(x).mul(2),
          f.slice(x, [1, null, 2], [null, null, -1]),
          f.concat([x, x.mul(3)], 1),
          x.reshape([2, 10]).exp(),
          f.pad(x, [
            [1, 0],
            [0, 2],
          ]),
        ],
        [[4, 5]],
      ),
      numbers(20),
    ),
    indexing: sample(
      compile(
        (table, at) => [f.gather(table, at), grad((t: Tensor) => f.gather(t, at).exp().sum())(table)],
        [[5, 2], [4]],
      ),
      numbers(10),
      [0, 3, 3, 7],
    ),
    'one by one': sample(
      compile(
        (table, at) => [f.gather(table, at), grad((t: Tensor) => f.gather(t, at).exp().sum())(table)],
        [[5], [300]],
      ),
      numbers(5),
      numbers(300).map((x) => Math.floor(x * 3)),
    ),
    products: sample(
      compile(
        (a, b) => [f.matmul(a, b), grad((x: Tensor) => f.matmul(x, b).exp().sum())(a)],
        [
          [2, 3, 4],
          [4, 5],
        ],
      ),
      numbers(24),
      numbers(20),
    ),
    'products with vectors': sample(
      compile((a, b) => grad((x: Tensor) => f.matmul(a, x).exp().sum())(b), [[50, 3], [3]]),
      numbers(150),
      numbers(3),
    ),
    images: sample(
      compile(
        (x, k) => grad((y: Tensor) => f.conv2d(y, k, { padding: 'same', stride: 2 }).exp().sum())(x),
        [
          [1, 6, 5, 2],
          [3, 3, 2, 1],
        ],
      ),
      numbers(60),
      numbers(18),
    ),
    factors: sample(
      compile(
        (a, b) => {
          const l = f.cholesky(f.matmul(a, f.transpose(a)).add(f.oneHot([0, 1, 2], 3)));
          return [l, f.triangularSolve(l, b), f.triangularSolve(l, b, { transpose: true })];
        },
        [[3, 3], [3]],
      ),
      numbers(9),
      numbers(3),
    ),
    densities: sample(
      compile(
        valueAndGrad((p, x) =>
          f
            .normalLogProb(x, p.mu, p.sigma)
            .add(f.normalLogProb(x, p.mu, 2))
            .add(f.uniformLogProb(x, p.low, 3))
            .add(f.exponentialLogProb(x, p.sigma))
            .add(f.bernoulliLogProb(f.less(x, 0.5), p.sigma.mul(0.2)))
            .add(f.bernoulliLogitLogProb(f.less(x, 0.5), p.mu))
            .sum(),
        ),
        [{ mu: [], sigma: [], low: [] }, [300]],
      ),
      { mu: 0.5, sigma: 1.5, low: -1 },
      numbers(300),
    ),
    'a density of one number': sample(
      compile(
        valueAndGrad((mu) => f.normalLogProb(0.5, mu, 2)),
        [[]],
      ),
      0.25,
    ),
    draws: sample(
      compile(
        (x, source) => [
          source.normal([3]).mul(x),
          source.uniform([2], { dtype: 'f32' }),
          source.exponential([300]).sum(),
          f.dropout(x, 0.5, source),
        ],
        [[3], f.randomStream],
      ),
      numbers(3),
      stream(),
    ),
    'a recurrence': sample(
      compile(
        valueAndGrad((a, y) =>
          f
            .scan((e, x) => [x.sub(e.mul(a)), x.sub(e.mul(a))], 0, y)[1]
            .square()
            .sum(),
        ),
        [[], [50]],
      ),
      0.5,
      numbers(50),
    ),
    'a loop': sample(
      compile(
        valueAndGrad((a, y) => {
          const step = (h: Tensor, x: Tensor): [Tensor, Tensor] => [
            f.tanh(h.mul(a).add(x)),
            h.sum().mul(f.stopGradient(x).sum()),
          ];
          const [last, all] = anyScan(step, a.mul(0), y);
          return last.sum().add(all.exp().sum()) as Tensor<readonly []>;
        }),
        [[3], [20, 3]],
      ),
      numbers(3),
      numbers(60),
    ),
    'a loop in a loop': sample(
      compile(
        (a, y) => {
          const slope = grad((u: Tensor) => f.sin(u));
          const inner = (s: Tensor, z: Tensor): Tensor[] => [f.sin(s.add(z).mul(a)), slope(z)];
          const outer = (h: Tensor, x: Tensor) => {
            const [last] = anyScan(inner, h, x);
            return [last, last.add(x.sum())];
          };
          return anyScan(outer, a, y);
        },
        [[], [6, 4]],
      ),
      0.7,
      numbers(24),
    ),
    'a loop in a loop, backwards': sample(
      compile(
        grad((a: Tensor, y: Tensor) => {
          const slope = grad((u: Tensor) => f.sin(u));
          const inner = (s: Tensor, z: Tensor): Tensor[] => [f.sin(s.add(z).mul(a)), slope(z)];
          const outer = (h: Tensor, x: Tensor) => [anyScan(inner, h, x)[0], h];
          return anyScan(outer, a, y)[1].sum();
        }),
        [[], [6, 4]],
      ),
      0.7,
      numbers(24),
    ),
  };
}
