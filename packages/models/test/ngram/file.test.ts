// Saved models: round trips, and bytes that nobody should trust.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { loadNgram, ngram } from '../../src/index.ts';
import { crc32 } from '../../src/ngram/crc32.ts';

const refused = expect.objectContaining({ name: 'DataError', code: 'STOKAST_E_DATA' });
const saved = async (
  corpus: string,
  order = 3,
  level: 'character' | 'word' = 'character',
): Promise<Uint8Array> => (await ngram({ order, level }).fit(corpus)).save();

/** With a checksum that fits, as someone who means harm would write it. */
function sealed(bytes: Uint8Array): Uint8Array {
  const out = bytes.slice();
  new DataView(out.buffer).setUint32(out.length - 4, crc32(out.subarray(0, -4)), true);
  return out;
}

/** Header JSON changed by `edit`, lengths and checksum made to fit. */
function withHeader(bytes: Uint8Array, edit: (header: Record<string, unknown>) => unknown): Uint8Array {
  const length = new DataView(bytes.buffer).getUint32(12, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(16, 16 + length)));
  const text = new TextEncoder().encode(JSON.stringify(edit(header)));
  const out = new Uint8Array([...bytes.subarray(0, 16), ...text, ...bytes.subarray(16 + length)]);
  new DataView(out.buffer).setUint32(12, text.length, true);
  return sealed(out);
}

test('the checksum is CRC-32', () => {
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
});

test('load(save) predicts the same and saves the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit: 'grapheme', maxLength: 60 }),
      fc.integer({ min: 1, max: 8 }),
      fc.constantFrom('character', 'word'),
      fc.string({ unit: 'grapheme', maxLength: 20 }),
      async (corpus, order, level, other) => {
        const model = await ngram({ order, level }).fit(`${corpus}x`);
        const again = loadNgram(model.save());
        expect(again.save()).toEqual(model.save());
        expect(again.tokens).toEqual(model.tokens);
        expect([again.order, again.level, again.trainingTokens]).toEqual([
          order,
          level,
          model.trainingTokens,
        ]);
        expect(again.next(other)).toEqual(model.next(other));
        expect(again.logProb(other)).toBe(model.logProb(other));
      },
    ),
    { seed: 45 },
  );
});

test('bytes that start elsewhere in their buffer are read', async () => {
  const bytes = await saved('abracadabra');
  const moved = new Uint8Array(bytes.length + 7);
  moved.set(bytes, 3);
  expect(loadNgram(moved.subarray(3, 3 + bytes.length)).save()).toEqual(bytes);
});

test('bytes in shared memory and in a Buffer of a pool are read', async () => {
  const bytes = await saved('abracadabra');
  expect(loadNgram(Buffer.from([...bytes])).save()).toEqual(bytes);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  expect(loadNgram(shared).save()).toEqual(bytes);
});

test('every flipped bit, every shortening and anything longer is refused', async () => {
  const bytes = await saved('the cat sleeps. the cat jumps. å🐈');
  for (let i = 0; i < bytes.length; i++) {
    for (let bit = 0; bit < 8; bit++) {
      const flipped = bytes.slice();
      flipped[i] ^= 1 << bit;
      expect(() => loadNgram(flipped)).toThrow(refused);
    }
    expect(() => loadNgram(bytes.slice(0, i))).toThrow(refused);
  }
  expect(() => loadNgram(Uint8Array.of(...bytes, 0))).toThrow(refused);
});

test('other bytes with a fitting checksum are refused, or are a sound model', async () => {
  for (const level of ['character', 'word'] as const) {
    const bytes = await saved('the cat sleeps. the cat jumps. å🐈', 3, level);
    let models = 0;
    for (let i = 16; i < bytes.length - 4; i++) {
      for (const value of [0, 1, bytes[i] + 1, bytes[i] ^ 128, 255]) {
        const changed = bytes.slice();
        changed[i] = value;
        try {
          const { probabilities } = loadNgram(sealed(changed)).next('the c');
          models++;
          expect(Math.abs(probabilities.reduce((a, b) => a + b) - 1)).toBeLessThan(1e-12);
        } catch (error) {
          expect(error).toEqual(refused);
        }
      }
    }
    expect(models).toBeGreaterThan(0);
  }
});

