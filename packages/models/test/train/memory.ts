// How much memory a training takes as it goes on.
import { machine } from '@stokast/core-wasm';
import { stream } from '@stokast/sampling';
import { startTraining } from '../../src/train/trainer.ts';
import { blots, vaeRecipe } from './example.ts';

const data = blots(64, 4);
const begin = () =>
  startTraining(vaeRecipe(16, 32, 2), data, { stream: stream(1), batchSize: 16, steps: 1_000_000 });

/** Bytes of the machine and of arrays outside of it, after a few steps and after many. */
export async function memoryOf(steps: number): Promise<{ machine: number[]; arrays: number[] }> {
  const training = begin();
  const seen: { machine: number[]; arrays: number[] } = { machine: [], arrays: [] };
  for (let i = 0; i <= steps; i++) {
    await training.step();
    if (i !== Math.floor(steps / 10) && i !== steps) continue;
    (globalThis as { gc?: () => void }).gc?.();
    seen.machine.push(machine().u8.length);
    seen.arrays.push(process.memoryUsage().arrayBuffers);
  }
  training.close();
  return seen;
}

/** Bytes of the machine after one training, and after so many, each of them closed. */
export async function memoryAfter(trainings: number): Promise<number[]> {
  const seen: number[] = [];
  for (let i = 0; i < trainings; i++) {
    const training = begin();
    await training.step();
    training.close();
    if (i === 0 || i === trainings - 1) seen.push(machine().u8.length);
  }
  return seen;
}
