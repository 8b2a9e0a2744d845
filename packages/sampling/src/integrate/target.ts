// What X is drawn from: one distribution, or several independent ones, a column each.
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import type { Distribution } from '../distributions/distribution.ts';
import { fillThrough } from '../stream/fill.ts';
import type { Stream } from '../stream/stream.ts';

/** The most components of a product. */
export const MAX_DIMENSIONS = 1024;
/** Words between the lanes of an integral: 2^40, more than any column takes. */
const LANE = 1099511627776;

const WHAT = 'Cannot integrate';

/** A distribution or a product of them; points are rows of an array. */
export class Target {
  readonly components: readonly Distribution[];
  /** The number of components of a product; undefined for one distribution. */
  readonly dimensions: number | undefined;
  readonly d: number;

  constructor(parameter: string, value: unknown) {
    if (Array.isArray(value)) {
      if (value.length === 0 || value.length > MAX_DIMENSIONS) {
        throw rangeFault(
          WHAT,
          `${parameter}.length`,
          value.length,
          `1 to ${MAX_DIMENSIONS}`,
          'STOKAST_E_LENGTH',
        );
      }
      for (let i = 0; i < value.length; i++) checkDistribution(`${parameter}[${i}]`, value[i]);
      this.components = [...value];
      this.dimensions = value.length;
    } else {
      checkDistribution(parameter, value, ', or an array of them');
      this.components = [value];
    }
    this.d = this.components.length;
  }

  /** Writes `n` points to `points`; `column(j, out)` writes the j-th number of each, component j's own. */
  private assemble(points: Float64Array, n: number, column: (j: number, out: Float64Array) => void): void {
    const { d } = this;
    if (d === 1) {
      column(0, points.subarray(0, n));
      return;
    }
    const one = new Float64Array(n);
    for (let j = 0; j < d; j++) {
      column(j, one);
      for (let i = 0, to = j; i < n; i++, to += d) points[to] = one[i];
    }
  }

  /** Draws n points as the families draw; component j draws from lane j. */
  draw(lanes: readonly Stream[], points: Float64Array, n: number): void {
    this.assemble(points, n, (j, out) => this.components[j].fill(lanes[j], out));
  }

  /** Points from points of the unit cube, by quantiles; `column(j, out)` writes the j-th coordinates, in (0, 1). */
  fromCube(points: Float64Array, n: number, column: (j: number, out: Float64Array) => void): void {
    this.assemble(points, n, (j, out) => {
      column(j, out);
      out.set(this.components[j].quantile(out));
    });
  }

  /** Adds sign * log-density of each point to `out`. */
  addLogProb(points: Float64Array, n: number, sign: 1 | -1, out: Float64Array): void {
    const { d } = this;
    const one = new Float64Array(n);
    for (let j = 0; j < d; j++) {
      for (let i = 0, from = j; i < n; i++, from += d) one[i] = points[from];
      const values = this.components[j].logProb(one);
      for (let i = 0; i < n; i++) out[i] += sign * values[i];
    }
  }

  toString(): string {
    const names = this.components.map(String);
    if (names.length > 4) return `[${names.slice(0, 3).join(', ')}, ... ${names.length} in all]`;
    return this.dimensions === undefined ? names[0] : `[${names.join(', ')}]`;
  }
}

function checkDistribution(parameter: string, value: unknown, also = ''): asserts value is Distribution {
  const candidate = value as Partial<Distribution> | null | undefined;
  if (
    typeof candidate !== 'object' ||
    candidate === null ||
    typeof candidate.fill !== 'function' ||
    typeof candidate.quantile !== 'function' ||
    typeof candidate.logProb !== 'function'
  ) {
    throw typeFault(WHAT, parameter, value, `a distribution, such as Normal(0, 1)${also}`);
  }
}

/** `count` parts of a stream that no fill of one reaches the next of. */
export const lanesOf = (source: Stream, count: number): Stream[] =>
  Array.from({ length: count }, (_, j) => source.at(j * LANE));

/** Fills with doubles (k + 1/2) 2^-52 in (0, 1), symmetric about 1/2; two words each. */
export function fillOpen(stream: Stream, out: Float64Array): Float64Array {
  return fillThrough(stream, out, 2, 'f64', (m, source, position, n, to) =>
    m.kernels.fillUniform(source, position, n, 2, 0, 1, to),
  );
}

/** How many units (samples, pairs, strata) of `rows` points each go through at a time: a multiple of 128. */
export function blockOf(d: number, rows: number): number {
  const units = Math.floor(65536 / (d * rows * 128)) * 128;
  return Math.min(Math.max(units, 128), 4096);
}
