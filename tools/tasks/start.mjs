// `npm start`: builds what the command line needs and runs its tour.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { command, step } from '../lib/command.mjs';
import { turbo } from '../lib/turbo.mjs';
import { root } from '../lib/workspace.mjs';

export default async function start(rest) {
  const cli = join(root, 'packages', 'cli', 'bin', 'stokast.js');
  const built = await step('build', () => turbo(['build'], { filter: ({ manifest }) => !manifest.private }));
  if (built.code !== 0) return built.code;
  if (!existsSync(cli)) {
    console.error('packages/cli/bin/stokast.js is not there yet.');
    return 1;
  }
  return (await command(process.execPath, [cli, 'tour', ...rest], { show: true, cwd: process.cwd() })).code;
}
