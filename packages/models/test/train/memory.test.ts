import { expect, test } from 'vitest';
import { memoryAfter, memoryOf } from './memory.ts';

test('hundreds of steps, and dozens of trainings, take no more of the machine than one', async () => {
  const { machine } = await memoryOf(300);
  expect(machine[1]).toBe(machine[0]);
  const [first, last] = await memoryAfter(24);
  expect(last).toBe(first);
});
