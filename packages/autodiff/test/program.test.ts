// Programs as their callers see them.
import { inspect } from 'node:util';
import { machine, useBackend } from '@stokast/core-wasm';
import { describe, expect, test } from 'vitest';
import { compile, gather, grad, type Tensor, valueAndGrad } from '../src/index.ts';
import { checkGradient, runBoth } from './check.ts';

const model = () =>
  compile(
    valueAndGrad((p, d) => p.mu.sub(d).mul(p.scale).sum()),
    [{ mu: [], scale: [3] }, [3]],
  );

describe('a program', () => {
  test('takes and gives nestings', () => {
    const result = runBoth(model(), { mu: 2, scale: [1, 2, 3] }, [1, 1, 2]);
    expect(result).toEqual({ value: 3, gradient: { mu: 6, scale: Float64Array.of(1, 1, 0) } });
  });

  test('takes typed arrays of any kind, NaN and infinities included', () => {
    const f = compile((x) => x.mul(2), [[3]]);
    for (const type of [Float64Array, Float32Array, Int32Array, Uint8Array, Uint8ClampedArray, Int16Array]) {
      expect(runBoth(f, type.of(1, 2, 3))).toEqual(Float64Array.of(2, 4, 6));
    }
    expect(runBoth(f, [Number.NaN, -0, Number.POSITIVE_INFINITY])).toEqual(
      Float64Array.of(Number.NaN, -0, Number.POSITIVE_INFINITY),
    );
  });

  test('says what it takes and gives', () => {
    const f = model();
    expect(f.inputs).toEqual([
      { path: 'arguments[0].mu', shape: [], dtype: 'f64' },
      { path: 'arguments[0].scale', shape: [3], dtype: 'f64' },
      { path: 'arguments[1]', shape: [3], dtype: 'f64' },
    ]);
    expect(f.outputs.map(({ path }) => path)).toEqual([
      'result.value',
      'result.gradient.mu',
      'result.gradient.scale',
    ]);
    expect(f.bytes % 64).toBe(0);
  });

  test('prints as what it takes and gives, a tensor as what made it', () => {
    const text =
      'program (arg0.mu [], arg0.scale [3], arg1 [3]) -> value [], gradient.mu [], gradient.scale [3]';
    expect(inspect(model())).toBe(text);
    expect(String(model())).toBe(text);
    let seen = '';
    compile(
      (x) => {
        seen = inspect(x.mul(2));
        return x;
      },
      [[3]],
    );
    expect(seen).toBe('Tensor(mul, [3], f64)');
  });

  test('writes into an earlier result', () => {
    const f = model();
    const result = f({ mu: 2, scale: [1, 2, 3] }, [1, 1, 2]);
    const { gradient } = result;
    expect(f.into(result, { mu: 3, scale: [1, 2, 3] }, [1, 1, 2])).toBe(result);
    expect(result.gradient).toBe(gradient);
    expect(result).toEqual({ value: 9, gradient: { mu: 6, scale: Float64Array.of(2, 2, 1) } });
    expect(() =>
      f.into(
        { ...result, gradient: { mu: 0, scale: new Float64Array(2) } },
        { mu: 3, scale: [1, 2, 3] },
        [1, 1, 2],
      ),
    ).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_LENGTH', parameter: 'result.gradient.scale.length' }),
    );
    const double = compile((x) => x.mul(2), [[]]);
    expect(double.into(0, 4)).toBe(8);
  });

  test.each([
    ['arguments[0].mu', [{ mu: 'a', scale: [1, 2, 3] }, [1, 2, 3]]],
    ['arguments[0].mu', [{ scale: [1, 2, 3] }, [1, 2, 3]]],
    ['arguments[0].mu', [{ mu: [1], scale: [1, 2, 3] }, [1, 2, 3]]],
    ['arguments[0].scale.length', [{ mu: 1, scale: [1, 2] }, [1, 2, 3]]],
    ['arguments[0].scale[1]', [{ mu: 1, scale: [1, '2', 3] }, [1, 2, 3]]],
    ['arguments[0].scale', [{ mu: 1, scale: new BigInt64Array(3) }, [1, 2, 3]]],
    ['arguments[0].scale', [{ mu: 1, scale: 3 }, [1, 2, 3]]],
    ['arguments[0]', []],
    ['arguments[1]', [{ mu: 1, scale: [1, 2, 3] }]],
  ])('names what is wrong: %s', (parameter, values) => {
    const f = model() as unknown as (...values: unknown[]) => unknown;
    expect(() => f(...values)).toThrow(expect.objectContaining({ parameter }));
  });

  test('lives through growth of memory, beside another', () => {
    for (const backend of ['wasm', 'typescript'] as const) {
      useBackend(backend);
      const f = compile((x) => x.mul(2).sum(), [[100]]);
      const g = compile((x) => x.mul(3).sum(), [[100]]);
      const ones = new Float64Array(100).fill(1);
      expect([f(ones), g(ones)]).toEqual([200, 300]);
      const block = machine().reserve(machine().u8.byteLength);
      expect([f(ones), g(ones), f(ones)]).toEqual([200, 300, 200]);
      machine().release(block);
    }
  });
});

describe('what is compiled', () => {
  test('is a function of tensors and shapes', () => {
    const bad = compile as unknown as (fn: unknown, shapes: unknown) => unknown;
    expect(() => bad(3, [])).toThrow(expect.objectContaining({ parameter: 'fn' }));
    expect(() => bad(() => 3, [])).toThrow(expect.objectContaining({ parameter: 'result' }));
    expect(() => bad((x: unknown) => [x, 's'], [[3]])).toThrow(
      expect.objectContaining({ parameter: 'result[1]' }),
    );
    expect(() => bad((x: number) => x > 2, [[3]])).toThrow('Cannot use a tensor as a number');
    expect(() => bad((x: unknown) => x, [3])).toThrow(expect.objectContaining({ parameter: 'shapes[0]' }));
    expect(() => bad((x: unknown) => x, [[0]])).toThrow(
      expect.objectContaining({ parameter: 'shapes[0][0]' }),
    );
  });

  test('may return its arguments, one thing twice, or what does not depend on them', () => {
    const f = compile(
      (x, y) => ({ x, again: [x, x.add(y)], sum: x.add(y), fixed: y.sub(y).mul(0).add(3) }),
      [[2], []],
    );
    expect(runBoth(f, [1, 2], 3)).toEqual({
      x: Float64Array.of(1, 2),
      again: [Float64Array.of(1, 2), Float64Array.of(4, 5)],
      sum: Float64Array.of(4, 5),
      fixed: 3,
    });
    const none = compile(
      grad((x) => x.mul(0).sum()),
      [[2]],
    );
    expect(runBoth(none, [1, 2])).toEqual(Float64Array.of(0, 0));
  });
});

test('one element taken from many: its derivative has one place', () => {
  const f = compile((t, i) => grad((x: Tensor) => gather(x, i).exp().sum())(t), [[3], [1]]);
  expect(runBoth(f, [0, 0, 0], [2])).toEqual(Float64Array.of(0, 0, 1));
});

test('gradients against central differences', () => {
  checkGradient((x, y) => x.mul(y).add(x.exp()), [[3], []], [[0.5, -1, 2], 1.5]);
});
