// A stream of randomness: an engine, a key and a cursor that counts 32-bit words.
import { type Engine, engines, type Machine, machine } from '@stokast/core-wasm';
import {
  allocate,
  checkCount,
  checkInteger,
  checkObject,
  checkOneOf,
  checkOptions,
  checkTyped,
  type NumberArray,
} from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { Printed } from '../format.ts';
import { chooseIntegers, drawIntegers, drawUniforms, type Interval, shuffleArray } from './draws.ts';
import { fillThrough } from './fill.ts';
import { Lookahead } from './lookahead.ts';
import {
  childKey,
  encodeSeed,
  expandKey,
  freshSeed,
  type Int32Source,
  keyFrom,
  keyFromHex,
  type Seed,
  toHex,
} from './seed.ts';

/** Words in a stream: 2^53. */
export const STREAM_WORDS: number = 9007199254740992;

/** A stream as a small JSON value; `Stream.from` resumes it bit for bit. */
export interface StreamState {
  readonly type: 'stokast-stream';
  /** Of the format and of every algorithm that draws from it. */
  readonly version: 1;
  readonly engine: Engine;
  /** 256 bits as 64 hexadecimal digits. */
  readonly key: string;
  /** Words taken. */
  readonly position: number;
}

/** Options of `stream`. */
export interface StreamOptions {
  /** `chacha8` (default), `chacha12`, `chacha20` or `philox4x32-10`. */
  readonly engine?: Engine;
}

const ENGINES = /* @__PURE__ */ Object.keys(engines) as Engine[];

/**
 * A stream of randomness. Draw i depends on seed, path of splits and position alone: not on the backend, the chunk
 * sizes or what was drawn before. Made by `stream`, `split`, `at` or `Stream.from`.
 */
export class Stream extends Printed {
  readonly engine: Engine;
  /** The seed this stream or its ancestor was made with; undefined after `Stream.from` or from a generator. */
  readonly seed: Seed | undefined;
  private readonly key: Uint32Array;
  private cursor: number;
  private readonly wordsAhead: Lookahead = new Lookahead('word');
  private readonly uniformsAhead: Lookahead = new Lookahead('uniform');
  private readonly normalsAhead: Lookahead = new Lookahead('normal');
  private readonly exponentialsAhead: Lookahead = new Lookahead('exponential');

  /** @internal */
  constructor(engine: Engine, key: Uint32Array, cursor: number, seed: Seed | undefined) {
    super();
    this.engine = engine;
    this.key = key;
    this.cursor = cursor + 0; // not -0
    this.seed = seed;
  }

  /** 32-bit words taken so far: the word that the next draw starts at. */
  get position(): number {
    return this.cursor;
  }

  /**
   * A child stream, independent of this one and of children with other labels. Does not move the cursor, and does
   * not depend on it: the same label always gives the same child.
   *
   * `label` is any seed. Philox has 64 bits of key, so n children collide with probability about n^2 / 2^65;
   * ChaCha has 256. Throws a TypeError for other labels.
   *
   * ```ts
   * import { stream } from '@stokast/sampling';
   * const weights = stream('run 7').split('weights');
   * ```
   */
  split(label: Seed): Stream {
    return new Stream(this.engine, childKey(this.key, label), 0, this.seed);
  }

  /**
   * The same stream with its cursor at word `index` (0 to 2^53 - 1), as a stream of its own.
   *
   * ```ts
   * import { stream, Uniform } from '@stokast/sampling';
   * const s = stream(1);
   * Uniform().sample(s, 3)[2] === Uniform().sample(stream(1).at(4)); // two words each
   * ```
   */
  at(index: number): Stream {
    checkInteger('Cannot move a stream', 'index', index, 0, STREAM_WORDS - 1);
    return new Stream(this.engine, this.key, index, this.seed);
  }

  /** Everything that is needed to go on from here, as JSON. */
  state(): StreamState {
    return {
      type: 'stokast-stream',
      version: 1,
      engine: this.engine,
      key: toHex(new Uint8Array(this.key.buffer, this.key.byteOffset, 32)),
      position: this.cursor,
    };
  }

  /** The stream that `state()` described. Throws a TypeError or RangeError when the value is not such a state. */
  static from(state: StreamState): Stream {
    const what = 'Cannot resume a stream';
    checkObject(what, 'state', state);
    if (state.type !== 'stokast-stream') throw rangeFault(what, 'state.type', state.type, "'stokast-stream'");
    if (state.version !== 1) throw rangeFault(what, 'state.version', state.version, '1');
    checkOneOf(what, 'state.engine', state.engine, ENGINES);
    const key = keyFromHex(state.key);
    if (!key) throw typeFault(what, 'state.key', state.key, '64 hexadecimal digits');
    checkInteger(what, 'state.position', state.position, 0, STREAM_WORDS);
    return new Stream(state.engine, key, state.position, undefined);
  }

