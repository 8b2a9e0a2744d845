import { describe, expect, test } from 'vitest';
import * as opcodes from '../../../src/kernels/program/opcodes';
import { edges, lengths, numbers } from '../../numbers';
import { type Buffer, doubles, everywhere, type Instruction, type Place, singles } from '../../programs';

const { LOOP, NEXT, SINGLE, PROMOTE, DEMOTE, CAST } = opcodes;

/** x to the nearest integer, ties to even, by another way than the platform's. */
function round(x: number): number {
  const below = Math.floor(x);
  if (!Number.isFinite(x) || x === below) return x;
  const rest = x - below;
  const up = rest > 0.5 || (rest === 0.5 && below % 2 !== 0);
  return up ? (below + 1 === 0 ? -0 : below + 1) : below;
}

/** What an instruction makes of one element of each source, in doubles. */
const meanings: Record<string, (...x: number[]) => number> = {
  ADD: (a, b) => a + b,
  SUB: (a, b) => a - b,
  MUL: (a, b) => a * b,
  DIV: (a, b) => a / b,
  MIN: (a, b) => Math.min(a, b),
  MAX: (a, b) => Math.max(a, b),
  EQUAL: (a, b) => Number(a === b),
  LESS: (a, b) => Number(a < b),
  LESS_EQUAL: (a, b) => Number(a <= b),
  WHERE: (a, b, c) => (a !== 0 ? b : c),
  MUL_ADD: (a, b, c) => a * b + c,
  ASSIGN: (a) => a,
  NEG: (a) => -a,
  ABS: (a) => Math.abs(a),
  SQRT: (a) => Math.sqrt(a),
  SIGN: (a) => Math.sign(a),
  FLOOR: (a) => Math.floor(a),
  CEIL: (a) => Math.ceil(a),
  ROUND: round,
  SQUARE: (a) => a * a,
};

/** Both precisions: how a buffer is made, what is added to the opcode, how a result is rounded. */
const precisions = {
  doubles: { make: doubles, plus: 0, shift: 3, round: (x: number) => x },
  singles: { make: singles, plus: SINGLE, shift: 2, round: Math.fround },
};

test('every opcode of the arithmetic is tested here', () => {
  const all = Object.entries(opcodes)
    .filter(([, code]) => code >= opcodes.ADD && code <= opcodes.SQUARE)
    .map(([name]) => name)
    .filter((name) => name !== 'SINGLE');
  expect(Object.keys(meanings).sort()).toEqual(all.sort());
});

