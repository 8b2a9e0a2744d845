// Programs with a state in the machine.
import { inspect } from 'node:util';
import { useBackend } from '@stokast/core-wasm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  compile,
  cumulativeSum,
  flip,
  gather,
  type SavedState,
  type Stateful,
  scan,
  stateful,
  type Tensor,
  tanh,
} from '../src/index.ts';

const running = () =>
  stateful(
    (s, x) => {
      const n = s.n.add(1);
      const sum = s.sum.add(x);
      return [{ sum, n }, sum.div(n)]; // names in another order
    },
    [{ n: [], sum: [2] }, [2]],
  );

describe.each(['wasm', 'typescript'] as const)('a state on %s', (backend) => {
  test('goes on from step to step', () => {
    useBackend(backend);
    const mean = running();
    mean.load({ n: 0, sum: [0, 0] });
    expect(mean.step([1, 2])).toEqual(Float64Array.of(1, 2));
    expect(mean.step([2, 4])).toEqual(Float64Array.of(1.5, 3));
    expect(mean.read()).toEqual({ n: 2, sum: Float64Array.of(3, 6) });
    expect(mean.steps(998, [3, 3])).toEqual(Float64Array.of(2.997, 3));
    expect(mean.read()).toEqual({ n: 1000, sum: Float64Array.of(2997, 3000) });
    mean.load({ n: 1, sum: [5, 5] });
    expect(mean.step([1, 1])).toEqual(Float64Array.of(3, 3));
  });

  test('may change places, stay, be a part or a broadcast of another, and be a result too', () => {
    useBackend(backend);
    const f = stateful(
      ([a, b, c, d]) => [[b, a, c, a.add(b)], { old: a, sum: a.add(b), d }],
      [[[20], [20], { shape: [3], dtype: 'f32' }, [20]]],
    );
    const a = Float64Array.from({ length: 20 }, (_, i) => i / 3);
    const b = a.map((x) => 1 / x);
    const c = Float32Array.of(1, 2, 3);
    f.load([a, b, c, a]);
    expect(f.step()).toEqual({ old: a, sum: a.map((x, i) => x + b[i]), d: a });
    expect(f.read()).toEqual([b, a, c, a.map((x, i) => x + b[i])]);
    f.steps(3);
    expect(f.read().slice(0, 3)).toEqual([a, b, c]);
  });

  test('is saved and resumed bit for bit, by way of JSON', () => {
    useBackend(backend);
    const f = stateful(
      (s, x) => [{ a: s.a.mul(1.1).add(x), b: s.b.exp().mul(0.3) }],
      [{ a: [9], b: { shape: [2], dtype: 'f32' } }, []],
    );
    f.load({ a: [1, -0, Number.NaN, Number.POSITIVE_INFINITY, 5e-324, 0.1, 1e300, -1e-310, 3], b: [0.1, 2] });
    const read = f.read();
    const saved = f.save();
    const text = JSON.stringify(saved);
    f.resume(JSON.parse(text) as SavedState);
    expect(f.read()).toStrictEqual(read);
    expect(f.step(0.1)).toBeUndefined();
    f.steps(4, 0.1);
    const there = f.read();
    const other = stateful(
      (s, x) => [{ a: s.a.mul(1.1).add(x), b: s.b.exp().mul(0.3) }],
      [{ a: [9], b: { shape: [2], dtype: 'f32' } }, []],
    );
    other.resume(JSON.parse(text) as SavedState);
    other.steps(2, 0.1);
    other.resume(JSON.parse(JSON.stringify(other.save())) as SavedState);
    other.steps(3, 0.1);
    expect(other.read()).toStrictEqual(there);
    expect(JSON.stringify(other.save())).toBe(JSON.stringify(f.save()));
  });
});

test('a step says what it does', () => {
  const mean = running();
  expect(inspect(mean)).toBe(
    'stateful (state.n [], state.sum [2], data[0] [2]) -> next.n [], next.sum [2], result [2]',
  );
  expect(mean.explain()).toContain('state.sum [2] = state.sum, data[0]');
});

test('a state moves with the backend', () => {
  useBackend('wasm');
  const mean = running();
  mean.load({ n: 0, sum: [0, 0] });
  mean.step([1, 2]);
  useBackend('typescript');
  mean.step([2, 4]);
  useBackend('wasm');
  expect(mean.step([3, 3])).toEqual(Float64Array.of(2, 3));
  expect(mean.read()).toEqual({ n: 3, sum: Float64Array.of(6, 9) });
});

