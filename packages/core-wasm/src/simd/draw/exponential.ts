// @ts-nocheck: AssemblyScript
// The ziggurat, two points at a time. Twin of kernels/draw/exponential.ts.

import { PAIR } from '../../platform/scratch';
import { coverWords } from '../rng/words';
import { exponentialRare } from './exponential-rare';
import { exponentialLayers } from './ziggurat';

// Constants that V8 keeps in registers only when they come from memory: 1, 2^-53; 1/2, 2^-23.
const NUMBERS: usize = memory.data<f64>([1.0, 1.1102230246251565e-16, 0.5, 1.1920928955078125e-7], 16);
// @ts-ignore: decorator
@inline function number(index: usize): v128 { return v128.load64_splat(NUMBERS + (index << 3)); }

/** x_layer and x_(layer + 1), which lie side by side, of the layer that a low word names. */
// @ts-ignore: decorator
@inline function edges(layers: usize, low: u32): v128 { return v128.load(layers + (<usize>(low & 511) << 3)); }

/** Fills `out` with n doubles; element i is made of words position + 2i (low half) and the next. */
export function fillExponential(source: usize, position: f64, n: i32, rate: f64, out: usize): void {
  const layers = exponentialLayers();
  const rates = f64x2.splat(rate), one = number(0), half = number(1);
  while (n > 1) {
    const count = min(n, 1024) & -2;
    const tile = coverWords(source, position, count << 1);
    for (let i: usize = 0; i < <usize>count << 3; i += 16) {
      const bits = v128.load(tile + i);
      const low0 = <u32>load<u16>(tile + i), low1 = <u32>load<u16>(tile + i, 8);
      const edges0 = edges(layers, low0), edges1 = edges(layers, low1);
      // unit52: the 52 bits under the exponent of 1 make 1 .. 2.
      const unit = f64x2.add(f64x2.sub(v128.or(i64x2.shr_u(bits, 12), one), one), half);
      const z = f64x2.mul(unit, v128.shuffle<i64>(edges0, edges1, 0, 2));
      const outside = i64x2.bitmask(f64x2.ge(z, v128.shuffle<i64>(edges0, edges1, 1, 3)));
      v128.store(out + i, f64x2.div(z, rates));
      if (outside) {
        const at = position + <f64>(i >>> 2);
        if (outside & 1) store<f64>(out + i, exponentialRare(source, at, low0 & 511, f64x2.extract_lane(z, 0), (low0 >>> 9) & 7, 0.125) / rate);
        if (outside & 2) store<f64>(out + i, exponentialRare(source, at + 2.0, low1 & 511, f64x2.extract_lane(z, 1), (low1 >>> 9) & 7, 0.125) / rate, 8);
      }
    }
    n -= count;
    position += <f64>(count << 1);
    out += <usize>count << 3;
  }
  if (n > 0) {
    fillExponential(source, position, 2, rate, PAIR);
    store<f64>(out, load<f64>(PAIR));
  }
}

/** Fills `out` with n singles, each rounded once from a double; element i is made of word position + i. */
export function fillExponentialF32(source: usize, position: f64, n: i32, rate: f64, out: usize): void {
  const layers = exponentialLayers();
  const rates = f64x2.splat(rate), half = number(2), scale = number(3);
  while (n > 1) {
    const count = min(n, 2048) & -2;
    const tile = coverWords(source, position, count);
    for (let i: usize = 0; i < <usize>count << 2; i += 8) {
      const word0 = load<u32>(tile + i), word1 = load<u32>(tile + i, 4);
      const edges0 = edges(layers, word0), edges1 = edges(layers, word1);
      const k = f64x2.convert_low_i32x4_s(i32x4.shr_u(v128.load64_zero(tile + i), 9));
      const z = f64x2.mul(f64x2.mul(f64x2.add(k, half), scale), v128.shuffle<i64>(edges0, edges1, 0, 2));
      const outside = i64x2.bitmask(f64x2.ge(z, v128.shuffle<i64>(edges0, edges1, 1, 3)));
      v128.store64_lane(out + i, f32x4.demote_f64x2_zero(f64x2.div(z, rates)), 0);
      if (outside) {
        const at = position + <f64>(i >>> 2);
        if (outside & 1) store<f32>(out + i, <f32>(exponentialRare(source, at, word0 & 511, f64x2.extract_lane(z, 0), 0, 1.0) / rate));
        if (outside & 2) store<f32>(out + i, <f32>(exponentialRare(source, at + 1.0, word1 & 511, f64x2.extract_lane(z, 1), 0, 1.0) / rate), 4);
      }
    }
    n -= count;
    position += <f64>count;
    out += <usize>count << 2;
  }
  if (n > 0) {
    fillExponentialF32(source, position, 2, rate, PAIR);
    store<f32>(out, load<f32>(PAIR));
  }
}
