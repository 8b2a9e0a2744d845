// Arguments to exit codes and messages, in this process.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { commands } from '../src/commands.ts';
import { dataFile } from '../src/data.ts';
import { ending } from '../src/exit.ts';
import { version } from '../src/version.ts';
import { stokast } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'stokast-'));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
const penguins = dataFile('penguins.csv');

describe('exit codes', () => {
  test.each([
    ['--version', 0],
    ['--help', 0],
    ['help sample', 0],
    ['sample normal --seed 1', 0],
    ['', 2],
    ['smaple', 2],
    ['sample', 2],
    ['sample gamma', 2],
    ['sample normal extra', 2],
    ['sample normal --n', 2],
    ['sample normal --n -1', 2],
    ['sample normal --n 1.5', 2],
    ['sample normal --sigma 0', 2],
    ['sample normal --sigma -1', 2],
    ['sample normal --mu x', 2],
    ['sample normal --mu Infinity', 2],
    ['sample exponential --mu 1', 2],
    ['sample bernoulli', 2],
    ['sample bernoulli --p 1.1', 2],
    ['sample categorical', 2],
    ['sample categorical --weights 1,x', 2],
    ['sample categorical --weights 0,0', 2],
    ['sample normal --format xml', 2],
    ['sample normal --n inf --json', 2],
    ['sample uniform --low 1 --high 1', 2],
    ['bits', 2],
    ['bits --n 1 --engine pcg', 2],
    ['generate --load a --corpus b', 2],
    ['generate --order 17', 2],
    ['generate --top-p 0', 2],
    ['tour --part 10', 2],
    ['--wrong sample normal', 2],
    ['fit normal no/such/file.csv', 3],
    [`fit normal ${folder}`, 3],
    [`fit normal ${penguins} --column body_mass_g`, 3],
    [`fit normal ${penguins} --column species --missing drop`, 3],
    [`fit normal ${file('empty.csv', '')}`, 3],
    [`fit normal ${file('one.csv', '1\n')}`, 3],
    [`fit bernoulli ${file('not-binary.csv', '0\n1\n2\n')}`, 3],
    [`fit normal ${penguins} --column body_mass --missing drop`, 2],
    [`fit normal ${file('constant.csv', '1\n1\n1\n')}`, 4],
    ['generate --corpus no/such/text.txt', 3],
    [`generate --corpus ${file('empty.txt', '')}`, 3],
    [`generate --load ${file('not-a-model', 'hello')}`, 3],
  ])('%s: %d', async (line, code) => {
    const outcome = await stokast(line);
    expect([outcome.code, outcome.err]).toEqual([
      code,
      expect.stringMatching(code === 0 ? /^$/ : /^stokast/),
    ]);
    if (code !== 0) expect(outcome.out).toBe('');
  });

  test.each(['fit normal', 'generate --corpus', 'generate --load'])(
    '%s names a file that it cannot use',
    async (line) => {
      expect((await stokast(`${line} ${folder}`)).err).toContain(`cannot use ${folder}: it is a folder`);
      expect((await stokast(`${line} no/such/file`)).err).toContain(
        'cannot use no/such/file: there is no such file',
      );
    },
  );

  test('names that come along are hints for files that are not there', async () => {
    expect((await stokast('fit normal penguin')).err).toContain('(did you mean penguins?)');
    expect((await stokast('generate --corpus shakespear')).err).toContain('(did you mean shakespeare?)');
  });

  test.each([
    [`fit normal ${file('equal.csv', '1\n1\n')}`, 'equal.csv: Cannot fit Normal'],
    [`generate --corpus ${file('nothing.txt', '')}`, 'nothing.txt: Cannot fit'],
    [`generate --load ${file('no-model', 'hello')}`, 'no-model: Cannot load'],
    ['generate --load -', 'standard input: Cannot load'],
  ])('%s says which file it was', async (line, message) => {
    expect((await stokast(line)).err).toContain(message);
  });

  test('messages are short and move no cursor, whatever they quote', async () => {
    const { code, err } = await stokast(['sample', `\x1b[2J${'normal'.repeat(1e5)}\r`]);
    expect(code).toBe(2);
    expect(err).toMatch(/^[^\p{Cc}]{1,600}\nSee stokast sample --help\.\n$/u);
  });

  test('of errors that no argument brings about', () => {
    expect(ending(new RangeError('Array buffer allocation failed')).code).toBe(5);
    expect(ending(Object.assign(new Error('no space'), { code: 'ENOSPC' })).code).toBe(5);
    expect(ending(Object.assign(new Error('no space'), { code: 'ENOSPC', path: 'a' })).message).toBe(
      'a: no space',
    );
    expect(ending(Object.assign(new RangeError('x'), { code: 'STOKAST_E_EXHAUSTED' })).code).toBe(5);
    expect(ending(new TypeError('x is not a function'))).toMatchObject({
      code: 70,
      message: expect.stringMatching(/bug in stokast/),
    });
    expect(ending('thrown text').code).toBe(70);
  });
});

