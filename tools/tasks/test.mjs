// `npm test`: lint, house rules, build, types, the tests of every package, the tests of the workspace.
import { join } from 'node:path';
import { findBrowser } from '../lib/browser.mjs';
import { step, tool } from '../lib/command.mjs';
import { clearReports, closingLine, count, total } from '../lib/counts.mjs';
import { turbo } from '../lib/turbo.mjs';
import { packages, root } from '../lib/workspace.mjs';

/** The suites whose reports are counted. */
export function suites() {
  const own = { name: 'workspace', directory: join(root, 'tools') };
  return [...packages().filter(({ begun, manifest }) => begun && manifest.scripts?.test), own];
}

export default async function test() {
  const failures = [];
  const must = async (name, work) => {
    const { code } = await step(name, work);
    if (code !== 0) failures.push(name);
    return code === 0;
  };

  await must('lint', () => tool('@biomejs/biome/bin/biome', ['check', '.']));
  await must('house rules', () => tool('../tools/rules/run.mjs', []));
  const all = suites();
  clearReports(all);
  if (await must('build', () => turbo(['build']))) {
    await must('types', () => turbo(['typecheck']));
    await must('tests of the packages', () => turbo(['test']));
    if (!process.env.CI && !findBrowser('chromium')) {
      console.log(
        '       no Chromium here, so its tests are left out (CI runs them): apt-get install chromium',
      );
    }
    const config = ['run', '--config', 'tools/vitest.config.mjs'];
    await must('tests of the workspace', () => tool('vitest/vitest.mjs', config));
  }

  const counts = count(all);
  for (const problem of counts.problems) console.log(problem);
  if (failures.length > 0) console.log(`failed: ${failures.join(', ')}`);
  const sum = total(counts, failures);
  console.log(closingLine(sum));
  return sum.failed === 0 ? 0 : 1;
}
