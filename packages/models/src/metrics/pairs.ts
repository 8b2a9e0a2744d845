// Distances between all pairs of points of two samples, block by block as products of matrices.
import { compile, identity, matmul, type Program, sub, type Tensor, transpose } from '@stokast/autodiff';
import type { Points } from './points.ts';

/** Points in a block. */
const ROWS = 256;

/** A sample in blocks of ROWS points, the last filled up with zeros, with its centre moved. */
export class Sample {
  readonly n: number;
  readonly dimensions: number;
  readonly blocks: readonly Float64Array[];

  constructor(points: Points, dimensions: number, centre: Float64Array) {
    this.n = points.length / dimensions;
    this.dimensions = dimensions;
    this.blocks = Array.from({ length: Math.ceil(this.n / ROWS) }, (_, b) => {
      const block = new Float64Array(ROWS * dimensions);
      const some = points.subarray(b * block.length, (b + 1) * block.length);
      for (let i = 0; i < some.length; i++) block[i] = some[i] - centre[i % dimensions];
      return block;
    });
  }

  /** How many points are in block b. */
  rows(b: number): number {
    return Math.min(ROWS, this.n - b * ROWS);
  }
}

/** Samples with the mean of the first as their origin, where |x|^2 + |y|^2 - 2 x y loses least. */
export function samplesOf(dimensions: number, points: readonly Points[]): Sample[] {
  const centre = new Float64Array(dimensions);
  const [first] = points;
  for (let i = 0; i < first.length; i++) centre[i % dimensions] += first[i];
  for (let j = 0; j < dimensions; j++) centre[j] /= first.length / dimensions;
  return points.map((each) => new Sample(each, dimensions, centre));
}

/** |x_i - y_j|^2, [rows of x, rows of y], from x [rows, d] and y [rows, d] */
function squaredDistances(x: Tensor, y: Tensor): Tensor {
  const squares = (z: Tensor): Tensor => z.square().sum(1, { keepAxes: true });
  const crossed = matmul(x, transpose(y));
  return squares(x)
    .add(transpose(squares(y)))
    .sub(crossed.mul(2))
    .maximum(0);
}

/**
 * Calls `visit` with the squared distances of each block, [ROWS, ROWS] of which the first `rows` and `columns` are
 * points; the array is written over by the next.
 */
export function eachBlock(
  x: Sample,
  y: Sample,
  visit: (squared: Float64Array, row: number, rows: number, column: number, columns: number) => void,
): void {
  const shape = [ROWS, x.dimensions];
  const program = compile(squaredDistances, [shape, shape]) as unknown as Program<
    [Float64Array, Float64Array],
    Float64Array
  >;
  const squared = new Float64Array(ROWS * ROWS);
  for (const [a, block] of x.blocks.entries()) {
    for (const [b, other] of y.blocks.entries()) {
      program.into(squared, block, other);
      visit(squared, a * ROWS, x.rows(a), b * ROWS, y.rows(b));
    }
  }
}

/** Points in a row of `squared` as `eachBlock` hands it out. */
export const STRIDE: number = ROWS;

/**
 * w_i K w_j and w_i K, summed over all pairs of points of a sample, where K is a function of squared distances, for
 * each of several rows of weights [n].
 */
export function weightedSums(
  sample: Sample,
  weights: readonly Float64Array[],
  kernel: (squared: Tensor) => Tensor,
): { quadratic: Float64Array; linear: Float64Array } {
  const count = weights.length;
  const { dimensions, blocks } = sample;
  const program = compile(
    (x: Tensor, y: Tensor, left: Tensor, right: Tensor, isPoint: Tensor) => {
      const sums = matmul(left, kernel(squaredDistances(x, y))); // [count, ROWS]
      return { quadratic: sums.mul(right).sum(1), linear: sums.mul(isPoint).sum(1) };
    },
    [[ROWS, dimensions], [ROWS, dimensions], [count, ROWS], [count, ROWS], [ROWS]],
  );
  const parts = blocks.map((_, b) => {
    const part = new Float64Array(count * ROWS);
    for (const [k, row] of weights.entries()) part.set(row.subarray(b * ROWS, (b + 1) * ROWS), k * ROWS);
    return part;
  });
  const total = { quadratic: new Float64Array(count), linear: new Float64Array(count) };
  const some = { quadratic: new Float64Array(count), linear: new Float64Array(count) };
  for (const [a, x] of blocks.entries()) {
    for (const [b, y] of blocks.entries()) {
      const isPoint = new Float64Array(ROWS).fill(1, 0, sample.rows(b));
      program.into(some as never, x, y, parts[a], parts[b], isPoint);
      for (let k = 0; k < count; k++) {
        total.quadratic[k] += some.quadratic[k];
        total.linear[k] += some.linear[k];
      }
    }
  }
  return total;
}

/** The sum of distances over all pairs of points, one of each sample; for a sample and itself, of two points. */
export function sumOfDistances(x: Sample, y: Sample): number {
  const shape = [ROWS, x.dimensions];
  const programOf = (within: boolean): Program<Float64Array[], number> =>
    compile(
      (a: Tensor, b: Tensor, left: Tensor, right: Tensor) => {
        const all = squaredDistances(a, b).sqrt();
        // The root of what is left by rounding of 0 is not that small.
        const distances = within ? all.mul(sub(1, identity(ROWS))) : all;
        return distances.mul(left).sum(1).mul(right).sum();
      },
      [shape, shape, [ROWS], [ROWS]],
    ) as never;
  const between = programOf(false);
  const within = x === y ? programOf(true) : between;
  const points = (sample: Sample, b: number): Float64Array =>
    new Float64Array(ROWS).fill(1, 0, sample.rows(b));
  let sum = 0;
  for (const [a, block] of x.blocks.entries()) {
    for (const [b, other] of y.blocks.entries()) {
      // Within a sample each pair of blocks is looked at once.
      if (x === y && b < a) continue;
      const part = (a === b ? within : between)(block, other, points(y, b), points(x, a));
      sum += x === y && b > a ? 2 * part : part;
    }
  }
  return sum;
}
