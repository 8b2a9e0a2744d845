// @ts-nocheck: AssemblyScript
// The ziggurat, points in pairs. Twin of kernels/draw/normal.ts.

import { PART } from '../../platform/scratch';
import { coverWords } from '../rng/words';
import { signed52 } from './bits';
import { normalRare } from './normal-rare';
import { normalLayers } from './ziggurat';

// Constants that V8 keeps in registers only when they come from memory: 2, 3, 2^-52; 1/2, 2^-22.
const NUMBERS: usize = memory.data<f64>([2.0, 3.0, 2.220446049250313e-16, 0.5, 2.384185791015625e-7], 16);
// @ts-ignore: decorator
@inline function number(index: usize): v128 { return v128.load64_splat(NUMBERS + (index << 3)); }

/** x_layer and x_(layer + 1), which lie side by side, of the layer that a low word names. */
// @ts-ignore: decorator
@inline function edges(layers: usize, low: u32): v128 { return v128.load(layers + (<usize>(low & 511) << 3)); }

/** Two draws from the 16 bytes at `bits`, to `out`; bit k says that point k is not inside its layer's rectangle. */
// @ts-ignore: decorator
@inline function pair(bits: usize, layers: usize, two: v128, three: v128, half: v128, mus: v128, sigmas: v128, out: usize): i32 {
  const edges0 = edges(layers, <u32>load<u16>(bits)), edges1 = edges(layers, <u32>load<u16>(bits, 8));
  // signed52: the 52 bits under the exponent of 2 make 2 .. 4.
  const unit = f64x2.add(f64x2.sub(v128.or(i64x2.shr_u(v128.load(bits), 12), two), three), half);
  const z = f64x2.mul(unit, v128.shuffle<i64>(edges0, edges1, 0, 2));
  v128.store(out, f64x2.add(mus, f64x2.mul(sigmas, z)));
  return i64x2.bitmask(f64x2.ge(f64x2.abs(z), v128.shuffle<i64>(edges0, edges1, 1, 3)));
}

/** The draw from the 8 bytes at `bits` of an element at word `at` whose point is not inside its rectangle. */
function redraw(source: usize, at: f64, bits: usize, mu: f64, sigma: f64, out: usize): void {
  const layer = <i32>load<u16>(bits) & 511, digit = (<i32>load<u16>(bits) >>> 9) & 7;
  const z = signed52(load<i32>(bits, 4), load<i32>(bits)) * load<f64>(normalLayers() + (<usize>layer << 3));
  store<f64>(out, mu + sigma * normalRare(source, at, layer, z, digit, 0.125));
}

/** Fills `out` with n doubles; element i is made of words position + 2i (low half) and the next. */
export function fillNormal(source: usize, position: f64, n: i32, mu: f64, sigma: f64, out: usize): void {
  const layers = normalLayers();
  const mus = f64x2.splat(mu), sigmas = f64x2.splat(sigma);
  const two = number(0), three = number(1), half = number(2);
  while (n > 7) {
    const count = min(n, 1024) & -8;
    const tile = coverWords(source, position, count << 1);
    for (let i: usize = 0; i < <usize>count << 3; i += 64) {
      // One test for eight points: most groups have all of them inside.
      let outside = pair(tile + i, layers, two, three, half, mus, sigmas, out + i)
        | (pair(tile + i + 16, layers, two, three, half, mus, sigmas, out + i + 16) << 2)
        | (pair(tile + i + 32, layers, two, three, half, mus, sigmas, out + i + 32) << 4)
        | (pair(tile + i + 48, layers, two, three, half, mus, sigmas, out + i + 48) << 6);
      for (; outside; outside &= outside - 1) {
        const k = i + (<usize>ctz(outside) << 3);
        redraw(source, position + <f64>(k >>> 2), tile + k, mu, sigma, out + k);
      }
    }
    n -= count;
    position += <f64>(count << 1);
    out += <usize>count << 3;
  }
  if (n > 0) {
    fillNormal(source, position, 8, mu, sigma, PART);
    for (let i: usize = 0; i < <usize>n << 3; i += 8) store<f64>(out + i, load<f64>(PART + i));
  }
}

/** Fills `out` with n singles, each rounded once from a double; element i is made of word position + i. */
export function fillNormalF32(source: usize, position: f64, n: i32, mu: f64, sigma: f64, out: usize): void {
  const layers = normalLayers();
  const mus = f64x2.splat(mu), sigmas = f64x2.splat(sigma);
  const half = number(3), scale = number(4);
  while (n > 1) {
    const count = min(n, 2048) & -2;
    const tile = coverWords(source, position, count);
    for (let i: usize = 0; i < <usize>count << 2; i += 8) {
      const word0 = load<u32>(tile + i), word1 = load<u32>(tile + i, 4);
      const edges0 = edges(layers, word0), edges1 = edges(layers, word1);
      const k = f64x2.convert_low_i32x4_s(i32x4.shr_s(v128.load64_zero(tile + i), 9));
      const z = f64x2.mul(f64x2.mul(f64x2.add(k, half), scale), v128.shuffle<i64>(edges0, edges1, 0, 2));
      const outside = i64x2.bitmask(f64x2.ge(f64x2.abs(z), v128.shuffle<i64>(edges0, edges1, 1, 3)));
      v128.store64_lane(out + i, f32x4.demote_f64x2_zero(f64x2.add(mus, f64x2.mul(sigmas, z))), 0);
      if (outside) {
        const at = position + <f64>(i >>> 2);
        if (outside & 1) store<f32>(out + i, <f32>(mu + sigma * normalRare(source, at, word0 & 511, f64x2.extract_lane(z, 0), 0, 1.0)));
        if (outside & 2) store<f32>(out + i, <f32>(mu + sigma * normalRare(source, at + 1.0, word1 & 511, f64x2.extract_lane(z, 1), 0, 1.0)), 4);
      }
    }
    n -= count;
    position += <f64>count;
    out += <usize>count << 2;
  }
  if (n > 0) {
    fillNormalF32(source, position, 2, mu, sigma, PART);
    store<f32>(out, load<f32>(PART));
  }
}