test.each([
  [
    'not one',
    /the bytes are not one/,
    () => new TextEncoder().encode('PK not a model, but long enough for one'),
  ],
  ['empty', /not one/, () => new Uint8Array(0)],
  [
    'version',
    /version 2, and this release reads 1/,
    (b: Uint8Array) => sealed(Uint8Array.from(b, (x, i) => (i === 8 ? 2 : x))),
  ],
  [
    'header length',
    /header is longer/,
    (b: Uint8Array) => sealed(Uint8Array.from(b, (x, i) => (i === 15 ? 255 : x))),
  ],
  [
    'header',
    /cannot be read/,
    (b: Uint8Array) => sealed(Uint8Array.from(b, (x, i) => (i === 16 ? 0xff : x))),
  ],
  ['null', /order/, (b: Uint8Array) => withHeader(b, () => null)],
  ['order', /order/, (b: Uint8Array) => withHeader(b, (h) => ({ ...h, order: 1e9 }))],
  [
    'smoothing',
    /made with version 2 of modified-kneser-ney, and this release has 1/,
    (b: Uint8Array) => withHeader(b, (h) => ({ ...h, algorithms: { 'modified-kneser-ney': 2 } })),
  ],
  [
    'smoothing missing',
    /version undefined/,
    (b: Uint8Array) => withHeader(b, ({ algorithms: _, ...h }) => h),
  ],
  ['level', /level/, (b: Uint8Array) => withHeader(b, (h) => ({ ...h, level: 'byte' }))],
  [
    'training tokens',
    /training tokens/,
    (b: Uint8Array) => withHeader(b, (h) => ({ ...h, trainingTokens: 2 ** 32 })),
  ],
  [
    'huge sizes',
    /fewer n-grams/,
    (b: Uint8Array) => withHeader(b, (h) => ({ ...h, sizes: [5, 2 ** 32 - 1, 1] })),
  ],
  ['sizes', /numbers of n-grams/, (b: Uint8Array) => withHeader(b, (h) => ({ ...h, sizes: [5, -1, 1] }))],
  [
    'more sizes',
    /numbers of n-grams/,
    (b: Uint8Array) => withHeader(b, (h) => ({ ...h, sizes: [1, 1, 1, 1] })),
  ],
  ['tokens missing', /tokens are not/, (b: Uint8Array) => withHeader(b, ({ tokens: _, ...h }) => h)],
  [
    'tokens twice',
    /tokens are not/,
    (b: Uint8Array) => withHeader(b, (h) => ({ ...h, tokens: ['a', 'a', 'c', 'd', 'r'] })),
  ],
  [
    'long tokens',
    /tokens are not/,
    (b: Uint8Array) => withHeader(b, (h) => ({ ...h, tokens: ['a', 'bb', 'c', 'd', 'r'] })),
  ],
  ['no tokens', /tokens are not/, (b: Uint8Array) => withHeader(b, (h) => ({ ...h, tokens: [] }))],
  [
    'few tokens',
    /token that there is not/,
    (b: Uint8Array) => withHeader(b, (h) => ({ ...h, tokens: ['a', 'b'] })),
  ],
  [
    'few training tokens',
    /more than its training/,
    (b: Uint8Array) => withHeader(b, (h) => ({ ...h, trainingTokens: 5 })),
  ],
])('%s: says why', async (_, message, change) => {
  const bytes = change(await saved('abracadabra'));
  expect(() => loadNgram(bytes)).toThrow(refused);
  expect(() => loadNgram(bytes)).toThrow(message);
});

test.each([[undefined], [null], ['stkngram'], [[1, 2]], [new ArrayBuffer(40)], [new Float64Array(9)]])(
  '%o is a TypeError',
  (value) => {
    expect(() => loadNgram(value as never)).toThrow(
      expect.objectContaining({ code: 'STOKAST_E_TYPE', parameter: 'bytes' }),
    );
  },
);
