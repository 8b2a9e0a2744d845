// `npm run test:nightly`: the long tests, with rotating seeds, straight to this terminal.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command, step } from '../lib/command.mjs';
import { turbo } from '../lib/turbo.mjs';
import { packages } from '../lib/workspace.mjs';

export default async function nightly(rest) {
  const built = await step('build', () => turbo(['build']));
  if (built.code !== 0) return built.code;
  const failed = [];
  for (const { name, directory } of packages()) {
    if (!existsSync(join(directory, 'test', 'nightly'))) continue;
    const vitest = join(directory, 'node_modules', 'vitest', 'vitest.mjs');
    const args = [vitest, 'run', '--config', 'vitest.nightly.config.ts', ...rest];
    const { code } = await command(process.execPath, args, { show: true, cwd: directory });
    if (code !== 0) failed.push(name);
  }
  if (failed.length > 0) console.log(`failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}
