import { describe, expect, test } from 'vitest';
import { LINEAR_SCAN, LINEAR_SCAN32 } from '../../../src/kernels/program/opcodes';
import { type Buffer, doubles, everywhere, singles } from '../../programs';
import { roughData } from '../reduce/tree';

interface Scan {
  steps: number;
  width: number;
  /** How `a` stands: 0 one number, 1 one a step, 2 one an element. */
  kind: number;
  reverse: number;
  a: Float64Array;
  b: Float64Array;
  initial?: Float64Array;
}

/** The recurrence, one element after another. */
function plain({ steps, width, kind, reverse, a, b, initial }: Scan, round: (x: number) => number): number[] {
  const y: number[] = new Array(steps * width);
  for (let i = 0; i < steps; i++) {
    const t = reverse ? steps - 1 - i : i;
    for (let c = 0; c < width; c++) {
      const before = i === 0 ? (initial?.[c] ?? 0) : y[(reverse ? t + 1 : t - 1) * width + c];
      const factor = a[kind === 0 ? 0 : kind === 1 ? t : t * width + c];
      y[t * width + c] = round(round(factor * before) + b[t * width + c]);
    }
  }
  return y;
}

function scan(s: Scan, single: boolean, inPlace = false): number[] {
  const make = (x: Float64Array): Buffer => (single ? singles(Float32Array.from(x)) : doubles(x));
  const [a, b] = [make(s.a), make(s.b)];
  const y = inPlace ? b : (single ? singles(s.b.length) : doubles(s.b.length)).exact;
  const initial = s.initial ? make(s.initial) : 0;
  const opcode = single ? LINEAR_SCAN32 : LINEAR_SCAN;
  return [...everywhere([[opcode, y, a, b, initial, s.steps, s.width, s.kind, s.reverse]])(y)];
}

/** A scan with factors between -1 and 1, so that nothing runs away. */
function example(steps: number, width: number, kind: number, reverse: number, start: boolean): Scan {
  const count = [1, steps, steps * width][kind];
  const a = roughData(count, steps + 1).map((x) => x / (Math.abs(x) + 0.5));
  const b = roughData(steps * width, width + 2);
  return { steps, width, kind, reverse, a, b, ...(start ? { initial: roughData(width, 9) } : {}) };
}

describe.each([
  ['doubles', false, (x: number) => x],
  ['singles', true, Math.fround],
] as const)('LINEAR_SCAN of %s', (_, single, round) => {
  test('is the recurrence, for every kind, direction and width', () => {
    for (const width of [1, 2, 3, 4, 5, 7, 8, 9, 16, 33]) {
      for (const steps of [0, 1, 2, 3, 50]) {
        for (const kind of [0, 1, 2]) {
          for (const reverse of [0, 1]) {
            for (const start of [false, true]) {
              const s = example(steps, width, kind, reverse, start);
              const rounded = {
                ...s,
                a: s.a.map(round),
                b: s.b.map(round),
                ...(s.initial && { initial: s.initial.map(round) }),
              };
              const expected = plain(rounded, round);
              expect(scan(s, single)).toEqual(expected);
              if (steps > 0) expect(scan(s, single, true)).toEqual(expected);
            }
          }
        }
      }
    }
  });

  test('cumulative sums, geometric series, and their adjoint backwards', () => {
    const b = Float64Array.of(1, 2, 3, 4);
    const one = Float64Array.of(1);
    expect(scan({ steps: 4, width: 1, kind: 0, reverse: 0, a: one, b }, single)).toEqual([1, 3, 6, 10]);
    expect(scan({ steps: 4, width: 1, kind: 0, reverse: 1, a: one, b }, single)).toEqual([10, 9, 7, 4]);
    expect(scan({ steps: 2, width: 2, kind: 0, reverse: 0, a: one, b }, single)).toEqual([1, 2, 4, 6]);
    const half = Float64Array.of(0.5);
    const none = new Float64Array(3);
    const initial = Float64Array.of(8);
    expect(scan({ steps: 3, width: 1, kind: 0, reverse: 0, a: half, b: none, initial }, single)).toEqual([
      4, 2, 1,
    ]);
  });

  test('what is not finite stays in its column, from its step on', () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      for (const kind of [0, 1, 2]) {
        const s = example(9, 5, kind, 0, true);
        s.b[4 * 5 + 2] = bad;
        const y = scan(s, single);
        for (let i = 0; i < y.length; i++) {
          if (i % 5 !== 2 || i < 22) expect(y[i]).not.toBeNaN();
          else expect(Number.isFinite(y[i])).toBe(false);
        }
      }
    }
  });

  test('zeros keep their signs, subnormals are not lost', () => {
    const tiny = single ? 1e-45 : 5e-324;
    const s: Scan = {
      steps: 3,
      width: 2,
      kind: 0,
      reverse: 0,
      a: Float64Array.of(1),
      b: Float64Array.of(-0, tiny, -0, tiny, -0, -tiny),
      initial: Float64Array.of(-0, 0),
    };
    const t = round(tiny);
    expect(scan(s, single)).toEqual([-0, t, -0, 2 * t, -0, t]);
  });
});
