import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { clearReports, closingLine, count, total } from '../lib/counts.mjs';
import { folder } from './plant.mjs';

/** A suite whose report says `report` (an object, or text as it is). */
function suite(name, report) {
  const directory = join(folder(), name);
  mkdirSync(join(directory, 'build'), { recursive: true });
  const text = typeof report === 'string' ? report : JSON.stringify(report);
  if (report !== undefined) writeFileSync(join(directory, 'build', 'test-report.json'), text);
  return { name, directory };
}
const ran = (numPassedTests, numFailedTests, testResults = []) => ({
  numPassedTests,
  numFailedTests,
  testResults,
});

test('the counts of all suites are summed', () => {
  const counts = count([suite('a', ran(3, 0)), suite('b', ran(39, 2))]);
  expect(counts).toEqual({ passed: 42, failed: 2, problems: [] });
  expect(closingLine(counts)).toBe('42 passed, 2 failed');
});

test.each([
  ['missing', undefined, /no test report/],
  ['cut short', '{"numPassedTests": 3', /cannot be read/],
  ['of no test', ran(0, 0), /no test ran/],
])('a report that is %s is a failure', (_, report, message) => {
  const { passed, failed, problems } = count([suite('a', ran(3, 0)), suite('b', report)]);
  expect([passed, failed]).toEqual([3, 1]);
  expect(problems[0]).toMatch(message);
});

test('a test file that cannot be loaded is a failure, though none of its tests failed', () => {
  const made = suite('a', undefined);
  const file = {
    name: join(made.directory, 'test/x.test.ts'),
    status: 'failed',
    message: 'oh',
    assertionResults: [],
  };
  writeFileSync(join(made.directory, 'build', 'test-report.json'), JSON.stringify(ran(3, 0, [file])));
  expect(count([made])).toMatchObject({
    passed: 3,
    failed: 1,
    problems: ['a: test/x.test.ts could not be run: oh'],
  });
});

test('the report of an earlier run is not counted', () => {
  const suites = [suite('a', ran(3, 0))];
  clearReports(suites);
  expect(count(suites)).toMatchObject({ passed: 0, failed: 1 });
});

test('a run that failed never ends with 0 failed', () => {
  const counts = { passed: 5, failed: 0 };
  expect(total(counts, [])).toEqual({ passed: 5, failed: 0 });
  expect(total(counts, ['lint', 'build'])).toEqual({ passed: 5, failed: 2 });
  expect(total(counts, ['tests of the packages'])).toEqual({ passed: 5, failed: 1 });
  expect(total({ passed: 5, failed: 3 }, ['tests of the packages', 'types'])).toEqual({
    passed: 5,
    failed: 4,
  });
});
