// The families as the tests see them: one list, so that every law below is put to each of them.
import type { Machine } from '../../../src/machine';
import bernoulli from '../../vectors/density/bernoulli.json';
import exponential from '../../vectors/density/exponential.json';
import normal from '../../vectors/density/normal.json';
import uniform from '../../vectors/density/uniform.json';
import { roughData } from '../reduce/tree';

export interface Case {
  x: number | string;
  parameters: number[];
  value: number | string;
  partials: number[];
  scales: number[];
}

export interface Family {
  name: 'NORMAL' | 'UNIFORM' | 'EXPONENTIAL' | 'BERNOULLI';
  parameters: number;
  cases: Case[];
  /** Parameters of the laws' runs: ordinary ones, and those that take another path through the code. */
  settings: [number, number][];
  /** Where derivatives are compared with differences: points and parameters. */
  smooth: { x: number[]; at: [number, number] };
  /** Data of the laws' runs: inside the support and, now and then, outside. */
  data: (n: number) => Float64Array;
  logProb: (machine: Machine, x: number, a: number, b: number) => number;
}

const everyTenth = (data: Float64Array, value: number): Float64Array =>
  data.map((x, i) => (i % 10 === 9 ? value : x));

export const families: Family[] = [
  {
    name: 'NORMAL',
    parameters: 2,
    cases: normal.cases as Case[],
    settings: [
      [0.5, 2],
      [-3e5, 1e-3],
      [0, 1e-310],
      [1e307, 1.7e308],
      [0, 3e-151],
    ],
    smooth: { x: [0, 1, 0.25, 2.5], at: [0.7, 1.3] },
    data: (n) => roughData(n, 11),
    logProb: (machine, x, a, b) => machine.kernels.normalLogProb(x, a, b),
  },
  {
    name: 'UNIFORM',
    parameters: 2,
    cases: uniform.cases as Case[],
    settings: [
      [-16, 16],
      [-1e9, 2],
    ],
    smooth: { x: [0, -3.9, 4.9, 7], at: [-4, 5] },
    data: (n) => roughData(n, 12),
    logProb: (machine, x, a, b) => machine.kernels.uniformLogProb(x, a, b),
  },
  {
    name: 'EXPONENTIAL',
    parameters: 1,
    cases: exponential.cases as Case[],
    settings: [
      [0.3, 0],
      [1e300, 0],
    ],
    smooth: { x: [0, 1, 0.25, 2.5], at: [0.7, 0] },
    data: (n) => everyTenth(roughData(n, 13).map(Math.abs), 0),
    logProb: (machine, x, a) => machine.kernels.exponentialLogProb(x, a),
  },
  {
    name: 'BERNOULLI',
    parameters: 1,
    cases: bernoulli.cases as Case[],
    settings: [
      [0.3, 0],
      [0, 0],
      [1, 0],
    ],
    smooth: { x: [0, 1], at: [0.3, 0] },
    data: (n) => roughData(n, 14).map((x) => (x < 0 ? 0 : 1)),
    logProb: (machine, x, a) => machine.kernels.bernoulliLogProb(x, a),
  },
];

/** fillDensity of one column over `x`. */
export function fill(
  machine: Machine,
  family: Family,
  column: number,
  x: ArrayLike<number>,
  [a, b]: [number, number],
): Float64Array {
  const { kernels } = machine;
  const from = machine.reserve(8 * x.length);
  machine.f64.set(x, from / 8);
  kernels.fillDensity(kernels[family.name], column, from, x.length, a, b, from);
  const out = machine.f64.slice(from / 8, from / 8 + x.length);
  machine.release(from);
  return out;
}

/** logLikelihood of `x`, pushed in `chunks` and the rest: value, and the partial derivatives if asked for. */
export function likelihood(
  machine: Machine,
  family: Family,
  x: Float64Array | Float32Array,
  [a, b]: [number, number],
  columns: number,
  chunks: number[] = [],
  offset = 0,
): number[] {
  const { kernels } = machine;
  const single = x instanceof Float32Array ? 1 : 0;
  const block = machine.reserve(x.byteLength + 64);
  const address = block + offset * x.BYTES_PER_ELEMENT;
  if (x instanceof Float32Array) machine.f32.set(x, address / 4);
  else machine.f64.set(x, address / 8);
  kernels.treeStart(kernels.TREE, columns, 0);
  let at = 0;
  for (const chunk of [...chunks, x.length]) {
    const n = Math.min(chunk, x.length - at);
    const from = address + at * x.BYTES_PER_ELEMENT;
    kernels.logLikelihood(kernels[family.name], kernels.TREE, from, n, single, a, b);
    at += n;
  }
  kernels.treeFinish(kernels.TREE);
  machine.release(block);
  return [...machine.f64.subarray(kernels.RESULT / 8, kernels.RESULT / 8 + columns)];
}
