// The ziggurat's geometry, exactly: what 10^6 draws cannot see. Layers of equal area that cover the density, and a
// wedge that accepts with the share that the density has of it.
import { describe, expect, test } from 'vitest';
import { wedgeAccepts, wedgeBounds } from '../../../src/kernels/draw/wedge';
import { eachBackend, testKey } from '../../backends';
import ziggurat from '../../vectors/draw/ziggurat.json' with { type: 'json' };

const laws = {
  normal: { kernel: 'fillNormal', log: (x: number) => (-x * x) / 2, mass: Math.sqrt(Math.PI / 2) },
  exponential: { kernel: 'fillExponential', log: (x: number) => -x, mass: 1 },
} as const;

describe.each(['normal', 'exponential'] as const)('%s', (name) => {
  const { log, mass } = laws[name];
  const { x } = ziggurat[name];
  const f = (z: number): number => Math.exp(log(z));

  test.each(eachBackend)('the layers laid on %s are those of the table, in 10^-12', (_, m) => {
    // They lie in static memory: found by their second edge, after a first draw has laid them.
    const source = m.source('chacha8', testKey(1));
    m.kernels.fillNormal(source, 0, 1, 0, 1, m.scratch);
    m.kernels.fillExponential(source, 0, 1, 1, m.scratch);
    const start = m.f64.subarray(0, m.scratch >> 3).indexOf(x[1]) - 1;
    expect(start).toBeGreaterThan(0);
    for (let i = 0; i <= 512; i++) {
      expect(Math.abs(m.f64[start + i] - x[i])).toBeLessThanOrEqual(1e-12 * x[i]);
    }
  });

  test('512 layers of equal area, which together are the density and what lies above it in the wedges', () => {
    const { v } = ziggurat[name];
    for (let i = 1; i < 512; i++) expect(x[i] * (f(x[i + 1]) - f(x[i]))).toBeCloseTo(v, 15);
    expect(x[0] * f(x[1])).toBeCloseTo(v, 15);
    // Area under the density = accepted area: rectangles inside, plus each wedge's share (Simpson's rule).
    let area = v - x[1] * f(x[1]) + x[1] * f(x[1]); // base and tail
    for (let i = 1; i < 512; i++) {
      const [a, b, base] = [x[i + 1], x[i], f(x[i])];
      const under = ((b - a) / 6) * (f(a) + 4 * f((a + b) / 2) + f(b) - 6 * base);
      area += a * (f(a) - base) + under;
    }
    expect(area).toBeCloseTo(mass, 6);
  });

  test('a wedge accepts a coin below the share that the density has, on a grid', () => {
    for (let i = 1; i < 512; i++) {
      const s = log(x[i + 1]) - log(x[i]);
      for (let j = 0; j <= 20; j++) {
        const z = x[i + 1] + ((x[i] - x[i + 1]) * j) / 20;
        const a = log(z) - log(x[i]);
        const share = (f(z) - f(x[i])) / (f(x[i + 1]) - f(x[i]));
        const tolerance = 1e-11;
        if (share > tolerance) expect(wedgeAccepts(share - tolerance, a, s)).toBe(1);
        expect(wedgeAccepts(share + tolerance, a, s)).toBe(0);
        for (let digit = 0; digit < 8; digit++) {
          const told = wedgeBounds(digit / 8, (digit + 1) / 8, a, s);
          if (told > 0) expect((digit + 1) / 8).toBeLessThanOrEqual(share + tolerance);
          if (told < 0) expect(digit / 8).toBeGreaterThanOrEqual(share - tolerance);
        }
      }
    }
  });
});
