// `npm run bench`: builds, then hands over to the benchmarks.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command, step } from '../lib/command.mjs';
import { turbo } from '../lib/turbo.mjs';
import { root } from '../lib/workspace.mjs';

export default async function bench(rest) {
  const entry = join(root, 'benchmarks', 'run.mjs');
  const built = await step('build', () => turbo(['build']));
  if (built.code !== 0) return built.code;
  if (!existsSync(entry)) {
    console.error('benchmarks/run.mjs is not there yet.');
    return 1;
  }
  return (await command(process.execPath, [entry, ...rest], { show: true })).code;
}
