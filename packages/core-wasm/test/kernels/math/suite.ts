// What every mathematical kernel must satisfy: one call a kernel, see exp.test.ts.
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine';
import { backends, eachBackend, runAll } from '../../backends';
import { measure } from './accuracy';
import { bounds } from './bounds';

type Scalar = (...args: number[]) => number;
type Fill = (x: number, n: number, out: number) => void;

const named = <F>(machine: Machine, name: string): F =>
  (machine.kernels as unknown as Record<string, F>)[name];

const EDGES = [
  0,
  5e-324,
  2.2250738585072014e-308,
  2.225073858507201e-308,
  1e-300,
  2 ** -54,
  2 ** -53,
  1e-8,
  0.25,
  0.5,
  Math.SQRT1_2,
  1,
  1 - 2 ** -53,
  1 + 2 ** -52,
  1.5,
  2,
  3,
  8,
  26.5,
  37,
  40,
  707.9999,
  708,
  709.782712893384,
  709.7827128933841,
  745.1332191019411,
  745.1332191019412,
  800,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  1e300,
  1.7976931348623157e308,
  Number.POSITIVE_INFINITY,
  Number.NaN,
];

/** A generator of test words; only for tests. */
export function words(seed: number): () => number {
  let x = seed >>> 0;
  return () => {
    x = (Math.imul(x, 1664525) + 1013904223) >>> 0;
    let y = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
    y = Math.imul(y ^ (y >>> 12), 0x297a2d39);
    return (y ^ (y >>> 15)) >>> 0;
  };
}

/** Doubles that reach every path: edges of both signs, any bit patterns, moderate values, probabilities. */
export function hostile(n: number, seed = 1): Float64Array {
  const next = words(seed);
  const out = new Float64Array(n);
  const view = new DataView(out.buffer);
  for (let i = 0; i < n; i++) {
    const kind = next() % 8;
    const u = (next() + 0.5) / 4294967296;
    if (kind === 0) out[i] = EDGES[next() % EDGES.length] * (next() & 1 ? 1 : -1);
    else if (kind === 1) {
      view.setUint32(i * 8, next());
      view.setUint32(i * 8 + 4, next());
    } else if (kind < 4) out[i] = (u - 0.5) * 80;
    else if (kind === 4) out[i] = (u - 0.5) * 1600;
    else if (kind === 5) out[i] = 1 + (u - 0.5) * 2 ** -(next() % 40);
    else out[i] = u;
  }
  return out;
}

/** Asserts equality of doubles as bits, NaN equal to NaN. */
export function expectSame(got: Float64Array, want: Float64Array, what: string): void {
  for (let i = 0; i < want.length; i++) {
    if (!Object.is(got[i], want[i])) throw new Error(`${what}: element ${i} is ${got[i]}, not ${want[i]}`);
  }
}

export interface Kernel {
  /** Name in the ABI; the reference table has the same name in lower case with dashes. */
  name: string;
  /** [arguments, exact result] */
  exact: [number[], number][];
  /** Further tables and their bounds, by table name. */
  tables?: string[];
  /** Name of the array form. */
  fill?: string;
}

/** Accuracy, special values, equality of backends and the laws of the array form. */
export function mathKernel({ name, exact, tables, fill }: Kernel): void {
  const table = name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`);
  describe(name, () => {
    test.each([table, ...(tables ?? [])])('error against the table %s', (each) => {
      const { worst, at } = measure(each, named<Scalar>(backends.portable, name));
      expect(worst, `worst at ${at}`).toBeLessThanOrEqual(bounds[each]);
    });

    test.each(eachBackend)('special values on %s', (_, machine) => {
      for (const [args, want] of exact)
        expect(named<Scalar>(machine, name)(...args), `${name}(${args})`).toBe(want);
    });

    test('all backends agree on every kind of double', () => {
      const inputs = hostile(60_000);
      const second = hostile(60_000, 2);
      const want = inputs.map((x, i) => named<Scalar>(backends.portable, name)(x, second[i]));
      for (const [backend, machine] of eachBackend) {
        const got = inputs.map((x, i) => named<Scalar>(machine, name)(x, second[i]));
        expectSame(got, want, `${name} on ${backend}`);
      }
    });

    if (fill) fillLaws(name, fill);
  });
}

function fillLaws(name: string, fill: string): void {
  const run = (inputs: Float64Array, offset: number, inPlace: boolean): Record<string, Uint8Array> =>
    runAll(
      inputs.length * 8,
      (machine, out) => {
        const x = inPlace ? out : out + inputs.length * 8 + 72;
        machine.f64.set(inputs, x >> 3);
        named<Fill>(machine, fill)(x, inputs.length, out);
      },
      offset,
    );
  const doubles = (bytes: Uint8Array): Float64Array => new Float64Array(bytes.buffer, 0, bytes.length >> 3);

  test(`${fill}: every length, offset and place writes the scalar function's bits`, () => {
    const inputs = hostile(4099, 3);
    const want = inputs.map((x) => named<Scalar>(backends.portable, name)(x));
    const check = (start: number, n: number, offset: number): void => {
      const results = run(inputs.subarray(start, start + n), offset, n % 2 === 1);
      for (const backend of Object.keys(results))
        expectSame(doubles(results[backend]), want.subarray(start, start + n), `${fill}(${n}) on ${backend}`);
    };
    for (let n = 0; n <= 40; n++) for (let offset = 0; offset < 64; offset += 8) check(n * 7, n, offset);
    for (let n = 41; n <= 4099; n += n < 300 || n > 4080 ? 1 : 97) check(0, n, (n % 8) * 8);
  });

  test(`${fill}: ordinary values, where the twins take no exits`, () => {
    const next = words(11);
    // Probabilities, then numbers of both signs from the centre far into the tails.
    const unit = new Float64Array(16384).map(() => (next() + 0.5) / 4294967296);
    const inputs = unit.map((u, i) => (i < 8192 ? u : (u - 0.5) * (i % 3 === 0 ? 3 : 60)));
    const want = inputs.map((x) => named<Scalar>(backends.portable, name)(x));
    for (const [backend, bytes] of Object.entries(run(inputs, 0, false)))
      expectSame(doubles(bytes), want, `${fill} on ${backend}`);
  });
}
