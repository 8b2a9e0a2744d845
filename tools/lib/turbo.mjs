// Turbo over the packages that have begun.

import { npm } from './command.mjs';
import { PNPM } from './install.mjs';
import { packages } from './workspace.mjs';

/** Runs one or more of turbo's tasks; a failing task's log is kept, a passing one's is not. */
export function turbo(tasks, { filter = () => true, ...options } = {}) {
  const chosen = packages().filter((entry) => entry.begun && filter(entry));
  if (chosen.length === 0) return { code: 0, log: '' };
  const filters = chosen.map(({ name }) => `--filter=${name}`);
  const args = [
    'run',
    ...tasks,
    ...filters,
    '--concurrency=2',
    '--continue=dependencies-successful',
    '--output-logs=errors-only',
  ];
  // Turbo calls pnpm by name, so npm puts it on the path.
  const through = [
    'exec',
    '--yes',
    '--package',
    PNPM,
    '--',
    process.execPath,
    'node_modules/turbo/bin/turbo',
  ];
  return npm([...through, ...args, '--ui=stream', '--no-color'], options);
}
