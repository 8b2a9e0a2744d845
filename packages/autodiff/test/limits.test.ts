// Graphs that are large in one way or another: what is too large is an error, what is long is no deeper than calls go.
import { describe, expect, test } from 'vitest';
import {
  compile,
  expand,
  flip,
  fromJSON,
  grad,
  log,
  matmul,
  mul,
  oneHot,
  relu,
  scan,
  sin,
  split,
  stack,
  type Tensor,
  transpose,
  valueAndGrad,
  where,
} from '../src/index.ts';
import { numbersOf, runBoth } from './check.ts';

const fault = (code: string) => expect.objectContaining({ code });

describe('sizes that the machine cannot count', () => {
  test.each<[string, () => unknown]>([
    ['an argument', () => compile((x) => x.sum(), [[20_000, 20_000]])],
    ['a singles argument', () => compile((x) => x.sum(), [{ shape: [20_000, 20_000], dtype: 'f32' }])],
    ['a broadcast', () => compile((x) => expand(x, [20_000, 20_000]), [[]])],
    // Nothing of it is kept, but the loop over it would count past 2^31.
    [
      'an outer product on the way to a sum',
      () =>
        compile((x, y) => x.reshape([50_000, 1]).add(y).exp().sum(), [[50_000], [50_000]])(
          new Float64Array(50_000),
          new Float64Array(50_000),
        ),
    ],
    ['a row for each of many', () => compile((x) => oneHot(x, 2 ** 27), [[2]])],
    ['more than 16 axes', () => compile((x) => x.reshape(Array<number>(17).fill(2)), [[2 ** 17]])],
  ])('%s', (_, build) => {
    expect(build).toThrow(fault('STOKAST_E_MEMORY'));
  });

  test.each<[string, () => unknown]>([
    ['parts', () => compile((x) => split(x, 1e10), [[4]])],
    ['parts that are no number', () => compile((x) => split(x, Number.NaN), [[4]])],
    ['parts below 0', () => compile((x) => split(x, -2), [[4]])],
    [
      'steps',
      () => compile((x) => scan((c: Tensor) => [sin(c), []], x, undefined, { length: 2 ** 32 + 3 })[0], [[]]),
    ],
  ])('%s that cannot be counted', (_, build) => {
    expect(build).toThrow(fault('STOKAST_E_RANGE'));
  });

  test('no axis has no elements', () => {
    expect(() => compile((x) => x, [[3, 0]])).toThrow(fault('STOKAST_E_RANGE'));
    expect(() => compile((x) => x.add([]), [[3]])).toThrow(fault('STOKAST_E_TYPE'));
  });

  test('16 axes, all turned round', () => {
    const n = 16;
    const turned = compile(
      (x) => transpose(x.reshape(Array<number>(n).fill(2))).reshape([2 ** n]),
      [[2 ** n]],
    );
    const values = Float64Array.from({ length: 2 ** n }, (_, i) => i);
    const result = numbersOf(runBoth(turned, values));
    const reversed = (i: number): number =>
      Array.from({ length: n }, (_, k) => ((i >> k) & 1) << (n - 1 - k)).reduce((a, b) => a + b);
    expect(result.every((each, i) => each === reversed(i))).toBe(true);
  });

  test('a program that finds no room says so, and the machine goes on', () => {
    const large = compile((x) => flip(x).add(x).cumulativeSum(), [[2 ** 26]]);
    expect(() => large(new Float64Array(2 ** 26))).toThrow(fault('STOKAST_E_MEMORY'));
    expect(numbersOf(compile((x) => x.add(1), [[2]])([1, 2]))).toEqual([2, 3]);
  });
});

describe('long graphs', () => {
  /** Three nodes a step: more than calls can be deep. */
  const LONG = 5000;
  /** x -> sin(0.9 x + 0.1), again and again. */
  const chain = (x: Tensor): Tensor => {
    let y = x;
    for (let i = 0; i < LONG; i++) y = sin(y.mul(0.9).add(0.1));
    return y;
  };

  test('a chain: traced, differentiated, planned, written, read, explained', () => {
    const program = compile(
      valueAndGrad((x: Tensor) => chain(x)),
      [[]],
    );
    const result = program(0.3);
    expect(result.value).toBeGreaterThan(0);
    expect(fromJSON(JSON.parse(JSON.stringify(program)))(0.3)).toEqual(result);
    expect(program.explain().length).toBeGreaterThan(LONG);
  });

  test('a matrix at the end of a chain', () => {
    const program = compile((x) => matmul(mul(chain(x.slice(0)), expand(x, [100, 5])), x), [[5]]);
    expect(numbersOf(program([1, 2, 3, 4, 5])).length).toBe(100);
  });

  test('views of views of views', () => {
    const turn = (x: Tensor): Tensor => flip(transpose(x), 0);
    const program = compile(
      (x) => {
        let y: Tensor = x;
        for (let i = 0; i < 4 * 5000; i++) y = turn(y);
        return [y, turn(y)];
      },
      [[2, 2]],
    );
    expect(runBoth(program, [1, 2, 3, 4]).map(numbersOf)).toEqual([
      [1, 2, 3, 4],
      [2, 4, 1, 3],
    ]);
  });

  test('one node of many', () => {
    const count = 150_000;
    const program = compile((x) => stack(Array.from({ length: count }, () => x)), [[]]);
    expect(numbersOf(program(2)).length).toBe(count);
  });

  test('choices upon choices: time grows with their number, not its square', () => {
    const count = 300;
    const program = compile(
      grad((x: Tensor) => {
        let y: Tensor = x;
        for (let i = 0; i < count; i++) y = relu(y.mul(0.999).add(0.001));
        // Where y < 0 nothing of the logarithm may be seen.
        return where(y.less(0), 0, log(relu(y))).sum();
      }),
      [[3]],
    );
    const gradient = numbersOf(runBoth(program, [1, 0.5, -3]));
    const factor = 0.999 ** count;
    const value = (x: number): number => factor * x + (0.001 * (1 - factor)) / 0.001;
    expect(gradient[0]).toBeCloseTo(factor / value(1), 12);
    expect(gradient[1]).toBeCloseTo(factor / value(0.5), 12);
    expect(gradient[2]).toBe(0);
    expect(program.explain().split('\n').length).toBeLessThan(20 * count);
  });
});

describe('what is known while tracing', () => {
  test('an array that is written again is another constant', () => {
    const scratch = new Float64Array(2);
    const program = compile(
      (x) => {
        let y: Tensor = x;
        for (let i = 1; i < 4; i++) {
          scratch.fill(i);
          scratch[1] *= 10;
          y = y.add(scratch);
        }
        scratch.fill(Number.NaN);
        return y;
      },
      [[2]],
    );
    expect(numbersOf(runBoth(program, [0, 0]))).toEqual([6, 60]);
  });

  test('an array stays one constant as long as nobody writes into it', () => {
    const data = new Float64Array(500).fill(3);
    const program = compile((x) => x.add(data).mul(data), [[500]]);
    expect(program.bytes).toBeLessThan(3.5 * 4096);
  });

  test('parameters may be called shape', () => {
    const program = compile((p) => p.shape.mul(p.rate), [{ shape: [], rate: [] }]);
    expect(program({ shape: 2, rate: 3 })).toBe(6);
    expect(compile((p) => p.shape.sum(), [{ shape: [2] }])({ shape: [2, 3] })).toBe(5);
  });
});
