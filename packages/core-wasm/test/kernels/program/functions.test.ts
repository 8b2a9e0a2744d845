import { describe, expect, test } from 'vitest';
import * as op from '../../../src/kernels/program/opcodes';
import { backends } from '../../backends';
import { doubles, everywhere } from '../../programs';
import { expectSame, hostile } from '../math/suite';

type Scalar = (...args: number[]) => number;

const scalar = (name: string): Scalar =>
  (backends.portable.kernels as unknown as Record<string, Scalar>)[name];

const unary: [string, number][] = [
  ['exp', op.EXP],
  ['expm1', op.EXPM1],
  ['log', op.LOG],
  ['log1p', op.LOG1P],
  ['sin', op.SIN],
  ['cos', op.COS],
  ['tan', op.TAN],
  ['asin', op.ASIN],
  ['acos', op.ACOS],
  ['atan', op.ATAN],
  ['sinh', op.SINH],
  ['cosh', op.COSH],
  ['tanh', op.TANH],
  ['asinh', op.ASINH],
  ['acosh', op.ACOSH],
  ['atanh', op.ATANH],
  ['sigmoid', op.SIGMOID],
  ['softplus', op.SOFTPLUS],
  ['log1mexp', op.LOG1MEXP],
  ['erf', op.ERF],
  ['erfc', op.ERFC],
  ['lgamma', op.LGAMMA],
  ['digamma', op.DIGAMMA],
  ['trigamma', op.TRIGAMMA],
  ['normalCdf', op.NORMAL_CDF],
  ['normalLogCdf', op.NORMAL_LOG_CDF],
  ['normalQuantile', op.NORMAL_QUANTILE],
];

describe.each(unary)('%s', (name, opcode) => {
  test('is the kernel of one number, element by element, for any length, tile and place', () => {
    for (const [n, tile] of [
      [1, 128],
      [7, 128],
      [128, 128],
      [517, 128],
      [517, 256],
      [4099, 4099],
    ]) {
      const inputs = hostile(n, n);
      const want = inputs.map((x) => scalar(name)(x));
      const [x, y, inPlace] = [doubles(inputs), doubles(n), doubles(inputs)];
      const read = everywhere([
        [op.LOOP, n, tile, 3],
        [opcode, y.moving, x.moving],
        [opcode, inPlace.moving, inPlace.moving],
        [op.NEXT],
      ]);
      expectSame(read(y) as Float64Array, want, name);
      expectSame(read(inPlace) as Float64Array, want, `${name} in place`);
    }
  });

  test('of a slice that starts at an odd element', () => {
    const inputs = hostile(60, 77);
    const [x, y] = [doubles(inputs), doubles(23)];
    const read = everywhere([[op.LOOP, 23, 128, 3], [opcode, y.moving, x.at(3).moving], [op.NEXT]]);
    expectSame(
      read(y) as Float64Array,
      inputs.subarray(3, 26).map((v) => scalar(name)(v)),
      name,
    );
  });
});

test('pow and polygamma', () => {
  const n = 700;
  const [a, b] = [hostile(n, 1), hostile(n, 2)];
  const orders = b.map((_, i) => i % 7);
  const [x, y, order] = [doubles(a), doubles(b), doubles(orders)];
  const [power, gamma, fixed] = [doubles(n), doubles(n), doubles(n)];
  const read = everywhere([
    [op.LOOP, n, 128, 3],
    [op.POW, power.moving, x.moving, y.moving],
    [op.POLYGAMMA, gamma.moving, order.moving, x.moving],
    [op.POLYGAMMA, fixed.moving, order.at(2).all, x.moving],
    [op.NEXT],
  ]);
  expectSame(
    read(power) as Float64Array,
    a.map((v, i) => scalar('pow')(v, b[i])),
    'pow',
  );
  expectSame(
    read(gamma) as Float64Array,
    a.map((v, i) => scalar('polygamma')(i % 7, v)),
    'polygamma',
  );
  expectSame(
    read(fixed) as Float64Array,
    a.map((v) => scalar('polygamma')(2, v)),
    'polygamma(2, x)',
  );
});

test('outside a loop, on one number', () => {
  const [x, y] = [doubles([1]), doubles(1)];
  const read = everywhere([[op.EXP, y, x]]);
  expect(read(y)[0]).toBe(Math.E);
});
