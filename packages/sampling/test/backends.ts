// Runs a suite on both backends. Each must be the one that really runs: a missing build fails, it does not skip.
import { backend, useBackend } from '@stokast/core-wasm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

export function onBothBackends(suite: (name: 'wasm' | 'typescript') => void): void {
  for (const name of ['wasm', 'typescript'] as const) {
    describe(name, () => {
      beforeAll(() => {
        useBackend(name);
      });
      afterAll(() => {
        useBackend('auto');
      });
      test(`runs on ${name}`, () => {
        expect(backend()).toBe(name);
      });
      suite(name);
    });
  }
}

/** What `make` gives on each backend. */
export function onEach<T>(make: () => T): { wasm: T; typescript: T } {
  try {
    useBackend('wasm');
    const wasm = make();
    useBackend('typescript');
    return { wasm, typescript: make() };
  } finally {
    useBackend('auto');
  }
}

/** Two arrays of numbers with the same elements, bit for bit but for NaNs: much faster than `toEqual`. */
export function expectSame(found: ArrayLike<number>, wanted: ArrayLike<number>): void {
  expect(found.length).toBe(wanted.length);
  for (let i = 0; i < wanted.length; i++) {
    if (!Object.is(found[i], wanted[i])) throw new Error(`element ${i} is ${found[i]}, not ${wanted[i]}`);
  }
}
