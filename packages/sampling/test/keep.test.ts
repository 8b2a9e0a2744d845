// Data kept in the machine: the same numbers, wherever it went, and memory that comes back.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { machine, useBackend } from '@stokast/core-wasm';
import { afterEach, expect, test } from 'vitest';
import { Exponential, keep, Normal } from '../src/index.ts';

afterEach(() => {
  useBackend('auto');
});

const bytes = (): number => machine().u8.byteLength;
const xs = Float64Array.from({ length: 20000 }, (_, i) => ((i * 7919) % 1000) / 100);

test('kept data is a copy', () => {
  const mine = xs.slice();
  const kept = keep(mine);
  expect(kept.length).toBe(20000);
  expect(kept.type).toBe('f64');
  expect(kept.toArray()).toEqual(xs);
  mine.fill(0);
  (kept.toArray() as Float64Array).fill(1);
  expect(kept.toArray()).toEqual(xs);
  expect(Normal().logLikelihood(kept)).toBe(Normal().logLikelihood(xs));
  expect(keep(Float32Array.of(0.1)).toArray()).toEqual(Float32Array.of(0.1));
  expect(keep([1, 2]).toArray()).toEqual(Float64Array.of(1, 2));
  expect(keep(Uint8Array.of(1, 2)).type).toBe('f64');
  expect(keep([]).toArray()).toEqual(new Float64Array(0));
  expect(String(kept)).toBe('KeptData(20000 x f64)');
  expect(JSON.stringify(kept)).toBe('{"length":20000,"type":"f64"}');
  // Frameworks wrap what they watch.
  expect(Normal().logLikelihood(new Proxy(kept, {}))).toBe(Normal().logLikelihood(xs));
});

test('it outlives a change of backend', () => {
  useBackend('wasm');
  const kept = keep(xs);
  const before = Normal(5, 2).logLikelihood(kept);
  useBackend('typescript');
  expect(Normal(5, 2).logLikelihood(kept)).toBe(before);
  expect(kept.toArray()).toEqual(xs);
  const here = keep(xs);
  useBackend('wasm');
  expect(Normal(5, 2).logLikelihood(here)).toBe(before);
  expect(JSON.stringify(Normal.fit(here))).toBe(JSON.stringify(Normal.fit(kept)));
});

test('infinities are data to a likelihood, not to a score or a fit', () => {
  const kept = keep([1, Number.POSITIVE_INFINITY]);
  expect(Exponential().logLikelihood(kept)).toBe(Number.NEGATIVE_INFINITY);
  for (const call of [() => Exponential().score(kept), () => Exponential.fit(kept)]) {
    expect(call).toThrow(expect.objectContaining({ code: 'STOKAST_E_RANGE', parameter: 'data[1]' }));
  }
});

test('where the machine has no room the data stays outside, and no result changes', () => {
  const m = machine();
  const blocks: number[] = [];
  // Everything that is free, in smaller and smaller blocks.
  for (let size = 2 ** 29; size >= 2 ** 10; size /= 2) {
    try {
      for (;;) blocks.push(m.reserve(size));
    } catch {}
  }
  try {
    const kept = keep(xs);
    expect(Normal(5, 2).logLikelihood(kept)).toBe(Normal(5, 2).logLikelihood(xs));
    expect(Normal.fit(kept).parameters).toEqual(Normal.fit(xs).parameters);
    expect(kept.toArray()).toEqual(xs);
    expect(keep(Float32Array.from(xs)).toArray()).toEqual(Float32Array.from(xs));
  } finally {
    for (const block of blocks) m.release(block);
  }
});

test('memory of dropped data is used again', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  useBackend('typescript');
  const block = new Float64Array(10000).fill(0.5);
  let most = 0;
  for (let round = 0; round < 40; round++) {
    for (let i = 0; i < 250; i++) keep(block);
    // Finalisation callbacks run between tasks.
    for (let wait = 0; wait < 2; wait++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
    if (round === 10) most = bytes();
  }
  // 10^4 cycles would have kept 800 MB.
  expect(bytes()).toBe(most);
  expect(most).toBeLessThan(120e6);
}, 120_000);
