import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Machine } from '../../../src/machine';
import { backends, eachBackend } from '../../backends';
import { edges, roughData, treeSum } from './tree';

const blocks = new Map<Machine, number>();
/** Address of a copy of `data` in the machine, `offset` elements behind a 64-byte boundary. */
function put(machine: Machine, data: Float64Array, offset = 0): number {
  if (!blocks.has(machine)) blocks.set(machine, machine.reserve(8 * 50_000));
  const address = blocks.get(machine)! + 8 * offset;
  machine.f64.set(data, address / 8);
  return address;
}

describe.each(eachBackend)('sum on %s', (_, machine) => {
  const { kernels } = machine;

  test('is the rule applied to the whole array, at every edge and offset', () => {
    for (const n of edges) {
      for (const offset of [0, 1, 3]) {
        const data = roughData(n, n + offset);
        expect(kernels.sum(put(machine, data, offset), n), `n = ${n}`).toBe(treeSum(data));
      }
    }
  });

  test('of nothing and of -0 is +0; infinities and NaN pass through', () => {
    expect(kernels.sum(put(machine, new Float64Array(0)), 0)).toBe(0);
    expect(kernels.sum(put(machine, new Float64Array([-0])), 1)).toBe(0);
    expect(kernels.sum(put(machine, new Float64Array([1, Infinity])), 2)).toBe(Infinity);
    expect(kernels.sum(put(machine, new Float64Array([-Infinity, Infinity])), 2)).toBeNaN();
    expect(kernels.sum(put(machine, new Float64Array([5e-324, 5e-324])), 2)).toBe(1e-323);
    expect(kernels.sum(put(machine, new Float64Array([1.7e308, 1.7e308])), 2)).toBe(Infinity);
  });

  test('does not depend on the chunks, as long as they are multiples of 128', () => {
    const data = roughData(40_001);
    const address = put(machine, data);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 130 }), { maxLength: 30 }), (sizes) => {
        kernels.treeStart(kernels.TREE, 1, 0);
        let at = 0;
        for (const size of sizes) {
          if (at + 128 * size > data.length) break;
          kernels.sumPush(kernels.TREE, address + 8 * at, 128 * size, 0);
          at += 128 * size;
        }
        kernels.sumPush(kernels.TREE, address + 8 * at, data.length - at, 0);
        return kernels.treeFinish(kernels.TREE) === treeSum(data);
      }),
      { numRuns: 50, seed: 1 },
    );
  });

  test('reduces several columns at once, each as if alone', () => {
    const rows = 13_001;
    const address = put(machine, roughData(3 * rows));
    const data = machine.f64.slice(address / 8, address / 8 + 3 * rows);
    const state = machine.reserve(kernels.treeBytes(3));
    kernels.treeStart(state, 3, 0);
    kernels.sumPush(state, address, rows, 8 * rows);
    expect(kernels.treeFinish(state)).toBe(treeSum(data.subarray(0, rows)));
    machine.release(state);
    for (let c = 0; c < 3; c++) {
      expect(machine.f64[kernels.RESULT / 8 + c]).toBe(treeSum(data.subarray(c * rows, (c + 1) * rows)));
    }
  });

  test('of more than 128^3 elements still follows the rule', () => {
    const chunk = roughData(128 * 256);
    const address = put(machine, chunk);
    kernels.treeStart(kernels.TREE, 1, 0);
    const pushes = 65;
    for (let i = 0; i < pushes; i++) kernels.sumPush(kernels.TREE, address, chunk.length, 0);
    kernels.sumPush(kernels.TREE, address, 77, 0);
    const all = new Float64Array(pushes * chunk.length + 77);
    for (let i = 0; i < pushes; i++) all.set(chunk, i * chunk.length);
    all.set(chunk.subarray(0, 77), pushes * chunk.length);
    expect(kernels.treeFinish(kernels.TREE)).toBe(treeSum(all));
  });
});

test('the state of 8 columns fits the static one', () => {
  expect(backends.portable.kernels.treeBytes(8)).toBeLessThanOrEqual(3840);
});
