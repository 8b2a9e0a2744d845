// Every kernel that fills an array with draws, in one list: tests of all of them, and laws, take it from here.
import type { Machine } from '../src/machine';

/** A kernel that fills n elements from the words `position`, position + 1, ... of a source. */
export interface Fill {
  /** Words of the cursor and bytes of the output that one element takes. */
  readonly words: number;
  readonly bytes: number;
  /** Type of the output. */
  readonly type: 'f64' | 'f32' | 'i32';
  /** Lays out what `fill` reads beside the source, in TABLE. */
  readonly prepare?: (machine: Machine) => void;
  readonly fill: (machine: Machine, source: number, position: number, n: number, out: number) => void;
}

/** Where `prepare` writes, from the machine's scratch on: behind any output of these tests. */
export const TABLE = 1 << 17;

const f64 = (fill: Fill['fill']): Fill => ({ words: 2, bytes: 8, type: 'f64', fill });
const f32 = (fill: Fill['fill']): Fill => ({ words: 1, bytes: 4, type: 'f32', fill });
const i32 = (fill: Fill['fill']): Fill => ({ words: 1, bytes: 4, type: 'i32', fill });

/** Weights of the table that `categorical` draws from: three orders of magnitude, and zeros. */
export const weights: number[] = Array.from({ length: 37 }, (_, i) => (i % 9 === 4 ? 0 : 1000 / (1 + i * i)));

export function layTable(machine: Machine, values: readonly number[]): number {
  const table = machine.scratch + TABLE;
  const at = table + (1 << 16);
  machine.f64.set(values, at >> 3);
  machine.kernels.buildAlias(at, values.length, table);
  return table;
}

export const fills: Record<string, Fill> = {
  words: i32((m, source, position, n, out) => m.kernels.fillWords(source, position, n, out)),
  'uniform [)': f64((m, ...a) => m.kernels.fillUniform(...head(a), 0, 0, 1, a[3])),
  'uniform (]': f64((m, ...a) => m.kernels.fillUniform(...head(a), 1, -3, 1, a[3])),
  'uniform ()': f64((m, ...a) => m.kernels.fillUniform(...head(a), 2, 0, 1, a[3])),
  'uniform []': f64((m, ...a) => m.kernels.fillUniform(...head(a), 3, 1e-3, 1e300, a[3])),
  'uniform f32 [)': f32((m, ...a) => m.kernels.fillUniformF32(...head(a), 0, 0, 1, a[3])),
  'uniform f32 (]': f32((m, ...a) => m.kernels.fillUniformF32(...head(a), 1, -3, 1, a[3])),
  'uniform f32 ()': f32((m, ...a) => m.kernels.fillUniformF32(...head(a), 2, 0, 1, a[3])),
  'uniform f32 []': f32((m, ...a) => m.kernels.fillUniformF32(...head(a), 3, 1, 1.5, a[3])),
  normal: f64((m, ...a) => m.kernels.fillNormal(...head(a), 0, 1, a[3])),
  'normal(3, 0.1)': f64((m, ...a) => m.kernels.fillNormal(...head(a), 3, 0.1, a[3])),
  'normal inverse': f64((m, ...a) => m.kernels.fillNormalInverse(...head(a), 0, 1, a[3])),
  'normal f32': f32((m, ...a) => m.kernels.fillNormalF32(...head(a), 0, 1, a[3])),
  exponential: f64((m, ...a) => m.kernels.fillExponential(...head(a), 1, a[3])),
  'exponential(0.3)': f64((m, ...a) => m.kernels.fillExponential(...head(a), 0.3, a[3])),
  'exponential inverse': f64((m, ...a) => m.kernels.fillExponentialInverse(...head(a), 2, a[3])),
  'exponential f32': f32((m, ...a) => m.kernels.fillExponentialF32(...head(a), 1, a[3])),
  'bernoulli(0.3)': i32((m, ...a) => m.kernels.fillBernoulli(...head(a), 0.3, a[3])),
  'bernoulli(1)': i32((m, ...a) => m.kernels.fillBernoulli(...head(a), 1, a[3])),
  'below 10': i32((m, ...a) => m.kernels.fillBelow(...head(a), 10, a[3])),
  'below 3000000001': i32((m, ...a) => m.kernels.fillBelow(...head(a), 3000000001 | 0, a[3])),
  'below 2^32': i32((m, ...a) => m.kernels.fillBelow(...head(a), 0, a[3])),
  'below53 10^12': f64((m, ...a) => m.kernels.fillBelow53(...head(a), 1e12, a[3])),
  'below53 2^52 + 1': f64((m, ...a) => m.kernels.fillBelow53(...head(a), 4503599627370497, a[3])),
  categorical: {
    words: 2,
    bytes: 4,
    type: 'i32',
    prepare: (machine) => void layTable(machine, weights),
    fill: (m, ...a) => m.kernels.fillCategorical(...head(a), m.scratch + TABLE, weights.length, a[3]),
  },
};

function head([source, position, n]: [number, number, number, number]): [number, number, number] {
  return [source, position, n];
}
