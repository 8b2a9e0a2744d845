import { expect, test } from 'vitest';
import { check } from '../../rules/layers.mjs';
import { manifest, plant } from '../plant.mjs';

test('nothing is found where nothing is wrong', () => {
  const good = {
    'packages/sampling/src/a.ts':
      "import seedrandom from 'seedrandom';\nimport { machine } from '@stokast/core-wasm';\nimport { rangeFault } from '@stokast/core-wasm/errors';\nimport { b } from './b.ts';\n",
    'packages/models/src/a.ts': "export type { Stream } from '@stokast/sampling';\n",
    'packages/cli/src/a.ts':
      "import { readFileSync } from 'node:fs';\nimport { Command } from 'commander';\n",
    'packages/core-wasm/src/kernels/rng/a.ts': "import { i32s } from '../../platform/platform';\n",
    'benchmarks/cases/a.ts':
      "import { stream } from '@stokast/sampling';\nimport { b } from '../harness/b.ts';\n",
    'benchmarks/contenders/a.mjs': "import jstat from 'jstat';\n",
  };
  expect(check(plant(good))).toEqual([]);
});

const inFile = [
  [
    'an import upwards',
    'packages/sampling/src/a.ts',
    "import { ngram } from '@stokast/models';",
    /models is not below/,
  ],
  [
    'a type from above',
    'packages/core-wasm/src/a.ts',
    "import type { Stream } from '@stokast/sampling';",
    /not below/,
  ],
  [
    'import() of a type',
    'packages/autodiff/src/a.ts',
    "export type S = import('@stokast/sampling').Stream;",
    /not below/,
  ],
  [
    'a sub-path from above',
    'packages/core-wasm/src/a.ts',
    "import { x } from '@stokast/sampling/package.json';",
    /not below/,
  ],
  ['a re-export', 'packages/sampling/src/a.ts', "export * from '@stokast/models';", /not below/],
  ['import()', 'packages/models/src/a.ts', "export const a = (): unknown => import('stokast');", /not below/],
  [
    'a computed import()',
    'packages/models/src/a.ts',
    'export const a = (b: string): unknown => import(b);',
    /computed/,
  ],
  [
    'a neighbour by path',
    'packages/sampling/src/a.ts',
    "import '../../core-wasm/src/index.ts';",
    /by its name/,
  ],
  ['its own tests', 'packages/sampling/src/a.ts', "import '../test/laws.ts';", /by its name/],
  [
    'a built-in of Node',
    'packages/models/src/a.ts',
    "import { readFileSync } from 'node:fs';",
    /node:fs is Node's/,
  ],
  [
    'the same without node:',
    'packages/models/src/a.ts',
    "import { readFileSync } from 'fs/promises';",
    /is Node's/,
  ],
  [
    'require',
    'packages/sampling/src/a.ts',
    "declare const require: any;\nrequire('crypto');",
    /a\.ts:2: crypto is Node's/,
  ],
  [
    'npm in the core',
    'packages/core-wasm/src/a.ts',
    "import seedrandom from 'seedrandom';",
    /may use \(none\)/,
  ],
  ['npm in sampling', 'packages/sampling/src/a.ts', "import x from 'pure-rand';", /may use \(seedrandom\)/],
  [
    'a kernel above the kernels',
    'packages/core-wasm/src/kernels/a.ts',
    "import '../machine';",
    /kernels\/ may import/,
  ],
  [
    'platform above itself',
    'packages/core-wasm/src/platform/a.ts',
    "import '../kernels/b';",
    /platform\/ may import/,
  ],
];
test.each(inFile)('%s is found', (_, path, text, message) => {
  const problems = check(plant({ [path]: `${text}\n` }));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(message);
});

const inManifest = [
  ['sampling', { dependencies: { 'pure-rand': 'catalog:' } }, /may use \(seedrandom\)/],
  ['core-wasm', { dependencies: { seedrandom: 'catalog:' } }, /may use \(none\)/],
  ['sampling', { peerDependencies: { '@stokast/models': 'workspace:^' } }, /not below/],
  ['sampling', { name: 'sampling' }, /the name is sampling/],
];
test.each(inManifest)('a manifest of %s: %o', (name, changes, message) => {
  const place = `packages/${name}`;
  const problems = check(plant({ [`${place}/package.json`]: manifest(place, changes) }));
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(message);
});

test('a package that is in no layer is found', () => {
  expect(check(plant({ 'packages/extra/package.json': manifest('packages/extra') }))).toEqual([
    'packages/extra: not in the list of layers (tools/rules/layers.mjs)',
  ]);
});
