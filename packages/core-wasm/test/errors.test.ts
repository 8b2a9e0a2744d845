// Errors: the list of codes, the sentences, the classes. docs/errors.md is written from the list by this test
// (`npx vitest run errors -u`), which fails when the page is not what the list says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  DataError,
  type ErrorCode,
  errorCodes,
  NotConverged,
  NumericalError,
  rangeFault,
  show,
  typeFault,
} from '../src/errors';

const packages = fileURLToPath(new URL('../..', import.meta.url));
const codes = Object.keys(errorCodes) as ErrorCode[];

/** Every source file of every package but the list itself. */
function sources(): string[] {
  return readdirSync(packages).flatMap((name) => {
    const src = join(packages, name, 'src');
    return readdirSync(src, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.startsWith('generated'))
      .map((file) => join(src, file));
  });
}

test('no source has a code that is not on the list, and each code is thrown somewhere', () => {
  const used = new Set(sources().flatMap((file) => readFileSync(file, 'utf8').match(/STOKAST_E_\w+/g) ?? []));
  expect([...used].sort()).toEqual([...codes].sort());
  // Outside the list: these two come from the functions that make faults, whoever calls them.
  const elsewhere = new Set(
    sources()
      .filter((file) => !file.endsWith(join('core-wasm', 'src', 'errors.ts')))
      .flatMap((file) => readFileSync(file, 'utf8').match(/'STOKAST_E_\w+'/g) ?? [])
      .map((quoted) => quoted.slice(1, -1)),
  );
  const byClass = codes.filter((code) => /^(Data|Numerical|NotC)/.test(errorCodes[code].error));
  expect([...elsewhere, 'STOKAST_E_TYPE', 'STOKAST_E_RANGE', ...byClass].sort()).toEqual(
    expect.arrayContaining([...codes].sort()),
  );
});

test('a fault is data first, and a sentence made of it', () => {
  const error = rangeFault('Cannot create Gamma', 'rate', -1, '> 0 and finite');
  expect(error).toBeInstanceOf(RangeError);
  expect(error).toMatchObject({
    code: 'STOKAST_E_RANGE',
    parameter: 'rate',
    value: -1,
    allowed: '> 0 and finite',
  });
  expect(error.message).toBe('Cannot create Gamma: `rate` must be > 0 and finite: got -1');
  expect(rangeFault('W', 'p', 0, 'a', 'STOKAST_E_LENGTH').code).toBe('STOKAST_E_LENGTH');
  const type = typeFault('Cannot create Gamma', 'rate', '1', 'a number > 0 and finite');
  expect(type).toBeInstanceOf(TypeError);
  expect(type.message).toBe('Cannot create Gamma: `rate` must be a number > 0 and finite: got "1"');
  expect(type.code).toBe('STOKAST_E_TYPE');
});

test('outcomes that callers catch are classes of their own', () => {
  for (const error of [new DataError('m'), new NumericalError('m'), new NotConverged('m', { steps: 3 })]) {
    expect(error).toBeInstanceOf(Error);
    expect(error.message).toBe('m');
    expect(errorCodes[error.code].error).toBe(error.name);
  }
  expect(new NotConverged('m', { steps: 3 }).last).toEqual({ steps: 3 });
});

const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const shown: [unknown, string][] = [
  [1, '1'],
  ['1', '"1"'],
  [-0, '-0'],
  [NaN, 'NaN'],
  [12n, '12n'],
  ['x'.repeat(50), `"${'x'.repeat(37)}..."`],
  [null, 'null'],
  [undefined, 'undefined'],
  [true, 'true'],
  [Symbol('s'), 'Symbol(s)'],
  [[1, 2], 'an array of 2'],
  [new Float32Array(3), 'Float32Array of 3'],
  [new DataView(new ArrayBuffer(5)), 'DataView of 5'],
  [function named() {}, 'function named'],
  [() => 0, 'a function'],
  [{}, 'an object (Object)'],
  [Object.create(null), 'an object (no prototype)'],
  [new Date(0), 'an object (Date)'],
  [{ constructor: { name: Symbol('s') } }, 'an object that cannot be looked at'],
  [revoked, 'an object that cannot be looked at'],
];

test('a value is shown, whatever it is', () => {
  for (const [value, text] of shown) expect(show(value)).toBe(text);
});

test('docs/errors.md', async () => {
  const rows = codes.map((code) => {
    const { meaning, error, exit } = errorCodes[code];
    return `| \`${code}\` | \`${error}\` | ${meaning} | ${exit} |`;
  });
  const page = `# Errors

Every error that stokast throws on purpose has a \`code\` of this list. Codes are stable: programs may test them, and the
command line ends with the exit code beside them. This page is written from \`packages/core-wasm/src/errors.ts\` by
\`packages/core-wasm/test/errors.test.ts\`, which fails when the two differ.

| code | class | what happened | exit code |
|---|---|---|---|
${rows.join('\n')}

Errors about an argument say in data what the message says in words: \`parameter\` (a path, such as \`weights[3]\`), \`value\`
and \`allowed\`.

\`\`\`ts
import type { Fault } from '@stokast/core-wasm/errors';
import { Normal } from '@stokast/sampling';

let failed: Partial<Error & Fault> = {};
try {
  Normal(0, -1);
} catch (error) {
  failed = error as Error & Fault;
}
[failed.code, failed.parameter, failed.value, failed.allowed]; //=> [ 'STOKAST_E_RANGE', 'sigma', -1, '> 0 and finite' ]
failed.message; //=> 'Cannot create Normal: \`sigma\` must be > 0 and finite: got -1'
\`\`\`

\`DataError\`, \`NumericalError\` and \`NotConverged\` are outcomes rather than mistakes, and classes of their own in
\`@stokast/core-wasm/errors\`; \`NotConverged\` carries the last values as \`last\`.
`;
  await expect(page).toMatchFileSnapshot('../../../docs/errors.md');
});
