// Randomness inside programs: the draws of a stream, in order, the same on both backends.
import { type Machine, machine } from '@stokast/core-wasm';
import { describe, expect, test } from 'vitest';
import {
  compile,
  dropout,
  grad,
  type RandomSource,
  randomStream,
  scan,
  stateful,
  type Tensor,
} from '../src/index.ts';
import { runBoth } from './check.ts';

/** A stream, as that of @stokast/sampling is one. */
class Words {
  position = 0;
  private readonly key: Uint32Array;

  constructor(seed: number, position = 0) {
    this.key = Uint32Array.from({ length: 8 }, (_, i) => seed * 0x9e3779b9 + i);
    this.position = position;
  }
  take(words: number): number {
    this.position += words;
    return this.position - words;
  }
  sourceIn(m: Machine): number {
    return m.source('chacha8', this.key);
  }
}

type Fill = 'fillUniform' | 'fillNormal' | 'fillExponential';
const PARAMETERS = { fillUniform: [0, 0, 1], fillNormal: [0, 1], fillExponential: [1] } as const;

/** What a fill outside of any program gives. */
function fill(kernel: Fill, words: Words, n: number, single = false): number[] {
  const m = machine();
  const position = words.take(single ? n : 2 * n);
  const run = m.kernels[single ? (`${kernel}F32` as const) : kernel] as (...values: number[]) => void;
  run(words.sourceIn(m), position, n, ...PARAMETERS[kernel], m.scratch);
  const view = single ? m.f32 : m.f64;
  const at = m.scratch / view.BYTES_PER_ELEMENT;
  return [...view.subarray(at, at + n)];
}

describe('draws', () => {
  test('are those of fills outside, in the order in which they are traced', () => {
    const program = compile(
      (source) => [source.normal([3, 5]), source.uniform([301]), source.exponential([7])],
      [randomStream],
    );
    const words = new Words(1, 12345);
    const got = runBoth(() => program(new Words(1, 12345)) as Float64Array[]);
    expect([...got[0]]).toEqual(fill('fillNormal', words, 15));
    expect([...got[1]]).toEqual(fill('fillUniform', words, 301));
    expect([...got[2]]).toEqual(fill('fillExponential', words, 7));
  });

  test('of singles take one word each', () => {
    const program = compile(
      (source) => [
        source.normal([31], { dtype: 'f32' }),
        source.uniform([2], { dtype: 'f32' }),
        source.exponential([9], { dtype: 'f32' }),
      ],
      [randomStream],
    );
    const words = new Words(2);
    const got = runBoth(() => program(new Words(2)) as unknown as Float32Array[]);
    expect([...got[0]]).toEqual(fill('fillNormal', words, 31, true));
    expect([...got[1]]).toEqual(fill('fillUniform', words, 2, true));
    expect([...got[2]]).toEqual(fill('fillExponential', words, 9, true));
  });

  test('go on where the last run stopped; unused ones count', () => {
    const program = compile(
      (source) => {
        source.uniform([10]);
        return source.normal([4]);
      },
      [randomStream],
    );
    const [given, words] = [new Words(3), new Words(3)];
    for (let i = 0; i < 3; i++) {
      fill('fillUniform', words, 10);
      expect([...(program(given) as Float64Array)]).toEqual(fill('fillNormal', words, 4));
      expect(given.position).toBe(words.position);
    }
  });

  test('a draw in the first place is one number', () => {
    expect(compile((source) => source.normal([]), [randomStream])(new Words(4))).toBe(
      fill('fillNormal', new Words(4), 1)[0],
    );
  });

  test('bernoulli compares a uniform number with p', () => {
    const program = compile((source) => source.bernoulli([1000], 0.3), [randomStream]);
    const expected = fill('fillUniform', new Words(5), 1000).map((u) => (u < 0.3 ? 1 : 0));
    expect([...(runBoth(() => program(new Words(5))) as Float64Array)]).toEqual(expected);
  });

  test('are constants to derivatives', () => {
    const slope = compile(
      grad((mu: Tensor, source: RandomSource) => source.normal([5]).mul(mu).sum()),
      [[], randomStream],
    );
    const expected = fill('fillNormal', new Words(6), 5).reduce((a, b) => a + b);
    expect(runBoth(() => slope(2, new Words(6)))).toBeCloseTo(expected, 12);
  });

  test('two streams, in a nesting', () => {
    const program = compile(
      (a, { noise }) => [a.normal([2]), noise.normal([3])],
      [randomStream, { noise: randomStream }],
    );
    const [x, y] = program(new Words(7), { noise: new Words(8) }) as Float64Array[];
    expect([...x]).toEqual(fill('fillNormal', new Words(7), 2));
    expect([...y]).toEqual(fill('fillNormal', new Words(8), 3));
  });

  test('of steps done in one call are those of steps done one by one', () => {
    const make = () => {
      const walk = stateful((x, source) => [x.add(source.normal([3]))], [[3], randomStream]);
      walk.load([0, 0, 0]);
      return walk;
    };
    const [one, many, a, b] = [make(), make(), new Words(9), new Words(9)];
    for (let i = 0; i < 5; i++) one.step(a);
    many.steps(5, b);
    expect(many.read()).toEqual(one.read());
    expect(b.position).toBe(a.position);
    expect(a.position).toBe(30);
  });
});