describe.each(Object.entries(precisions))('%s', (_, { make, plus, shift, round: toPrecision }) => {
  describe.each(Object.entries(meanings))('%s', (name, meaning) => {
    const code = (opcodes as unknown as Record<string, number>)[name] + plus;
    const arity = meaning.length;
    // In singles the product of MUL_ADD is rounded before the sum.
    const one = (...x: number[]): number =>
      toPrecision(name === 'MUL_ADD' ? toPrecision(x[0] * x[1]) + x[2] : meaning(...x));

    function check(buffer: Buffer, read: (buffer: Buffer) => ArrayLike<number>, expected: number[]): void {
      const got = read(buffer);
      for (let i = 0; i < expected.length; i++) {
        if (!Object.is(got[i], expected[i])) throw new Error(`element ${i}: ${got[i]}, not ${expected[i]}`);
      }
    }

    test('all pairs of edge values', () => {
      const pairs = edges.flatMap((a) => edges.map((b) => [a, b, (a + b) / 3]));
      const sources = [0, 1, 2].map((k) => make(pairs.map((pair) => pair[k])));
      const to = make(pairs.length);
      const n = pairs.length;
      const read = everywhere([
        [LOOP, n, n, shift],
        [code, to.moving, ...sources.slice(0, arity).map((x) => x.moving)],
        [NEXT],
      ]);
      check(
        to,
        read,
        pairs.map((_, i) => one(...sources.slice(0, arity).map((x) => x.contents[i]))),
      );
    });

    test('lengths, tiles, one number for all, moving and not', () => {
      for (const n of lengths) {
        // Bit k of `how`: source k is one number for all elements.
        for (let how = 0; how < 1 << arity; how++) {
          const sources = Array.from({ length: arity }, (_, k) => make(numbers(n + 1, n + 7 * k + how)));
          for (const tile of n > 128 ? [128, n] : [n]) {
            const [to, inPlace, temporary] = [make(n), make(n), make(tile).temporary];
            const operand = (x: Buffer, k: number): Place => ((how >> k) & 1 ? x.all : x.moving);
            const program: Instruction[] = [
              [LOOP, n, tile, shift],
              // Through a temporary that stays, and in place.
              [opcodes.ASSIGN + plus, temporary, operand(sources[0], 0)],
              [code, temporary, temporary, ...sources.slice(1).map((x, k) => operand(x, k + 1))],
              [opcodes.ASSIGN + plus, inPlace.moving, temporary],
              [code, to.moving, ...sources.map(operand)],
              [NEXT],
            ];
            const read = everywhere(program);
            const at = (i: number): number[] => sources.map((x, k) => x.contents[(how >> k) & 1 ? 0 : i]);
            const expected = Array.from({ length: n }, (_, i) => one(...at(i)));
            check(to, read, expected);
            check(inPlace, read, expected);
          }
        }
      }
    });

    test('sources at any element; one element outside a loop', () => {
      for (const n of [1, 2, 3, 7, 8, 9, 31]) {
        // Of singles, too, a source starts at a multiple of 8 bytes.
        const step = shift === 3 ? 1 : 2;
        const sources = Array.from({ length: arity }, (_, k) => make(numbers(n + 8, n + 5 * k)));
        const [to, alone] = [make(n), make(1)];
        const read = everywhere([
          [LOOP, n, n, shift],
          [code, to.moving, ...sources.map((x, k) => x.at(step * (k + 1)).moving)],
          [NEXT],
          [code, alone.moving, ...sources.map((x) => x.at(n & -2))],
        ]);
        const at = (i: number): number[] => sources.map((x, k) => x.contents[i + step * (k + 1)]);
        check(
          to,
          read,
          Array.from({ length: n }, (_, i) => one(...at(i))),
        );
        check(alone, read, [one(...sources.map((x) => x.contents[n & -2]))]);
      }
    });
  });
});

describe('from singles to doubles and back', () => {
  test.each(lengths)('%i elements', (n) => {
    const [x, s] = [doubles(numbers(n, n)), singles(numbers(n, n + 1))];
    const outputs = [singles(n), singles(n), singles(n), singles(n)];
    const inputs = [doubles(n), doubles(n), doubles(n), doubles(n)];
    const tile = Math.min(n, 128);
    const temporary = [doubles(tile).temporary, singles(tile).temporary];
    const read = everywhere([
      [CAST, outputs[0], x, n, 1],
      [CAST, inputs[0], s, n, 0],
      // Doubles pass, in and out by a temporary of singles.
      [LOOP, n, tile, 3],
      [DEMOTE, temporary[1], x.moving],
      [PROMOTE, inputs[1].moving, temporary[1]],
      [PROMOTE, inputs[2].moving, s.all],
      [NEXT],
      // Singles pass.
      [LOOP, n, tile, 2],
      [PROMOTE, temporary[0], s.moving],
      [DEMOTE, outputs[1].moving, temporary[0]],
      [DEMOTE, outputs[2].moving, x.all],
      [NEXT],
    ]);
    const narrowed = Float32Array.from(x.contents);
    expect(read(outputs[0])).toEqual(narrowed);
    expect(read(inputs[0])).toEqual(Float64Array.from(s.contents));
    expect(read(inputs[1])).toEqual(Float64Array.from(narrowed));
    expect(read(inputs[2])).toEqual(new Float64Array(n).fill(s.contents[0]));
    expect(read(outputs[1])).toEqual(s.contents);
    expect(read(outputs[2])).toEqual(new Float32Array(n).fill(x.contents[0]));
  });
});
