import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Stream, stream } from '../src/index.ts';

test('a word depends on seed and position alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.nat(50), { maxLength: 20 }), (seed, sizes) => {
      const total = sizes.reduce((a, b) => a + b, 0);
      const whole = stream(seed).words(total);
      const s = stream(seed);
      const parts = sizes.flatMap((n) => [...s.words(n)]);
      expect(parts).toEqual([...whole]);
      expect(s.position).toBe(total);
      const i = Math.floor(total / 2);
      if (i < total) expect(stream(seed).at(i).words(1)[0]).toBe(whole[i]);
    }),
  );
});

test('seeds of different types, lengths and shapes give different streams', () => {
  const seeds = [
    'a',
    'aa',
    '',
    1,
    '1',
    1n,
    -1,
    0,
    [1],
    ['1'],
    [[1]],
    [],
    [''],
    'Ā',
    '\0',
    new Uint8Array([49]),
    ['a', 'b'],
    ['ab'],
    ['a', ['b']],
  ];
  const firsts = seeds.map((seed) => [...stream(seed as never).words(4)].join());
  expect(new Set(firsts).size).toBe(seeds.length);
});

test('long seeds differ wherever they differ', () => {
  const base = 'x'.repeat(2000);
  const firsts = [0, 100, 191, 192, 255, 256, 1000, 1999].map((i) =>
    stream(`${base.slice(0, i)}y${base.slice(i + 1)}`)
      .words(4)
      .join(),
  );
  expect(new Set([...firsts, stream(base).words(4).join()]).size).toBe(9);
});

test.each([[1.5], [Number.NaN], [null], [true], [{}], [Symbol('s')], [2 ** 53], [[1.5]], [() => 1]])(
  'seed %s is a TypeError',
  (seed) => {
    expect(() => stream(seed as never)).toThrow(expect.objectContaining({ code: 'STOKAST_E_TYPE' }));
  },
);

test('scalar draws equal words taken in any way, and state resumes them', () => {
  const s = stream('scalar');
  const uniform = s.source();
  const first = Array.from({ length: 700 }, () => uniform());
  const resumed = Stream.from(JSON.parse(JSON.stringify(stream('scalar').at(1000).state())));
  expect(resumed.source()()).toBe(first[500]);
  const words = stream('scalar').words(1400);
  first.forEach((u, i) => {
    expect(u).toBe((words[2 * i + 1] * 2 ** 21 + (words[2 * i] >>> 11)) / 2 ** 53);
  });
});

test('a stream ends with an error, not with repeated words', () => {
  const s = stream(1).at(2 ** 53 - 2);
  s.words(2);
  expect(() => s.words(1)).toThrow(expect.objectContaining({ code: 'STOKAST_E_EXHAUSTED' }));
});
