// Workers that fail: an error, not a hang. And those that do not keep a process from its end.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { stream } from '@stokast/sampling';
import { afterEach, expect, test, vi } from 'vitest';
import { fitModel, startTraining } from '../../src/train/trainer.ts';
import { blots, vaeRecipe } from './example.ts';

const data = blots(64, 4);
const recipe = vaeRecipe(16, 8, 2);
const options = { stream: stream(1), workers: 2, steps: 50 };

/** Lets trainings open what `make` makes in the place of workers. */
const replaceWorkers = (make: (url: URL) => Worker): void => {
  class Replaced {
    constructor(url: URL) {
      // biome-ignore lint/correctness/noConstructorReturn: what stands for a class must be one
      return make(url);
    }
  }
  const threads = { Worker: Replaced };
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => threads as never);
};
afterEach(() => vi.restoreAllMocks());

test('a worker that dies is an error', async () => {
  const opened: Worker[] = [];
  replaceWorkers((url) => {
    opened.push(new Worker(url));
    return opened[0];
  });
  const training = startTraining(recipe, data, options);
  await training.step();
  opened[0].terminate();
  const error = await (async () => {
    for (;;) await training.step();
  })().catch((error: unknown) => error);
  expect(error).toMatchObject({
    code: 'STOKAST_E_WORKER',
    message:
      'Cannot train on several threads: a worker failed (it ended with exit code 1); with the option workers: 1 the results are the same bits',
  });
  training.close();
});

test('workers that cannot start are an error', async () => {
  replaceWorkers(() => new Worker(new URL('file:///nowhere/worker.js')));
  await expect(fitModel(recipe, data, options)).rejects.toMatchObject({ code: 'STOKAST_E_WORKER' });
  vi.restoreAllMocks();
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => undefined as never);
  await expect(fitModel(recipe, data, options)).rejects.toThrow('there are no workers here');
});

test('what goes wrong in a worker is told', async () => {
  replaceWorkers((url) => {
    const worker = new Worker(url);
    const { postMessage } = worker;
    worker.postMessage = (message: { backend?: string }, transfer) =>
      postMessage.call(worker, message.backend ? { ...message, backend: 'abacus' } : message, transfer);
    return worker;
  });
  await expect(fitModel(recipe, data, options)).rejects.toMatchObject({
    message: expect.stringContaining('abacus'),
  });
});

const unclosed = new URL('./unclosed.mjs', import.meta.url);
test.each([
  ['of a script on the command line', ['--input-type=module', '-e', `await import('${unclosed}')`]],
  ['with flags of V8', ['--max-old-space-size=500', fileURLToPath(unclosed)]],
])('a process %s ends though a training with workers was not closed', (_, flags) => {
  const out = execFileSync(process.execPath, flags, { timeout: 20_000 });
  expect(Number(out.toString())).toBeGreaterThan(0);
});
