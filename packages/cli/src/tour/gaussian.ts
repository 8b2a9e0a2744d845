import { Normal } from '@stokast/sampling';
import { grouped, short } from '../numbers.ts';
import { probability } from '../plot-draws.ts';
import { binsFor, histogram, tally } from '../terminal/histogram.ts';
import type { Part } from './part.ts';

const N = 200_000;

export const gaussian: Part = {
  title: 'Sampling a Gaussian',
  async run({ screen, stream, say, show }) {
    const normal = Normal(0, 1);
    const draws = normal.sample(stream, N);
    await say(
      `Bits become numbers from a distribution: ${grouped(N)} draws from ${normal} by the ziggurat, two words each, against the density exp(-x^2/2) / sqrt(2 pi).`,
    );
    const counts = tally(draws, -4, 4, new Float64Array(binsFor(screen)));
    const { style, ascii } = screen;
    const legend = `${style.series(0, ascii ? '##' : '██')} draws   ${style.series(1, ascii ? '**' : '••')} density`;
    const density = (x: number): number => probability(normal, x);
    await show([
      '',
      `  ${legend}`,
      ...histogram(screen, { counts, low: -4, high: 4, total: N, density, height: 12 }),
      '',
    ]);
    const { mean, deviation } = moments(draws);
    const beyond = draws.reduce((count, x) => count + (Math.abs(x) > 3 ? 1 : 0), 0);
    const expected = 2 * normal.sf(3) * N;
    await say(
      `Mean ${mean.toFixed(4)} (0 +- ${short(1 / Math.sqrt(N), 2)} expected), standard deviation ${deviation.toFixed(4)} (1 +- ${short(1 / Math.sqrt(2 * N), 2)}), ${beyond} beyond three sigma (${expected.toFixed(0)} expected).`,
    );
    return { n: N, mean, deviation, beyondThreeSigma: beyond };
  },
};

function moments(x: Float64Array): { mean: number; deviation: number } {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
  const squares = x.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return { mean, deviation: Math.sqrt(squares / (x.length - 1)) };
}
