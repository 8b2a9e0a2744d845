// A hash of results that every engine computes alike: 64 bits, from two 32-bit mixes of the bytes.

/** Bytes of a typed array with every NaN in one form: WebAssembly leaves a NaN's bits free, and NaNs count as equal. */
function bytesOf(values) {
  const copy = values.slice();
  if (copy instanceof Float64Array || copy instanceof Float32Array) {
    const words = new Uint32Array(copy.buffer);
    const width = copy.BYTES_PER_ELEMENT / 4;
    for (let i = 0; i < copy.length; i++) {
      if (copy[i] === copy[i]) continue;
      words[i * width] = width === 2 ? 0 : 0x7fc00000;
      if (width === 2) words[i * width + 1] = 0x7ff80000;
    }
  }
  return new Uint8Array(copy.buffer);
}

/** Typed arrays, numbers, strings, or lists of these, as bytes. */
function flatten(value) {
  if (typeof value === 'number') return [bytesOf(Float64Array.of(value))];
  if (typeof value === 'string') return [new TextEncoder().encode(value)];
  if (ArrayBuffer.isView(value)) return [bytesOf(value)];
  if (Array.isArray(value)) return value.flatMap(flatten);
  throw new TypeError(`cannot hash ${value}`);
}

/** 16 hexadecimal digits. Each part is hashed with its length, so that parts cannot run together. */
export function hash(value) {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  const take = (byte) => {
    a = Math.imul(a ^ byte, 0x01000193);
    b = Math.imul(b ^ byte, 0x5bd1e995);
    b ^= b >>> 15;
  };
  for (const bytes of flatten(value)) {
    for (let shift = 0; shift < 32; shift += 8) take((bytes.length >>> shift) & 255);
    for (const byte of bytes) take(byte);
  }
  return [a, b].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
}
