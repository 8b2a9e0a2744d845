// Runs all cases in every engine and compares: with golden.json, and so WebAssembly with the fallback.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import { posting, runInBrowser } from '../lib/browser.mjs';
import { command, step } from '../lib/command.mjs';
import { root } from '../lib/workspace.mjs';
import { differences, golden, writeGolden } from './golden.mjs';
import { writeProgram } from './main.mjs';
import { installRuntimes } from './runtimes.mjs';
import { table } from './table.mjs';

const backends = ['wasm', 'typescript'];

async function inProgram(app, [program, ...args], cli, backend) {
  const { code, log } = await command(program, [...args, cli, backend], { cwd: app });
  if (code !== 0) throw new Error(log);
  return JSON.parse(log.trim().split('\n').at(-1));
}

async function inPage(app, kind, backend) {
  const contents = `import { run } from './engines/main.mjs';\n${posting(`run('${backend}')`)}`;
  const stdin = { contents, resolveDir: app, loader: 'js' };
  const { outputFiles } = await esbuild.build({ stdin, bundle: true, format: 'esm', write: false });
  return runInBrowser(kind, outputFiles[0].text);
}

/** Writes golden.json from this Node, when both backends agree. */
export async function updateGolden(app) {
  const { cli } = writeProgram(app);
  const [wasm, typescript] = await Promise.all(
    backends.map((backend) => inProgram(app, [process.execPath], cli, backend)),
  );
  const apart = differences(typescript.hashes, wasm.hashes);
  if (apart.length > 0) {
    console.log(`WebAssembly and the fallback differ, nothing was written:\n  ${apart.join('\n  ')}`);
    return 1;
  }
  const changed = differences(wasm.hashes);
  writeGolden(wasm.hashes);
  console.log(
    `${changed.length} of ${Object.keys(wasm.hashes).length} hashes written anew\n  ${changed.join('\n  ')}`,
  );
  return 0;
}

/** Runs everything; returns the exit code. */
export async function compareEngines(app) {
  const { cli } = writeProgram(app);
  let engines;
  const installed = await step('install the engines', async () => {
    engines = await installRuntimes();
    return { code: 0, log: '' };
  });
  if (installed.code !== 0) return installed.code;
  const results = [];
  for (const engine of engines) {
    const row = { ...engine, cells: {} };
    for (const backend of backends) {
      await step(`${engine.name} ${engine.version}, ${backend}`, async () => {
        try {
          const { page, program } = engine;
          const result = page
            ? await inPage(app, page, backend)
            : await inProgram(app, program, cli, backend);
          if (result.backend !== backend) throw new Error(`ran on ${result.backend}`);
          row.cells[backend] = {
            cases: Object.keys(result.hashes).length,
            apart: differences(result.hashes),
          };
        } catch (error) {
          row.cells[backend] = { error: error.message };
        }
        const { error, apart = [], cases } = row.cells[backend];
        return {
          code: error || apart.length > 0 ? 1 : 0,
          log: error ?? apart.join('\n'),
          note: `${cases} hashes`,
        };
      });
    }
    results.push(row);
  }
  writeFileSync(join(root, 'docs', 'engines.md'), table(results, Object.keys(golden())));
  const bad = results.filter(({ cells }) =>
    Object.values(cells).some(({ error, apart }) => error || apart.length > 0),
  );
  console.log(`${results.length - bad.length} passed, ${bad.length} failed`);
  return bad.length === 0 ? 0 : 1;
}
