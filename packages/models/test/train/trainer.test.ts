import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { fitModel, startTraining } from '../../src/train/trainer.ts';
import { blots, vaeRecipe } from './example.ts';

const data = blots(200, 5);

test('a fit learns', async () => {
  const losses: number[] = [];
  await fitModel(vaeRecipe(25, 16, 2), data, {
    stream: stream('fit'),
    epochs: 4,
    onProgress: ({ metrics }) => losses.push(metrics.loss),
  });
  expect(losses.length).toBe(48);
  console.log(losses[0], losses[47]);
  expect(losses[47]).toBeLessThan(losses[0]);
});

test('resume equals never stopping', async () => {
  const options = { stream: stream('fit'), steps: 20 };
  const whole = startTraining(vaeRecipe(25, 16, 2), data, options);
  const saves: Uint8Array[] = [];
  for (let i = 0; i < 20; i++) {
    saves.push(await whole.save());
    await whole.step();
  }
  const last = await whole.save();
  for (const i of [0, 1, 7, 13, 19]) {
    const again = startTraining(vaeRecipe(25, 16, 2), data, { resume: saves[i] });
    for (let k = i; k < 20; k++) await again.step();
    expect(Buffer.compare(await again.save(), last)).toBe(0);
    again.close();
  }
});
