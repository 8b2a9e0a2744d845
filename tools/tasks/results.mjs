// `npm run results`: builds, then trains the models and writes what they reach to docs/results.md.
import { join } from 'node:path';
import { command, step } from '../lib/command.mjs';
import { turbo } from '../lib/turbo.mjs';
import { root } from '../lib/workspace.mjs';

export default async function results(rest) {
  const built = await step('build', () => turbo(['build']));
  if (built.code !== 0) return built.code;
  const entry = join(root, 'benchmarks', 'generative', 'run.mjs');
  return (await command(process.execPath, [entry, ...rest], { show: true })).code;
}
