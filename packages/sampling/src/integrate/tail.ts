// How heavy a tail is: the shape k of a generalised Pareto law fitted to the largest values. The p-th moment is
// finite for k < 1 / p, so above 1/2 there is no variance, above 1 no mean.
// Source: Zhang and Stephens, "A new and efficient estimation method for the generalized Pareto distribution"
// (2009), with the number of values and the weak prior (10 observations of k = 1/2) of Vehtari, Simpson, Gelman,
// Yao and Gabry, "Pareto smoothed importance sampling" (2024), equations 6 and the appendix.
import { type Kernels, machine } from '@stokast/core-wasm';
import { CHUNK } from '../data.ts';

/** Keeps the largest of the numbers that it is shown. */
export class Largest {
  /** The `keep` largest so far, in no order, and newer ones after them. */
  private readonly buffer: Float64Array;
  private readonly keep: number;
  private held = 0;
  /** Only what is larger can belong to them. */
  threshold: number = Number.NEGATIVE_INFINITY;

  constructor(keep: number) {
    this.keep = keep;
    this.buffer = new Float64Array(2 * keep);
  }

  /** Takes a value above the threshold. */
  take(value: number): void {
    if (this.held === this.buffer.length) {
      selectLargest(this.buffer, this.keep);
      this.held = this.keep;
      this.threshold = this.buffer.subarray(0, this.keep).reduce((a, b) => Math.min(a, b));
      if (!(value > this.threshold)) return;
    }
    this.buffer[this.held++] = value;
  }

  show(values: Float64Array): void {
    for (const value of values) if (value > this.threshold) this.take(value);
  }

  /** The largest in ascending order. */
  sorted(): Float64Array {
    return this.buffer.slice(0, this.held).sort().slice(-this.keep);
  }
}

/** Brings the `count` largest values to the front, in no order (Hoare, "Algorithm 65: FIND", 1961). */
function selectLargest(values: Float64Array, count: number): void {
  let first = 0;
  let last = values.length - 1;
  while (first < last) {
    const a = values[first];
    const b = values[(first + last) >>> 1];
    const c = values[last];
    const pivot = Math.max(Math.min(a, b), Math.min(Math.max(a, b), c)); // the middle one
    let i = first;
    let j = last;
    while (i <= j) {
      while (values[i] > pivot) i++;
      while (values[j] < pivot) j--;
      if (i > j) break;
      const held = values[i];
      values[i++] = values[j];
      values[j--] = held;
    }
    if (count - 1 <= j) last = j;
    else if (count - 1 >= i) first = i;
    else return;
  }
}

/** How many of n values make the tail: min(n / 5, 3 sqrt(n)). */
export const tailLength = (n: number): number => Math.ceil(Math.min(n / 5, 3 * Math.sqrt(n)));

/** Both tails of the values that it is shown; the heavier one counts. */
export class Tails {
  private readonly upper: Largest;
  private readonly lower: Largest;

  /** For n values in all. */
  constructor(n: number) {
    this.upper = new Largest(tailLength(n) + 1);
    this.lower = new Largest(tailLength(n) + 1);
  }

  show(values: Float64Array): void {
    const { upper, lower } = this;
    const m = machine();
    const beyond = (m.scratch >> 3) + CHUNK;
    for (let done = 0; done < values.length; done += CHUNK) {
      const part = values.length <= CHUNK ? values : values.subarray(done, done + CHUNK);
      m.f64.set(part, m.scratch >> 3);
      // What is not beyond the thresholds is passed over without a look from here.
      const [low, high] = [-lower.threshold, upper.threshold];
      const count = m.kernels.outside(m.scratch, part.length, low, high, beyond << 3);
      for (let i = beyond; i < beyond + count; i++) {
        const value = m.f64[i];
        if (value > upper.threshold) upper.take(value);
        if (value < -lower.threshold) lower.take(-value);
      }
    }
  }

  /** The larger shape of the two, of values with this mean; undefined when neither tail has 5 different values. */
  shape(mean: number): number | undefined {
    const shapes = [tailShape(this.upper.sorted(), mean), tailShape(this.lower.sorted(), -mean)];
    const known = shapes.filter((shape) => shape !== undefined);
    return known.length === 0 ? undefined : known.reduce((a, b) => Math.max(a, b));
  }
}

