// The real counts of a test run, from the JSON reports that vitest writes.
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** Where a suite's folder keeps its report. */
export const reportOf = (directory) => join(directory, 'build', 'test-report.json');

/** Deletes the reports, so that one that is there afterwards was written, or restored for the same inputs, by this run. */
export function clearReports(suites) {
  for (const { directory } of suites) rmSync(reportOf(directory), { force: true });
}

/**
 * Sums the reports of `suites` ({ name, directory }): `{ passed, failed, problems }`. A report that is missing,
 * unreadable, or counts no test is a problem, and so is a suite that could not be loaded; each adds one to `failed`.
 */
export function count(suites) {
  let passed = 0;
  let failed = 0;
  const problems = [];
  const problem = (text) => {
    failed++;
    problems.push(text);
  };
  for (const { name, directory } of suites) {
    const path = reportOf(directory);
    if (!existsSync(path)) {
      problem(`${name}: no test report; its tests did not run`);
      continue;
    }
    let report;
    try {
      report = JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      problem(`${name}: the test report cannot be read (${error.message})`);
      continue;
    }
    passed += report.numPassedTests;
    failed += report.numFailedTests;
    if (!(report.numPassedTests + report.numFailedTests > 0)) problem(`${name}: no test ran`);
    for (const file of report.testResults ?? []) {
      // A file that fails to load has no failed test to count.
      if (file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')) {
        problem(`${name}: ${file.name.slice(directory.length + 1)} could not be run: ${file.message}`);
      }
    }
  }
  return { passed, failed, problems };
}

/** The line that ends a run. */
export const closingLine = ({ passed, failed }) => `${passed} passed, ${failed} failed`;

/**
 * Counts and failed steps together, so that the closing line never says `0 failed` of a run that failed: a step
 * without tests (lint, types, the build) counts as one failure, and so does a step of tests that failed although no
 * test did.
 */
export function total({ passed, failed }, failedSteps) {
  const isTests = (step) => step.startsWith('tests');
  const others = failedSteps.filter((step) => !isTests(step)).length;
  const unexplained = failed === 0 && failedSteps.some(isTests) ? 1 : 0;
  return { passed, failed: failed + others + unexplained };
}
