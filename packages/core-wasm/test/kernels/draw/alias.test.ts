// What an alias table says, column by column, against the weights it was built from.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Machine } from '../../../src/machine';
import { eachBackend } from '../../backends';

/** Builds the table of these weights; returns its words. */
function build(m: Machine, weights: readonly number[]): Uint32Array {
  const k = weights.length;
  const from = m.reserve(8 * k);
  const table = m.reserve(m.kernels.aliasBytes(k));
  m.f64.set(weights, from >> 3);
  m.u32.fill(0xa5a5a5a5, table >> 2, (table >> 2) + 3 * k);
  m.kernels.buildAlias(from, k, table);
  const words = m.u32.slice(table >> 2, (table >> 2) + 3 * k);
  m.release(from);
  m.release(table);
  return words;
}

/** k 2^64 P(i), exactly. */
function masses(words: Uint32Array): bigint[] {
  const k = words.length / 3;
  const mass = new Array<bigint>(k).fill(0n);
  for (let i = 0; i < k; i++) {
    const threshold = (BigInt(words[2 * i]) << 32n) | BigInt(words[2 * k + i]);
    const alias = words[2 * i + 1];
    expect(alias).toBeLessThan(k);
    mass[i] += threshold;
    mass[alias] += 2n ** 64n - threshold;
  }
  return mass;
}

/** The greatest relative error of a probability, beyond 4 units of 2^-64 of a column; none drawn that must not be. */
function worst(weights: readonly number[], words: Uint32Array): number {
  const mass = masses(words);
  const k = weights.length;
  // Exact sums: every double is an integer times 2^-1074.
  const integers = weights.map(exact);
  const total = integers.reduce((sum, x) => sum + x, 0n);
  let error = 0;
  for (let i = 0; i < k; i++) {
    if (weights[i] === 0) expect(mass[i]).toBe(0n);
    // mass / (k 2^64) against integer / total.
    const expected = integers[i] * BigInt(k) * 2n ** 64n;
    const difference = mass[i] * total - expected;
    const beyond = (difference < 0n ? -difference : difference) - 4n * total;
    if (beyond > 0n) error = Math.max(error, Number((beyond * 2n ** 80n) / expected) / 2 ** 80);
  }
  return error;
}

function exact(x: number): bigint {
  const bits = new DataView(new ArrayBuffer(8));
  bits.setFloat64(0, x);
  const raw = bits.getBigUint64(0);
  const exponent = Number(raw >> 52n) & 2047;
  const fraction = raw & (2n ** 52n - 1n);
  return exponent === 0 ? fraction : (fraction | (2n ** 52n)) << BigInt(exponent - 1);
}

const cases: Record<string, number[]> = {
  one: [3],
  'one that is tiny': [5e-324],
  equal: new Array(1000).fill(0.1),
  'equal, rounding up': new Array(7).fill(1 / 3),
  two: [1, 2],
  'zeros between': [0, 1, 0, 0, 5, 0],
  'zeros and subnormals': [0, 5e-324, 5e-324, 0, 1e-323],
  'as large as they come': [1.7e308, 1.7e308, 0, 1e308],
  'from the least to the greatest': [5e-324, 1e-300, 1, 1e300, 1.7e308],
  'one that has nearly all': [1e300, ...new Array(999).fill(1)],
  'one over the mean': [...new Array(999).fill(1), 1.0000000000000002],
  'one under the mean': [...new Array(999).fill(1), 0.9999999999999999],
  geometric: Array.from({ length: 1000 }, (_, i) => 1.5 ** -i),
  rising: Array.from({ length: 20_000 }, (_, i) => i),
  falling: Array.from({ length: 20_000 }, (_, i) => 20_000 - i),
  zipf: Array.from({ length: 50_000 }, (_, i) => 1 / (i + 1)),
};

test.each(Object.entries(cases))(
  '%s: every probability to 10^-12, the same table on every backend',
  (_, weights) => {
    const tables = eachBackend.map(([, m]) => build(m, weights));
    expect(worst(weights, tables[0])).toBeLessThan(1e-12);
    expect(Buffer.compare(Buffer.from(tables[1].buffer), Buffer.from(tables[0].buffer))).toBe(0);
    expect(Buffer.compare(Buffer.from(tables[2].buffer), Buffer.from(tables[0].buffer))).toBe(0);
  },
);

test('any weights, the same table on every backend', () => {
  const weight = fc.oneof(
    fc.constant(0),
    fc.double({ min: 0, max: 1.7e308, noNaN: true }),
    fc.double({ min: 0, max: 1, noNaN: true }),
    fc.nat(5),
  );
  fc.assert(
    fc.property(fc.array(weight, { minLength: 1, maxLength: 60 }), (weights) => {
      const sum = weights.reduce((a, b) => a + b, 0);
      fc.pre(sum > 0 && Number.isFinite(sum));
      const tables = eachBackend.map(([, m]) => build(m, weights));
      expect(tables[1]).toEqual(tables[0]);
      expect(tables[2]).toEqual(tables[0]);
      return worst(weights, tables[0]) < 1e-14;
    }),
    { seed: 7, numRuns: 300 },
  );
});

test('a hundred thousand weights take one pass', () => {
  const [, m] = eachBackend[0];
  const weights = Array.from({ length: 100_000 }, (_, i) => (i * 7919) % 1009);
  expect(worst(weights, build(m, weights))).toBeLessThan(1e-12);
});
