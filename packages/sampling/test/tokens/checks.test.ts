import { describe, expect, test } from 'vitest';
import { stream, tokenSampler } from '../../src/index.ts';

const s = stream(1);
const good = new Float32Array([1, 2, 3]);

/** The error that `run` throws: class, code, parameter. */
function fault(run: () => unknown): unknown[] {
  try {
    run();
  } catch (error) {
    const { code, parameter } = error as { code: string; parameter: string };
    return [(error as Error).constructor.name, code, parameter];
  }
  return [];
}
const range = (parameter: string): string[] => ['RangeError', 'STOKAST_E_RANGE', parameter];
const type = (parameter: string): string[] => ['TypeError', 'STOKAST_E_TYPE', parameter];

describe('options', () => {
  const bad: [Record<string, unknown>, string[]][] = [
    [{ temperature: -0.1 }, range('temperature')],
    [{ temperature: NaN }, range('temperature')],
    [{ temperature: Infinity }, range('temperature')],
    [{ temperature: '1' }, type('temperature')],
    [{ topK: -1 }, range('topK')],
    [{ topK: 1.5 }, range('topK')],
    [{ topK: 2 ** 31 }, range('topK')],
    [{ topP: 0 }, range('topP')],
    [{ topP: 1.0001 }, range('topP')],
    [{ topP: null }, type('topP')],
    [{ minP: -0.1 }, range('minP')],
    [{ minP: 2 }, range('minP')],
    [{ typicalP: 0 }, range('typicalP')],
    [{ repetitionPenalty: 0 }, range('repetitionPenalty')],
    [{ repetitionPenalty: -1 }, range('repetitionPenalty')],
    [{ frequencyPenalty: NaN }, range('frequencyPenalty')],
    [{ presencePenalty: Infinity }, range('presencePenalty')],
    [{ logitBias: 3 }, type('logitBias')],
    [{ logitBias: [1, 2] }, type('logitBias')],
    [{ logitBias: { a: 1 } }, range('logitBias')],
    [{ logitBias: { '-1': 1 } }, range('logitBias')],
    [{ logitBias: new Map([[1.5, 1]]) }, range('logitBias')],
    [{ logitBias: { 3: NaN } }, range('logitBias[3]')],
    [{ logitBias: { 3: Infinity } }, range('logitBias[3]')],
    [{ logitBias: { 3: '1' } }, type('logitBias[3]')],
    [{ preset: 'HF' }, range('preset')],
    [{ preset: 1 }, type('preset')],
    [{ preset: 'toString' }, range('preset')],
    [{ preset: 'hf', order: ['topK'] }, type('preset')],
    [{ order: 'topK' }, type('order')],
    [{ order: ['topK', 'topK'] }, range('order[1]')],
    [{ order: ['topk'] }, range('order[0]')],
    [{ order: [1] }, type('order[0]')],
    [{ order: ['topK'], topP: 0.5 }, range('order')],
  ];
  test.each(bad)('%o', (options, expected) => {
    expect(fault(() => tokenSampler(options))).toEqual(expected);
  });

  test('an unknown name gets a hint', () => {
    expect(() => tokenSampler({ top_k: 3 } as never)).toThrow(/did you mean topK/);
    expect(() => tokenSampler({ order: ['topp'] } as never)).toThrow(/did you mean 'topP'/);
    expect(() => tokenSampler(null as never)).toThrow(TypeError);
    expect(() => tokenSampler(3 as never)).toThrow(TypeError);
  });
});

describe('logits, history, token, stream', () => {
  const sampler = tokenSampler({ topP: 0.9 });

  test.each([
    [new Float32Array([1, NaN, 2]), range('logits[1]')],
    [new Float32Array([1, 2, Infinity]), range('logits[2]')],
    [new Float32Array([-Infinity, -Infinity]), range('logits')],
    [new Float32Array(0), ['RangeError', 'STOKAST_E_LENGTH', 'logits']],
    [[1, 2, 3], type('logits')],
    [new Float64Array(3), type('logits')],
    [null, type('logits')],
    ['123', type('logits')],
  ])('logits %o', (logits, expected) => {
    for (const run of [
      () => sampler.sample(logits as never, s),
      () => sampler.logProb(logits as never, 0),
      () => sampler.distribution(logits as never),
    ]) {
      const { position } = s;
      expect(fault(run)).toEqual(expected);
      expect(s.position).toBe(position);
    }
  });

  test('a detached array is an error', () => {
    const logits = new Float32Array([1, 2]);
    structuredClone(logits.buffer, { transfer: [logits.buffer] });
    expect(fault(() => sampler.sample(logits, s))[1]).toBe('STOKAST_E_LENGTH');
  });

  test.each([
    [[0, 3], range('history[1]')],
    [[-1], range('history[0]')],
    [[0.5], range('history[0]')],
    [['0'], type('history[0]')],
    [null, type('history')],
    [3, type('history')],
    [{ output: [1] }, type('history.prompt')],
    [{ prompt: [1], output: [7] }, range('history.output[0]')],
    [{ prompt: [7], output: [1] }, range('history.prompt[0]')],
    [new DataView(new ArrayBuffer(8)), type('history')],
  ])('history %o', (history, expected) => {
    expect(fault(() => sampler.sample(good, s, history as never))).toEqual(expected);
  });

  test('token and stream', () => {
    for (const token of [-1, 3, 0.5, NaN]) {
      expect(fault(() => sampler.logProb(good, token))).toEqual(range('token'));
    }
    expect(fault(() => sampler.logProb(good, '1' as never))).toEqual(type('token'));
    expect(fault(() => sampler.sample(good, Math.random as never))).toEqual(type('stream'));
  });

  test('a bias outside the vocabulary, or one that forbids everything', () => {
    expect(fault(() => tokenSampler({ logitBias: { 3: 1 } }).sample(good, s))).toEqual(range('logitBias[3]'));
    const none = tokenSampler({ logitBias: { 0: -Infinity, 1: -Infinity, 2: -Infinity } });
    expect(fault(() => none.sample(good, s))).toEqual(range('logitBias'));
  });
});
