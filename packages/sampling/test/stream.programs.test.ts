// Streams as arguments of programs: their draws are those of fills outside, and the cursor moves by the same words.
import { compile, dropout, randomStream } from '@stokast/autodiff';
import { describe, expect, test } from 'vitest';
import { Exponential, Normal, Stream, stream, Uniform } from '../src/index.ts';

describe.each(['chacha8', 'chacha20', 'philox4x32-10'] as const)('%s', (engine) => {
  test('draws in programs equal fills, from any position, and leave the cursor at the same place', () => {
    const program = compile(
      (source) => [source.normal([3, 7]), source.uniform([5]), source.exponential([300])],
      [randomStream],
    );
    const inside = stream('programs', { engine });
    const outside = stream('programs', { engine });
    for (let i = 0; i < 3; i++) {
      inside.integers(0, 10, 7);
      outside.integers(0, 10, 7);
      const [z, u, e] = program(inside);
      expect(z).toEqual(Normal().fill(outside, new Float64Array(21)));
      expect(u).toEqual(Uniform().fill(outside, new Float64Array(5)));
      expect(e).toEqual(Exponential().fill(outside, new Float64Array(300)));
      expect(inside.position).toBe(outside.position);
    }
  });

  test('singles', () => {
    const program = compile((source) => source.normal([33], { dtype: 'f32' }), [randomStream]);
    const expected = Normal().fill(stream('singles', { engine }), new Float32Array(33));
    expect(program(stream('singles', { engine }))).toEqual(expected);
  });
});

test('a stream that is resumed gives what the first one gave', () => {
  const noisy = compile((x, source) => dropout(x, 0.5, source), [[50], randomStream]);
  const x = new Float64Array(50).fill(1);
  const s = stream(1).at(1000);
  const saved = JSON.stringify(s);
  const first = noisy(x, s);
  expect(noisy(x, Stream.from(JSON.parse(saved)))).toEqual(first);
});

test('a stream at its end has no words for a program', () => {
  const program = compile((source) => source.normal([2]), [randomStream]);
  const last = stream(1).at(9007199254740990);
  expect(() => program(last)).toThrow(expect.objectContaining({ code: 'STOKAST_E_EXHAUSTED' }));
  expect(last.position).toBe(9007199254740990);
});