  toJSON(): StreamState {
    return this.state();
  }

  override toString(): string {
    return `Stream(${this.engine}, word ${this.cursor})`;
  }

  /** Fills `out` with random 32-bit words and returns it; one word an element. */
  fillWords(out: Uint32Array): Uint32Array {
    checkTyped('Cannot fill with words', 'out', out, ['Uint32Array']);
    return fillThrough(this, out, 1, 'u32', (m, source, position, n, to) =>
      m.kernels.fillWords(source, position, n, to),
    );
  }

  /** `n` random 32-bit words, 0 <= n <= 2^27. */
  words(n: number): Uint32Array {
    checkCount('Cannot draw words', 'n', n);
    return this.fillWords(allocate('Cannot draw words', 'n', n, Uint32Array));
  }

  /**
   * Uniform numbers on the unit interval, k 2^-53 for k = the top 53 bits of two words; without `n`, one number.
   *
   * | interval | numbers | |
   * |---|---|---|
   * | `[)` (default) | k 2^-53 | 0 can occur, 1 cannot |
   * | `(]` | (k + 1) 2^-53 | 1 can occur, 0 cannot: for logarithms |
   * | `()` | odd multiples of 2^-53 | neither: symmetric about 1/2, for quantiles |
   * | `[]` | the next bit rounds k up or not | both, each half as often as the others |
   *
   * Throws a TypeError or RangeError for other arguments.
   *
   * ```ts
   * import { stream } from '@stokast/sampling';
   * const u = stream(1).uniform(1000, '()');
   * ```
   */
  uniform(n?: undefined, interval?: Interval): number;
  uniform(n: number, interval?: Interval): Float64Array;
  uniform(n?: number, interval: Interval = '[)'): number | Float64Array {
    return n === undefined && interval === '[)' ? this.nextUniform() : drawUniforms(this, n, interval);
  }

  /**
   * Integers in [low, high), each exactly equally likely; without `n`, one number. Both ends, and
   * high - low, are safe integers. One word each where high - low <= 2^32, else two.
   *
   * Throws a TypeError or RangeError for other arguments.
   *
   * ```ts
   * import { stream } from '@stokast/sampling';
   * const dice = stream('game').integers(1, 7, 10);
   * ```
   */
  integers(low: number, high: number, n?: undefined): number;
  integers(low: number, high: number, n: number): Float64Array;
  integers(low: number, high: number, n?: number): number | Float64Array {
    return drawIntegers(this, low, high, n);
  }

  /**
   * Puts the elements of an array, ordinary or typed, in random order, in place, and returns it. Every order is
   * equally likely. One draw, which occupies one word.
   *
   * Throws a TypeError for anything but an array that can be written to, a RangeError for more than 2^27 elements.
   *
   * ```ts
   * import { stream } from '@stokast/sampling';
   * stream('deck').shuffle(['a', 'b', 'c', 'd']);
   * ```
   */
  shuffle<T extends unknown[] | NumberArray | BigInt64Array | BigUint64Array>(array: T): T {
    return shuffleArray(this, array);
  }

  /**
   * k different integers of [0, n), in random order: every ordered choice is equally likely, and `choice(n, n)` is a
   * permutation. Time and memory grow with k, not with n. One draw, which occupies one word.
   *
   * `n` is an integer in [0, 2^31 - 1], `k` one in [0, n] and at most 2^25. Throws a TypeError or RangeError for
   * others.
   *
   * ```ts
   * import { stream } from '@stokast/sampling';
   * const rows = stream('sample').choice(1000000, 100);
   * ```
   */
  choice(n: number, k: number): Int32Array {
    return chooseIntegers(this, n, k);
  }

  /**
   * A `seedrandom`-shaped generator that draws from this stream and moves its cursor: call it for a double in [0, 1)
   * (53 bits), `int32()` for 32 random bits, `quick()` for 32 bits as a double, `double()` for 53.
   */
  toSeedrandom(): (() => number) & { int32(): number; quick(): number; double(): number } {
    const double = (): number => this.nextUniform();
    const int32 = (): number => this.nextWord() | 0;
    const quick = (): number => this.nextWord() / 4294967296;
    return Object.assign(() => this.nextUniform(), { int32, quick, double });
  }

