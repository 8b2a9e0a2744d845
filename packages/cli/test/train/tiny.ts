// Runs that take no time: networks and data as small as they can be.
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Options, type Outcome, stokast } from '../run.ts';

export const folder: string = mkdtempSync(join(tmpdir(), 'stokast-train-'));
export const at = (...names: string[]): string => join(folder, ...names);

/** A text and points of two classes, as files. */
export const text: string = at('text.txt');
writeFileSync(text, 'The cat sits on the mat, and the dog on the log. '.repeat(40));
export const points: string = at('points.csv');
const rows = Array.from({ length: 200 }, (_, i) => `${(i * 7) % 10},${(i * 3) % 7},${i % 2}`);
writeFileSync(points, `x,y,class\n${rows.join('\n')}\n`);

export type Kind = 'vae' | 'gan' | 'diffusion' | 'gpt';

/** What makes a run of each kind small. */
const SETTINGS: Readonly<Record<Kind, string[]>> = {
  vae: ['vae', '--batch-size', '20', '--hidden=[8]'],
  gan: ['gan', '--batch-size', '20', '--generator={"hidden":[8]}', '--discriminator={"hidden":[8]}'],
  diffusion: ['diffusion', '--batch-size', '20', '--width=8', '--blocks=1'],
  gpt: ['gpt', '--data', text, '--batch-size', '4', '--nLayer=1', '--nHead=1', '--nEmbd=8', '--blockSize=8'],
};

/** `stokast train` with one worker, which starts quicker than two. */
export const train = (
  kind: Kind,
  out: string,
  more: readonly string[] = [],
  options: Options = {},
): Promise<Outcome> =>
  stokast(
    ['train', ...SETTINGS[kind], '--workers', '1', '--seed', '1', '--out', at(out), '--quiet', ...more],
    options,
  );

export const filesOf = (name: string): string[] => readdirSync(at(name)).sort();
export const bytesOf = (...names: string[]): Buffer => readFileSync(at(...names));

/** Every file of one folder is the same in another. */
export function expectSame(a: string, b: string): void {
  expect(filesOf(a)).toEqual(filesOf(b));
  for (const file of filesOf(a)) {
    if (file === 'report.html') continue; // it names the folder in the lines to type next
    expect([file, bytesOf(a, file).equals(bytesOf(b, file))]).toEqual([file, true]);
  }
}
