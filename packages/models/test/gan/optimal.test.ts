// Goodfellow et al. 2014, proposition 1: against a fixed generator the best discriminator's logit is log p - log q.
import { Normal, stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { gan, ganRecipe } from '../../src/gan/spec.ts';
import { readCheckpoint } from '../../src/train/save.ts';
import { startTraining } from '../../src/train/trainer.ts';

/** p: two normals of deviation 0.8 about (-1, 0) and (1, 0.5). */
const centres = [
  [-1, 0],
  [1, 0.5],
];
const logP = (x: number, y: number): number =>
  Math.log(
    centres.reduce((sum, [a, b]) => sum + Math.exp(-((x - a) ** 2 + (y - b) ** 2) / 1.28), 0) /
      (Math.PI * 1.28 * 2),
  );
function draws(n: number, label: string): Float32Array {
  const s = stream(label);
  const which = s.integers(0, 2, n);
  const noise = Normal(0, 0.8).fill(s, new Float32Array(2 * n));
  return noise.map((e, i) => e + centres[which[i >> 1]][i % 2]);
}

test('the logit comes near log p - log q', async () => {
  // q: x = z W, a normal with covariance W' W
  const spec = gan({
    shape: [2],
    latent: 2,
    mean: 0,
    deviation: 1,
    r1: 0,
    generator: { hidden: [] },
    discriminator: { hidden: [32, 32], learningRate: 0.003, beta1: 0.9, beta2: 0.999 },
  });
  const recipe = ganRecipe(spec.config);
  const objective = (steps: number) => {
    const both = recipe.objective(steps);
    return { ...both, phases: both.phases.slice(0, 1) };
  };
  const data = { images: draws(40_000, 'real'), shape: [2] };
  const run = startTraining({ ...recipe, objective }, data, {
    stream: stream('optimal'),
    steps: 1500,
    batchSize: 256,
    shards: 1,
  });
  const { weights: start } = readCheckpoint('', await run.save());
  const [a, b, c, d] = start.get('generator.dense.0.weight') as Float32Array;
  const determinant = a * d - b * c;
  const logQ = (x: number, y: number): number => {
    const [u, v] = [(x * d - y * c) / determinant, (y * a - x * b) / determinant];
    return -(u * u + v * v) / 2 - Math.log(2 * Math.PI * Math.abs(determinant));
  };
  while (run.progress.step < 1500) await run.step();
  const model = await run.model();
  run.close();
  // Where half of the places are real and half are made.
  const made = model.sample(stream('made'), 1000);
  const places = Float32Array.from([...draws(1000, 'held out'), ...made]);
  const logits = model.discriminate({ images: places, shape: [2] });
  // Each place counts by how undecided the best discriminator is there, s (1 - s): that is how far the loss tells.
  let [squares, sizes, weights] = [0, 0, 0];
  for (const [i, logit] of logits.entries()) {
    const best = logP(places[2 * i], places[2 * i + 1]) - logQ(places[2 * i], places[2 * i + 1]);
    const share = 1 / (1 + Math.exp(-best));
    const weight = share * (1 - share);
    squares += weight * (logit - best) ** 2;
    sizes += weight * best ** 2;
    weights += weight;
  }
  expect(Math.sqrt(sizes / weights)).toBeGreaterThan(0.7);
  expect(Math.sqrt(squares / weights)).toBeLessThan(0.2);
});
