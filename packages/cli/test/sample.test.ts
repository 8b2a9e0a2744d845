import { Categorical, Normal, stream, Uniform } from '@stokast/sampling';
import { describe, expect, test } from 'vitest';
import { stokast } from './run.ts';

const numbers = (text: string): number[] => text.trimEnd().split('\n').map(Number);

describe('sample', () => {
  test('prints the draws of the library, to the last digit', async () => {
    const { out } = await stokast('sample normal --mu -1 --sigma 2 --n 1000 --seed 42');
    expect(numbers(out)).toEqual([...Normal(-1, 2).sample(stream(42), 1000)]);
  });
  test('a seed that is no whole number is text', async () => {
    const { out } = await stokast('sample uniform --n 3 --seed 1e3');
    expect(numbers(out)).toEqual([...Uniform().sample(stream('1e3'), 3)]);
  });
  test('a longer run starts with the shorter one', async () => {
    const long = await stokast('sample exponential --n 70000 --seed 5');
    const short = await stokast('sample exponential --n 40001 --seed 5');
    expect(long.out.startsWith(short.out)).toBe(true);
    expect(numbers(long.out)).toHaveLength(70_000);
  });
  test('negative numbers, either way', async () => {
    const { out } = await stokast('sample normal --mu -1e9 --n 1 --seed 1');
    expect(Number(out)).toBeLessThan(-9e8);
    expect((await stokast('sample normal --mu=-1e9 --n 1 --seed 1')).out).toBe(out);
  });
  test('discrete draws are whole numbers', async () => {
    const { out } = await stokast('sample categorical --weights 1,2,3 --n 50 --seed 1');
    expect(numbers(out)).toEqual([...Categorical({ probabilities: [1, 2, 3] }).sample(stream(1), 50)]);
  });
  test('--json says what made them', async () => {
    const { out } = await stokast('sample normal --n 40000 --seed 42 --json');
    const { values, ...head } = JSON.parse(out);
    expect(values).toEqual([...Normal().sample(stream(42), 40_000)]);
    expect(head).toEqual({
      command: 'sample',
      family: 'normal',
      parameters: { mu: 0, sigma: 1 },
      n: 40_000,
      seed: '42',
      stokast: expect.stringMatching(/^\d/),
      algorithms: { seed: 1, chacha8: 1, normal: 1 },
    });
    expect((await stokast('sample normal --n 40000 --seed 42 --format json')).out).toBe(out);
  });
  test.each([
    'exponential --rate 1e-320 --json',
    'exponential --rate 1e-320',
    'normal --mu 1e308 --sigma 1e308 --n 100 --format f64',
    'normal --mu 1e39 --format f32',
  ])('%s: draws that are no numbers end with exit code 4', async (line) => {
    const { code, err } = await stokast(`sample ${line} --seed 1`);
    expect([code, err]).toEqual([4, expect.stringContaining('is too large for its format: Infinity')]);
  });
  test.each([
    ['normal --n 0', 2],
    ['normal --mu 1e17 --n 100', 4],
    ['normal --sigma 1e-320 --n 100', 4],
    ['normal --mu 1e308 --sigma 1e308 --n 100', 4],
    ['exponential --rate 1e-320 --n 100', 4],
    ['uniform --low 1 --high 1.0000000000000002 --n 100', 4],
    ['uniform --low 1 --high 1.00000000000001 --n 100', 0],
    ['normal --mu 1e14 --n 1', 0],
  ])('%s --plot: %d', async (line, code) => {
    expect((await stokast(`sample ${line} --plot --seed 1`)).code).toBe(code);
  });
  test('no draws', async () => {
    expect((await stokast('sample normal --n 0 --seed 1')).out).toBe('');
    expect(JSON.parse((await stokast('sample normal --n 0 --seed 1 --json')).out).values).toEqual([]);
  });
  test('raw bytes', async () => {
    const { bytes } = await stokast('sample normal --n 40000 --seed 42 --format f64');
    expect(new Float64Array(bytes.buffer)).toEqual(Normal().sample(stream(42), 40_000));
    const singles = (await stokast('sample normal --n 1000 --seed 42 --format f32')).bytes;
    expect(new Float32Array(singles.buffer)).toEqual(Normal().fill(stream(42), new Float32Array(1000)));
  });
  test('raw bytes do not go to a terminal', async () => {
    expect((await stokast('sample normal --format f64', { terminal: 80 })).code).toBe(2);
    expect((await stokast('bits --n 1', { terminal: 80 })).code).toBe(2);
  });
  test.each([
    'normal',
    'uniform --low -2 --high 5',
    'exponential --rate 3',
    'bernoulli --p 0.25',
    'categorical --weights 1,2,3,4',
  ])('--plot of %s', async (family) => {
    const { code, out } = await stokast(`sample ${family} --n 20k --seed 1 --plot`);
    expect(code).toBe(0);
    expect(out).toMatch(/expected/);
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(100);
  });
});

describe('bits', () => {
  test('are the words of the stream, little-endian', async () => {
    const { bytes } = await stokast('bits --n 300001 --seed 9 --engine philox4x32-10');
    expect(new Uint32Array(bytes.buffer)).toEqual(stream(9, { engine: 'philox4x32-10' }).words(300_001));
  });
  test('as JSON', async () => {
    const { words, algorithms } = JSON.parse((await stokast('bits --n 3 --seed 9 --json')).out);
    expect(words).toEqual([...stream(9).words(3)]);
    expect(algorithms).toEqual({ seed: 1, chacha8: 1 });
  });
  test.each([
    ['1k', 1000],
    ['1e3', 1000],
    ['0.5k', 500],
    ['0', 0],
  ])('--n %s is %d words', async (n, words) => {
    expect((await stokast(`bits --n ${n} --seed 1`)).bytes.length).toBe(4 * words);
  });
});
