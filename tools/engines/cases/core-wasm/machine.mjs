// What the cases of kernels share: data, and a way to hand it to a kernel and read back what it wrote.
import { machine } from '@stokast/core-wasm';

/** Names of the kernels that the cases have called: the test wants all of them. */
export const used = new Set();

const noting = (kernels) =>
  new Proxy(kernels, {
    get(all, name) {
      used.add(name);
      return all[name];
    },
  });

/** Bits without a generator: a Weyl sequence through a mixer. */
export function words(n, seed = 1) {
  const out = new Int32Array(n);
  for (let i = 0; i < n; i++) {
    let x = Math.imul(i + Math.imul(seed, 40503), 0x9e3779b1);
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    out[i] = x ^ (x >>> 13);
  }
  return out;
}

/** n doubles of both signs, over the exponents -span to span. */
export function doubles(n, seed, span = 60) {
  const bits = words(2 * n, seed);
  return Float64Array.from({ length: n }, (_, i) => {
    const exponent = ((bits[2 * i + 1] >>> 1) % (2 * span)) - span;
    let value = bits[2 * i] / 2147483648;
    for (let e = exponent; e > 0; e--) value *= 2;
    for (let e = exponent; e < 0; e++) value /= 2;
    return value;
  });
}

/** n doubles in (0, 1). */
export const units = (n, seed) =>
  Float64Array.from(words(n, seed), (word) => ((word >>> 0) + 0.5) / 4294967296);

const special = [0, -0, 1, -1, 0.5, 2, 709, 710, -745, -746, 1e-300, 5e-324, 1e300, Infinity, -Infinity, NaN];

/** Doubles of every kind: the special ones, all exponents, and many near 1. */
export const wide = Float64Array.of(
  ...special,
  ...doubles(500, 7, 1000),
  ...doubles(500, 8, 60),
  ...doubles(300, 9, 6),
);
export const positive = wide.map((x) => (x < 0 ? -x : x));
/** The finite ones of moderate size, for sums. */
export const moderate = doubles(1000, 10, 20);

/** A key of random bits. */
export const key = new Uint32Array(words(8, 3).buffer);
/** Positions of a cursor: the start, inside a line, across the carry of the line number, far out. */
export const positions = [0, 5, 2 ** 36 - 30, 2 ** 52];

/**
 * Calls `work` with the kernels and: `source(engine)`, `put(array)` and `room(bytes)` (addresses in the scratch),
 * and `f64`, `f32`, `i32` (copies of n elements at an address).
 */
export function on(work) {
  const m = machine();
  let free = m.scratch;
  const room = (bytes) => {
    const address = free;
    free += (bytes + 63) & ~63;
    m.u8.fill(0, address, free);
    return address;
  };
  const put = (values) => {
    const address = room(values.byteLength);
    m.u8.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), address);
    return address;
  };
  return work(noting(m.kernels), {
    source: (engine) => m.source(engine, key),
    put,
    room,
    f64: (address, n) => m.f64.slice(address / 8, address / 8 + n),
    f32: (address, n) => m.f32.slice(address / 4, address / 4 + n),
    i32: (address, n) => m.i32.slice(address / 4, address / 4 + n),
  });
}
