// The samplers once more, slow and plain: ordinary numbers, no tiles, no twins, BigInt where bits matter. The oracle of
// the kernels, rare branches included; and, with a planted fault, what the battery must catch.
import type { Machine } from '../src/machine';
import ziggurat from './vectors/draw/ziggurat.json' with { type: 'json' };

/** The words of one key, from the portable kernel, by position. */
export class Words {
  private readonly machine: Machine;
  private readonly source: number;
  private start = -1;
  private block = new Uint32Array(0);

  constructor(machine: Machine, key: Uint32Array) {
    this.machine = machine;
    this.source = machine.source('chacha8', key);
  }

  /** Word p of the cursor. */
  at(p: number): number {
    if (p < this.start || p >= this.start + this.block.length) {
      const { kernels, scratch, u32 } = this.machine;
      this.start = p;
      kernels.fillWords(this.source, p, 8192, scratch);
      this.block = u32.slice(scratch >> 2, (scratch >> 2) + 8192);
    }
    return this.block[p - this.start];
  }

  /** The 16 words of retry `attempt` of the element at p: line p of stream (attempt, 1). */
  retry(p: number, attempt: number): Uint32Array {
    const { kernels, scratch, u32 } = this.machine;
    kernels.lines(this.source, p | 0, Math.floor(p / 2 ** 32), attempt, 1, 1, scratch + 65536);
    return u32.slice((scratch + 65536) >> 2, ((scratch + 65536) >> 2) + 16);
  }
}

/** What can be done wrong. */
export interface Fault {
  /** The point of a layer is scaled by the next layer's edge. */
  readonly edge?: 'next';
  /** Points in a wedge are never turned away, or the coin is the point itself. */
  readonly wedge?: 'always' | 'own bits';
  /** The tail forgets its sign, or ends where it begins. */
  readonly tail?: 'unsigned' | 'cut';
  /** The sign bit is dropped, or comes from a bit of the layer. */
  readonly sign?: 'none' | 'layer';
  /** Doubles get 24 random bits. */
  readonly bits?: 24;
  /** Every 1024 elements start from the same words. */
  readonly words?: 'restart';
}

/** Which branches a draw took. */
export interface Trace {
  wedges: number;
  redraws: number;
  tails: number;
}

export interface Shape {
  readonly x: readonly number[];
  /** log of the density, up to a constant. */
  readonly log: (x: number) => number;
  readonly symmetric: boolean;
}

export const normalShape: Shape = { x: ziggurat.normal.x, log: (x) => (-x * x) / 2, symmetric: true };
export const exponentialShape: Shape = { x: ziggurat.exponential.x, log: (x) => -x, symmetric: false };

const unit52 = (w1: number, w0: number): number =>
  Number((BigInt(w1) << 20n) | BigInt(w0 >>> 12)) * 2 ** -52 + 2 ** -53;

/** A point of a ziggurat: the layer, where in it, and the first digits of its coin. */
interface Point {
  readonly layer: number;
  /** In (0, 1). */
  readonly unit: number;
  /** The coin is (digit + u) * width. */
  readonly digit: number;
  readonly width: number;
}

const pointOf = (w1: number, w0: number): Point => ({
  layer: w0 & 511,
  unit: unit52(w1, w0),
  digit: (w0 >>> 9) & 7,
  width: 1 / 8,
});

/** A standard draw in double precision, the i-th of a fill from word 0. */
export function zigguratDraw(
  words: Words,
  i: number,
  shape: Shape,
  fault: Fault = {},
  trace?: Trace,
): number {
  const p = 2 * (fault.words === 'restart' ? i % 1024 : i);
  return fromPoint(words, p, pointOf(words.at(p + 1), words.at(p)), shape, fault, trace);
}

/** The draw that is rounded to single precision, the i-th of a fill from word 0. */
export function zigguratDrawF32(words: Words, i: number, shape: Shape, trace?: Trace): number {
  const word = words.at(i);
  // Signed shapes read their 23 bits in two's complement.
  const unit = (((shape.symmetric ? word ^ 0x80000000 : word) >>> 9) + 0.5) / 2 ** 23;
  return fromPoint(words, i, { layer: word & 511, unit, digit: 0, width: 1 }, shape, {}, trace);
}

