// Every public function x every parameter x hostile values: an error with a code of the list, or a valid result, within
// a second; no NaN comes out. A new export must be entered in hostile/table.ts.
import { errorCodes } from '@stokast/core-wasm/errors';
import { describe, expect, test } from 'vitest';
import { KeptData } from '../src/data.ts';
import * as exported from '../src/index.ts';
import { onBothBackends } from './backends.ts';
import { table } from './hostile/table.ts';
import { hostile } from './hostile/values.ts';

/** Where a NaN is in a result, if there is one. */
function findNaN(value: unknown, path = 'result', depth = 0): string | undefined {
  if (value !== value) return path;
  if (typeof value !== 'object' || value === null || depth > 4) return undefined;
  if (value instanceof KeptData) return findNaN(value.toArray(), path);
  if (ArrayBuffer.isView(value)) {
    if (value.byteLength === 0) return undefined;
    const i = (value as Float64Array).findIndex?.((x) => x !== x) ?? -1;
    return i >= 0 ? `${path}[${i}]` : undefined;
  }
  for (const [name, part] of Object.entries(value)) {
    const found = findNaN(part, `${path}.${name}`, depth + 1);
    if (found) return found;
  }
  return undefined;
}

/** What is wrong with the outcome of a call, if anything. */
function verdict(call: (value: never) => unknown, value: unknown): string | undefined {
  const start = performance.now();
  let result: unknown;
  try {
    result = call(value as never);
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    if (code === undefined || !(code in errorCodes)) return `threw without a code: ${message}`;
    if (/NaN and NaN|undefined must/.test(message)) return `says nothing: ${message}`;
  }
  const seconds = (performance.now() - start) / 1000;
  if (seconds > 1) return `took ${seconds.toFixed(1)} s`;
  const nan = findNaN(result);
  return nan && `gave NaN at ${nan}`;
}

let cases = 0;

onBothBackends(() => {
  describe.each(Object.entries(table))('%s', (_, functions) => {
    test.each(functions)('%s', (_, calls) => {
      const problems: string[] = [];
      for (const [parameter, call] of Object.entries(calls)) {
        for (const [name, make] of parameter === '' ? hostile.slice(0, 1) : hostile) {
          cases++;
          const problem = verdict(call, make());
          if (problem) problems.push(`${parameter} = ${name}: ${problem}`);
        }
      }
      expect(problems).toEqual([]);
    });
  });
});

test('every public function is in the table', () => {
  const functions = Object.entries(exported).filter(([, value]) => typeof value === 'function');
  expect(Object.keys(table).sort()).toEqual(functions.map(([name]) => name).sort());
});

test('the matrix is large', () => {
  expect(hostile.length).toBeGreaterThanOrEqual(25);
  expect(cases).toBeGreaterThan(10_000);
});

test('the judge sees what it must see', () => {
  expect(verdict(() => Number.NaN, 0)).toBe('gave NaN at result');
  expect(verdict(() => ({ a: Float64Array.of(0, Number.NaN) }), 0)).toBe('gave NaN at result.a[1]');
  const bare = (): never => {
    throw new TypeError('bare');
  };
  expect(verdict(bare, 0)).toContain('without a code');
  const slow = (): void => {
    const end = performance.now() + 1100;
    while (performance.now() < end);
  };
  expect(verdict(slow, 0)).toContain('took');
});
