// Ancestral sampling: reproducible, stopped where it should be, and from the right distribution.
import { type Stream, stream } from '@stokast/sampling';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type GenerateOptions, type Ngram, ngram, UNKNOWN } from '../../src/index.ts';
import { gTest } from './g-test.ts';

const corpus =
  'the cat sleeps.\nthe cat jumps.\nthe dog sleeps.\nthe dog eats.\na cat eats fish.\nå, katten 🐈 sover.\n';
const model = await ngram({ order: 4 }).fit(corpus);
const words = await ngram({ order: 3, level: 'word' }).fit(corpus);
const fault = (code: string, parameter: string) => expect.objectContaining({ code, parameter });

test('the same seed gives the same text, two words of the stream a token', () => {
  for (const each of [model, words]) {
    const options = (s: Stream): GenerateOptions => ({ prompt: 'the cat', stream: s, maxNewTokens: 50 });
    const s = stream('seed');
    const text = each.generate(options(s)).text();
    expect(s.position).toBe(100);
    expect(each.generate(options(stream('seed'))).text()).toBe(text);
    expect(each.generate(options(stream('other'))).text()).not.toBe(text);
    const pieces = [...each.generate(options(stream('seed')))];
    expect(pieces.length).toBe(50);
    expect(pieces.join('')).toBe(text);
    expect(pieces.every((piece) => each.tokens.includes(piece) && piece !== UNKNOWN)).toBe(true);
  }
});

test('a text in one go equals the text in parts', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(20), { maxLength: 6 }), fc.integer(), (sizes, seed) => {
      const total = sizes.reduce((a, b) => a + b, 0);
      const whole = model.generate({ prompt: 'a', stream: stream(seed), maxNewTokens: total }).text();
      const s = stream(seed);
      let text = 'a';
      for (const n of sizes) text += model.generate({ prompt: text, stream: s, maxNewTokens: n }).text();
      expect(text).toBe(`a${whole}`);
    }),
  );
});

test('tokens are drawn when they are asked for', () => {
  const s = stream(1);
  const generation = model.generate({ prompt: 'the', stream: s, maxNewTokens: 1_000_000_000 });
  expect(s.position).toBe(0);
  const first = [generation.next().value, generation.next().value].join('');
  expect(s.position).toBe(4);
  expect(model.generate({ prompt: 'the', stream: stream(1), maxNewTokens: 2 }).text()).toBe(first);
  expect(generation.return()).toEqual({ done: true, value: undefined });
  expect(generation.text()).toBe('');
});

test('the text ends as soon as it has a stop string, and nothing of that comes out early', () => {
  fc.assert(
    fc.property(
      fc.integer(),
      fc.array(fc.constantFrom('.', '\n', '.\n', 'cat', 'ca', 's.\nth', 'eeps', 'dog e', 'zzz', '🐈'), {
        maxLength: 3,
      }),
      (seed, stop) => {
        for (const each of [model, words]) {
          const free = [...each.generate({ stream: stream(seed), maxNewTokens: 80 })];
          const found = (text: string): number[] => stop.map((s) => text.indexOf(s)).filter((at) => at >= 0);
          const texts = free.map((_, i) => free.slice(0, i + 1).join(''));
          const first = texts.find((text) => found(text).length > 0);
          const expected = first === undefined ? free.join('') : first.slice(0, Math.min(...found(first)));
          let text = '';
          for (const piece of each.generate({ stream: stream(seed), maxNewTokens: 80, stop })) {
            expect(piece).not.toBe('');
            text += piece;
            expect(expected.startsWith(text)).toBe(true);
          }
          expect(text).toBe(expected);
        }
      },
    ),
    { seed: 46 },
  );
});

test('a long stop string that nearly comes costs no more than its length', async () => {
  const one = await ngram({ order: 2 }).fit('a'.repeat(100));
  const stop = `${'a'.repeat(50_000)}b`;
  const start = performance.now();
  const text = one.generate({ stream: stream(1), stop: [stop, 'b'], maxNewTokens: 60_000 }).text();
  expect(text).toBe('a'.repeat(60_000));
  expect(performance.now() - start).toBeLessThan(3000);
});

test.each([99_999, -1, 1.5, NaN, undefined, 'a'])('a token sampler that says %o is refused', (id) => {
  const tokenSampler = { sample: () => id } as never;
  const generation = model.generate({ stream: stream(1), tokenSampler });
  expect(() => generation.next()).toThrow(expect.objectContaining({ parameter: 'tokenSampler.sample()' }));
});

test('a stop string in the prompt does not count', () => {
  const text = model
    .generate({ prompt: 'the cat sleeps.', stream: stream(3), maxNewTokens: 30, stop: '.' })
    .text();
  expect(text.length).toBeGreaterThan(0);
});

