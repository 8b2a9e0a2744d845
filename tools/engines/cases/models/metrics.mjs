// Every metric, of two small samples.
import { Normal, stream } from '@stokast/sampling';

const x = Normal(0, 1).sample(stream('x'), 60 * 3);
const y = Normal(0.3, 1.2).sample(stream('y'), 60 * 3);
const space = { dimensions: 3 };
const numbers = (result) => Object.values(result).flat();

export const casesOf = (api) => ({
  'distances of samples': () => [
    api.slicedWasserstein(x, y, { ...space, stream: stream('directions'), projections: 50 }),
    api.energyDistance(x, y, space),
    api.frechetDistance(x, y, space),
    api.nearestDistances(x, y, space),
    numbers(api.maximumMeanDiscrepancy(x, y, { ...space, stream: stream('mmd'), permutations: 20 })),
    numbers(api.precisionRecallDensityCoverage(x, y, { ...space, k: 3 })),
    numbers(
      api.memorisation(
        x,
        y,
        Float64Array.from(x, (v) => v + 1),
        space,
      ),
    ),
  ],
  classifierTwoSampleTest: () =>
    numbers(api.classifierTwoSampleTest(x, y, { ...space, stream: stream('c2st'), epochs: 3, folds: 2 })),
  'modes and classes': () => [
    numbers(api.modeCoverage(api.targets.grid.sample(stream('grid'), 500), api.targets.grid)),
    numbers(api.classHistogram([0, 2, 2, 1, 2], 4)),
  ],
});
