// Classifier two-sample test (Lopez-Paz and Oquab 2017): can a network tell two samples apart?
import { adam, compile, f32, type Program, relu, type Tensor, training } from '@stokast/autodiff';
import { checkInteger, checkOptions } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import type { Stream } from '@stokast/sampling';
import { applyPerceptron, perceptron } from '../layers/dense.ts';
import { initialWeights, mapWeights } from '../train/parameters.ts';
import { checkDimensions, checkPoints, type PointOptions, type Points } from './points.ts';

/** Options of `classifierTwoSampleTest`. */
export interface ClassifierTestOptions extends PointOptions {
  /** All its randomness: folds, first weights, order of the points. */
  readonly stream: Stream;
  /** Units in each of the two hidden layers: 10 for each dimension unless given, at most 128. More see finer structure. */
  readonly hidden?: number;
  /** Parts of the points, each tested by a network that learned from the others: 5 unless given. */
  readonly folds?: number;
  /** Passes over the points that a network learns from: 50 unless given. */
  readonly epochs?: number;
}

/** What `classifierTwoSampleTest` gives. */
export interface ClassifierTest {
  /** Share of points, each seen by a network that did not learn from it, that are told right: 1/2 where it cannot tell. */
  readonly accuracy: number;
  /** The same of each fold. */
  readonly folds: readonly number[];
}

const BATCH = 128;

/** Points of both samples as singles, with the means and deviations of the first as origin and units. */
function standardised(x: Points, y: Points, n: number, d: number): Float32Array {
  const out = new Float32Array(2 * n * d);
  for (let c = 0; c < d; c++) {
    let [mean, squares] = [0, 0];
    for (let i = c; i < n * d; i += d) mean += x[i] / n;
    for (let i = c; i < n * d; i += d) squares += (x[i] - mean) * (x[i] - mean);
    const scale = squares > 0 ? 1 / Math.sqrt(squares / n) : 1;
    for (let i = c; i < n * d; i += d) {
      out[i] = (x[i] - mean) * scale;
      out[n * d + i] = (y[i] - mean) * scale;
    }
  }
  return out;
}

/**
 * How well a network with two hidden layers tells two samples of equal size apart, by cross-validation: an accuracy of
 * 1/2 where it cannot, 1 where they have nothing in common. Points are standardised; the network learns by Adam, the
 * same number of steps whatever comes of it.
 *
 * The stream moves by two words. Throws a TypeError or RangeError for other arguments, samples of unequal size among
 * them.
 *
 * ```ts
 * import { classifierTwoSampleTest, targets } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const [a, b] = ['a', 'b'].map((seed) => targets.moons.sample(stream(seed), 300));
 * const options = { dimensions: 2, stream: stream('test'), epochs: 20 };
 * classifierTwoSampleTest(a, b.map((x) => x + 1), options).accuracy > 0.9 //=> true
 * ```
 */
export function classifierTwoSampleTest(
  x: Points,
  y: Points,
  options: ClassifierTestOptions,
): ClassifierTest {
  const what = 'Cannot compare samples by a classifier';
  checkOptions(what, options, ['dimensions', 'stream', 'hidden', 'folds', 'epochs']);
  const { dimensions: d, stream, folds = 5, epochs = 50 } = options;
  checkDimensions(what, d);
  const { hidden = Math.min(10 * d, 128) } = options;
  checkInteger(what, 'options.hidden', hidden, 1, 4096);
  checkInteger(what, 'options.folds', folds, 2, 100);
  checkInteger(what, 'options.epochs', epochs, 1, 100_000);
  const n = checkPoints(what, 'x', x, d, folds);
  checkPoints(what, 'y', y, d, folds);
  if (y.length !== x.length)
    throw rangeFault(what, 'y.length', y.length, `that of x, ${x.length}`, 'STOKAST_E_LENGTH');
  const points = standardised(x, y, n, d);
  // Each point of x is followed by one of y, so that no fold has more of one: what a network learns to guess from the
  // shares of the others would be wrong of it, and the accuracy below 1/2.
  const [ofX, ofY] = [stream.choice(n, n), stream.choice(n, n)];
  const order = Int32Array.from({ length: 2 * n }, (_, i) => (i % 2 === 0 ? ofX[i >> 1] : n + ofY[i >> 1]));

  const tree = perceptron([d, hidden, hidden, 1]);
  const specs = mapWeights(tree, (_, { shape }) => f32(...shape)) as never;
  type Layers = Parameters<typeof applyPerceptron>[0];
  /** points [rows, d] -> logits of "of y" [rows] */
  const logits = (layers: Layers, rows: Tensor): Tensor => applyPerceptron(layers, rows, relu).sum(1);
  const learned = 2 * (n - Math.ceil(n / folds));
  const batch = Math.min(BATCH, learned);
  const net = training(
    (layers: Layers, rows: Tensor, isOfY: Tensor) => {
      const z = logits(layers, rows);
      return z.softplus().sub(z.mul(isOfY)).mean();
    },
    [specs, f32(batch, d), f32(batch)] as never,
    adam({ learningRate: 2e-3 }),
  ) as unknown as { load(w: unknown): void; step(...data: Float32Array[]): number; read(): unknown };
  const classify = compile(logits as never, [specs, f32(BATCH, d)] as never) as unknown as Program<
    unknown[],
    Float32Array
  >;

  const rows = new Float32Array(Math.max(batch, BATCH) * d);
  const isOfY = new Float32Array(batch);
  const gather = (which: ArrayLike<number>, start: number, count: number): Float32Array => {
    for (let k = 0; k < count; k++)
      rows.set(points.subarray(which[start + k] * d, (which[start + k] + 1) * d), k * d);
    return rows;
  };
  let right = 0;
  const accuracies = Array.from({ length: folds }, (_, f) => {
    const own = stream.split(['fold', f]);
    const test = order.filter((_, i) => (i >> 1) % folds === f);
    const train = order.filter((_, i) => (i >> 1) % folds !== f);
    const weights = initialWeights(tree, own.split('weights'));
    net.load(mapWeights(tree, (name) => weights.get(name)));
    for (let epoch = 0; epoch < epochs; epoch++) {
      own.shuffle(train);
      for (let start = 0; start + batch <= train.length; start += batch) {
        for (let k = 0; k < batch; k++) isOfY[k] = train[start + k] >= n ? 1 : 0;
        net.step(gather(train, start, batch).subarray(0, batch * d), isOfY);
      }
    }
    const fitted = net.read();
    let hits = 0;
    for (let start = 0; start < test.length; start += BATCH) {
      const some = Math.min(BATCH, test.length - start);
      const z = classify(fitted, gather(test, start, some).subarray(0, BATCH * d));
      for (let k = 0; k < some; k++) if (z[k] > 0 === test[start + k] >= n) hits += 1;
    }
    right += hits;
    return hits / test.length;
  });
  return { accuracy: right / (2 * n), folds: accuracies };
}
