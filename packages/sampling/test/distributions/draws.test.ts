// How draws are made: by the laws, by both backends, by each method, as singles and doubles.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bernoulli, Categorical, Exponential, Normal, stream, Uniform } from '../../src/index.ts';
import { expectSame, onBothBackends, onEach } from '../backends.ts';
import { continuous, distributions, each } from './families.ts';
import { chunkFree, elementAddressed, fillOf, offsetFree, scalarIsFill } from './laws.ts';

const doubles = (n: number): Float64Array => new Float64Array(n);
const singles = (n: number): Float32Array => new Float32Array(n);
/** Around the chunks in which fills pass through the scratch: 32768 doubles, 65536 singles or words. */
const PARTS = [1, 2, 1023, 31742, 1, 32767, 32768, 32769, 65535, 65537, 0, 5];
const AROUND = [0, 1, 1023, 1024, 32767, 32768, 32769, 65535, 65536, 65537, 131071, 131072];

onBothBackends(() => {
  test.each(each)('%s: laws of fills', (name, d) => {
    const kinds = d.discrete ? [doubles, (n: number) => new Int32Array(n)] : [doubles, singles];
    for (const make of kinds) {
      chunkFree(fillOf(d), make, name, PARTS);
      elementAddressed(fillOf(d), make, name, 131073, AROUND);
      offsetFree(fillOf(d), make, name);
    }
    scalarIsFill(d, name, 700);
  });

  test.each(continuous.map((d) => [String(d), d] as const))(
    '%s: laws of the inverse-cdf method',
    (name, d) => {
      const fill = (s: Parameters<typeof d.fill>[0], out: Float64Array) =>
        (d as Normal).fill(s, out, { method: 'inverse-cdf' });
      for (const make of [doubles, singles]) {
        chunkFree(fill as never, make, name, [1, 32767, 2, 40000]);
        elementAddressed(fill as never, make, name, 40000, [0, 16383, 16384, 32768, 39999]);
      }
    },
  );
});

test('chunks of any sizes', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...distributions),
      fc.array(fc.nat(3000), { maxLength: 8 }),
      fc.string({ unit: 'grapheme' }),
      (d, parts, seed) => {
        chunkFree(fillOf(d), doubles, seed, parts);
      },
    ),
    { numRuns: 100 },
  );
});

test('both backends give the same bits', () => {
  for (const d of distributions) {
    const { wasm, typescript } = onEach(() => [
      d.fill(stream('same'), doubles(50000)),
      d.fill(stream('same'), singles(50000)),
    ]);
    for (const i of [0, 1]) expectSame(typescript[i], wasm[i]);
  }
});

test('the inverse-cdf method is the quantile of a uniform in (0, 1)', () => {
  for (const d of [Normal(), Normal(3, 0.25), Exponential(), Exponential(7)]) {
    const draws = d.sample(stream('u'), 1000, { method: 'inverse-cdf' });
    const u = stream('u').uniform(1000, '()');
    const wanted = d.quantile(u);
    // Normal draws see 64 bits, of which u has 52: they agree as far as u says.
    if (d.name === 'Exponential') expectSame(draws, wanted);
    draws.forEach((x, i) => {
      expect(Math.abs(d.cdf(x) - u[i])).toBeLessThan(2 ** -50);
    });
    const order = Array.from(u.keys()).sort((a, b) => u[a] - u[b]);
    for (let i = 1; i < 1000; i++) expect(draws[order[i]]).toBeGreaterThanOrEqual(draws[order[i - 1]]);
    expect(d.sample(stream('u'), undefined, { method: 'inverse-cdf' })).toBe(draws[0]);
    expect(d.fill(stream('u'), singles(1000), { method: 'inverse-cdf' })).toEqual(Float32Array.from(draws));
    expect(d.sample(stream('u'), 3, { method: 'ziggurat' })).toEqual(d.sample(stream('u'), 3));
  }
  expect(Uniform(2, 4).sample(stream('u'), 3, { method: 'inverse-cdf' })).toEqual(
    Uniform(2, 4).sample(stream('u'), 3),
  );
  expect(() => Uniform().sample(stream(1), 3, { method: 'ziggurat' })).toThrow(
    expect.objectContaining({ code: 'STOKAST_E_RANGE', parameter: 'options.method' }),
  );
  expect(() => Normal().sample(stream(1), 3, { methods: 'ziggurat' } as never)).toThrow(
    expect.objectContaining({
      code: 'STOKAST_E_TYPE',
      message: expect.stringContaining('did you mean method?'),
    }),
  );
});

