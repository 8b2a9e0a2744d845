import { type Fit, Normal } from '@stokast/sampling';
import { readColumn } from '../csv.ts';
import { short } from '../numbers.ts';
import { plot } from '../terminal/plot.ts';
import { table } from '../terminal/table.ts';
import type { Part } from './part.ts';

/** Half the width of the plot, in standard errors; and its points. */
const REACH = 4;
const STEPS = 80;

export const likelihood: Part = {
  title: 'Likelihood and its maximum, on real data',
  async run({ context, screen, say, show }) {
    const { groups, dropped } = await readColumn(context.io, {
      file: 'penguins',
      column: 'body_mass_g',
      by: 'species',
      missing: 'drop',
      update: () => {},
    });
    await say(
      `Body masses of penguins near Palmer Station, Antarctica, by species (${dropped} without a value left out). The likelihood of mu and sigma is the density of the data under them; the fit is where it is greatest.`,
    );
    const fits = [...groups].map(([species, masses]) => ({ species, masses, fit: Normal.fit(masses) }));
    const rows = fits.map(({ species, fit }) => {
      const { mu, sigma } = fit.parameters;
      const { mu: muError, sigma: sigmaError } = fit.standardErrors;
      return [
        species,
        String(fit.n),
        gram(mu),
        gram(muError),
        gram(sigma),
        gram(sigmaError),
        fit.logLikelihood.toFixed(2),
      ];
    });
    const head = ['species', 'n', 'mu, g', '+-', 'sigma, g', '+-', 'log-likelihood'];
    await show(['', ...table(screen, [head, ...rows]), '']);
    const { species, masses, fit } = fits[0];
    const at = curve(masses, fit);
    await show(
      plot(
        screen,
        [
          { label: `log-likelihood of mu, less its maximum (${species})`, points: at, kind: 'line' },
          { label: 'the fit', points: [[fit.parameters.mu, 0]], kind: 'points' },
        ],
        { height: 9, x: { label: 'mu, g' } },
      ),
    );
    await show(['']);
    const slope = fit.distribution.score(masses);
    const { mu } = fit.parameters;
    const error = fit.standardErrors.mu;
    await say(
      `At the maximum both slopes vanish: ${short(slope.mu, 2)} in mu, ${short(slope.sigma, 2)} in sigma. One standard error away (${gram(mu - error)} or ${gram(mu + error)} g) the log-likelihood is lower by 1/2: that is what a standard error is.`,
    );
    return {
      fits: Object.fromEntries(fits.map(({ species: name, fit: one }) => [name, one.toJSON()])),
      score: slope,
    };
  },
};

const gram = (value: number): string => value.toFixed(1);

/** log L(mu) - log L(mu-hat) at the fitted sigma, from the sum over all the data at each mu. */
function curve(masses: Float64Array, fit: Fit<ReturnType<typeof Normal>>): [number, number][] {
  const { mu, sigma } = fit.parameters;
  return Array.from({ length: STEPS + 1 }, (_, i) => {
    const there = mu + REACH * fit.standardErrors.mu * ((2 * i) / STEPS - 1);
    return [there, Normal(there, sigma).logLikelihood(masses) - fit.logLikelihood];
  });
}
