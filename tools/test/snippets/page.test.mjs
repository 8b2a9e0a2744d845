import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blocksOf } from '../../snippets/extract.mjs';
import { runPage } from '../../snippets/page.mjs';
import { commandsOf, says } from '../../snippets/shell.mjs';
import { folder } from '../plant.mjs';

/** A page of one block. */
function page(code, fence = 'ts') {
  const path = join(folder(), 'page.md');
  writeFileSync(path, `# Title\n\n\`\`\`${fence}\n${code}\n\`\`\`\n`);
  return path;
}

const good = `interface Point { x: number }
const point: Point = { x: 1 + 1 }; //=> { x: 2 }
point.x * 2; //=> 4
'text'; //=> 'text'
-0; //=> -0
new Float64Array([0.5, 1]); //=> Float64Array(2) [ 0.5, 1 ]
await Promise.resolve(3); //=> 3
for (let i = 0; i < 2; i++) console.log('step', i);
//=> step 0
//=> step 1
console.log(\`a table
of two lines\`);
//=> a table
//=> of two lines
Array.from({ length: 100 }, (_, i) => i);
//=> [ 0, 1, 2, 3, 4, 5, 6, 7, ... 92 more items ]
(() => { throw new RangeError('no'); })(); //=> RangeError: no`;

test('what is shown and true passes', async () => {
  expect(await runPage(page(good))).toEqual([]);
});

test.each([
  ['a wrong value', '1 + 1; //=> 3', /page\.md:4: shows\s+3\s+but it is\s+2/],
  [
    'a wrong line of several',
    "console.log('a\\nb');\n//=> a\n//=> c",
    /page\.md:5: shows\s+a\s+c\s+but it is\s+a\s+b/,
  ],
  ['a value of a name', 'const x = 2; //=> 3', /but it is\s+2/],
  ['almost the same number', '0.1 + 0.2; //=> 0.3', /0\.30000000000000004/],
  ['an error that is not shown', "throw new Error('oh');", /oh/],
  ['code that is no code', 'const = 3;', /page\.md:4/],
  ['a package that is not there', "import 'no-such-package';", /no-such-package/],
  ['an answer to nothing', '//=> 3', /follows no statement/],
])('%s is found', async (_, code, message) => {
  const problems = await runPage(page(code));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(message);
});

test('an update writes what is so, and then all is well', async () => {
  const stale = good.replace(/\/\/=> .*/g, (line) => (line.includes('step 1') ? line : '//=> stale'));
  const path = page(stale);
  expect(await runPage(path)).not.toEqual([]);
  await runPage(path, { update: true });
  expect(await runPage(path)).toEqual([]);
  expect(readFileSync(path, 'utf8')).toContain(good);
});

test('the examples of a docstring run too, and are written back behind their stars', async () => {
  const path = join(folder(), 'source.ts');
  const text =
    '  /**\n   * Adds.\n   *\n   * ```ts\n   * 1 + 1; //=> 3\n   *\n   * 2; //=> 2\n   * ```\n   */\n';
  writeFileSync(path, text);
  expect((await runPage(path))[0]).toMatch(/source\.ts:5: shows\s+3/);
  await runPage(path, { update: true });
  expect(readFileSync(path, 'utf8')).toBe(text.replace('//=> 3', '//=> 2'));
});

test('a block that says no-run is not run, and an open fence is an error', async () => {
  expect(await runPage(page("throw new Error('oh');", 'ts no-run'))).toEqual([]);
  expect(() => blocksOf('a.md', '```ts\n1\n')).toThrow(/not closed/);
});

test('commands and what they print', () => {
  const lines = [
    '# first',
    '$ stokast a \\',
    '    --b',
    'one',
    '',
    '$ ls',
    'x',
    '$ cat f | stokast b',
    '...',
    'two',
    '',
  ];
  expect(commandsOf(lines)).toEqual([
    { command: 'stokast a  --b', at: 3, expected: ['one'] },
    { command: 'cat f | stokast b', at: 8, expected: ['...', 'two'] },
  ]);
  expect(says(['a', 'b', 'c'], ['a', '...', 'c'])).toBe(true);
  expect(says(['a', 'b', 'c'], ['a', '...'])).toBe(true);
  expect(says(['a', 'b', 'c'], ['a', 'c'])).toBe(false);
  expect(says(['a', 'b'], ['a'])).toBe(false);
});
