import { describe, expect, test } from 'vitest';
import { backends, eachBackend } from '../../backends';
import { edges, roughData, treeSum } from '../reduce/tree';
import { families, fill, likelihood } from './families';

/** Half a unit in the last place of 1. */
const U = 2 ** -53;
/** The worst error allowed, in U of the largest term: see the head of kernels/density/normal.ts. */
const ALLOWED = 9;

describe.each(eachBackend)('densities on %s', (_, machine) => {
  describe.each(families)('$name', (family) => {
    const columns = 1 + family.parameters;

    test('value and partial derivatives against 60 digits', () => {
      for (const { x, parameters, value, partials, scales } of family.cases) {
        const at = Number(x);
        const [a, b = 0] = parameters;
        const got = [family.logProb(machine, at, a, b)];
        for (let c = 1; c < columns; c++) got.push(fill(machine, family, c, [at], [a, b])[0]);
        for (const [c, expected] of [value, ...partials].map(Number).entries()) {
          const say = `${family.name}(${parameters}) at ${x}, column ${c}`;
          if (Number.isFinite(expected)) {
            // A double has no more than 2^-1074 to give.
            const allowed = ALLOWED * U * scales[c] + 5e-324;
            expect(Math.abs(got[c] - expected), say).toBeLessThanOrEqual(allowed);
          } else {
            expect(got[c], say).toBe(expected);
          }
        }
      }
    });

    test('partial derivatives against central differences', () => {
      const h = 1e-5;
      for (const x of family.smooth.x) {
        for (let c = 1; c < columns; c++) {
          const [up, down] = [h, -h].map((step) => {
            const [a, b] = family.smooth.at.map((p, i) => (i === c - 1 ? p + step : p));
            return family.logProb(machine, x, a, b);
          });
          const slope = up === down ? 0 : (up - down) / (2 * h);
          expect(fill(machine, family, c, [x], family.smooth.at)[0]).toBeCloseTo(slope, 7);
        }
      }
    });

    test('an array is its scalars; NaN stays NaN', () => {
      for (const setting of family.settings) {
        const data = family.data(300);
        data.set([Infinity, -Infinity, NaN, -0, 5e-324, -5e-324, 1.7e308]);
        const scalars = data.map((x) => family.logProb(machine, x, ...setting));
        expect(fill(machine, family, 0, data, setting)).toEqual(scalars);
        for (let c = 0; c < columns; c++) expect(fill(machine, family, c, [NaN], setting)[0]).toBeNaN();
      }
    });

    test('the sum is the tree sum of the scalars, bit for bit, with any number of partial derivatives', () => {
      for (const setting of family.settings) {
        for (const n of edges) {
          const data = family.data(n);
          const expected = Array.from({ length: columns }, (_, c) =>
            treeSum(fill(machine, family, c, data, setting)),
          );
          expect(likelihood(machine, family, data, setting, columns)).toEqual(expected);
          for (let some = 1; some < columns; some++) {
            expect(likelihood(machine, family, data, setting, some)).toEqual(expected.slice(0, some));
          }
        }
      }
    });

    test('chunks and offsets do not matter; singles count as the doubles they are', () => {
      const [setting] = family.settings;
      const singles = Float32Array.from(family.data(20_000));
      const doubles = Float64Array.from(singles);
      const expected = likelihood(machine, family, doubles, setting, columns);
      for (const data of [singles, doubles]) {
        expect(likelihood(machine, family, data, setting, columns)).toEqual(expected);
        expect(likelihood(machine, family, data, setting, columns, [16384])).toEqual(expected);
        expect(likelihood(machine, family, data, setting, columns, [128, 1280, 128], 3)).toEqual(expected);
      }
    });
  });

  test('hostile data: an infinity makes the sum -Infinity, NaN makes it NaN', () => {
    const [normal] = families;
    const data = roughData(400);
    data[200] = -Infinity;
    expect(likelihood(machine, normal, data, [0, 1], 1)).toEqual([-Infinity]);
    data[201] = NaN;
    expect(likelihood(machine, normal, data, [0, 1], 1)).toEqual([NaN]);
  });

  test('the normal survives where x - mu or sigma^2 would overflow', () => {
    const { kernels } = machine;
    // z = 2: -2 - log(1e308) - log(2 pi) / 2
    expect(kernels.normalLogProb(1e308, -1e308, 1e308)).toBeCloseTo(-712.1151471754, 8);
    expect(kernels.normalLogProb(0, 0, 5e-324)).toBeCloseTo(743.5211333881, 8);
    expect(kernels.normalLogProb(1, 0, 5e-324)).toBe(-Infinity);
  });

  test('degenerate Bernoulli', () => {
    const { kernels } = machine;
    expect(kernels.bernoulliLogProb(0, 0)).toBe(0);
    expect(kernels.bernoulliLogProb(1, 0)).toBe(-Infinity);
    expect(kernels.bernoulliLogProb(0, 1)).toBe(-Infinity);
    expect(kernels.bernoulliLogProb(1, 1)).toBe(0);
  });
});

test('all backends give the same bits', () => {
  for (const family of families) {
    const columns = 1 + family.parameters;
    for (const setting of family.settings) {
      for (const n of edges) {
        const data = family.data(n);
        if (n > 5) data.set([Infinity, -Infinity, 1e-310], n >> 1);
        const sums = likelihood(backends.portable, family, data, setting, columns);
        const values = fill(backends.portable, family, 0, data, setting);
        for (const [name, machine] of eachBackend) {
          expect(likelihood(machine, family, data, setting, columns), name).toEqual(sums);
          const others = fill(machine, family, 0, data, setting);
          expect(values.findIndex((value, i) => !Object.is(value, others[i]))).toBe(-1);
        }
      }
    }
  }
});