describe('hints', () => {
  test.each([
    ['smaple', /no command "smaple" \(did you mean sample\?\)/],
    ['sample nromal', /no family "nromal" \(did you mean normal\?\)/],
    ['sample normal --sigam 2', /unknown flag --sigam \(did you mean --sigma\?\)/],
    ['sample normal -n 5', /unknown flag -n \(did you mean --n\?\)/],
    ['sample normal -x', /unknown flag -x\n/],
    ['sample', /<family> is missing: uniform, normal/],
    ['sample normal --mu', /--mu <number> needs a value/],
    ['sample normal or uniform', /sample takes <family>, and "or uniform" is left over/],
    ['doctor who', /doctor takes no arguments, and "who" is left over/],
    ['generate --order 17', /--order must be a whole number from 1 to 16: got "17"/],
    ['bits --n 1 --engine chacha9', /chacha8/],
    ['sample normal --format jsn', /did you mean json\?/],
    ['sample exponential --mu 1', /exponential has no parameter mu: its flag is --rate/],
    ['sample bernoulli', /bernoulli needs --p/],
    [`fit normal ${penguins} --column body_mas_g --missing drop`, /did you mean body_mass_g\?/],
    ['--sigma 2 sample normal', /stand behind its name/],
  ])('%s', async (line, message) => {
    const { code, err } = await stokast(line);
    expect(code).toBe(2);
    expect(err).toMatch(message);
    expect(err).toMatch(/See stokast( \w+)? --help\.\n$/);
  });
});

describe('help', () => {
  test('of stokast lists every command', async () => {
    expect((await stokast('help --help')).out).toBe((await stokast('--help')).out);
    const { out } = await stokast('--help');
    for (const { name, summary } of commands) expect(out).toMatch(new RegExp(`  ${name} +${summary}`));
  });
  test.each(commands.map(({ name }) => name))(
    'of %s has examples first, and fits 80 columns',
    async (name) => {
      const { code, out } = await stokast(`${name} --help`, { terminal: 80, env: { NO_COLOR: '1' } });
      expect(code).toBe(0);
      expect(out.split('\n')[2]).toBe('Examples');
      const flags = out.slice(out.indexOf('\nFlags'));
      for (const line of flags.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
      expect(out).toMatch(/--seed <seed>[\s\S]*--json[\s\S]*--quiet[\s\S]*--no-color/);
      expect((await stokast(`help ${name}`, { terminal: 80, env: { NO_COLOR: '1' } })).out).toBe(out);
    },
  );
});

describe('flags of every command', () => {
  test('--version', async () => {
    expect(version()).toMatch(/^\d+\.\d+\.\d+$/);
    expect((await stokast('--version')).out).toBe(`${version()}\n`);
    expect((await stokast('-V')).out).toBe(`${version()}\n`);
    expect(JSON.parse((await stokast('--version --json')).out)).toEqual({ stokast: version() });
  });
  test('may stand before the command', async () => {
    const { out } = await stokast('sample normal --n 3 --seed 7');
    expect((await stokast('--seed 7 sample normal --n 3')).out).toBe(out);
    expect((await stokast('--seed=7 --quiet sample normal --n 3')).out).toBe(out);
  });
  test('a seed is said when it was chosen, and repeats the run', async () => {
    const first = await stokast('sample normal --n 3');
    const seed = /^seed ([0-9a-f]{16}) \(repeat with --seed \1\)\n$/.exec(first.err)?.[1];
    expect(seed).toBeDefined();
    expect(await stokast(`sample normal --n 3 --seed ${seed}`)).toMatchObject({ out: first.out, err: '' });
    expect((await stokast('sample normal --n 3')).out).not.toBe(first.out);
  });
  test('--quiet leaves nothing on stderr', async () => {
    expect((await stokast('sample normal --quiet')).err).toBe('');
    expect((await stokast('sample normal -q')).err).toBe('');
    expect((await stokast('sample nromal --quiet')).err).not.toBe('');
  });
  test('colours only where they are wanted', async () => {
    const line = 'sample normal --n 100 --seed 1 --plot';
    const colours = async (extra: string, env = {}, terminal?: number): Promise<boolean> =>
      // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences are what is looked for
      /\x1b\[/.test((await stokast(line + extra, terminal === undefined ? { env } : { env, terminal })).out);
    expect(await colours('', {}, 80)).toBe(true);
    expect(await colours('')).toBe(false);
    expect(await colours('', { NO_COLOR: '1' }, 80)).toBe(false);
    expect(await colours(' --no-color', {}, 80)).toBe(false);
    expect(await colours('', { TERM: 'dumb' }, 80)).toBe(false);
  });
  test('--ascii', async () => {
    expect((await stokast('sample normal --n 100 --seed 1 --plot --ascii')).out).toMatch(/^[\x20-\x7e\n]+$/);
  });
});

test('a reader that goes away ends the run quietly', async () => {
  const { code, out, err } = await stokast('sample normal --n inf --seed 1', { closeAfter: 2_000_000 });
  expect([code, err]).toEqual([0, '']);
  expect(out.length).toBeGreaterThan(100_000);
});
