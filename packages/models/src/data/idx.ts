// IDX files, the format of MNIST (LeCun, Cortes and Burges 1998): bytes 0, 0, type, rank; the sizes of the axes as 32
// bits each, most significant byte first; then the elements, row-major, likewise.
import { checkTyped } from '@stokast/core-wasm/check';
import { DataError } from '@stokast/core-wasm/errors';

/** An array as an IDX file holds it. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;
}

type Reading = { bytes: number; read: (view: DataView, n: number) => IdxArray['data'] };

/** Elements by the number of their type. */
const types: Readonly<Record<number, Reading>> = {
  8: { bytes: 1, read: (v, n) => Uint8Array.from({ length: n }, (_, i) => v.getUint8(i)) },
  9: { bytes: 1, read: (v, n) => Int8Array.from({ length: n }, (_, i) => v.getInt8(i)) },
  11: { bytes: 2, read: (v, n) => Int16Array.from({ length: n }, (_, i) => v.getInt16(2 * i)) },
  12: { bytes: 4, read: (v, n) => Int32Array.from({ length: n }, (_, i) => v.getInt32(4 * i)) },
  13: { bytes: 4, read: (v, n) => Float32Array.from({ length: n }, (_, i) => v.getFloat32(4 * i)) },
  14: { bytes: 8, read: (v, n) => Float64Array.from({ length: n }, (_, i) => v.getFloat64(8 * i)) },
};

/**
 * The array in the bytes of an IDX file, unpacked if they were compressed. The bytes may come from anywhere.
 *
 * Throws a DataError that says what is wrong: no IDX file, an unknown type of elements, sizes that are not those of
 * the bytes.
 *
 * ```ts
 * import { readIdx } from '@stokast/models';
 * readIdx(Uint8Array.of(0, 0, 8, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30)) //=> { shape: [ 1, 3 ], data: Uint8Array(3) [ 10, 20, 30 ] }
 * ```
 */
export function readIdx(bytes: Uint8Array): IdxArray {
  const what = 'Cannot read IDX';
  checkTyped(what, 'bytes', bytes, ['Uint8Array']);
  if (bytes.length >= 2 && bytes[0] === 0x1f && bytes[1] === 0x8b)
    throw new DataError(`${what}: it is compressed with gzip: unpack it first`);
  if (bytes.length < 4 || bytes[0] !== 0 || bytes[1] !== 0)
    throw new DataError(`${what}: it does not begin as such files do, with two bytes of 0, a type and a rank`);
  const [, , type, rank] = bytes;
  if (!Object.hasOwn(types, type)) throw new DataError(`${what}: its elements are of type ${type}, not 8 to 14`);
  const start = 4 + 4 * rank;
  if (bytes.length < start) throw new DataError(`${what}: it ends within the sizes of its ${rank} axes`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const size = shape.reduce((product, n) => product * n, 1);
  const { bytes: width, read } = types[type];
  if (bytes.length - start !== size * width) {
    throw new DataError(
      `${what}: its shape [${shape.join(', ')}] takes ${size * width} bytes, and ${bytes.length - start} follow`,
    );
  }
  return { shape, data: read(new DataView(bytes.buffer, bytes.byteOffset + start), size) };
}
