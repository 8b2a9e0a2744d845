// Draws against what they should be: a histogram with the density, or bars with the probabilities.
import { machine } from '@stokast/core-wasm';
import { NumericalError } from '@stokast/core-wasm/errors';
import type { Distribution, Stream } from '@stokast/sampling';
import { short } from './numbers.ts';
import { bars } from './terminal/bars.ts';
import { binsFor, histogram, tally } from './terminal/histogram.ts';
import type { Screen } from './terminal/screen.ts';

const CHUNK = 32_768;
const MAX_BARS = 30;

/** Draws n numbers, a chunk at a time, and draws the picture of them. */
export async function plotDraws(
  screen: Screen,
  distribution: Distribution,
  stream: Stream,
  n: number,
  update: (done: number) => void,
): Promise<string[]> {
  const chunk = new Float64Array(Math.min(n, CHUNK));
  const each = async (use: (values: Float64Array) => void): Promise<void> => {
    for (let done = 0; done < n; done += chunk.length) {
      const part = n - done < chunk.length ? chunk.subarray(0, n - done) : chunk;
      use(distribution.fill(stream, part));
      update(done + part.length);
      await new Promise((resolve) => setImmediate(resolve)); // so that signals are heard
    }
  };
  return distribution.discrete
    ? discretePlot(screen, distribution, n, each)
    : densityPlot(screen, distribution, n, each);
}

type Each = (use: (values: Float64Array) => void) => Promise<void>;

async function densityPlot(
  screen: Screen,
  distribution: Distribution,
  n: number,
  each: Each,
): Promise<string[]> {
  const [low, high] = plotRange(distribution);
  const counts = new Float64Array(Math.max(10, Math.min(binsFor(screen), Math.floor(n / 20) + 10)));
  const step = (high - low) / counts.length;
  if (!Number.isFinite(step) || !Number.isFinite(1 / step) || low + step === low || high - step === high) {
    throw new NumericalError(`${distribution} cannot be plotted: doubles are too few or too small there`);
  }
  let sum = 0;
  let squares = 0;
  await each((values) => {
    tally(values, low, high, counts);
    for (const x of values) {
      sum += x - distribution.mean;
      squares += (x - distribution.mean) * (x - distribution.mean);
    }
  });
  const shift = sum / n;
  const density = (x: number): number => probability(distribution, x);
  const { style, ascii } = screen;
  const legend = `${style.series(0, ascii ? '##' : '██')} ${n} draws   ${style.series(1, ascii ? '**' : '••')} the density of ${distribution}`;
  const spread = Math.sqrt(Math.max(0, squares / n - shift * shift));
  return [
    legend,
    ...histogram(screen, { counts, low, high, total: n, density, height: 14 }),
    `mean ${short(distribution.mean + shift)} (expected ${short(distribution.mean)})   standard deviation ${short(spread)} (expected ${short(Math.sqrt(distribution.variance))})`,
  ];
}

async function discretePlot(
  screen: Screen,
  distribution: Distribution,
  n: number,
  each: Each,
): Promise<string[]> {
  const { lower, upper } = distribution.support;
  const counts = new Float64Array(upper - lower + 1);
  await each((values) => {
    for (const x of values) counts[x - lower] += 1;
  });
  const shown = Math.min(counts.length, MAX_BARS);
  const items = Array.from({ length: shown }, (_, i) => {
    const expected = probability(distribution, lower + i);
    const share = counts[i] / n;
    return { label: String(lower + i), value: share, text: `${short(share)} (expected ${short(expected)})` };
  });
  const more = counts.length > shown ? [`  ... and ${counts.length - shown} more values`] : [];
  return [`shares of ${n} draws from ${distribution}`, ...bars(screen, items, screen.width - 40), ...more];
}

/** Where nearly all of a continuous distribution lies. */
export function plotRange(distribution: Distribution): [number, number] {
  const { lower, upper } = distribution.support;
  const low = Number.isFinite(lower) ? lower : distribution.quantile(0.0005);
  const high = Number.isFinite(upper)
    ? upper
    : distribution.quantile(Number.isFinite(lower) ? 0.999 : 0.9995);
  return [low, high];
}

/** The density at x, or of a discrete distribution the probability of x. */
export function probability(distribution: Distribution, x: number): number {
  return machine().kernels.exp(distribution.logProb(x));
}
