import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { root, shown } from '../../lib/workspace.mjs';
import { documents, sources } from '../../snippets/extract.mjs';
import { runPage } from '../../snippets/page.mjs';
import { checkTypes } from '../../snippets/types.mjs';
import { folder } from '../plant.mjs';

// `npm run snippets -- --update` writes anew what a page shows.
const pages = [...documents(), ...sources()].map((path) => [shown(root, path), path]);

describe('what is shown is so', () => {
  test.each(pages)('%s', async (_, path) => {
    expect(await runPage(path)).toEqual([]);
  });
});

test('every block of TypeScript passes the compiler', async () => {
  expect(await checkTypes(pages.map(([, path]) => path))).toEqual([]);
});

test('a block that does not pass it is found', async () => {
  const path = join(folder(), 'page.md');
  writeFileSync(
    path,
    '# Title\n\n```ts\nconst a = 1;\nconst b: string = a;\n```\n\n```ts no-run\nno();\n```\n',
  );
  const problems = await checkTypes([path]);
  expect(problems).toHaveLength(2);
  expect(problems[0]).toMatch(/page\.md:5: error TS2322/);
  expect(problems[1]).toMatch(/page\.md:9: error TS2304/);
});
