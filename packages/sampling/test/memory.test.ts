// Linear memory does not grow with use.
import { machine } from '@stokast/core-wasm';
import { expect, test } from 'vitest';
import { Categorical, Normal, stream } from '../src/index.ts';
import { onBothBackends } from './backends.ts';
import { distributions } from './distributions/families.ts';

onBothBackends(() => {
  test('10^4 fills and 10^3 likelihoods of all sizes leave memory as it was', () => {
    const s = stream('memory');
    const large = new Float64Array(100000);
    const small = new Float64Array(64);
    const once = (): void => {
      for (const d of distributions) d.fill(s, large);
      for (const d of distributions) d.logLikelihood(large);
      s.integers(0, 10, 100000);
    };
    once();
    const before = machine().u8.byteLength;
    for (let i = 0; i < 10000; i++) distributions[i % distributions.length].fill(s, small);
    for (let i = 0; i < 1000; i++) Normal().logLikelihood(small);
    once();
    expect(machine().u8.byteLength).toBe(before);
  });

  test('tables larger than the scratch are lent, not kept', () => {
    const many = (k: number) => Categorical({ probabilities: new Float64Array(k).fill(1) });
    many(200000).sample(stream(1), 10);
    const before = machine().u8.byteLength;
    for (let k = 199000; k < 200000; k += 100) {
      const d = many(k);
      const draws = d.sample(stream(1), 10);
      d.logLikelihood(draws);
      d.score(draws);
    }
    expect(machine().u8.byteLength).toBe(before);
  });
});