  /**
   * This stream in the shapes that other libraries take as their source of randomness; it moves this cursor.
   * As a function, a double in [0, 1), for d3-random (`randomNormal.source(s.source())`); as an object with
   * `next()`, a signed 32-bit integer, `clone()` and `getState()`, for pure-rand 8.
   */
  source(): (() => number) & { next(): number; clone(): ReturnType<Stream['source']>; getState(): number[] } {
    return Object.assign(() => this.nextUniform(), {
      next: () => this.nextWord() | 0,
      clone: () => new Stream(this.engine, this.key, this.cursor, this.seed).source(),
      getState: () => [...this.key, Math.floor(this.cursor / 4294967296), this.cursor >>> 0],
    });
  }

  /** Takes `words` words and returns where they start. Throws STOKAST_E_EXHAUSTED at the end of the stream. @internal */
  take(words: number): number {
    const start = this.cursor;
    if (words > STREAM_WORDS - start) {
      throw rangeFault(
        'Cannot draw',
        'words',
        words,
        `at most the ${STREAM_WORDS - start} left`,
        'STOKAST_E_EXHAUSTED',
      );
    }
    this.cursor = start + words;
    return start;
  }

  /** Address of this stream's source record in a machine, for kernels. @internal */
  sourceIn(m: Machine): number {
    return m.source(this.engine, this.key);
  }

  /** The next word. @internal */
  nextWord(): number {
    const i = this.cursor - this.wordsAhead.start;
    const { values } = this.wordsAhead;
    if (i === (i | 0) && i >= 0 && i < values.length) {
      this.cursor += 1;
      return values[i];
    }
    return this.refill(this.wordsAhead, 1);
  }

  /** One uniform in [0, 1): exactly what a fill of one element would give. @internal */
  nextUniform(): number {
    const i = (this.cursor - this.uniformsAhead.start) * 0.5;
    const { values } = this.uniformsAhead;
    if (i === (i | 0) && i >= 0 && i < values.length) {
      this.cursor += 2;
      return values[i];
    }
    return this.refill(this.uniformsAhead, 2);
  }

  /** One standard normal draw, as a fill of one element gives it. @internal */
  nextNormal(): number {
    const i = (this.cursor - this.normalsAhead.start) * 0.5;
    const { values } = this.normalsAhead;
    if (i === (i | 0) && i >= 0 && i < values.length) {
      this.cursor += 2;
      return values[i];
    }
    return this.refill(this.normalsAhead, 2);
  }

  /** One standard exponential draw, as a fill of one element gives it. @internal */
  nextExponential(): number {
    const i = (this.cursor - this.exponentialsAhead.start) * 0.5;
    const { values } = this.exponentialsAhead;
    if (i === (i | 0) && i >= 0 && i < values.length) {
      this.cursor += 2;
      return values[i];
    }
    return this.refill(this.exponentialsAhead, 2);
  }

  private refill(ahead: Lookahead, words: number): number {
    const position = this.take(words);
    const m = machine();
    return ahead.refill(m, this.sourceIn(m), position, STREAM_WORDS - position);
  }
}

/**
 * A stream of randomness from a seed.
 *
 * `seed` is a string, a safe integer, a bigint, bytes, an array of these, or a generator shaped like seedrandom's
 * (`int32()` is called 8 times). Seeds of different types or lengths give different streams. Without a seed, 32
 * bytes come from `crypto.getRandomValues`, and `.seed` says which. Not for cryptography.
 *
 * Throws a TypeError (STOKAST_E_TYPE) for any other seed, and for unknown options.
 *
 * ```ts
 * import { stream, Normal } from '@stokast/sampling';
 * const s = stream('my experiment');
 * const x = Normal(0, 1).sample(s, 1000);
 * ```
 */
export function stream(seed?: Seed | Int32Source, options: StreamOptions = {}): Stream {
  const what = 'Cannot make a stream';
  checkOptions(what, options, ['engine']);
  const engine = options.engine ?? 'chacha8';
  checkOneOf(what, 'engine', engine, ENGINES);
  if (seed === undefined) {
    const fresh = freshSeed();
    return new Stream(engine, expandKey(encodeSeed(fresh, what, 'seed')), 0, fresh);
  }
  if (isInt32Source(seed)) return new Stream(engine, keyFrom(seed), 0, undefined);
  return new Stream(engine, expandKey(encodeSeed(seed, what, 'seed')), 0, seed);
}

const isInt32Source = (value: unknown): value is Int32Source =>
  (typeof value === 'function' || (typeof value === 'object' && value !== null && !Array.isArray(value))) &&
  typeof (value as Partial<Int32Source>).int32 === 'function';

/** Throws a TypeError unless `value` is a stream. */
export function checkStream(what: string, value: unknown): asserts value is Stream {
  if (!(value instanceof Stream)) throw typeFault(what, 'stream', value, 'a Stream, as made by stream(seed)');
}
