import { expect, test } from 'vitest';
import { resumeEqualsNeverStopping, workersEqual } from '../laws.ts';
import { blots, rivalsRecipe, vaeRecipe } from '../train/example.ts';
import { memoryOf } from '../train/memory.ts';

test('memory is flat over 10 000 steps', async () => {
  const { machine, arrays } = await memoryOf(10_000);
  expect(machine[1]).toBe(machine[0]);
  // Copies of the state that the engine has not given back yet.
  expect(arrays[1] - arrays[0]).toBeLessThan(4 << 20);
});

test('laws over hundreds of steps, on 1, 2, 4 and 8 workers', async () => {
  const data = blots(100, 5);
  const vae = { recipe: vaeRecipe(25, 16, 2), data, batchSize: 16, steps: 300 };
  const rivals = { recipe: rivalsRecipe(25), data, batchSize: 16, steps: 200 };
  for (const each of [vae, rivals]) {
    await resumeEqualsNeverStopping<typeof data>(each, [99, 100, 101, 150, 199]);
    await workersEqual<typeof data>(each, [2, 4, 8], 8);
  }
});