test.each([
  ['prompt', { prompt: 3 }, 'STOKAST_E_TYPE'],
  ['stream', { stream: undefined }, 'STOKAST_E_TYPE'],
  ['stream', { stream: Math.random }, 'STOKAST_E_TYPE'],
  ['maxNewTokens', { maxNewTokens: -1 }, 'STOKAST_E_RANGE'],
  ['maxNewTokens', { maxNewTokens: 1.5 }, 'STOKAST_E_RANGE'],
  ['maxNewTokens', { maxNewTokens: Number.NaN }, 'STOKAST_E_RANGE'],
  ['maxNewTokens', { maxNewTokens: 2 ** 31 }, 'STOKAST_E_RANGE'],
  ['maxNewTokens', { maxNewTokens: '5' }, 'STOKAST_E_TYPE'],
  ['stop', { stop: 3 }, 'STOKAST_E_TYPE'],
  ['stop[1]', { stop: ['a', null] }, 'STOKAST_E_TYPE'],
  ['stop[0]', { stop: Array(1) }, 'STOKAST_E_TYPE'],
  ['stop[0]', { stop: [''] }, 'STOKAST_E_RANGE'],
  ['stop[0]', { stop: '' }, 'STOKAST_E_RANGE'],
  ['options.maxTokens', { maxTokens: 5 }, 'STOKAST_E_TYPE'],
])('%s in %o is refused', (parameter, change, code) => {
  const options = { stream: stream(1), ...change } as never;
  expect(() => model.generate(options)).toThrow(fault(code, parameter));
});

/** Counts of the next token after each context of one character, in a generated text. */
function transitions(text: readonly string[], tokens: readonly string[]): number[][] {
  const id = new Map(tokens.map((token, i) => [token, i]));
  const counts = tokens.map(() => tokens.map(() => 0));
  for (let i = 1; i < text.length; i++) counts[id.get(text[i - 1])!][id.get(text[i])!]++;
  return counts;
}

/** G-test over all contexts of a bigram model; the unknown token is left out and the rest made to sum to 1. */
function fits(bigram: Ngram, text: readonly string[]): number {
  const known = bigram.tokens.slice(0, -1);
  const expected = known.map((token) => {
    const p = [...bigram.next(token).probabilities.subarray(0, -1)];
    const sum = p.reduce((a, b) => a + b);
    return p.map((each) => each / sum);
  });
  return gTest(transitions(text, known), expected);
}

// 3 seeds at 1e-9 each: false alarms in 3 of 10^9 changes of the code.
const bigram = await ngram({ order: 2 }).fit(corpus);
const N = 100_000;

test.each(['g1', 'g2', 'g3'])('bigrams of a generated text follow the model (seed %s)', (seed) => {
  const text = [...bigram.generate({ prompt: 't', stream: stream(seed), maxNewTokens: N })];
  expect(fits(bigram, text)).toBeGreaterThan(1e-9);
});

test('the G-test catches a sampler that is slightly wrong', () => {
  const known = bigram.tokens.slice(0, -1);
  const walk = (choose: (p: Float64Array, u: number) => number): string[] => {
    const uniform = stream('planted').source();
    const out = ['t'];
    for (let i = 0; i < N; i++) {
      const p = bigram.next(out[i]).probabilities;
      out.push(known[Math.min(choose(p, uniform()), known.length - 1)]);
    }
    return out;
  };
  const invert = (p: Float64Array, u: number): number => {
    let sum = 0;
    return p.findIndex((each) => (sum += each) > u);
  };
  expect(
    fits(
      bigram,
      walk((p, u) => invert(p, u * (1 - p.at(-1)!))),
    ),
  ).toBeGreaterThan(1e-9);
  // The unknown token's share goes to the last known one; a running sum one ahead; 8 bits of uniform; temperature.
  expect(fits(bigram, walk(invert))).toBeLessThan(1e-9);
  expect(
    fits(
      bigram,
      walk((p, u) => invert(p, u * (1 - p.at(-1)!)) ^ (u > 0.98 ? 1 : 0)),
    ),
  ).toBeLessThan(1e-9);
  expect(
    fits(
      bigram,
      walk((p, u) => invert(p, (Math.floor(u * 64) / 64) * (1 - p.at(-1)!))),
    ),
  ).toBeLessThan(1e-9);
  expect(
    fits(
      bigram,
      walk((p, u) => {
        const hot = p.subarray(0, -1).map((each) => each ** 0.95);
        return invert(hot, u * hot.reduce((a, b) => a + b));
      }),
    ),
  ).toBeLessThan(1e-9);
});
