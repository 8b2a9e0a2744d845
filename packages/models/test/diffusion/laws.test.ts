// Trainings keep the laws of all trainings.
import { stream } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { diffusionConfig, flowConfig } from '../../src/diffusion/config.ts';
import { diffusionRecipe } from '../../src/diffusion/diffusion.ts';
import { flowRecipe } from '../../src/diffusion/flow.ts';
import { diffusion, flow, loadModel, targets } from '../../src/index.ts';
import { withMoments } from '../../src/train/images.ts';
import type { TrainingProgress } from '../../src/train/options.ts';
import { resumeEqualsNeverStopping, trainingLaws } from '../laws.ts';

const images = {
  images: Float32Array.from({ length: 12 * 16 }, (_, i) => ((i * 7) % 17) / 16),
  shape: [4, 4],
  labels: Array.from({ length: 12 }, (_, i) => i % 3),
};
const points = { images: targets.moons.sample(stream('data'), 40), shape: [2] };

describe('trainings keep the laws', () => {
  test('diffusion with all there is', async () => {
    const options = { shape: [4, 4], classes: 3, width: 8, blocks: 1, varianceType: 'learnedRange' } as const;
    const recipe = diffusionRecipe(diffusionConfig('Cannot fit', options));
    await trainingLaws({ recipe, data: images, batchSize: 4, steps: 4 });
  });

  test('a U-Net', async () => {
    const options = { shape: [4, 4], architecture: 'convolutional', channels: [8, 8], blocks: 1 } as const;
    const recipe = diffusionRecipe(diffusionConfig('Cannot fit', options));
    await resumeEqualsNeverStopping({ recipe, data: images, batchSize: 2, steps: 2 }, [1]);
  });

  test('flow', async () => {
    const config = withMoments(
      'Cannot fit',
      flowConfig('Cannot fit', { shape: [2], width: 8, blocks: 1 }),
      points,
    );
    await resumeEqualsNeverStopping(
      { recipe: flowRecipe(config), data: points, batchSize: 8, steps: 6 },
      [2],
    );
  });
});

test('models are learned: two places on a line', async () => {
  const data = { images: Float32Array.from({ length: 256 }, (_, i) => (i % 2 ? 3 : -1)), shape: [1] };
  const options = { shape: [1], width: 32, blocks: 1, learningRate: 0.01, averageDecay: 0.99 };
  const fit = { steps: 300, batchSize: 128, shards: 1 };
  const validation = { images: Float32Array.of(-1, 3, 3, -1), shape: [1] };
  const seen: number[] = [];
  const look = {
    validation,
    validateEvery: 150,
    onProgress: (progress: TrainingProgress) => progress.validation && seen.push(progress.validation.loss),
  };
  const learned = await diffusion(options).fit(data, { ...fit, ...look, stream: stream('fit') });
  const flowing = await flow(options).fit(data, { ...fit, ...look, stream: stream('fit') });
  expect(seen.length).toBe(4);
  expect(seen.every((loss) => loss > 0 && loss < 1.2)).toBe(true);
  for (const model of [learned, flowing]) {
    const x = model.sample(stream('samples'), 200);
    const near = x.filter((each) => Math.min(Math.abs(each - 3), Math.abs(each + 1)) < 0.4).length;
    expect(near).toBeGreaterThan(180);
    const upper = x.filter((each) => each > 1).length;
    expect(upper).toBeGreaterThan(70);
    expect(upper).toBeLessThan(130);
    const again = loadModel(model.save());
    expect(String(again)).toBe(String(model));
    expect(again.toJSON()).toEqual(model.toJSON());
    expect((again as typeof learned).sample(stream('samples'), 200)).toEqual(x);
  }
});
