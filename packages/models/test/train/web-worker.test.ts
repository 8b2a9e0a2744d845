// The worker as browsers have it, in their place: one realm, and a class that hands messages on.
import { stream } from '@stokast/sampling';
import { afterEach, expect, test, vi } from 'vitest';
import { fitModel, startTraining } from '../../src/train/trainer.ts';
import { blots, vaeRecipe } from './example.ts';

const data = blots(64, 4);
const options = { stream: stream(1), batchSize: 8, steps: 5 };

/** What a page's worker is to its page, and what its own scope is to it. */
class FakeWorker {
  static readonly opened: FakeWorker[] = [];
  static broken = false;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: ((event: { message: string }) => void) | null = null;
  private obey: Promise<(event: { data: unknown }) => void>;
  closed = false;

  constructor(url: URL, { type }: { type: string }) {
    expect([url.pathname.endsWith('/worker.js'), type]).toEqual([true, 'module']);
    FakeWorker.opened.push(this);
    this.obey = this.load();
  }

  private async load(): Promise<(event: { data: unknown }) => void> {
    vi.resetModules();
    const scope = globalThis as { onmessage?: unknown; postMessage?: unknown };
    scope.postMessage = (data: unknown, transfer: Transferable[]) => {
      const copy = structuredClone(data, { transfer });
      queueMicrotask(() => this.onmessage?.({ data: copy }));
    };
    await import('../../src/worker.ts');
    return scope.onmessage as (event: { data: unknown }) => void;
  }

  async postMessage(data: unknown, transfer: Transferable[]): Promise<void> {
    const copy = structuredClone(data, { transfer });
    if (FakeWorker.broken) this.onerror?.({ message: 'no such file' });
    else (await this.obey)({ data: copy });
  }

  terminate(): void {
    this.closed = true;
  }
}

afterEach(() => {
  vi.restoreAllMocks();
  for (const name of ['Worker', 'onmessage', 'postMessage'])
    delete (globalThis as Record<string, unknown>)[name];
});

const asPage = (): void => {
  vi.spyOn(process, 'getBuiltinModule').mockImplementation(() => undefined as never);
  Object.assign(globalThis, { Worker: FakeWorker });
  FakeWorker.opened.length = 0;
};

test.each([true, false])('a module worker gives the same (shared memory: %s)', async (shared) => {
  const whole = await fitModel(vaeRecipe(16, 8, 2), data, options);
  asPage();
  const { SharedArrayBuffer: own } = globalThis;
  try {
    if (!shared) Object.assign(globalThis, { SharedArrayBuffer: undefined });
    expect(await fitModel(vaeRecipe(16, 8, 2), data, { ...options, workers: 2 })).toEqual(whole);
  } finally {
    Object.assign(globalThis, { SharedArrayBuffer: own });
  }
  expect(FakeWorker.opened.map(({ closed }) => closed)).toEqual([true]);
});

test('a worker whose file is not there is an error', async () => {
  asPage();
  FakeWorker.broken = true;
  const training = startTraining(vaeRecipe(16, 8, 2), data, { ...options, workers: 2 });
  await expect(training.step()).rejects.toMatchObject({
    code: 'STOKAST_E_WORKER',
    message: expect.stringContaining('no such file'),
  });
  training.close();
});
