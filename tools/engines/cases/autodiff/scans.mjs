// Loops over steps: recurrences that become one instruction, and bodies that are run for each step.
import { api, around, derived, run, units } from './api.mjs';

export const cases = {
  'scan: linear, of numbers': () =>
    [false, true].flatMap((reverse) =>
      derived(
        (a, y) => api.scan((s, x) => [s.mul(a).add(x), s], a, y, { reverse })[1],
        [[], [40]],
        [0.7, around(40, 110)],
        { second: true },
      ),
    ),
  'scan: linear, with a factor for each step and each element': () => [
    ...derived(
      (a, y) => api.scan((s, x) => [s.mul(x.a).add(x.y), s], y.slice(0).mul(0), { a, y })[1],
      [[20], [20, 3]],
      [units(20, 111), around(60, 112)],
    ),
    ...derived(
      (a, y) => api.scan((s, x) => [s.mul(x.a).add(x.y), s], y.slice(0), { a, y })[0],
      [
        [20, 3],
        [20, 3],
      ],
      [units(60, 113), around(60, 114)],
    ),
  ],
  'scan: of vectors, not linear': () =>
    derived(
      (w, y) => {
        const [last, all] = api.scan(
          (h, x) => [api.tanh(api.matmul(w, h).add(x)), h.sum()],
          y.slice(0).mul(0),
          y,
        );
        return last.sum().add(all.exp().sum());
      },
      [
        [3, 3],
        [15, 3],
      ],
      [around(9, 115).map((x) => x / 4), around(45, 116)],
      { second: true },
    ),
  'scan: several carries, in reverse, without sequences': () => [
    ...run(
      (y) =>
        api.scan(({ a, b }, x) => [{ a: b.add(x), b: a.mul(0.5) }, [a, b]], { a: 1, b: -1 }, y, {
          reverse: true,
        }),
      [[12]],
      around(12, 117),
    ),
    ...derived(
      (x) => api.scan((v) => [v.mul(v).sub(0.5), v.sum()], x, undefined, { length: 5 })[1],
      [[4]],
      [units(4, 118)],
    ),
  ],
  'scan: in a scan': () =>
    derived(
      (a, y) => {
        const inner = (s, z) => [api.sin(s.add(z).mul(a)), z];
        const outer = (h, x) => {
          const [last] = api.scan(inner, h, x);
          return [last, last.add(x.sum())];
        };
        return api.scan(outer, a, y)[1];
      },
      [[], [6, 4]],
      [0.7, around(24, 119)],
    ),
  'scan: a hidden Markov model': () =>
    derived(
      (logits, emissions) => {
        const transition = api.logSoftmax(logits);
        const step = (alpha, e) => [api.logSumExp(alpha.reshape([3, 1]).add(transition), 0).add(e), alpha];
        return api.logSumExp(api.scan(step, emissions.slice(0), emissions.slice([1]))[0]);
      },
      [
        [3, 3],
        [25, 3],
      ],
      [around(9, 120), around(75, 121)],
    ),
};
