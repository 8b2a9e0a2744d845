import { expect, test } from 'vitest';
import type { Output } from '../src/io.ts';
import { progress } from '../src/progress.ts';

function record(isTerminal: boolean): { err: Output; said: string[] } {
  const said: string[] = [];
  return { said, err: { isTerminal, columns: 80, write: async (text) => void said.push(String(text)) } };
}

test('says nothing in the first second', () => {
  const { err, said } = record(true);
  let time = 0;
  const p = progress(err, 'draws', 100, () => time);
  for (; time < 1000; time += 10) p.update(1);
  p.end();
  expect(said).toEqual([]);
});

test('redraws a line of a terminal, and clears it', () => {
  const { err, said } = record(true);
  let time = 0;
  const p = progress(err, 'draws', 4e6, () => time);
  time = 2000;
  p.update(1e6);
  time = 2050;
  p.update(1.1e6);
  p.end();
  expect(said).toEqual(['\r\x1b[2Kdraws 1.00M of 4.00M (25 %, 6 s left)', '\r\x1b[2K']);
});

test('is sparse elsewhere', () => {
  const { err, said } = record(false);
  let time = 0;
  const p = progress(err, 'rows', undefined, () => time);
  for (; time < 25_000; time += 100) p.update(time);
  p.end();
  expect(said).toEqual(['rows 1000 in 1 s\n', 'rows 11000 in 11 s\n', 'rows 21000 in 21 s\n']);
});
