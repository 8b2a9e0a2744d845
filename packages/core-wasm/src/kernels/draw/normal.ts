// Normal draws by the ziggurat method, 512 layers: doubles from two words (52 bits), singles from one (23 bits).
// Trusts: mu and sigma finite. The standard draw z is never 0 and its law is symmetric; a draw is mu + sigma z.
// Source: Marsaglia and Tsang (2000); layer and point come from different bits (Doornik, 2005), and so do the first
// three digits of the coin that a wedge needs, which settle most wedges without another word.
// Why this method: docs/decisions/0001-normal-sampler.md
// Twin: simd/draw/normal.ts

import { abs, f32s, f64s, fround, i32s, i32ToF64 } from '../../platform/platform';
import { coverWords, TILE_WORDS } from '../rng/words';
import { signed23, signed52 } from './bits';
import { normalRare } from './normal-rare';
import { normalLayers } from './ziggurat';

/** Fills `out` with n doubles; element i is made of words position + 2i (low half) and the next. */
export function fillNormal(source: usize, position: f64, n: i32, mu: f64, sigma: f64, out: usize): void {
  const f = f64s();
  const words = i32s();
  const x = (normalLayers() >>> 3) as i32;
  const to = (out >>> 3) as i32;
  for (let done: i32 = 0; done < n; done += TILE_WORDS >> 1) {
    const count: i32 = n - done < TILE_WORDS >> 1 ? n - done : TILE_WORDS >> 1;
    const start: f64 = position + 2.0 * i32ToF64(done);
    const from = (coverWords(source, start, count << 1) >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) {
      const w0 = words[from + (i << 1)];
      const layer: i32 = w0 & 511;
      let z: f64 = signed52(words[from + (i << 1) + 1], w0) * f[x + layer];
      if (abs(z) >= f[x + layer + 1]) {
        z = normalRare(source, start + 2.0 * i32ToF64(i), layer, z, (w0 >>> 9) & 7, 0.125);
      }
      f[to + done + i] = mu + sigma * z;
    }
  }
}

/** Fills `out` with n singles, each rounded once from a double; element i is made of word position + i. */
export function fillNormalF32(source: usize, position: f64, n: i32, mu: f64, sigma: f64, out: usize): void {
  const f = f64s();
  const singles = f32s();
  const words = i32s();
  const x = (normalLayers() >>> 3) as i32;
  const to = (out >>> 2) as i32;
  for (let done: i32 = 0; done < n; done += TILE_WORDS) {
    const count: i32 = n - done < TILE_WORDS ? n - done : TILE_WORDS;
    const start: f64 = position + i32ToF64(done);
    const from = (coverWords(source, start, count) >>> 2) as i32;
    for (let i: i32 = 0; i < count; i++) {
      const word = words[from + i];
      const layer: i32 = word & 511;
      let z: f64 = signed23(word) * f[x + layer];
      if (abs(z) >= f[x + layer + 1]) z = normalRare(source, start + i32ToF64(i), layer, z, 0, 1.0);
      singles[to + done + i] = fround(mu + sigma * z);
    }
  }
}
