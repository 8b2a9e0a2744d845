// Tensors with names in one file, as other programs read and write them: https://github.com/huggingface/safetensors.
//
//     8 bytes   length of the header, little-endian
//     header    JSON: {"__metadata__": {string: string}, name: {"dtype", "shape", "data_offsets": [start, end]}, ...},
//               filled up with spaces to a multiple of 8 bytes
//     numbers   of all tensors, row-major, little-endian, one after another without holes; the offsets count from here
import { checkObject, checkTyped, typedName } from '@stokast/core-wasm/check';
import { DataError, rangeFault, show, typeFault } from '@stokast/core-wasm/errors';
import { type Entry, nameFault, parseHeader } from './safetensors-header.ts';

/** The arrays that hold a tensor's numbers. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

/** A tensor to be written: row-major, of the type that its array has. */
export interface TensorToSave {
  readonly shape: readonly number[];
  readonly data: TensorData;
}

/** A tensor as it was read. */
export interface SavedTensor extends TensorToSave {
  /** Such as `F32`. The halves F16 and BF16 come as a Float32Array, BOOL as a Uint8Array. */
  readonly dtype: string;
}

type Make = { readonly bytes: number; readonly of: (buffer: ArrayBuffer) => TensorData };

/** The types of the format that JavaScript has numbers for, in the order in which the reference lays them out. */
const dtypes: Readonly<Record<string, Make>> = {
  U64: { bytes: 8, of: (b) => new BigUint64Array(b) },
  I64: { bytes: 8, of: (b) => new BigInt64Array(b) },
  F64: { bytes: 8, of: (b) => new Float64Array(b) },
  F32: { bytes: 4, of: (b) => new Float32Array(b) },
  U32: { bytes: 4, of: (b) => new Uint32Array(b) },
  I32: { bytes: 4, of: (b) => new Int32Array(b) },
  BF16: { bytes: 2, of: (b) => bfloats(new Uint16Array(b)) },
  F16: { bytes: 2, of: (b) => halves(new Uint16Array(b)) },
  U16: { bytes: 2, of: (b) => new Uint16Array(b) },
  I16: { bytes: 2, of: (b) => new Int16Array(b) },
  I8: { bytes: 1, of: (b) => new Int8Array(b) },
  U8: { bytes: 1, of: (b) => new Uint8Array(b) },
  BOOL: { bytes: 1, of: (b) => new Uint8Array(b) },
};
const order = Object.keys(dtypes);
const isKnown = (dtype: string): boolean => Object.hasOwn(dtypes, dtype);

const dtypeOf: Readonly<Record<string, string>> = {
  BigUint64Array: 'U64',
  BigInt64Array: 'I64',
  Float64Array: 'F64',
  Float32Array: 'F32',
  Uint32Array: 'U32',
  Int32Array: 'I32',
  Uint16Array: 'U16',
  Int16Array: 'I16',
  Int8Array: 'I8',
  Uint8Array: 'U8',
};

/** The upper 16 bits of a single. */
function bfloats(bits: Uint16Array): Float32Array {
  return new Float32Array(Uint32Array.from(bits, (b) => b << 16).buffer);
}

/** IEEE 754 binary16: 1 bit of sign, 5 of exponent, 10 of fraction. */
function halves(bits: Uint16Array): Float32Array {
  const tiny = new Float32Array(Uint32Array.of(0x33800000).buffer)[0]; // 2^-24, a unit of the subnormal ones
  const words = Uint32Array.from(bits, (b) => {
    const exponent = (b >>> 10) & 31;
    const wide = exponent === 31 ? 255 : exponent + 112;
    return ((b & 0x8000) << 16) | (wide << 23) | ((b & 0x3ff) << 13);
  });
  const out = new Float32Array(words.buffer);
  for (const [i, b] of bits.entries()) {
    if (((b >>> 10) & 31) === 0) out[i] = (b & 0x3ff) * (b & 0x8000 ? -tiny : tiny);
  }
  return out;
}

/** The longest header that other readers take. */
const MAX_HEADER = 100_000_000;

/** How many elements a shape has; undefined where that, or a part of it, is no number below 2^53. */
function elements(shape: readonly number[]): number | undefined {
  let size = 1;
  for (const n of shape) {
    size *= n;
    if (!(Number.isSafeInteger(n) && n >= 0 && Number.isSafeInteger(size))) return undefined;
  }
  return size;
}

