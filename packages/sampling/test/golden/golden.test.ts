// Values are API: the first draws and a hash of 10^5, for each way to draw, as each type, on both backends.
// A change needs a line in the changelog and a new version of the algorithm; then STOKAST_UPDATE_GOLDEN=1 writes it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  Bernoulli,
  Categorical,
  Exponential,
  type Interval,
  keep,
  Normal,
  stream,
  Uniform,
} from '../../src/index.ts';
import { onEach } from '../backends.ts';

const path = new URL('./draws.json', import.meta.url);
const N = 100_000;

type Typed = Float64Array | Float32Array | Int32Array | Uint8Array | Uint32Array;
const cases: Record<string, () => Typed> = {};
const add = (name: string, make: () => Typed): void => {
  cases[name] = make;
};

for (const d of [Uniform(), Uniform(-3, 5), Normal(), Normal(-1.5, 2.5), Exponential(), Exponential(0.25)]) {
  add(`${d} f64`, () => d.fill(stream('golden'), new Float64Array(N)));
  add(`${d} f32`, () => d.fill(stream('golden'), new Float32Array(N)));
  for (const type of [Float64Array, Float32Array] as const) {
    add(`${d} inverse-cdf ${type === Float64Array ? 'f64' : 'f32'}`, () =>
      d.fill(stream('golden'), new type(N), { method: 'inverse-cdf' }),
    );
  }
  add(`${d} philox4x32-10 f64`, () =>
    d.fill(stream('golden', { engine: 'philox4x32-10' }), new Float64Array(N)),
  );
}
for (const d of [
  Bernoulli(0.3),
  Categorical({ probabilities: [1, 2, 0, 3, 0.5] }),
  Categorical({ logits: Array.from({ length: 200 }, (_, i) => ((i * 37) % 101) / 20) }),
]) {
  add(`${d} i32`, () => d.sample(stream('golden'), N));
  add(`${d} u8`, () => d.fill(stream('golden'), new Uint8Array(N)));
}
for (const interval of ['[)', '(]', '()', '[]'] satisfies Interval[])
  add(`uniform ${interval}`, () => stream('golden').uniform(N, interval));
add('words', () => stream('golden').words(N));
add('words at 2^40', () =>
  stream('golden')
    .at(2 ** 40)
    .words(N),
);
add('words of a child', () => stream('golden').split(['child', 7]).words(N));
add('integers below 6', () => stream('golden').integers(0, 6, N));
add('integers below 2^50 + 1', () => stream('golden').integers(0, 2 ** 50 + 1, N));
add('shuffle', () => stream('golden').shuffle(Int32Array.from({ length: N }, (_, i) => i)));
add('choice', () => stream('golden').choice(2 ** 31 - 1, N));
for (const d of [Uniform(-9, 9), Normal(0.1, 1.7), Exponential(0.3)]) {
  add(`${d} evaluated`, () => {
    const x = Float64Array.from({ length: 1000 }, (_, i) => Math.abs((i - 300) / 100));
    const p = x.map((_, i) => i / 999);
    const score = Object.values(d.score(x) as Record<string, number>);
    const all = [
      d.logProb(x),
      d.cdf(x),
      d.sf(x),
      d.quantile(p),
      [d.logLikelihood(keep(x)), d.entropy, ...score],
    ];
    return Float64Array.from(all.flatMap((each) => [...each]));
  });
}

const sha = (values: Typed): string =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');
const found = onEach(() =>
  Object.fromEntries(
    Object.entries(cases).map(([name, make]) => {
      const values = make();
      return [name, `${values.subarray(0, 4).join(', ')}; ${sha(values).slice(0, 32)}`];
    }),
  ),
);

if (process.env.STOKAST_UPDATE_GOLDEN) writeFileSync(path, `${JSON.stringify(found.wasm, null, 2)}\n`);
const golden = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};

test.each(['wasm', 'typescript'] as const)('golden values on %s', (backend) => {
  expect(found[backend]).toEqual(golden);
});
