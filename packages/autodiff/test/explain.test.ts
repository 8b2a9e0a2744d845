// Programs as text, and plans held against what the text is made from.
import { describe, expect, test } from 'vitest';
import { faultsOf } from '../src/explain/verify.ts';
import {
  compile,
  cumulativeSum,
  exp,
  grad,
  matmul,
  mul,
  sin,
  slice,
  softplus,
  sum,
  type Tensor,
  valueAndGrad,
} from '../src/index.ts';
import type { Buffer } from '../src/lower/buffers.ts';
import { insideOf } from '../src/program.ts';
import { samples } from './samples.ts';

test('the logistic regression', () => {
  const n = 3020;
  const y = Float64Array.from({ length: n }, (_, i) => (i % 5 < 2 ? 1 : 0));
  const x = Float64Array.from({ length: 3 * n }, (_, i) => ((i * 7) % 11) / 5 - 1);
  const logLikelihood = compile(
    valueAndGrad((beta, design) => {
      const eta = matmul(design, beta);
      return eta.mul(y).sub(softplus(eta)).sum();
    }),
    [[3], [n, 3]],
  );
  expect(logLikelihood([0, 0, 0], x).value).toBeCloseTo(-n * Math.LN2, 6);
  expect(logLikelihood.explain()).toMatchInlineSnapshot(`
    "program (arg0 [3], arg1 [3020, 3]) -> value [], gradient [3]

    run             elements
      loop                    9060 elements
        view            9060  copy.2 [3, 3020] = arg1
      combine rows      9060  matmul.3 [3020, 1] = copy.2, arg0  ([3, 3020])
      loop                    3020 elements, 256 at a time
        mul             3020  mul.4 = matmul.3, data.1
        softplus        3020  softplus.5 = matmul.3
        sub             3020  sub.6 = mul.4, softplus.5
        sum             3020  sums.7 = sub.6
        sigmoid         3020  sigmoid.8 = matmul.3
        sub             3020  sub.9 [3020] = data.1, sigmoid.8
      finish              24  value = sums.7
      dot rows          9060  gradient [3, 1] = copy.2, sub.9  ([3, 3020])

    memory
      arguments                72.5 kB
      constants                24.2 kB
      results and temporaries   127 kB
      instructions               236 B

    work of a run: 169 kflop, 677 kB read and written"
  `);
});

test('a buffer over another, or outside of the memory, is found wherever two are in use at one time', () => {
  const program = compile(
    grad((x: Tensor) => sum(exp(slice(mul(sin(x), cumulativeSum(x)), [1, 40])))),
    [[60]],
  );
  const { plan } = insideOf(program as never);
  const words = plan.instructions.flatMap(([, ...rest]) => rest);
  const buffers = [...new Set(words.flatMap((word) => (typeof word === 'number' ? [] : [word.buffer])))];
  const meet = (a: Buffer, b: Buffer): boolean =>
    a.first <= b.last && b.first <= a.last && a.offset < b.offset + b.bytes && b.offset < a.offset + a.bytes;
  let planted = 0;
  for (const buffer of buffers) {
    const { offset } = buffer;
    for (let to = -64; to <= plan.bytes; to += 64) {
      buffer.offset = to;
      const isOutside = to < 0 || to + buffer.bytes > plan.bytes;
      const isFault = isOutside || buffers.some((other) => other !== buffer && meet(buffer, other));
      expect(faultsOf(plan).length > 0).toBe(isFault);
      planted += Number(isFault);
    }
    buffer.offset = offset;
  }
  expect(planted).toBeGreaterThan(100);
});

describe.each(Object.entries(samples()))('%s', (_, { program }) => {
  test('stays in its memory', () => {
    expect(faultsOf(insideOf(program).plan)).toEqual([]);
    expect(program.explain()).not.toMatch(/instruction \d|undefined|NaN/);
  });
});
