// Latents: those that a caller hands in, and ways through their space.
import { machine } from '@stokast/core-wasm';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';

/** How many latents of `latent` numbers an array holds: one or more. */
export function countLatents(what: string, parameter: string, z: unknown, latent: number): number {
  const length = (z as ArrayLike<number> | null)?.length;
  if (typeof z !== 'object' || typeof length !== 'number')
    throw typeFault(what, parameter, z, `an array of latents of ${latent} numbers`);
  if (length === 0 || length % latent !== 0)
    throw rangeFault(what, `${parameter}.length`, length, `a multiple of ${latent}`);
  return length / latent;
}

/** `n` points from a to b, both among them, one behind the other: [n, latent] */
export function between(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  n: number,
  way: 'linear' | 'spherical',
): Float32Array {
  const { length } = a;
  const out = new Float32Array(n * length);
  const shares = way === 'linear' ? linear : spherical(a, b);
  for (let k = 0; k < n; k++) {
    const [ofA, ofB] = shares(n === 1 ? 0 : k / (n - 1));
    for (let i = 0; i < length; i++) out[k * length + i] = ofA * a[i] + ofB * b[i];
  }
  return out;
}

type Shares = (t: number) => readonly [ofA: number, ofB: number];

const linear: Shares = (t) => [1 - t, t];

/**
 * Along the great circle (Shoemake 1985): sin((1 - t) w) / sin(w) a + sin(t w) / sin(w) b, with w the angle between a
 * and b. So points keep the distance from 0 that latents have. In a line where the angle is 0 or half a turn.
 */
function spherical(a: ArrayLike<number>, b: ArrayLike<number>): Shares {
  const { acos, sin } = machine().kernels;
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    ab += a[i] * b[i];
    aa += a[i] * a[i];
    bb += b[i] * b[i];
  }
  const cosine = ab / Math.sqrt(aa * bb);
  if (!(Math.abs(cosine) < 0.999999)) return linear;
  const angle = acos(cosine);
  const all = sin(angle);
  return (t) => (t === 0 ? [1, 0] : t === 1 ? [0, 1] : [sin((1 - t) * angle) / all, sin(t * angle) / all]);
}

/**
 * A grid of `n` x `n` latents of two numbers whose distances follow the prior: quantiles of the normal distribution at
 * (i + 1/2) / n. The first number grows to the right, the second upwards: [n n, 2]
 */
export function quantileGrid(n: number): Float32Array {
  const { normalQuantile } = machine().kernels;
  const at = Array.from({ length: n }, (_, i) => normalQuantile((i + 0.5) / n));
  return Float32Array.from({ length: 2 * n * n }, (_, i) => {
    const cell = i >> 1;
    return i % 2 === 0 ? at[cell % n] : at[n - 1 - Math.floor(cell / n)];
  });
}
