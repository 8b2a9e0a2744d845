// `npm run test:nightly`: the long tests, with a seed of the night, straight to this terminal; what came of them is
// written to docs/nightly.md. STOKAST_SEED repeats a night.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, step } from '../lib/command.mjs';
import { clearReports, reportOf } from '../lib/counts.mjs';
import { turbo } from '../lib/turbo.mjs';
import { packages, root } from '../lib/workspace.mjs';

export default async function nightly(rest) {
  const built = await step('build', () => turbo(['build']));
  if (built.code !== 0) return built.code;
  const seed = process.env.STOKAST_SEED ?? String(Date.now() % 2147483647);
  const suites = packages().filter(({ directory }) => existsSync(join(directory, 'test', 'nightly')));
  clearReports(suites);
  const results = [];
  for (const { name, directory } of suites) {
    const vitest = join(directory, 'node_modules', 'vitest', 'vitest.mjs');
    const args = [vitest, 'run', '--config', 'vitest.nightly.config.ts', ...rest];
    const { code } = await command(process.execPath, args, {
      show: true,
      cwd: directory,
      env: { STOKAST_SEED: seed },
    });
    results.push({ name, code, ...reported(directory) });
  }
  const page = join(root, 'docs', 'nightly.md');
  writeFileSync(`${page}.partial`, render(results, seed));
  renameSync(`${page}.partial`, page);
  const failed = results.filter(({ code }) => code !== 0).map(({ name }) => name);
  if (failed.length > 0) console.log(`failed: ${failed.join(', ')}`);
  return failed.length === 0 ? 0 : 1;
}

/** What a suite's report says; a suite that wrote none says so. */
function reported(directory) {
  if (!existsSync(reportOf(directory))) return { passed: 0, failures: ['no report'], minutes: 0 };
  const { numPassedTests, startTime, testResults } = JSON.parse(readFileSync(reportOf(directory), 'utf8'));
  const failures = testResults.flatMap(({ assertionResults }) =>
    assertionResults.filter(({ status }) => status === 'failed').map(({ fullName }) => fullName),
  );
  const end = Math.max(...testResults.map(({ endTime }) => endTime));
  return { passed: numPassedTests, failures, minutes: (end - startTime) / 60_000 };
}

function render(results, seed) {
  const date = new Date().toISOString().slice(0, 10);
  const lines = [
    '# The last night',
    '',
    `\`npm run test:nightly\` on ${date}, Node ${process.versions.node}, \`STOKAST_SEED=${seed}\`: larger samples, seeds that rotate. Written by the run.`,
    '',
    '| suite | passed | failed | minutes |',
    '|---|---:|---:|---:|',
    ...results.map(
      ({ name, passed, failures, minutes }) =>
        `| ${name} | ${passed} | ${failures.length} | ${minutes.toFixed(1)} |`,
    ),
  ];
  for (const { name, failures } of results)
    for (const failure of failures) lines.push('', `- ${name}: ${failure}`);
  return `${lines.join('\n')}\n`;
}