describe('dropout', () => {
  test('keeps the mean, drops the rest, and so do derivatives', () => {
    const [n, rate] = [20000, 0.25];
    const spec = [{ shape: [n], dtype: 'f32' }, randomStream] as const;
    const ones = new Float32Array(n).fill(1);
    const got = runBoth(() => compile((x, source) => dropout(x, rate, source), spec)(ones, new Words(10)));
    const kept = [...got].filter((x) => x !== 0);
    expect(new Set(kept)).toEqual(new Set([Math.fround(1 / 0.75)]));
    // Five standard deviations of the count.
    expect(Math.abs(kept.length - n * 0.75)).toBeLessThan(5 * Math.sqrt(n * 0.75 * 0.25));
    const slope = compile(
      grad((x: Tensor, source: RandomSource) => dropout(x, rate, source).sum()),
      spec as never,
    );
    expect([...(slope as unknown as (...x: unknown[]) => Float32Array)(ones, new Words(10))]).toEqual([
      ...got,
    ]);
  });

  test('a rate of 0 takes no words', () => {
    const words = new Words(11);
    const program = compile((x, source) => dropout(x, 0, source), [[2], randomStream]);
    expect([...program([1, 2], words)]).toEqual([1, 2]);
    expect(words.position).toBe(0);
  });
});

describe('what is refused', () => {
  const trace = (fn: (source: RandomSource, x: Tensor<readonly [4]>) => Tensor) => () =>
    compile(fn, [randomStream, [4]]);
  test.each<[string, () => unknown, string, RegExp]>([
    ['a shape of text', trace((s) => s.normal('3' as never)), 'STOKAST_E_TYPE', /shape/],
    ['a shape with 0', trace((s) => s.normal([0])), 'STOKAST_E_RANGE', /shape\[0\]/],
    ['an unknown type', trace((s) => s.uniform([2], { dtype: 'f16' as never })), 'STOKAST_E_RANGE', /dtype/],
    ['an unknown option', trace((s) => s.uniform([2], { type: 'f32' } as never)), 'STOKAST_E_TYPE', /dtype/],
    ['a probability above 1', trace((s) => s.bernoulli([2], 1.5)), 'STOKAST_E_RANGE', /`p`/],
    ['a rate of 1', trace((s, x) => dropout(x, 1, s)), 'STOKAST_E_RANGE', /`rate`/],
    ['no source', trace((_, x) => dropout(x, 0.5, {} as never)), 'STOKAST_E_TYPE', /`source`/],
    [
      'draws in a scan',
      trace((s, x) => scan((t: Tensor, y: Tensor) => [t.add(s.normal([])), y], 0, x)[0]),
      'STOKAST_E_TYPE',
      /before it/,
    ],
    [
      'too many words',
      trace((s) => {
        for (let i = 0; i < 9; i++) s.normal([134217728]);
        return s.normal([]);
      }),
      'STOKAST_E_RANGE',
      /words/,
    ],
    [
      'a state that is a stream',
      () => stateful((s: never) => [s] as never, [randomStream] as never),
      'STOKAST_E_TYPE',
      /state/,
    ],
  ])('%s', (_, run, code, message) => {
    expect(run).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }));
  });

  test('a number for a stream; and no words are taken where another argument is wrong', () => {
    const program = compile((source, x) => source.normal([2]).add(x), [randomStream, [2]]);
    expect(() => program(3 as never, [1, 2])).toThrow(expect.objectContaining({ code: 'STOKAST_E_TYPE' }));
    const words = new Words(12);
    expect(() => program(words, [1])).toThrow(expect.objectContaining({ code: 'STOKAST_E_LENGTH' }));
    expect(words.position).toBe(0);
  });
});
