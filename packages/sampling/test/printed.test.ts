// What console.log shows in Node: text, and no private field.
import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Categorical, integrate, keep, Normal, stream, tokenSampler } from '../src/index.ts';

test('streams, distributions and samplers print as their text, also inside other values', () => {
  const s = stream('a secret');
  Normal().sample(s);
  expect(inspect(s)).toBe('Stream(chacha8, word 2)');
  const draws = { from: Normal(0, 2), by: s };
  expect(inspect(draws)).toBe('{ from: Normal(mu = 0, sigma = 2), by: Stream(chacha8, word 2) }');
  const many = Categorical({ probabilities: new Float64Array(100000).fill(1) });
  expect(inspect(many).length).toBeLessThan(200);
  expect(inspect(tokenSampler({ topK: 4 }))).toBe('tokenSampler(topK 4 -> draw)');
  expect(inspect(keep([1, 2]))).toBe("KeptData { length: 2, type: 'f64' }");
});

test('results print as their summary, a fit of many categories in part', () => {
  const fit = Normal.fit([1, 2, 3]);
  expect(inspect(fit)).toBe(fit.summary());
  const integral = integrate((x) => x, Normal(), { stream: stream(1), samples: 100 });
  expect(inspect(integral)).toBe(integral.summary());
  const summary = Categorical.fit(Array.from({ length: 300 }, (_, i) => i % 100)).summary();
  expect(summary.split('\n')).toHaveLength(44);
  expect(summary).toContain('... 100 in all');
});

test('the JSON of logits that JSON cannot hold makes the same distribution', () => {
  const masked = Categorical({ logits: [1, Number.NEGATIVE_INFINITY, 2] });
  const { parameters } = JSON.parse(JSON.stringify(masked));
  expect(Categorical(parameters).probabilities).toEqual(masked.probabilities);
  const plain = Categorical({ logits: [1, 2] });
  expect(JSON.parse(JSON.stringify(plain)).parameters).toEqual({ logits: [1, 2] });
});

test('messages say what is allowed, and no more', () => {
  expect(() => stream(1).words('3' as never)).toThrow('`n` must be an integer in [0, 134217728]: got "3"');
  expect(() => Categorical({ probabilities: keep([1]) as never })).toThrow(
    'an array or typed array of numbers: got',
  );
  expect(() => Normal.fit('1' as never)).toThrow('an array or typed array of numbers, or kept data: got');
  expect(() => Normal.fit([1e-200, 2e-200])).toThrow('sigma^2 underflows');
});