function fromPoint(words: Words, p: number, from: Point, shape: Shape, fault: Fault, trace?: Trace): number {
  const { x } = shape;
  let point = from;
  for (let attempt = 0; ; attempt++) {
    const { layer, digit, width } = point;
    let { unit } = point;
    if (fault.bits === 24) unit = (Math.floor(unit * 2 ** 24) + 0.5) / 2 ** 24;
    let m = shape.symmetric ? 2 * unit - 1 : unit;
    if (fault.sign === 'none') m = Math.abs(m);
    if (fault.sign === 'layer') m = (layer & 1) === 1 ? Math.abs(m) : -Math.abs(m);
    const z = m * x[fault.edge === 'next' ? layer + 1 : layer];
    if (Math.abs(z) < x[layer + 1]) return z;
    if (layer === 0) return tailDraw(words, p, attempt, shape, z, fault, trace);
    if (trace) trace.wedges++;
    if (fault.wedge === 'always') return z;
    const retry = words.retry(p, attempt);
    const [low, high] = [shape.log(x[layer]), shape.log(x[layer + 1])];
    const height = Math.expm1(shape.log(Math.abs(z)) - low) / Math.expm1(high - low);
    const coin = fault.wedge === 'own bits' ? unit : (digit + unit52(retry[1], retry[0])) * width;
    if (coin < height) return z;
    if (trace) trace.redraws++;
    point = pointOf(retry[3], retry[2]);
  }
}

function tailDraw(
  words: Words,
  p: number,
  attempts: number,
  shape: Shape,
  z: number,
  fault: Fault,
  trace?: Trace,
): number {
  if (trace) trace.tails++;
  const r = shape.x[1];
  const sign = fault.tail === 'unsigned' ? 1 : Math.sign(z);
  if (fault.tail === 'cut') return sign * r;
  for (let attempt = attempts; ; attempt++) {
    const retry = words.retry(p, attempt);
    if (!shape.symmetric) return r - Math.log(unit52(retry[1], retry[0]));
    for (let i = 0; i < 16; i += 4) {
      const a = -Math.log(unit52(retry[i + 1], retry[i])) / r;
      const b = -Math.log(unit52(retry[i + 3], retry[i + 2]));
      if (2 * b > a * a) return sign * (r + a);
    }
  }
}

/** An integer below `bound` (to 2^32), exactly uniform. */
export function belowDraw(words: Words, p: number, bound: number): number {
  const biased = 2n ** 32n % BigInt(bound);
  let product = BigInt(words.at(p)) * BigInt(bound);
  for (let attempt = 0; product % 2n ** 32n < biased; attempt++) {
    for (const word of words.retry(p, attempt).subarray(0, 15)) {
      product = BigInt(word) * BigInt(bound);
      if (product % 2n ** 32n >= biased) break;
    }
  }
  return Number(product >> 32n);
}

/** An integer below `bound` (to 2^53), exactly uniform. */
export function below53Draw(words: Words, p: number, bound: number): number {
  const q = 2n ** 53n / BigInt(bound);
  const whole = (w1: number, w0: number): bigint => (BigInt(w1) << 21n) | BigInt(w0 >>> 11);
  let k = whole(words.at(p + 1), words.at(p));
  for (let attempt = 0; k >= q * BigInt(bound); attempt++) {
    const retry = words.retry(p, attempt);
    for (let j = 0; j < 16 && k >= q * BigInt(bound); j += 2) k = whole(retry[j + 1], retry[j]);
  }
  return Number(k / q);
}

/** 1 with probability p: the digits of a uniform against those of p, as exact integers. */
export function bernoulliDraw(words: Words, at: number, p: number): number {
  // p is an integer times 2^-1074.
  let scaled = 0n;
  let rest = p;
  let shift = 0n;
  while (rest !== 0) {
    const digits = Math.floor(rest * 2 ** 32);
    scaled = (scaled << 32n) | BigInt(digits);
    rest = rest * 2 ** 32 - digits;
    shift += 32n;
  }
  let uniform = BigInt(words.at(at));
  const tie: number[] = [];
  for (let attempt = 0; BigInt(32 * (1 + tie.length)) < shift; attempt++)
    tie.push(...words.retry(at, attempt));
  for (const word of tie) uniform = (uniform << 32n) | BigInt(word);
  const digits = BigInt(32 * (1 + tie.length));
  return uniform << 2048n < (scaled << 2048n) << (digits - shift) ? 1 : 0;
}
