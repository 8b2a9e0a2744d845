import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadNgram, ngram } from '@stokast/models';
import { stream } from '@stokast/sampling';
import { expect, test } from 'vitest';
import { dataFile } from '../src/data.ts';
import { stokast } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'stokast-'));
const small = join(folder, 'small.txt');
writeFileSync(small, 'The cat sleeps. The cat jumps. The dog sleeps. Åsa ser katten. '.repeat(20));

test('is what the library says', async () => {
  const model = await ngram({ order: 7 }).fit(readFileSync(small, 'utf8'));
  const drawn = model
    .generate({ prompt: 'The ', stream: stream(5).split(['text', 0]), maxNewTokens: 40 })
    .text();
  const { code, out } = await stokast(
    `generate --corpus ${small} --prompt 'The ' --max-new-tokens 40 --seed 5`,
  );
  expect([code, out]).toEqual([0, `The ${drawn}\n`]);
});

test('a prompt goes on in different ways, each repeatable', async () => {
  const line = 'generate --prompt "The cat" --stop . --n 6 --seed 1';
  const { out } = await stokast(line);
  const lines = out.trimEnd().split('\n');
  expect(lines).toHaveLength(6);
  for (const each of lines) expect(each).toMatch(/^The cat/);
  expect(new Set(lines).size).toBeGreaterThan(3);
  expect((await stokast(line)).out).toBe(out);
  expect((await stokast('generate --prompt "The cat" --stop . --n 1 --seed 1')).out).toBe(`${lines[0]}\n`);
});

test('as JSON', async () => {
  const line = `generate --corpus ${small} --prompt The --top-k 1 --temperature 0.5 --max-new-tokens 5 --n 2 --seed 1`;
  const { texts, ...head } = JSON.parse((await stokast(`${line} --json`)).out);
  expect(texts).toHaveLength(2);
  expect(head).toMatchObject({
    command: 'generate',
    corpus: small,
    level: 'character',
    order: 7,
    prompt: 'The',
    topK: 1,
    temperature: 0.5,
    seed: '1',
    algorithms: {
      seed: 1,
      chacha8: 1,
      'modified-kneser-ney': 1,
      'ancestral-sampling': 1,
      'token-sampler': 1,
    },
  });
  expect((await stokast(line)).out).toBe(`The${texts[0]}\n\nThe${texts[1]}\n`);
});

test('words', async () => {
  const { out } = await stokast(
    `generate --corpus ${small} --level word --order 3 --prompt "The cat" --max-new-tokens 1 --seed 2`,
  );
  expect(out).toMatch(/^The cat \S+\n$/);
});

test('a model is saved whole, and loaded', async () => {
  const path = join(folder, 'small.ngram');
  const saved = await stokast(`generate --corpus ${small} --order 4 --save ${path}`);
  expect(saved).toMatchObject({
    code: 0,
    out: '',
    err: expect.stringMatching(/^saved .*order 4, 1260 tokens learnt\n$/),
  });
  expect(loadNgram(readFileSync(path)).order).toBe(4);
  expect(readdirSync(folder).sort()).toEqual(['small.ngram', 'small.txt']);
  const fresh = await stokast(`generate --corpus ${small} --order 4 --prompt T --seed 9`);
  expect((await stokast(`generate --load ${path} --prompt T --seed 9`)).out).toBe(fresh.out);
  expect((await stokast(`generate --load ${path} --order 4`)).code).toBe(2);
  expect(
    (await stokast(`generate --corpus ${small} --save ${join(folder, 'no', 'such', 'folder')}`)).code,
  ).toBe(3);
});

test('a corpus from standard input, with characters cut between pieces', async () => {
  const stdin = new TextEncoder().encode('räksmörgås '.repeat(50));
  const { code, out } = await stokast(
    'generate --corpus - --prompt räk --max-new-tokens 8 --temperature 0 --seed 1',
    { stdin },
  );
  expect([code, out]).toEqual([0, 'räksmörgås \n']);
});

test('what is no UTF-8 text is refused', async () => {
  const { code, err } = await stokast('generate --corpus - --seed 1', {
    stdin: Uint8Array.of(104, 105, 255, 104),
  });
  expect([code, err]).toEqual([3, expect.stringContaining('standard input is not UTF-8 text')]);
});

test('the corpora come along', () => {
  for (const name of ['everyday.txt', 'tinyshakespeare.txt'])
    expect(readFileSync(dataFile(name)).length).toBeGreaterThan(10_000);
});
