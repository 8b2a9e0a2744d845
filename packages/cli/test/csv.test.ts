// Columns from files as they come.
import { describe, expect, test } from 'vitest';
import { type Column, type ColumnRequest, readColumn } from '../src/csv.ts';
import type { Io } from '../src/io.ts';

function read(text: string | Uint8Array, request: Partial<ColumnRequest> = {}): Promise<Column> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text;
  const io = {
    // Small pieces: nothing may depend on where they end.
    stdin: async function* () {
      const step = bytes.length < 1e5 ? 7 : 65_536;
      for (let i = 0; i < bytes.length; i += step) yield bytes.slice(i, i + step);
    },
  } as unknown as Io;
  return readColumn(io, {
    file: '-',
    column: undefined,
    by: undefined,
    missing: 'fail',
    update: () => {},
    ...request,
  });
}
const values = async (text: string, request: Partial<ColumnRequest> = {}): Promise<number[]> =>
  Array.from((await read(text, request)).groups.get('') ?? []);

describe('reads', () => {
  test.each([
    ['one column without heading', '1\n2\n3\n', {}, [1, 2, 3]],
    ['one column with heading', 'x\n1\n2\n', {}, [1, 2]],
    ['no line end at the end', 'x\n1\n2', {}, [1, 2]],
    ['CRLF', 'x\r\n1\r\n2\r\n', {}, [1, 2]],
    ['CR alone', 'x\r1\r2\r', {}, [1, 2]],
    ['a byte order mark', '\uFEFFx,y\n1,2\n', { column: 'x' }, [1]],
    ['quotes, commas and line ends in them', 'name,x\n"a, ""b""\nc",1\n"",2\n', { column: 'x' }, [1, 2]],
    ['quoted numbers and headings', '"x"\n"1"\n"-2.5e3"\n', {}, [1, -2500]],
    ['blanks around numbers', 'x , y\n 1 , 2\n', { column: 'x' }, [1]],
    ['blank lines at the end', 'x,y\n1,2\n\n\n', { column: 'x' }, [1]],
    ['the last column', 'a,b,c\n1,2,3\n', { column: 'c' }, [3]],
    [
      'numbers to the last digit',
      '0.1\n1e-320\n1.7976931348623157e308\n',
      {},
      [0.1, 1e-320, Number.MAX_VALUE],
    ],
    ['a heading in any alphabet', 'längd,π\n1,2\n', { column: 'längd' }, [1]],
  ])('%s', async (_, text, request, expected) => {
    expect(await values(text, request)).toEqual(expected);
  });

  test('groups', async () => {
    const { groups } = await read('kind,x\na,1\nb,2\na,3\n', { column: 'x', by: 'kind' });
    expect([...groups].map(([name, xs]) => [name, [...xs]])).toEqual([
      ['a', [1, 3]],
      ['b', [2]],
    ]);
  });

  test('many rows', async () => {
    expect(await values(Array.from({ length: 5000 }, (_, i) => `${i}\n`).join(''))).toHaveLength(5000);
  });
});

describe('missing cells', () => {
  const text = 'x,y\n1,1\nNA,2\n3,3\n,4\nNaN,5\n6,6\n';

  test('are named by row and line', async () => {
    await expect(read(text, { column: 'x' })).rejects.toThrow(
      'standard input: column x has no value in 3 of 6 rows, which are rows 2, 4, 5 (lines 3, 5, 6); --missing drop leaves them out',
    );
  });

  test('are dropped and counted', async () => {
    const { groups, rows, dropped } = await read(text, { column: 'x', missing: 'drop' });
    expect([...(groups.get('') ?? [])]).toEqual([1, 3, 6]);
    expect([rows, dropped]).toEqual([6, 3]);
  });

  test('a blank line in the middle of one column is one', async () => {
    await expect(read('1\n2\n\n4\n\n')).rejects.toThrow(/no value in 1 of 4 rows, which is row 3 \(line 3\)/);
  });

  test('lines are those of the file where cells have line ends', async () => {
    await expect(read('n,x\n"a\nb",1\nc,NA\n', { column: 'x' })).rejects.toThrow(/row 2 \(line 4\)/);
  });

  test('many are named in part', async () => {
    await expect(read(`x\n${'NA\n'.repeat(100)}1\n`)).rejects.toThrow(
      /100 of 101 rows, which are rows 1, 2, 3, 4, 5, 6, 7, 8, \.\.\./,
    );
  });

  test('nothing else than missing cells is no data', async () => {
    await expect(read('x\nNA\nNA\n', { missing: 'drop' })).rejects.toThrow(/no rows of data/);
  });
});

describe('refuses', () => {
  test.each([
    ['an empty file', '', {}, 'DataError', /is empty/],
    ['blank lines alone', '\n\n', {}, 'DataError', /is empty/],
    ['a heading alone', 'x\n', {}, 'DataError', /no rows of data/],
    [
      'a word among numbers',
      'x\n1\ntwo\n',
      {},
      'DataError',
      /row 2 \(line 3\): column x is no finite number: "two"/,
    ],
    ['infinity', 'x\n1\nInfinity\n', {}, 'DataError', /row 2/],
    ['a decimal comma', 'x\n"1,5"\n', {}, 'DataError', /"1,5"/],
    ['hexadecimal', 'x\n0x10\n', {}, 'DataError', /"0x10"/],
    [
      'a short row',
      'x,y\n1,2\n3\n',
      { column: 'x' },
      'DataError',
      /row 2 \(line 3\) has 1 cell, where the first row has 2/,
    ],
    ['a long row', 'x,y\n1,2,3\n', { column: 'x' }, 'DataError', /row 1 \(line 2\) has 3 cells/],
    ['a quote that never ends', 'x\n"1\n2\n', {}, 'DataError', /[Qq]uote/],
    ['a quote inside a cell', 'x\n1"2\n', {}, 'DataError', /[Qq]uote/],
    [
      'text behind a quote',
      'x\n"1"2\n',
      {},
      'DataError',
      /text behind the closing quote of a cell \(line 2\)/,
    ],
    ['another separator', 'x;y\n1;2\n', {}, 'DataError', /separated by commas here, not by ";"/],
    ['a column behind another separator', 'x\ty\n1\t2\n', { column: 'x' }, 'UsageError', /not by "\\t"/],
    ['UTF-16', '\0x\0\n\u00001\0\n', {}, 'DataError', /is no text \(it has NUL characters\)/],
    ['a row without end', `x\n${'1'.repeat(17_000_000)}`, {}, 'DataError', /more than 16777216 characters/],
    ['a value of any length, in few words', `x\n${'z'.repeat(9999)}`, {}, 'DataError', /: "z{37}\.\.\."$/],
    ['two columns of one name', 'x,x\n1,2\n', { column: 'x' }, 'DataError', /two columns named x/],
    [
      'a column that is not there',
      'mass,year\n1,2\n',
      { column: 'mas' },
      'UsageError',
      /no column "mas" \(did you mean mass\?\); it has mass, year/,
    ],
    ['no choice among columns', 'mass,year\n1,2\n', {}, 'UsageError', /--column takes one of mass, year/],
    ['a column by name without heading', '1\n2\n', { column: 'x' }, 'UsageError', /no heading/],
    ['columns without heading', '1,2\n3,4\n', {}, 'UsageError', /2 columns and no heading/],
  ])('%s', async (_, text, request, name, message) => {
    const error = await read(text, request).catch((caught: Error) => caught);
    expect(error).toMatchObject({ name });
    expect((error as Error).message).toMatch(message);
  });

  test('a file that is not there', async () => {
    await expect(read('', { file: 'no/such/file.csv' })).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
