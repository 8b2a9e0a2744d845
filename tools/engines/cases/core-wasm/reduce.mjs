// Sums by the fixed tree, moments, scans.
import { moderate, on, wide } from './machine.mjs';

const lengths = [0, 1, 7, 8, 127, 128, 129, 1000];
const each = (work) => () => lengths.flatMap((n) => on((k, tools) => work(k, tools, n)));

export const cases = {
  sum: each((k, { put }, n) => k.sum(put(moderate), n)),
  blockSum: () => on((k, { put }) => k.blockSum(put(moderate))),
  'sumPush in chunks and columns': () =>
    on((k, { put, room, f64 }) => {
      const state = room(k.treeBytes(2));
      k.treeStart(state, 2, 0);
      const x = put(moderate.subarray(0, 512));
      k.sumPush(state, x, 128, 2048);
      k.sumPush(state, x + 1024, 100, 2048);
      return [k.treeFinish(state), f64(k.RESULT, 2)];
    }),
  moments: each((k, { put, room, f64 }, n) => {
    const state = room(k.treeBytes(5));
    k.momentsStart(state);
    k.momentsPush(state, put(moderate), n, 0);
    return [k.treeFinish(state), f64(k.RESULT, 5)];
  }),
  'moments of singles': each((k, { put, room, f64 }, n) => {
    const state = room(k.treeBytes(5));
    k.momentsStart(state);
    k.momentsPush(state, put(Float32Array.from(moderate)), n, 1);
    return [k.treeFinish(state), f64(k.RESULT, 5)];
  }),
  extremes: each((k, { put, f64 }, n) => {
    k.extremes(put(wide), n);
    return f64(k.RESULT, 2);
  }),
  outside: each((k, { put, room, f64 }, n) => {
    const to = room(8 * n);
    const count = k.outside(put(wide), n, -1, 1, to);
    return [count, f64(to, count)];
  }),
  firstBad: () =>
    on((k, { put }) => [
      k.firstBad(put(wide), wide.length, 0, 0),
      k.firstBad(put(wide), wide.length, 0, 1),
      k.firstBad(put(Float32Array.from(wide)), wide.length, 1, 1),
      k.firstBad(put(moderate), moderate.length, 0, 1),
    ]),
  logSumExp: each((k, { put }, n) => k.logSumExp(put(moderate), n)),
  logSoftmax: each((k, { put, f64 }, n) => {
    const x = put(moderate);
    if (n > 0) k.logSoftmax(x, n, x);
    return f64(x, n);
  }),
};
