// Builds the command: one chunk a command, everything bundled, so that it starts quickly and installs alone.
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, 'dist');
rmSync(dist, { recursive: true, force: true });

const { metafile } = await esbuild.build({
  absWorkingDir: here,
  // The threads of a training start from a file of their own: they look for it beside what they are opened by.
  entryPoints: { main: 'src/main.ts', worker: '../models/dist/worker.js' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  minifySyntax: true,
  minifyWhitespace: true,
  chunkNames: '[name]-[hash]',
  metafile: true,
  legalComments: 'none',
  logOverride: { 'ignored-bare-import': 'silent' }, // the libraries are free of side effects, and say so
  // commander and seedrandom are CommonJS, and ask for Node's modules by require.
  banner: {
    js: "import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);",
  },
  logLevel: 'warning',
});

// The licences of what is bundled travel with it.
const folders = new Set(
  Object.keys(metafile.inputs)
    .filter((path) => path.includes('node_modules/'))
    .map((path) => path.replace(/(.*node_modules\/(?:@[^/]+\/)?[^/]+)\/.*/, '$1')),
);
const notices = [...folders].sort().map((folder) => {
  const directory = join(here, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
  const file = readdirSync(directory).find((entry) => /^licen[cs]e/i.test(entry));
  const text =
    file && existsSync(join(directory, file)) ? readFileSync(join(directory, file), 'utf8').trim() : license;
  return `${name} ${version}\n\n${text}\n`;
});
writeFileSync(join(dist, 'THIRD-PARTY-LICENSES.txt'), notices.join(`\n${'-'.repeat(72)}\n\n`));