const showShape = (shape: readonly number[]): string =>
  shape.length > 8 ? `of ${shape.length} axes` : `[${shape.join(', ')}]`;

/** By code points, as the bytes of UTF-8 are ordered. */
function compareNames(a: string, b: string): number {
  const [x, y] = [Array.from(a), Array.from(b)];
  const i = x.findIndex((c, at) => c !== y[at]);
  if (i < 0) return x.length - y.length;
  return i >= y.length ? 1 : x[i].codePointAt(0)! - y[i].codePointAt(0)!;
}

function checkTensor(what: string, name: string, tensor: unknown): string {
  if (typeof name !== 'string') throw typeFault(what, 'tensors', name, 'a Map with strings as names');
  const fault = nameFault(name);
  if (fault !== undefined) throw rangeFault(what, 'tensors', name, `a Map without ${fault}`);
  const path = `tensors.${name}`;
  checkObject(what, path, tensor);
  const { shape, data } = tensor as Partial<TensorToSave>;
  const dtype = dtypeOf[typedName(data) ?? ''];
  if (dtype === undefined) throw typeFault(what, `${path}.data`, data, `one of ${Object.keys(dtypeOf)}`);
  if (!Array.isArray(shape)) throw typeFault(what, `${path}.shape`, shape, 'an array');
  const size = elements(shape);
  if (size === undefined) throw rangeFault(what, `${path}.shape`, showShape(shape), 'integers >= 0');
  const { length } = data as TensorData;
  if (length !== size) {
    throw rangeFault(
      what,
      `${path}.data.length`,
      length,
      `${size}, for shape ${showShape(shape)}`,
      'STOKAST_E_LENGTH',
    );
  }
  return dtype;
}

/**
 * Tensors and texts as the bytes of a safetensors file. The bytes depend on the content alone, not on the order in the
 * Map: wider types come first, then names by their code points, as in files of the reference implementation.
 *
 * Throws a TypeError or RangeError for what no such file can hold: arrays that are not typed, lengths that are not
 * those of the shapes, the names `__metadata__` and `__proto__`.
 *
 * ```ts
 * import { readSafetensors, writeSafetensors } from '@stokast/models';
 * const weights = new Map([['layer.bias', { shape: [2], data: Float32Array.of(0.5, -1) }]]);
 * const bytes = writeSafetensors(weights, { kind: 'example' });
 * bytes.length //=> 120
 * readSafetensors(bytes).metadata.kind //=> 'example'
 * ```
 */
