// Log densities of free numbers in plain JavaScript, with the host's Math: for the models without Stan's values.
import { readFileSync } from 'node:fs';

interface Plain {
  readonly density: (u: readonly number[]) => number;
  /** Where to look, and with which steps. */
  readonly points: readonly { readonly u: readonly number[]; readonly step: readonly number[] }[];
}

type Columns = Readonly<Record<string, readonly number[]>>;
const read = (name: string): Columns =>
  JSON.parse(readFileSync(new URL(`./data/${name}.json`, import.meta.url), 'utf8'));

const normal = (x: number, mu: number, sigma: number): number =>
  -0.5 * ((x - mu) / sigma) ** 2 - Math.log(sigma) - 0.5 * Math.log(2 * Math.PI);
const halfCauchy = (x: number, scale: number): number => -Math.log(Math.PI * scale * (1 + (x / scale) ** 2));

const { earn, height, male } = read('earnings');
const { kid_score, mom_hs, mom_iq } = read('kidiq');

function earnings(u: readonly number[]): number {
  const sigma = Math.exp(u[3]);
  const terms = earn.map((each, i) =>
    normal(Math.log(each), u[0] + u[1] * height[i] + u[2] * male[i], sigma),
  );
  return u[3] + terms.reduce((a, b) => a + b);
}

function kidiq(u: readonly number[]): number {
  const sigma = Math.exp(u[4]);
  const terms = kid_score.map((each, i) =>
    normal(each, u[0] + u[1] * mom_hs[i] + u[2] * mom_iq[i] + u[3] * mom_hs[i] * mom_iq[i], sigma),
  );
  return u[4] + halfCauchy(sigma, 2.5) + terms.reduce((a, b) => a + b);
}

export const plainDensities: Readonly<Record<string, Plain>> = {
  'earnings-logearn_height_male': {
    density: earnings,
    points: [
      { u: [8.2, 0.02, 0.4, -0.1], step: [1e-3, 1e-5, 1e-3, 1e-3] },
      { u: [0.3, -0.1, 0.7, 1.2], step: [1e-3, 1e-5, 1e-3, 1e-3] },
    ],
  },
  'kidiq-kidscore_interaction': {
    density: kidiq,
    points: [
      { u: [-11.5, 51.3, 0.97, -0.48, 2.9], step: [1e-2, 1e-2, 1e-4, 1e-4, 1e-3] },
      { u: [0.5, -0.2, 0.3, 0.1, 1.5], step: [1e-2, 1e-2, 1e-4, 1e-4, 1e-3] },
    ],
  },
};
