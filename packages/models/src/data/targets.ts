// Distributions of points in the plane that generative models are tried on.
import { machine } from '@stokast/core-wasm';
import { checkInteger, MAX_LENGTH } from '@stokast/core-wasm/check';
import { Normal, type Stream } from '@stokast/sampling';

/** A distribution of points in the plane. */
export interface Target {
  /** n points [n, 2]. Point i depends on the stream and its place alone; each takes up the same number of words. */
  sample(stream: Stream, n: number): Float32Array;
}

/** Equal weights on normal distributions of one sigma, each round. */
export interface MixtureTarget extends Target {
  readonly centres: readonly (readonly [x: number, y: number])[];
  readonly sigma: number;
}

const PI = 3.141592653589793;
const HALF = 0.7071067811865476; // sqrt(1/2)

/** n points of u uniform numbers in (0, 1) each: `point(u)` gives x and y. */
function sampler(
  uniforms: number,
  point: (u: Float64Array) => readonly [x: number, y: number],
): Target['sample'] {
  return (stream, n) => {
    checkInteger('Cannot sample a target', 'n', n, 0, MAX_LENGTH / 2);
    const out = new Float32Array(2 * n);
    const rows = 4096;
    for (let done = 0; done < n; done += rows) {
      const some = Math.min(rows, n - done);
      const u = stream.uniform(some * uniforms, '()');
      for (let i = 0; i < some; i++)
        out.set(point(u.subarray(i * uniforms, (i + 1) * uniforms)), 2 * (done + i));
    }
    return out;
  };
}

const standard = /* @__PURE__ */ Normal(0, 1);
const normal = (u: number): number => standard.quantile(u);
/** One of `count` numbers from 0 on. */
const choose = (u: number, count: number): number => Math.min(Math.floor(u * count), count - 1);

/** (mode, z1, z2) -> a centre + sigma z */
function mixture(
  centres: readonly (readonly [x: number, y: number])[],
  sigma: number,
): MixtureTarget {
  const sample = sampler(3, ([mode, a, b]) => {
    const [x, y] = centres[choose(mode, centres.length)];
    return [x + sigma * normal(a), y + sigma * normal(b)];
  });
  return Object.freeze({ centres, sigma, sample });
}

const ring: MixtureTarget = /* @__PURE__ */ mixture(
  [[1, 0], [HALF, HALF], [0, 1], [-HALF, HALF], [-1, 0], [-HALF, -HALF], [0, -1], [HALF, -HALF]],
  0.02,
);

const grid: MixtureTarget = /* @__PURE__ */ mixture(
  Array.from({ length: 25 }, (_, k) => [2 * (k % 5) - 4, 2 * Math.floor(k / 5) - 4] as const),
  0.05,
);

const moons: Target = /* @__PURE__ */ Object.freeze({
  sample: sampler(4, ([which, along, a, b]) => {
    const { sin, cos } = machine().kernels;
    const t = PI * along;
    const [x, y] = which < 0.5 ? [cos(t), sin(t)] : [1 - cos(t), 0.5 - sin(t)];
    return [x + 0.05 * normal(a), y + 0.05 * normal(b)];
  }),
});

const swissRoll: Target = /* @__PURE__ */ Object.freeze({
  sample: sampler(3, ([along, a, b]) => {
    const { sin, cos } = machine().kernels;
    const t = 1.5 * PI * (1 + 2 * along);
    return [(t * cos(t) + 0.5 * normal(a)) / 10, (t * sin(t) + 0.5 * normal(b)) / 10];
  }),
});

const checkerboard: Target = /* @__PURE__ */ Object.freeze({
  sample: sampler(3, ([cell, a, b]) => {
    const k = choose(cell, 8);
    const row = Math.floor(k / 2);
    return [2 * (k % 2) + (row % 2) + a - 2, row + b - 2];
  }),
});

/**
 * Distributions of points in the plane, z for standard normal numbers and u for uniform ones on (0, 1):
 *
 * | | |
 * |---|---|
 * | `ring` | 8 centres (cos, sin)(k pi / 4), + 0.02 z |
 * | `grid` | 25 centres {-4, -2, 0, 2, 4}^2, + 0.05 z |
 * | `moons` | (cos t, sin t) or (1 - cos t, 1/2 - sin t), t = pi u, + 0.05 z |
 * | `swissRoll` | (t (cos t, sin t) + 0.5 z) / 10, t = 3/2 pi (1 + 2 u) |
 * | `checkerboard` | uniform on the cells of [-2, 2]^2, of side 1, whose row and column add up to an even number |
 *
 * ```ts
 * import { targets } from '@stokast/models';
 * import { stream } from '@stokast/sampling';
 * const points = targets.ring.sample(stream('points'), 1000); // [1000, 2]
 * points.length //=> 2000
 * targets.ring.centres[2] //=> [ 0, 1 ]
 * ```
 */
export const targets: {
  readonly ring: MixtureTarget;
  readonly grid: MixtureTarget;
  readonly moons: Target;
  readonly swissRoll: Target;
  readonly checkerboard: Target;
} = { ring, grid, moons, swissRoll, checkerboard };
