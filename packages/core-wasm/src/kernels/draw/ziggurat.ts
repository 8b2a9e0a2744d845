// Layers of equal area under exp(-x^2 / 2) and exp(-x): laid at first use, 8 kB that the module need not carry.
// Layer 0 is the base [0, r] with the tail beyond r; layer i > 0 is the rectangle [0, x_i] x [f(x_i), f(x_(i+1))],
// x_1 = r, x_512 = 0; x_0 = v / f(r) is the width that a rectangle of the base's height and area has.
// Constants: tools/reference-tables/ziggurat.py, which also makes the edges that the test compares with.
// Source: Marsaglia and Tsang, "The ziggurat method for generating random variables" (2000).

import { f64s, sqrt } from '../../platform/platform';
import { EXPONENTIAL_LAYERS, NORMAL_LAYERS } from '../../platform/scratch';
import { exp } from '../math/exp';
import { log } from '../math/log';

/** Where each ends and its tail begins, r, and the area of a layer, v. */
const NORMAL_R: f64 = 3.852046150368391;
const NORMAL_V: f64 = 0.002456766351541356;
const EXPONENTIAL_R: f64 = 8.481739963222731;
const EXPONENTIAL_V: f64 = 0.0019647856504077356;

/** Address of x_0 of the normal ziggurat. */
export function normalLayers(): usize {
  const f = f64s();
  const x = (NORMAL_LAYERS >>> 3) as i32;
  if (f[x] === 0.0) {
    let height = exp(-0.5 * NORMAL_R * NORMAL_R);
    f[x + 1] = NORMAL_R;
    for (let i: i32 = 2; i < 512; i++) {
      height += NORMAL_V / f[x + i - 1];
      f[x + i] = sqrt(-2.0 * log(height));
    }
    f[x] = NORMAL_V / exp(-0.5 * NORMAL_R * NORMAL_R);
  }
  return NORMAL_LAYERS;
}

/** Address of x_0 of the exponential ziggurat. */
export function exponentialLayers(): usize {
  const f = f64s();
  const x = (EXPONENTIAL_LAYERS >>> 3) as i32;
  if (f[x] === 0.0) {
    let height = exp(-EXPONENTIAL_R);
    f[x + 1] = EXPONENTIAL_R;
    for (let i: i32 = 2; i < 512; i++) {
      height += EXPONENTIAL_V / f[x + i - 1];
      f[x + i] = -log(height);
    }
    f[x] = EXPONENTIAL_V / exp(-EXPONENTIAL_R);
  }
  return EXPONENTIAL_LAYERS;
}
