// What is at a path after saving to it.
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { saveTo } from '../src/save.ts';
import { stokast } from './run.ts';

let folder = '';
const at = (name: string): string => join(folder, name);
const bytes = Uint8Array.of(1, 2, 3);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'stokast-'));
});

test('a new file, and nothing beside it', async () => {
  await saveTo(at('å b'), bytes);
  expect(readFileSync(at('å b'))).toEqual(Buffer.from(bytes));
  expect(readdirSync(folder)).toEqual(['å b']);
});

test('a file that was there is replaced, and keeps its permissions', async () => {
  writeFileSync(at('file'), 'before');
  chmodSync(at('file'), 0o600);
  await saveTo(at('file'), bytes);
  expect([readFileSync(at('file')), statSync(at('file')).mode & 0o777]).toEqual([Buffer.from(bytes), 0o600]);
});

test('a link stays one: what it leads to is written', async () => {
  mkdirSync(at('deep'));
  writeFileSync(at('deep/file'), 'before');
  symlinkSync('deep/file', at('link'));
  await saveTo(at('link'), bytes);
  expect(lstatSync(at('link')).isSymbolicLink()).toBe(true);
  expect(readFileSync(at('deep/file'))).toEqual(Buffer.from(bytes));
  expect(readdirSync(at('deep'))).toEqual(['file']);
});

// A device is like a pipe here, and a test must not try it on one: as root, it would replace what it is to spare.
test.skipIf(process.platform === 'win32')('a pipe is written to, and stays one', async () => {
  execFileSync('mkfifo', [at('pipe')]);
  const [read] = await Promise.all([readFile(at('pipe')), saveTo(at('pipe'), bytes)]);
  expect(read).toEqual(Buffer.from(bytes));
  expect(lstatSync(at('pipe')).isFIFO()).toBe(true);
  expect(readdirSync(folder)).toEqual(['pipe']);
});

test('what cannot be written leaves nothing, and is named as it was given', async () => {
  await expect(saveTo(folder, bytes)).rejects.toMatchObject({ code: 'EISDIR', path: folder });
  await expect(saveTo(at('no/such'), bytes)).rejects.toMatchObject({ code: 'ENOENT', path: at('no/such') });
  await expect(saveTo('', bytes)).rejects.toMatchObject({ name: 'UsageError' });
  await expect(saveTo('-', bytes)).rejects.toThrow(/dev\/stdout/);
  expect(readdirSync(folder)).toEqual([]);
});

test('with --json, saving says what was saved', async () => {
  writeFileSync(at('text'), 'ab ab ab\n');
  const { code, out } = await stokast(`generate --corpus ${at('text')} --save ${at('model')} --json --quiet`);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ saved: at('model'), order: 7, trainingTokens: 9 });
});