/** A step of two vectors and a number, made of choices. */
function stepOf(choices: readonly number[]): (state: readonly Tensor[]) => readonly [Tensor[], Tensor[]] {
  return (state) => {
    const known = [...state];
    const results: Tensor[] = [];
    for (let i = 0; i + 2 < choices.length; i += 3) {
      const a = known[choices[i + 1] % known.length];
      const b = known[choices[i + 2] % known.length];
      const vector = a.rank > 0 ? a : b.rank > 0 ? b : known[0];
      const made: Tensor[] = [
        a.add(b).mul(0.5),
        a.sub(b),
        tanh(a).mul(b),
        a.sum().mul(0.01).add(b.mul(0.5)),
        flip(vector.add(b.sum().mul(0.001))),
        cumulativeSum(vector).mul(0.01),
        gather(
          vector,
          [...Array(300).keys()].map((k) => (k * 7) % 300),
        ),
        scan(
          ((h: Tensor, x: Tensor) => [tanh(h.mul(0.5).add(x)), h]) as never,
          0,
          vector as never,
        )[1] as never,
      ];
      const chosen = made[choices[i] % made.length];
      known.push(chosen);
      if (choices[i] % 5 === 0) results.push(chosen);
    }
    const last = (rank: number, skip: number) =>
      known.filter((each) => each.rank === rank).at(-1 - skip) as Tensor;
    const next =
      choices[0] % 2 === 0 ? [last(1, 0), last(1, 1), last(0, 0)] : [last(1, 1), last(1, 0), last(0, 0)];
    return [next, results];
  };
}

test('any step does what the same function does that gets its state handed in', () => {
  useBackend('wasm');
  let inPlace = 0;
  fc.assert(
    fc.property(fc.array(fc.nat(1000), { minLength: 3, maxLength: 24 }), (choices) => {
      const specs = [[300], [300], []] as const;
      const step = stepOf(choices);
      const made = stateful(step as never, [specs]) as unknown as Stateful<
        unknown[],
        unknown[],
        [],
        unknown[]
      >;
      const plain = compile(step as never, [specs]) as unknown as (s: unknown) => [unknown[], unknown[]];
      let state: unknown[] = [
        Float64Array.from({ length: 300 }, (_, i) => (i % 17) / 17),
        new Float64Array(300).fill(0.25),
        0.5,
      ];
      made.load(state);
      if (!made.explain().includes('copy')) inPlace++;
      for (let k = 0; k < 3; k++) {
        const result = made.step();
        const [next, expected] = plain(state);
        expect(result).toStrictEqual(expected);
        expect(made.read()).toStrictEqual(next);
        state = next;
      }
    }),
    { numRuns: 300, seed: 11 },
  );
  expect(inPlace).toBeGreaterThan(20);
});

describe('errors', () => {
  const make = stateful as unknown as (fn: (...t: never[]) => unknown, specs: unknown) => unknown;
  test.each([
    ['result', () => 3, [[]]],
    ['result', () => [], [[]]],
    ['result[0]', () => [undefined], [[]]],
    ['result[0].a', ({ b }: { b: unknown }) => [{ b }], [{ a: [], b: [] }]],
    ['result[0].c', (s: object) => [{ ...s, c: Object.values(s)[0] }], [{ a: [], b: [] }]],
    ['result[0].a', ({ a }: { a: { add(x: number[]): unknown } }) => [{ a: a.add([1, 2]) }], [{ a: [] }]],
    ['result[1]', (s: unknown) => [s, 3], [[]]],
    ['state', (s: unknown) => [s], []],
    ['shapes', (s: unknown) => [s], undefined],
  ])('when it is made: %s', (parameter, fn, specs) => {
    expect(() => make(fn as never, specs)).toThrow(expect.objectContaining({ parameter }));
  });

  test('when it runs', () => {
    const mean = running();
    const thrown = (parameter: string) => expect.objectContaining({ parameter });
    for (const early of [() => mean.step([1, 2]), () => mean.read(), () => mean.save()]) {
      expect(early).toThrow(thrown('state'));
    }
    expect(() => mean.load({ n: 0 } as never)).toThrow(thrown('state.sum'));
    expect(() => mean.read()).toThrow(thrown('state'));
    mean.load({ n: 0, sum: [0, 0] });
    expect(() => mean.step([1, 2, 3])).toThrow(thrown('data[0].length'));
    expect(() => mean.steps(0, [1, 2])).toThrow(thrown('count'));
    expect(() => mean.steps(2 ** 31, [1, 2])).toThrow(thrown('count'));
    const saved = mean.save();
    const resume = (change: object) => () => mean.resume({ ...saved, ...change } as SavedState);
    expect(resume({ version: 2 })).toThrow(thrown('saved.version'));
    expect(resume({ state: 3 })).toThrow(thrown('saved.state'));
    expect(resume({ state: [] })).toThrow(thrown('saved.state.length'));
    const [n, sum] = saved.state;
    expect(resume({ state: [sum, n] })).toThrow(thrown('saved.state[0].path'));
    expect(resume({ state: [n, { ...sum, shape: [3] }] })).toThrow(thrown('saved.state[1].shape'));
    expect(resume({ state: [n, { ...sum, data: 'AAAA' }] })).toThrow(thrown('saved.state[1].data'));
    expect(resume({ state: [n, { ...sum, data: [1, '2'] }] })).toThrow(thrown('saved.state[1].data'));
    expect(mean.read()).toEqual({ n: 0, sum: Float64Array.of(0, 0) });
  });
});