test('rsample has the values of sample and their derivatives', () => {
  for (const d of continuous as unknown as readonly (Normal | Uniform | Exponential)[]) {
    const { value, partials } = d.rsample(stream('r'), 500);
    expect(value).toEqual(d.sample(stream('r'), 500));
    const s = stream('r');
    for (let i = 0; i < 20; i++) {
      const one = d.rsample(s);
      expect(one.value).toBe(value[i]);
      for (const [name, partial] of Object.entries(partials)) {
        expect(one.partials[name as never]).toBe((partial as Float64Array)[i]);
      }
    }
    // The same randomness under parameters a little apart.
    const factory = { Normal, Uniform, Exponential }[d.name] as (...p: number[]) => Normal;
    const parameters = Object.values(d.parameters) as number[];
    Object.entries(partials).forEach(([, partial], which) => {
      const h = 1e-6;
      const up = factory(...parameters.map((p, j) => (j === which ? p + h : p))).sample(stream('r'), 500);
      const down = factory(...parameters.map((p, j) => (j === which ? p - h : p))).sample(stream('r'), 500);
      for (let i = 0; i < 500; i++) {
        const rise = (up[i] - down[i]) / (2 * h);
        expect(Math.abs(rise - (partial as Float64Array)[i])).toBeLessThan(1e-6 * (1 + Math.abs(rise)));
      }
    });
  }
});

test('discrete families have no rsample', () => {
  for (const d of distributions.filter((each) => each.discrete)) expect('rsample' in d).toBe(false);
});

test('discrete draws go into any typed array that holds them', () => {
  const d = Categorical({ probabilities: new Float64Array(300).fill(1) });
  const wanted = Array.from(d.sample(stream(1), 100));
  for (const type of [Float64Array, Float32Array, Int32Array, Uint32Array, Int16Array, Uint16Array]) {
    expect(Array.from(d.fill(stream(1), new type(100)))).toEqual(wanted);
  }
  for (const type of [Uint8Array, Uint8ClampedArray, Int8Array]) {
    expect(() => d.fill(stream(1), new type(100))).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_RANGE', parameter: 'out' }),
    );
    expect(Array.from(Bernoulli(0.5).fill(stream(1), new type(100)))).toEqual(
      Array.from(Bernoulli(0.5).sample(stream(1), 100)),
    );
  }
});

test('uniform draws stay below high, also where rounding would reach it', () => {
  // One double between low and high: half of the draws would round to high.
  const d = Uniform(1, 1 + 2 ** -51);
  const draws = d.sample(stream('edge'), 1000);
  expect(new Set(draws)).toEqual(new Set([1, 1 + 2 ** -52]));
  const s = stream('edge');
  for (const x of draws) expect(d.sample(s)).toBe(x);
  expect(Math.max(...Uniform(0, 1e-3).fill(stream('edge'), singles(100000)))).toBeLessThan(Math.fround(1e-3));
  expect(() => Uniform(1, 1 + 1e-10).fill(stream(1), singles(1))).toThrow(
    expect.objectContaining({ code: 'STOKAST_E_RANGE', parameter: 'out' }),
  );
});

test('categories of probability 0 are not drawn', () => {
  const d = Categorical({ probabilities: [0, 3, 0, 1, 0, 0] });
  expect(new Set(d.sample(stream('zero'), 100000))).toEqual(new Set([1, 3]));
});
