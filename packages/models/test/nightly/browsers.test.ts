// Workers in browsers, from a bundle as Vite makes it, with shared memory and without: the bits of Node.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stream } from '@stokast/sampling';
import { build } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { vae } from '../../src/vae/spec.ts';

interface Browsers {
  posting(expression: string): string;
  runInBrowser(kind: string, script: string, page: object): Promise<unknown>;
}
const tools = (await import('../../../../tools/lib/browser.mjs' as string)) as Browsers;
const own = fileURLToPath(new URL('../..', import.meta.url));

const images = Uint8Array.from({ length: 200 * 16 }, (_, i) => (i * 37) % 256);
const spec = { shape: [4, 4], hidden: [16], latent: 2 };
const options = { batchSize: 20, steps: 60, shards: 4 };

const page = `
import { vae } from '@stokast/models';
import { stream } from '@stokast/sampling';
const images = Uint8Array.from({ length: 200 * 16 }, (_, i) => (i * 37) % 256);
export async function saved(workers) {
  const options = { ...${JSON.stringify(options)}, stream: stream(1), workers };
  const model = await vae(${JSON.stringify(spec)}).fit({ images, shape: [4, 4] }, options);
  return Array.from(model.save());
}
${tools.posting('Promise.all([1, 2, 4].map(saved)).then((all) => ({ all, shared: typeof SharedArrayBuffer }))')}`;

let folder: string;
let files: Record<string, string>;
beforeAll(async () => {
  // Inside the package, so that names resolve as they do for its users.
  mkdirSync(join(own, 'build'), { recursive: true });
  folder = mkdtempSync(join(own, 'build', 'browsers-'));
  writeFileSync(join(folder, 'script.js'), page);
  const bundle = await build({
    root: folder,
    logLevel: 'error',
    configFile: false,
    worker: { format: 'es' },
    build: {
      write: false,
      target: 'es2022',
      modulePreload: false,
      rollupOptions: { input: join(folder, 'script.js'), output: { entryFileNames: 'script.js' } },
    },
  });
  const [{ output }] = [bundle].flat() as {
    output: { fileName: string; code?: string; source?: string | Uint8Array }[];
  }[];
  files = Object.fromEntries(
    output.map(({ fileName, code, source }) => [
      `/${fileName}`,
      code ?? Buffer.from(source ?? '').toString(),
    ]),
  );
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['chromium', true],
  ['chromium', false],
  ['firefox', true],
  ['firefox', false],
])('%s, isolated: %s', async (browser, isolated) => {
  const model = await vae(spec).fit({ images, shape: [4, 4] }, { ...options, stream: stream(1) });
  const wanted = Array.from(model.save());
  const found = await tools.runInBrowser(browser, files['/script.js'], { files, isolated });
  expect(found).toEqual({ all: [wanted, wanted, wanted], shared: isolated ? 'function' : 'undefined' });
});
