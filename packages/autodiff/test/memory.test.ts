// Memory of programs in the machine: constant while they run, given back when they are dropped.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { machine, useBackend } from '@stokast/core-wasm';
import { describe, expect, test } from 'vitest';
import {
  adam,
  compile,
  log,
  minimize,
  type Program,
  stateful,
  type Tensor,
  valueAndGrad,
} from '../src/index.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const bytes = (): number => machine().u8.byteLength;

/** Lets finalisers run, which they do between tasks. */
async function finalise(): Promise<void> {
  for (let wait = 0; wait < 2; wait++) {
    collect();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

const regression = () =>
  compile(
    valueAndGrad((b, x) => x.mul(b.slope).sub(b.intercept).mul(x).sum()),
    [{ slope: [], intercept: [] }, [200]],
  );

/** Takes all that the machine has but for `room` bytes; returns what gives it back. */
function fillUp(room: number): () => void {
  const m = machine();
  const free = m.reserve(room);
  const blocks: number[] = [];
  for (let size = 2 ** 29; size >= 64; size /= 2) {
    try {
      for (;;) blocks.push(m.reserve(size));
    } catch {}
  }
  m.release(free);
  return () => {
    for (const block of blocks) m.release(block);
  };
}

describe.each(['wasm', 'typescript'] as const)('on %s', (backend) => {
  test('10^5 runs take no memory, of the core or of JavaScript', () => {
    useBackend(backend);
    const f = regression();
    const x = Float64Array.from({ length: 200 }, (_, i) => i / 100);
    const result = f({ slope: 1, intercept: 0 }, x);
    const run = (times: number) => {
      for (let i = 0; i < times; i++) f.into(result, { slope: i, intercept: 0 }, x);
      collect();
      return process.memoryUsage().heapUsed;
    };
    run(2000);
    const before = run(1000);
    const core = bytes();
    const after = run(backend === 'wasm' ? 100_000 : 20_000);
    expect(bytes()).toBe(core);
    expect(after - before).toBeLessThan(200_000);
  });

  test('10^4 programs compiled, run and dropped give theirs back', async () => {
    useBackend(backend);
    let most = 0;
    for (let round = 0; round < 10; round++) {
      for (let i = 0; i < (backend === 'wasm' ? 1000 : 200); i++)
        regression()({ slope: i, intercept: 0 }, new Float64Array(200));
      await finalise();
      if (round === 3) most = bytes();
    }
    expect(bytes()).toBe(most);
  });

  test('searches give theirs back when they end, and those that fail', () => {
    useBackend(backend);
    const start = new Float64Array(20_000).fill(1);
    const loss = (x: Tensor): Tensor => x.square().sum();
    const search = (): void => {
      minimize(loss as never, start);
      minimize(loss as never, start, { optimizer: adam(), steps: 3 });
      expect(() => minimize((x: Tensor) => log(loss(x).neg()), start, { optimizer: adam() })).toThrow();
      expect(() =>
        minimize(loss as never, start, { optimizer: adam(), steps: 2, tolerance: 1e-30 }),
      ).toThrow();
    };
    search();
    const core = bytes();
    for (let i = 0; i < 20; i++) search();
    expect(bytes()).toBe(core);
  });

  test('programs that wait give way where there is no room, and come back', () => {
    useBackend(backend);
    const x = new Float64Array(20_000).fill(2);
    const make = (i: number): Program<[readonly number[] | Float64Array], number> =>
      compile((y) => y.mul(x).mul(i).sum(), [[20_000]]) as never;
    const first = make(1);
    expect(first(x)).toBe(80_000);
    const state = stateful((s) => [s.mul(2)], [[20_000]]);
    state.load(x);
    const release = fillUp(1_200_000);
    try {
      const others = Array.from({ length: 12 }, (_, i) => make(i));
      for (const [i, other] of others.entries()) expect(other(x)).toBe(80_000 * i);
      for (const [i, other] of others.entries()) expect(other(x)).toBe(80_000 * i);
      expect(first(x)).toBe(80_000);
      state.step();
      expect(state.read()[19_999]).toBe(4);
      const large = compile((y) => y.add(1), [[1_000_000]]);
      expect(() => large(new Float64Array(1_000_000))).toThrow(
        expect.objectContaining({ code: 'STOKAST_E_MEMORY' }),
      );
      expect(state.read()[0]).toBe(4);
    } finally {
      release();
    }
  });
});