/** Above this shape a law has no variance. */
export const NO_VARIANCE = 0.5;
/** The fewest values whose own shape says something. */
const FEW = 10;

/**
 * The shape of the tail, given as ascending values, of a law with this mean. A shape above 1/2 has to be believed:
 * the fit is misled where its threshold lies in the bulk and what is beyond is something else, such as the rare
 * negative values of a sine, and then finds a tail without a variance that ends at a bound. But where there is no
 * variance, however many values there are, few hold their spread, and these have a heavy tail too. So there is no
 * saying (undefined) where more than 40 do, and more than one in 25, or where their own shape is below 1/2 by 2.5
 * standard errors of (1 + 1/2) / sqrt(m), shrunk as the shape is.
 */
export function tailShape(ascending: Float64Array, mean: number): number | undefined {
  const shape = paretoShape(ascending);
  if (shape === undefined || shape <= NO_VARIANCE) return shape;
  const holders = effectiveNumber(ascending, mean);
  if (holders > 40 && holders > ascending.length / 25) return undefined;
  const m = Math.min(Math.max(Math.ceil(holders), FEW), ascending.length - 1);
  const top = ascending.subarray(ascending.length - m - 1);
  if (top[0] === top[m]) return undefined;
  const theirs = paretoShape(top);
  const bound = NO_VARIANCE - (3.75 * Math.sqrt(m)) / (m + 10);
  return theirs !== undefined && theirs < bound ? undefined : shape;
}

/** How many values hold the spread, in effect: (sum d^2)^2 / sum d^4, d the deviations from the mean. */
function effectiveNumber(values: Float64Array, mean: number): number {
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value - mean)), 0);
  let squares = 0;
  let fourths = 0;
  for (const value of values) {
    const square = ((value - mean) / largest) * ((value - mean) / largest);
    squares += square;
    fourths += square * square;
  }
  return (squares * squares) / fourths;
}

/** Excesses below this share of the largest value are rounding: the values are equal. */
const EQUAL = 1e-12;

/** Shape of the law of what exceeds the first of these ascending values; undefined for fewer than 5 excesses. */
export function paretoShape(ascending: Float64Array): number | undefined {
  const threshold = ascending[0];
  const span = ascending[ascending.length - 1] - threshold;
  const least = EQUAL * Math.max(Math.abs(threshold), span);
  // Over their span, so that no power overflows; the shape is the same.
  const excess = ascending
    .filter((value) => value - threshold > least)
    .map((value) => (value - threshold) / span);
  const n = excess.length;
  if (n < 5 || !(span < Number.POSITIVE_INFINITY)) return undefined;
  const { kernels: k } = machine();
  const quartile = excess[Math.floor(n / 4 + 0.5) - 1];
  const points = 30 + Math.floor(Math.sqrt(n));
  const theta = new Float64Array(points);
  const profile = new Float64Array(points);
  let best = Number.NEGATIVE_INFINITY;
  for (let j = 0; j < points; j++) {
    theta[j] = 1 + (1 - Math.sqrt(points / (j + 0.5))) / (3 * quartile);
    const shape = meanLog(k, theta[j], excess);
    profile[j] = n * (k.log(-theta[j] / shape) - shape - 1);
    best = Math.max(best, profile[j]);
  }
  let weights = 0;
  let weighted = 0;
  for (let j = 0; j < points; j++) {
    const weight = k.exp(profile[j] - best);
    weights += weight;
    weighted += weight * theta[j];
  }
  return (n * meanLog(k, weighted / weights, excess) + 5) / (n + 10);
}

/** Mean of log(1 - theta x), x in (0, 1], 1 - theta in (0, 1e13): one logarithm of a product for each 16. */
function meanLog(k: Kernels, theta: number, x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i += 16) {
    let product = 1;
    for (let j = i; j < x.length && j < i + 16; j++) product *= 1 - theta * x[j];
    sum += k.log(product);
  }
  return sum / x.length;
}
