// Builds the package: tables -> core.wasm (SIMD), core.relaxed.wasm (fused matrix products) and portable.wasm (tests
// only) -> JavaScript -> declarations.
import { spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import { generateTables } from './tables.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const inside = (...parts) => join(here, ...parts);

/**
 * Folder in which simd/ lies over kernels/: a twin takes its portable file's place, and may import that file
 * as `<name>.portable`. Every importer, and the ABI, are thereby the same in both builds. The files of relaxed/ take
 * the place of twins in the same way.
 */
function overlay(name, layers) {
  const stage = inside('build', name);
  rmSync(stage, { recursive: true, force: true });
  for (const folder of ['kernels', 'platform', 'generated']) {
    cpSync(inside('src', folder), join(stage, folder), { recursive: true });
  }
  for (const layer of layers) {
    for (const entry of readdirSync(inside('src', layer), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const path = join(entry.parentPath, entry.name).slice(inside('src', layer).length + 1);
      const target = join(stage, 'kernels', path);
      try {
        renameSync(target, target.replace(/\.ts$/, '.portable.ts'));
      } catch (error) {
        if (error.code !== 'ENOENT') throw error; // a helper of the twins, without a portable form
      }
      cpSync(inside('src', layer, path), target);
    }
  }
  return join(stage, 'kernels', 'index.ts');
}

/** Runs a script with this Node; ends the build when it fails, having said why. */
function run(...args) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: here, stdio: ['ignore', 'inherit', 'inherit'] });
    child.on('close', (code) => (code === 0 ? resolve() : process.exit(1)));
  });
}

function compile(entry, out, flags) {
  const asc = join(dirname(require.resolve('assemblyscript/package.json')), 'bin', 'asc.js');
  // -O3s: a tenth smaller than -O3 at its speed (docs/decisions/0021).
  const args = ['-O3s', '--noAssert', '--runtime', 'stub', '--maximumMemory', '16384', ...flags];
  return run(asc, entry.slice(here.length + 1), '--outFile', out, ...args);
}

const shared = {
  bundle: true,
  format: 'esm',
  target: 'es2022',
  platform: 'neutral',
  legalComments: 'none',
  minifySyntax: true, // names of constants become numbers: opcodes a table to jump through
  resolveExtensions: ['.typescript.ts', '.ts'],
  absWorkingDir: here,
  logLevel: 'warning',
};

generateTables(inside('src', 'tables'), inside('src', 'generated'));
rmSync(inside('dist'), { recursive: true, force: true });
mkdirSync(inside('dist'), { recursive: true });
await Promise.all([
  compile(overlay('assembly', ['simd']), 'dist/core.wasm', [
    '--enable',
    'simd',
    '--textFile',
    'build/core.wat',
  ]),
  compile(overlay('relaxed', ['simd', 'relaxed']), 'dist/core.relaxed.wasm', [
    '--enable',
    'simd',
    '--enable',
    'relaxed-simd',
  ]),
  compile(inside('src', 'kernels', 'index.ts'), 'build/portable.wasm', [
    '--disable',
    'simd',
    '--disable',
    'bulk-memory',
  ]),
]);

await esbuild.build({
  ...shared,
  entryPoints: {
    index: 'src/index.ts',
    typescript: 'src/typescript.ts',
    relaxed: 'src/relaxed.ts',
    workerd: 'src/workerd.ts',
    errors: 'src/errors.ts',
    check: 'src/check.ts',
    'kernels/program/opcodes': 'src/kernels/program/opcodes.ts',
  },
  outdir: 'dist',
  splitting: true,
  chunkNames: 'chunks/[name]-[hash]',
  plugins: [
    {
      name: 'core.wasm: inline for index, a module file for workerd',
      setup(build) {
        build.onResolve({ filter: /^#core\.(relaxed\.)?wasm$/ }, ({ path }) => ({
          path: path.slice(1), // the bundle names it, so without the folder of this machine
          namespace: 'inline',
        }));
        build.onResolve({ filter: /^\.\/core\.wasm$/ }, () => ({ path: './core.wasm', external: true }));
        build.onLoad({ filter: /.*/, namespace: 'inline' }, ({ path }) => ({
          contents: readFileSync(inside('dist', path)),
          loader: 'base64',
        }));
      },
    },
  ],
});

const tsc = join(dirname(require.resolve('typescript/package.json')), 'bin', 'tsc');
await run(tsc, '-p', 'tsconfig.json', '--emitDeclarationOnly', '--outDir', 'dist');
// AssemblyScript's type names are ours alone: the published declarations say `number`. Their imports name files, as
// Node's rules of resolution ask; without that, every kernel would be `any` to who imports the package.
const suffixes = ['.js', '.typescript.js'];
for (const entry of readdirSync(inside('dist'), { recursive: true, withFileTypes: true })) {
  if (!entry.name.endsWith('.d.ts')) continue;
  const path = join(entry.parentPath, entry.name);
  const declared = (suffix, from) => existsSync(join(entry.parentPath, from + suffix.replace(/js$/, 'd.ts')));
  const text = readFileSync(path, 'utf8')
    .replace(/(?<=(?::|=>) )(f64|f32|i32|u32|usize)\b/g, 'number')
    .replace(/(?<=(?:from|import\() ?')(\.[^']+)(?=')/g, (from) => {
      const suffix = suffixes.find((each) => declared(each, from));
      if (suffix === undefined) throw new Error(`${path}: no declarations for ${from}`);
      return from + suffix;
    });
  writeFileSync(path, text);
}
