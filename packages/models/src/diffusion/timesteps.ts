// Which of the T steps a sampler goes through, in falling order.
import { machine } from '@stokast/core-wasm';
import { type Level, levelAt, type NoiseSchedule } from './schedule.ts';

/**
 * How n of T steps are chosen (Lin et al. 2024, table 2).
 *
 * | | T = 1000, n = 4 |
 * |---|---|
 * | `linspace`: evenly from the last to the first | 999, 666, 333, 0 |
 * | `leading`: every (T / n)th from the first | 750, 500, 250, 0 |
 * | `trailing`: every (T / n)th from the last | 999, 749, 499, 249 |
 */
export type TimestepSpacing = 'linspace' | 'leading' | 'trailing';

export const SPACINGS = ['linspace', 'leading', 'trailing'] as const;

/** To the nearest integer, halves to the even one, as NumPy does. */
function roundHalfToEven(x: number): number {
  const down = Math.floor(x);
  const rest = x - down;
  return rest < 0.5 || (rest === 0.5 && down % 2 === 0) ? down : down + 1;
}

/** n steps of T, 1 <= n <= T, falling. */
export function timestepsOf(spacing: TimestepSpacing, T: number, n: number): number[] {
  const counts = Array.from({ length: n }, (_, i) => i);
  if (spacing === 'leading') return counts.map((i) => (n - 1 - i) * Math.floor(T / n));
  if (spacing === 'trailing') return counts.map((i) => roundHalfToEven(T - i * (T / n)) - 1);
  return counts.map((i) => (n === 1 ? 0 : roundHalfToEven((n - 1 - i) * ((T - 1) / (n - 1)))));
}

/** A level, and the step that a network is told for it: a fraction between two steps. */
export interface Place extends Level {
  readonly timestep: number;
}

/** What levels are between: Karras et al. (2022), rho = 7, equation 5. */
const RHO = 7;

/**
 * n places whose sigma / alpha falls from the one of the last step to the one of the first as Karras et al. (2022)
 * space them; the step of each by linear interpolation in the logarithm of sigma / alpha.
 */
export function karrasPlaces(schedule: NoiseSchedule, n: number): Place[] {
  const { log, pow } = machine().kernels;
  const T = schedule.alphasCumprod.length;
  const ratio = (t: number): number => {
    const { alpha, sigma } = levelAt(schedule, t);
    return sigma / alpha;
  };
  const high = pow(ratio(T - 1), 1 / RHO);
  const low = pow(ratio(0), 1 / RHO);
  let t = T - 1;
  return Array.from({ length: n }, (_, i) => {
    if (i === 0) return { timestep: T - 1, ...levelAt(schedule, T - 1) };
    if (i === n - 1) return { timestep: 0, ...levelAt(schedule, 0) };
    const s = pow(high + (i / (n - 1)) * (low - high), RHO);
    while (t > 0 && ratio(t) > s) t--;
    const below = log(ratio(t));
    const timestep = t + (log(s) - below) / (log(ratio(t + 1)) - below);
    const alpha = 1 / Math.sqrt(1 + s * s);
    return { timestep, alpha, sigma: s * alpha };
  });
}
