// What is compared between engines: every kernel, over data that reaches its branches.
// A case is a name and a function that gives typed arrays, numbers or strings; a new kernel needs one here.
import { engines, machine } from '@stokast/core-wasm';

/** Names of the kernels that the cases have called: the test wants all of them. */
export const used = new Set();

/** The machine's kernels, noting which are called. */
const kernels = () =>
  new Proxy(machine().kernels, {
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

/** n doubles over all exponents from 2^-low to 2^high, both signs. */
export function doubles(n, seed, low = 60, high = 60) {
  const bits = words(2 * n, seed);
  return Float64Array.from({ length: n }, (_, i) => {
    const exponent = ((bits[2 * i + 1] >>> 1) % (low + high)) - low;
    let value = bits[2 * i] / 2147483648;
    for (let e = exponent; e > 0; e--) value *= 2;
    for (let e = exponent; e < 0; e++) value /= 2;
    return value;
  });
}
const units = (n, seed) => Float64Array.from(words(n, seed), (word) => ((word >>> 0) + 0.5) / 4294967296);
const special = [0, -0, 1, -1, 0.5, 2, 709, 710, -745, -746, 1e-300, 5e-324, 1e300, Infinity, -Infinity, NaN];
const wide = Float64Array.of(...special, ...doubles(700, 7), ...doubles(200, 8, 8, 8));
const positive = wide.map((x) => (x < 0 ? -x : x));

/** Hands `work` the kernels and means to place data in the scratch and read it back. */
function on(work) {
  const m = machine();
  let free = m.scratch;
  const room = (bytes) => {
    const address = free;
    free += (bytes + 63) & ~63;
    return address;
  };
  const put = (values) => {
    const address = room(values.byteLength);
    m.u8.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), address);
    return address;
  };
  const f64 = (address, n) => m.f64.slice(address >> 3, (address >> 3) + n);
  const i32 = (address, n) => m.i32.slice(address >> 2, (address >> 2) + n);
  return work(kernels(), {
    put,
    room,
    f64,
    i32,
    f32: (a, n) => m.f32.slice(a >> 2, (a >> 2) + n),
    machine: m,
  });
}

const key = new Uint32Array(words(8, 3).buffer);
const positions = [0, 5, 2 ** 32 * 16 - 30, 2 ** 52];

/** name -> function; the hash of what it gives goes into golden.json. */
export const cases = {};

for (const engine of Object.keys(engines)) {
  cases[`lines ${engine}`] = () =>
    on((k, { room, i32, machine: m }) => {
      const out = room(9 * 64);
      k.lines(m.source(engine, key), -4, 7, 3, 5, 9, out);
      return i32(out, 9 * 16);
    });
  cases[`fillWords ${engine}`] = () =>
    positions.map((position) =>
      on((k, { room, i32, machine: m }) => {
        const out = room(4000);
        k.fillWords(m.source(engine, key), position, 1000, out);
        return i32(out, 1000);
      }),
    );
}

// Functions of one double, by scalar and by array.
const scalars = { exp: wide, expm1: wide, log: positive, log1p: positive };
for (const [name, grid] of Object.entries(scalars)) {
  cases[name] = () => on((k) => grid.map((x) => k[name](x)));
}
const fills = { fillExp: wide, fillLog: positive, fillLog1p: positive };
for (const [name, grid] of Object.entries(fills)) {
  cases[name] = () =>
    on((k, { put, f64 }) => {
      const x = put(grid);
      k[name](x, grid.length, x);
      return f64(x, grid.length);
    });
}

export { kernels, on, positive, units, wide };
