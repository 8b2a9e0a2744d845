import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Output } from '../src/io.ts';
import { bytesOf, type Numbers, writeArray } from '../src/write-array.ts';

async function csvOf(values: Numbers): Promise<string> {
  let text = '';
  const out: Output = {
    isTerminal: false,
    columns: undefined,
    write: async (chunk) => {
      text += chunk;
    },
  };
  const fill = (chunk: Numbers): void => {
    chunk.set(values as never);
  };
  await writeArray(out, {
    format: 'csv',
    n: values.length,
    chunk: values.slice() as Numbers,
    fill,
    update: () => {},
  });
  return text;
}

test('doubles read back the same', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.float64Array({ minLength: 1, noNaN: true, noDefaultInfinity: true }),
      async (values) => {
        const back = (await csvOf(values)).trimEnd().split('\n').map(Number);
        // -0 is printed as 0: as a number they are equal.
        expect(back.map((x) => x + 0)).toEqual([...values].map((x) => x + 0));
      },
    ),
    { seed: 1 },
  );
});

test('bytes are little-endian, swapped where the machine is not', () => {
  expect([...bytesOf(Uint32Array.of(0x01020304), true)].reverse()).toEqual([
    ...bytesOf(Uint32Array.of(0x01020304), false),
  ]);
  expect(bytesOf(Float64Array.of(1), true)).toHaveLength(8);
});
