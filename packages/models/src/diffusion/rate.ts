// How fast networks learn: slowly at first, then ever more slowly.
import { cosineDecay, linearWarmup, type Schedule } from '@stokast/autodiff';

/** Up to `rate` within 200 steps, or a tenth of all where that is less; then down to 0 by half a cosine. */
export function coolingRate(rate: number, steps: number): Schedule {
  const warm = Math.max(1, Math.min(200, Math.floor(steps / 10)));
  return linearWarmup({ steps: warm, rate: cosineDecay({ from: rate, steps: Math.max(1, steps - warm) }) });
}
