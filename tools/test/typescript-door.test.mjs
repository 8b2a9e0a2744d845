import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { expect, test } from 'vitest';
import { root } from '../lib/workspace.mjs';
import { folder } from './plant.mjs';

// `@stokast/core-wasm/typescript` in the place of the main door, as a bundler's alias puts it there.
const program = `
import { backend } from '@stokast/core-wasm';
import { ngram } from '@stokast/models';
import { Categorical, Normal, integrate, stream, tokenSampler } from '@stokast/sampling';
const s = stream('door');
const model = await ngram({ order: 3 }).fit('the cat sleeps. the dog jumps. ');
export const results = JSON.stringify([
  [...Normal(1, 2).sample(s, 5)],
  [...Categorical({ probabilities: [1, 2, 3] }).sample(s, 5)],
  integrate((x) => x * x, Normal(), { stream: s, samples: 4096 }).value,
  tokenSampler({ topK: 2 }).sample(Float32Array.of(1, 2, 3), s),
  model.generate({ stream: s, maxNewTokens: 20 }).text(),
]);
export const running = backend();
`;

async function bundled(name, plugins) {
  const { outputFiles } = await esbuild.build({
    stdin: { contents: program, resolveDir: root },
    bundle: true,
    format: 'esm',
    platform: 'node',
    write: false,
    logLevel: 'silent',
    plugins,
  });
  const path = join(folder(), `${name}.mjs`);
  writeFileSync(path, outputFiles[0].contents);
  return { code: outputFiles[0].text, ...(await import(path)) };
}

test('the packages above run on it, without a byte of WebAssembly, to the same bits', async () => {
  const alias = {
    name: 'alias',
    setup(build) {
      build.onResolve({ filter: /^@stokast\/core-wasm$/ }, ({ resolveDir, kind }) =>
        build.resolve('@stokast/core-wasm/typescript', { resolveDir, kind }),
      );
    },
  };
  const main = await bundled('main', []);
  const fallback = await bundled('fallback', [alias]);
  expect([main.running, fallback.running]).toEqual(['wasm', 'typescript']);
  expect(fallback.results).toBe(main.results);
  expect(fallback.code).not.toMatch(/WebAssembly|AGFzb|\.wasm/);
});
