// Files of the format: round trips, files of the reference implementation, and bytes that nobody should trust.
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readSafetensors, type TensorToSave, writeSafetensors } from '../../src/index.ts';

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../fixtures/${name}.safetensors`, import.meta.url)));

/** A file with this header, filled up to 8 bytes, and so many bytes of numbers. */
function file(header: string | Uint8Array, numbers = 0): Uint8Array {
  const text = typeof header === 'string' ? new TextEncoder().encode(header) : header;
  const size = Math.ceil(text.length / 8) * 8;
  const out = new Uint8Array(8 + size + numbers).fill(32, 8, 8 + size);
  out[0] = size & 255;
  out[1] = size >>> 8;
  out.set(text, 8);
  return out;
}
const tensor = (start: number, end: number, shape = `[${(end - start) / 4}]`, dtype = 'F32') =>
  `{"dtype":"${dtype}","shape":${shape},"data_offsets":[${start},${end}]}`;

describe('files of the reference implementation', () => {
  test('are read', () => {
    const { tensors, metadata } = readSafetensors(fixture('reference'));
    expect(metadata).toEqual({ format: 'pt' });
    expect([...tensors.keys()]).toEqual(
      [
        'opt.step',
        'double',
        'empty',
        'encoder.0.bias',
        'encoder.0.weight',
        '\ufb01',
        '🐈å',
        'rng.key',
      ].concat(
        ['bfloat', 'half', 'short', 'signed', 'bytes', 'flags'], // biome-ignore format: two groups
      ),
    );
    const of = (name: string) => tensors.get(name)!;
    expect(of('opt.step')).toEqual({ dtype: 'I64', shape: [], data: BigInt64Array.of(1234n) });
    expect(of('double')).toEqual({ dtype: 'F64', shape: [2, 1], data: Float64Array.of(0.1, Infinity) });
    expect(of('empty')).toEqual({ dtype: 'F32', shape: [0, 4], data: new Float32Array(0) });
    expect(of('encoder.0.bias').data).toEqual(Float32Array.of(0.1, -0.2, 0.3));
    expect(of('encoder.0.weight')).toEqual({
      dtype: 'F32',
      shape: [2, 3],
      data: Float32Array.of(0, 0.25, 0.5, 0.75, 1, 1.25),
    });
    expect(of('rng.key').data).toEqual(Int32Array.of(-1, 5, -(2 ** 31)));
    expect(of('bfloat').data).toEqual(
      // 1e38 and 1e-40 as bfloat16: the nearest with 8 bits
      Float32Array.of(1, -3.140625, 150 * 2 ** 119, 2 ** -133),
    );
    expect(of('half').data).toEqual(
      Float32Array.of(1, -2.5, 65504, 2 ** -24, 1023 * 2 ** -24, Infinity, 0, 1364 / 4096),
    );
    expect(of('short').data).toEqual(Int16Array.of(-32768, 32767));
    expect(of('signed').data).toEqual(Int8Array.of(-128, 127));
    expect(of('bytes').data).toEqual(Uint8Array.of(0, 255, 7));
    expect(of('flags')).toEqual({ dtype: 'BOOL', shape: [3], data: Uint8Array.of(1, 0, 1) });
  });

  test('are what we write, to the byte', () => {
    const bytes = fixture('reference-wide');
    const { tensors, metadata } = readSafetensors(bytes);
    expect(writeSafetensors(new Map([...tensors].reverse()), metadata)).toEqual(bytes);
  });
});

test('what is written is read', () => {
  const data = fc.oneof(
    fc.float32Array(),
    fc.float64Array(),
    fc.uint8Array(),
    fc.int8Array(),
    fc.uint16Array(),
    fc.int16Array(),
    fc.uint32Array(),
    fc.int32Array(),
    fc.bigInt64Array(),
    fc.bigUint64Array(),
  );
  const some = data.chain((data) =>
    fc.constantFrom([data.length], [1, data.length], [data.length, 1, 1]).map((shape) => ({ shape, data })),
  );
  const name = fc
    .string({ unit: 'binary' })
    .filter((s) => !['__metadata__', '__proto__'].includes(s) && !/\p{Surrogate}/u.test(s));
  fc.assert(
    fc.property(
      fc.array(fc.tuple(name, some), { maxLength: 5 }),
      fc.dictionary(name, name),
      (list, metadata) => {
        const tensors = new Map<string, TensorToSave>(list);
        const bytes = writeSafetensors(tensors, metadata);
        const read = readSafetensors(bytes);
        expect(read.metadata).toEqual({ ...metadata });
        expect(read.tensors.size).toBe(tensors.size);
        for (const [name, { shape, data }] of tensors) {
          expect(read.tensors.get(name)).toMatchObject({ shape });
          expect(read.tensors.get(name)!.data).toEqual(data);
        }
        expect(writeSafetensors(read.tensors, read.metadata)).toEqual(bytes);
      },
    ),
    { seed: 61, numRuns: 40 },
  );
});

test('bytes in shared memory, in a Buffer and at any offset are read; numbers are copies', () => {
  const bytes = writeSafetensors(new Map([['x', { shape: [2], data: Float64Array.of(1, 2) }]]), { a: 'b' });
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length + 3), 3);
  shared.set(bytes);
  for (const each of [bytes, shared, Buffer.from([...bytes])]) {
    const { tensors, metadata } = readSafetensors(each);
    expect(metadata).toEqual({ a: 'b' });
    each.fill(0);
    expect(tensors.get('x')!.data).toEqual(Float64Array.of(1, 2));
  }
});

test('what no file can hold is not written', () => {
  const write = (name: unknown, tensor: unknown, metadata?: unknown) => () =>
    writeSafetensors(new Map([[name, tensor]]) as never, metadata as never);
  const data = Float32Array.of(1, 2);
  expect(() => writeSafetensors({} as never)).toThrow('`tensors` must be a Map: got an object (Object)');
  expect(write('x', { shape: [3], data })).toThrow(
    'Cannot write safetensors: `tensors.x.data.length` must be 3, for shape [3]: got 2',
  );
  expect(write('x', { shape: [-1, -2], data })).toThrow('`tensors.x.shape` must be integers >= 0');
  expect(write('x', { shape: [0.5, 4], data })).toThrow('integers >= 0');
  expect(write('x', { shape: 2, data })).toThrow(TypeError);
  expect(write('x', { shape: [2], data: [1, 2] })).toThrow('`tensors.x.data` must be one of BigUint64Array');
  expect(write(1, { shape: [2], data })).toThrow('a Map with strings as names');
  for (const name of ['__proto__', '__metadata__', 'a\ud800'])
    expect(write(name, { shape: [2], data })).toThrow('`tensors` must be a Map without');
  expect(write('x', { shape: [2], data }, { a: 1 })).toThrow('`metadata.a` must be a string: got 1');
  expect(write('x', { shape: [2], data }, { a: '\udc00' })).toThrow('`metadata.a` must be well-formed');
  expect(write('x', { shape: [2], data }, JSON.parse('{"__proto__": "a"}'))).toThrow('without the name');
});

const bad: [why: string, bytes: Uint8Array, says: string][] = [
  ['nothing', new Uint8Array(0), 'ends within its first 8 bytes (it has 0)'],
  ['7 bytes', new Uint8Array(7), 'ends within its first 8 bytes'],
  ['no header', new Uint8Array(8), 'its header does not begin with {'],
  ['a header behind the end', file('{}').subarray(0, 12), 'its header has 8 bytes, and the file 12'],
  ['a huge header', new Uint8Array(20).fill(255, 0, 8), 'more than 100000000'],
  ['text', new TextEncoder().encode('not a model, but a text'), 'more than 100000000'],
  ['a header that is a list', file('[]'), 'does not begin with {'],
  ['a space first', file(' {}'), 'does not begin with {'],
  ['broken UTF-8', file(Uint8Array.of(123, 34, 255, 34, 125)), 'is not UTF-8'],
  ['half a header', file('{"x":'), 'ends at character 8, where "{" must stand'],
  ['half a string', file('{"x'), 'a string without an end at character 1'],
  ['a bad escape', file('{"\\x":1}'), 'a string at character 1 that is no JSON'],
  ['a lone surrogate', file('{"\\ud800":1}'), 'a lone surrogate in the string at character 1'],
  ['something behind', file('{} {}'), 'goes on behind its end, at character 3'],
  ['a comma too many', file(`{"x":${tensor(0, 4)},}`, 4), 'where "\\"" must stand'],
  ['a comma too few', file(`{"x":${tensor(0, 4)} "y":${tensor(4, 8)}}`, 8), 'where "," must stand'],
  ['equal names', file(`{"x":${tensor(0, 4)},"x":${tensor(4, 8)}}`, 8), 'has the name "x" twice'],
  ['equal names, escaped', file(`{"x":${tensor(0, 4)},"\\u0078":${tensor(4, 8)}}`, 8), 'the name "x" twice'],
  ['equal fields', file('{"x":{"dtype":"F32","dtype":"F32","shape":[0],"data_offsets":[0,0]}}'), 'twice'],
  ['equal metadata', file('{"__metadata__":{"a":"b","a":"c"}}'), 'has the name "a" twice'],
  ['two metadata', file('{"__metadata__":{},"__metadata__":{}}'), 'twice'],
  ['__proto__', file(`{"__proto__":${tensor(0, 4)}}`, 4), 'has the name __proto__'],
  ['__proto__ in metadata', file('{"__metadata__":{"__proto__":"a"}}'), 'metadata has the name __proto__'],
  ['metadata of numbers', file('{"__metadata__":{"a":1}}'), 'where "\\"" must stand'],
  ['another field', file(`{"x":{"dtype":"F32","more":1}}`), 'has a field "more"'],
  ['no shape', file('{"x":{"dtype":"F32","data_offsets":[0,0]}}'), '"x" lacks one of dtype, shape'],
  ['one offset', file('{"x":{"dtype":"F32","shape":[],"data_offsets":[0]}}'), '1 data_offsets'],
  ['a negative size', file(`{"x":${tensor(0, 4, '[-1]')}}`, 4), 'no whole number in [0, 2^53)'],
  ['a fraction', file(`{"x":${tensor(0, 4, '[1.0]')}}`, 4), 'no whole number'],
  ['an exponent', file(`{"x":${tensor(0, 4, '[1e0]')}}`, 4), 'no whole number'],
  ['a zero in front', file(`{"x":${tensor(0, 4, '[01]')}}`, 4), 'no whole number'],
  ['2^53', file(`{"x":${tensor(0, 4, '[9007199254740992]')}}`, 4), 'no whole number'],
  ['a product beyond', file(`{"x":${tensor(0, 4, '[94906267,94906267]')}}`, 4), 'too many elements'],
  [
    'a product that wraps',
    file(`{"x":${tensor(0, 4, '[4294967296,4294967296,0]')}}`, 4),
    'too many elements',
  ],
  ['another dtype', file(`{"x":${tensor(0, 4, '[1]', 'F4')}}`, 4), 'has the dtype "F4"; known are U64,I64'],
  ['a name of Object', file(`{"x":${tensor(0, 4, '[1]', 'toString')}}`, 4), 'has the dtype "toString"'],
  ['too few bytes', file(`{"x":${tensor(0, 4, '[2]')}}`, 4), '"x" of shape [2] and dtype F32 has 4 bytes'],
  ['offsets the wrong way', file(`{"x":${tensor(4, 0, '[1]')}}`, 4), '"x" lies at [4, 0]'],
  ['an offset behind the end', file(`{"x":${tensor(0, 8)}}`, 4), 'where there are 4 bytes of numbers'],
  [
    'an overlap',
    file(`{"x":${tensor(0, 8)},"y":${tensor(4, 12)}}`, 12),
    '"y" overlaps another tensor at byte 4',
  ],
  ['the same place', file(`{"x":${tensor(0, 8)},"y":${tensor(0, 8)}}`, 8), 'overlaps'],
  ['a hole', file(`{"x":${tensor(0, 4)},"y":${tensor(8, 12)}}`, 12), 'a hole before "y" at byte 4'],
  ['a hole at the start', file(`{"x":${tensor(4, 8)}}`, 8), 'a hole before "x" at byte 0'],
  ['bytes at the end', file(`{"x":${tensor(0, 4)}}`, 8), 'has 8 bytes of numbers, and its tensors 4'],
];

test.each(bad)('%s: refused', (_, bytes, says) => {
  expect(() => readSafetensors(bytes)).toThrow(expect.objectContaining({ name: 'DataError' }));
  expect(() => readSafetensors(bytes)).toThrow(says);
});

test('what is no bytes is a TypeError', () => {
  expect(() => readSafetensors('x' as never)).toThrow('`bytes` must be a Uint8Array: got "x"');
  expect(() => readSafetensors(new ArrayBuffer(8) as never)).toThrow(TypeError);
});

/** Reads; anything but success and a DataError fails. */
function attempt(bytes: Uint8Array): boolean {
  try {
    readSafetensors(bytes);
    return true;
  } catch (error) {
    expect((error as Error).name).toBe('DataError');
    expect((error as Error).message.length).toBeLessThan(400);
    return false;
  }
}

test('no change of bytes gives anything but a DataError', () => {
  const original = fixture('reference');
  const size = 8 + new DataView(original.buffer).getUint32(0, true);
  const text = '{}[]":,0123456789-.eE\\u "dtype""shape""data_offsets""F32"__metadata__';
  const edit = fc.record({
    at: fc.nat(size - 1),
    remove: fc.nat(8),
    insert: fc.oneof(
      fc.string({ unit: fc.constantFrom(...text), maxLength: 6 }).map((s) => new TextEncoder().encode(s)),
      fc.uint8Array({ maxLength: 4 }),
    ),
    repair: fc.boolean(),
  });
  let read = 0;
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      let bytes = original;
      for (const { at, remove, insert, repair } of edits) {
        const cut = Math.min(at, bytes.length);
        bytes = Uint8Array.of(...bytes.subarray(0, cut), ...insert, ...bytes.subarray(cut + remove));
        if (repair && bytes.length >= 8)
          new DataView(bytes.buffer).setUint32(0, Math.max(0, size - 8 + insert.length - remove), true);
      }
      if (attempt(bytes)) read += 1;
    }),
    { seed: 62, numRuns: 1000 },
  );
  for (let end = 0; end < original.length; end++) expect(attempt(original.subarray(0, end))).toBe(false);
  expect(read).toBeGreaterThan(0); // white space, names, numbers: not all changes are faults
});

test('a header of a million brackets, or of one string, takes no more time than its length', () => {
  const start = performance.now();
  const large = (text: string) => {
    const bytes = new Uint8Array(8 + text.length);
    new DataView(bytes.buffer).setUint32(0, text.length, true);
    new TextEncoder().encodeInto(text, bytes.subarray(8));
    expect(attempt(bytes)).toBe(false);
  };
  const million = 1_000_000;
  large(`{"x":${'['.repeat(million)}`);
  large('{'.repeat(million));
  large(`{"${'\\\\'.repeat(million)}`);
  large(`{"x":${tensor(0, 4, `[${'1,'.repeat(million)}1]`)}}`);
  large(`{"x":{"dtype":"${'F'.repeat(million)}","shape":[],"data_offsets":[0,0]}}`);
  large(`{"${'y'.repeat(million)}":${tensor(0, 8)}}`);
  large(`{${Array.from({ length: 20_000 }, (_, i) => `"x${i}":${tensor(0, 4)}`)}}`);
  expect(performance.now() - start).toBeLessThan(5000);
});
