import { machine } from '@stokast/core-wasm';
import { Normal, type Stream } from '@stokast/sampling';
import { grouped, short } from '../numbers.ts';
import { plot } from '../terminal/plot.ts';
import { table } from '../terminal/table.ts';
import type { Part } from './part.ts';

const N = 100_000;
const MU = 0.8;
const SIGMA = 0.6;
/** Step of the finite differences. */
const H = 1e-4;
const TARGET = { mu: 3, sigma: 0.7 };
const STEPS = 120;
const BATCH = 16;
const RATE = 0.05;

/** Mean of f over draws, and its derivatives in mu and sigma, through the draws: f'(z) dz/dmu and f'(z) dz/dsigma. */
function pathwise(
  stream: Stream,
  mu: number,
  sigma: number,
  n: number,
  f: (z: number) => number,
  slope: (z: number) => number,
) {
  const { value, partials } = Normal(mu, sigma).rsample(stream, n);
  const sum = { value: 0, mu: 0, sigma: 0 };
  for (let i = 0; i < n; i++) {
    const g = slope(value[i]);
    sum.value += f(value[i]);
    sum.mu += g * partials.mu[i];
    sum.sigma += g * partials.sigma[i];
  }
  return { value: sum.value / n, mu: sum.mu / n, sigma: sum.sigma / n };
}

export const gradient: Part = {
  title: 'The reparameterisation trick',
  async run({ screen, stream, say, show }) {
    const { sin, cos, exp } = machine().kernels;
    await say(
      `How does the mean of sin(z) change with mu and sigma, when z ~ Normal(mu, sigma) is random? Write z = mu + sigma eps, with eps ~ Normal(0, 1): the randomness no longer depends on the parameters, so derivatives pass through the draw. ${grouped(N)} draws at mu = ${MU}, sigma = ${SIGMA}; finite differences use the same eps.`,
    );
    const mean = (mu: number, sigma: number): number => pathwise(stream.at(0), mu, sigma, N, sin, cos).value;
    const { mu, sigma } = pathwise(stream.at(0), MU, SIGMA, N, sin, cos);
    const differences = {
      mu: (mean(MU + H, SIGMA) - mean(MU - H, SIGMA)) / (2 * H),
      sigma: (mean(MU, SIGMA + H) - mean(MU, SIGMA - H)) / (2 * H),
    };
    // E sin(z) = exp(-sigma^2 / 2) sin(mu).
    const damping = exp(-0.5 * SIGMA * SIGMA);
    const exact = { mu: damping * cos(MU), sigma: -SIGMA * damping * sin(MU) };
    const row = (name: string, a: number, b: number, c: number): string[] => [
      name,
      a.toFixed(6),
      b.toFixed(6),
      Math.abs(a - b).toExponential(1),
      c.toFixed(6),
    ];
    await show([
      '',
      ...table(screen, [
        ['', 'through the draw', 'finite differences', 'apart', 'exact'],
        row('d/dmu', mu, differences.mu, exact.mu),
        row('d/dsigma', sigma, differences.sigma, exact.sigma),
      ]),
      '',
    ]);
    const path = learn(stream.split('learn'));
    const last = path[path.length - 1];
    await say(
      `So a distribution can learn by following gradients. From Normal(0, 1) to the nearest one to Normal(${TARGET.mu}, ${TARGET.sigma}), ${BATCH} draws a step:`,
    );
    await show(['']);
    await show(
      plot(
        screen,
        [
          { label: 'mu', points: path.map((at, i) => [i, at.mu]), kind: 'line' },
          { label: 'sigma', points: path.map((at, i) => [i, at.sigma]), kind: 'line' },
        ],
        { height: 9, x: { label: 'step' } },
      ),
    );
    await show(['']);
    await say(`After ${STEPS} steps: mu = ${short(last.mu)}, sigma = ${short(last.sigma)}.`);
    return { n: N, pathwise: { mu, sigma }, differences, exact, learnt: last };
  },
};

/** Stochastic gradient descent on KL(Normal(mu, sigma) || target), up to a constant E[(z - m)^2] / (2 s^2) - log sigma. */
function learn(stream: Stream): { mu: number; sigma: number }[] {
  const precision = 1 / (TARGET.sigma * TARGET.sigma);
  const energy = (z: number): number => 0.5 * precision * (z - TARGET.mu) * (z - TARGET.mu);
  const slope = (z: number): number => precision * (z - TARGET.mu);
  const path = [{ mu: 0, sigma: 1 }];
  for (let step = 0; step < STEPS; step++) {
    const { mu, sigma } = path[step];
    const g = pathwise(stream, mu, sigma, BATCH, energy, slope);
    path.push({ mu: mu - RATE * g.mu, sigma: Math.max(0.05, sigma - RATE * (g.sigma - 1 / sigma)) });
  }
  return path;
}