export function writeSafetensors(
  tensors: ReadonlyMap<string, TensorToSave>,
  metadata: Readonly<Record<string, string>> = {},
): Uint8Array {
  const what = 'Cannot write safetensors';
  if (!(tensors instanceof Map)) throw typeFault(what, 'tensors', tensors, 'a Map');
  checkObject(what, 'metadata', metadata);
  const items = [...(tensors as Map<string, TensorToSave>)].map(([name, tensor]) => ({
    name,
    ...tensor,
    dtype: checkTensor(what, name, tensor),
  }));
  items.sort((a, b) => order.indexOf(a.dtype) - order.indexOf(b.dtype) || compareNames(a.name, b.name));
  const head: string[] = [];
  const keys = Object.keys(metadata).sort(compareNames);
  for (const key of keys) {
    const value: unknown = metadata[key];
    if (typeof value !== 'string') throw typeFault(what, `metadata.${key}`, value, 'a string');
    if (/\p{Surrogate}/u.test(value)) throw rangeFault(what, `metadata.${key}`, value, 'well-formed');
    const fault = nameFault(key);
    if (fault !== undefined) throw rangeFault(what, 'metadata', key, `an object without ${fault}`);
  }
  if (keys.length > 0)
    head.push(
      `"__metadata__":{${keys.map((key) => `${JSON.stringify(key)}:${JSON.stringify(metadata[key])}`)}}`,
    );
  let end = 0;
  for (const { name, dtype, shape, data } of items) {
    const offsets = `[${end},${end + data.byteLength}]`;
    head.push(
      `${JSON.stringify(name)}:{"dtype":"${dtype}","shape":[${shape.join()}],"data_offsets":${offsets}}`,
    );
    end += data.byteLength;
  }
  const text = new TextEncoder().encode(`{${head.join()}}`);
  const size = Math.ceil(text.length / 8) * 8;
  if (size > MAX_HEADER) throw rangeFault(what, 'tensors', tensors.size, 'few enough for 100 MB of names');
  const out = new Uint8Array(8 + size + end);
  new DataView(out.buffer).setUint32(0, size, true);
  out.fill(32, 8, 8 + size);
  out.set(text, 8);
  let at = 8 + size;
  for (const { data } of items) {
    out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return out;
}

function refuse(why: string): never {
  throw new DataError(`Cannot read safetensors: ${why}`);
}

/** Bytes in memory of their own. Not `slice`: that of a Buffer is a view. */
function copyOf(bytes: Uint8Array, start: number, end: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(end - start);
  copy.set(bytes.subarray(start, end));
  return copy;
}

/** The header's text; throws where there is none. */
function headerOf(bytes: Uint8Array): { text: string; start: number } {
  if (bytes.length < 8) refuse(`the file ends within its first 8 bytes (it has ${bytes.length})`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const size = view.getUint32(0, true) + view.getUint32(4, true) * 4294967296;
  if (size > MAX_HEADER) refuse(`its header has ${size} bytes, more than ${MAX_HEADER}`);
  if (size > bytes.length - 8) refuse(`its header has ${size} bytes, and the file ${bytes.length}`);
  if (bytes[8] !== 123 || size === 0) refuse('its header does not begin with {');
  let text = '';
  try {
    // A copy, as decoders take no shared memory.
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(copyOf(bytes, 8, 8 + size));
  } catch {
    refuse('its header is not UTF-8');
  }
  return { text, start: 8 + size };
}

/** Checks that the tensors cover the numbers: each of its size, one after another, to the end. */
function checkLayout(entries: ReadonlyMap<string, Entry>, length: number): void {
  let at = 0;
  for (const [name, { dtype, shape, start, end }] of [...entries].sort(
    ([, a], [, b]) => a.start - b.start || a.end - b.end,
  )) {
    const shown = show(name);
    if (!isKnown(dtype)) refuse(`${shown} has the dtype ${show(dtype)}; known are ${order}`);
    const size = elements(shape);
    if (size === undefined) refuse(`${shown} has too many elements`);
    if (end > length || start > end)
      refuse(`${shown} lies at [${start}, ${end}], where there are ${length} bytes of numbers`);
    if (end - start !== size * dtypes[dtype].bytes)
      refuse(`${shown} of shape ${showShape(shape)} and dtype ${dtype} has ${end - start} bytes of numbers`);
    if (start < at) refuse(`${shown} overlaps another tensor at byte ${start} of the numbers`);
    if (start > at) refuse(`there is a hole before ${shown} at byte ${at} of the numbers`);
    at = end;
  }
  if (at !== length) refuse(`it has ${length} bytes of numbers, and its tensors ${at}`);
}

/**
 * What a safetensors file holds, in copies: tensors in the order of its header, and its metadata. The bytes may come
 * from anywhere: time and memory are bounded by their length.
 *
 * Throws a DataError that says what is wrong: a header that is too long or short, not UTF-8, not of the format's form
 * or with a name twice; tensors that overlap, leave holes or do not have the size that shape and dtype say; dtypes that
 * JavaScript has no numbers for.
 *
 * ```ts
 * import { readSafetensors, writeSafetensors } from '@stokast/models';
 * const { tensors } = readSafetensors(writeSafetensors(new Map([['x', { shape: [1, 2], data: Float32Array.of(1, 2) }]])));
 * tensors.get('x') //=> { dtype: 'F32', shape: [ 1, 2 ], data: Float32Array(2) [ 1, 2 ] }
 * ```
 */
export function readSafetensors(bytes: Uint8Array): {
  tensors: Map<string, SavedTensor>;
  metadata: Record<string, string>;
} {
  checkTyped('Cannot read safetensors', 'bytes', bytes, ['Uint8Array']);
  const { text, start: behind } = headerOf(bytes);
  const { entries, metadata } = parseHeader(text, refuse);
  checkLayout(entries, bytes.length - behind);
  const tensors = new Map<string, SavedTensor>();
  for (const [name, { dtype, shape, start, end }] of entries) {
    const { buffer } = copyOf(bytes, behind + start, behind + end);
    tensors.set(name, { dtype, shape, data: dtypes[dtype].of(buffer) });
  }
  return { tensors, metadata };
}
