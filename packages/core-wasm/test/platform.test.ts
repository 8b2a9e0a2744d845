// The platform's two forms: TypeScript against BigInt and DataView, and against AssemblyScript's, compiled here.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import * as platform from '../src/platform/platform';

type Form = Record<string, (...args: number[]) => number | boolean>;
type Kind = 'f64' | 'f32' | 'i32' | 'bool';

/** Every function of the platform but those on memory: parameters, result, and where it is defined. */
const signatures: Record<string, [Kind[], Kind, ((...args: number[]) => boolean)?]> = {
  imul: [['i32', 'i32'], 'i32'],
  mulHigh: [['i32', 'i32'], 'i32'],
  quotient: [['i32', 'i32'], 'i32', (_, b) => b !== 0],
  remainder: [['i32', 'i32'], 'i32', (_, b) => b !== 0],
  clz: [['i32'], 'i32'],
  below: [['i32', 'i32'], 'bool'],
  i32ToF64: [['i32'], 'f64'],
  u32ToF64: [['i32'], 'f64'],
  f64ToI32: [['f64'], 'i32', (x) => x > -2147483649 && x < 2147483648],
  f64ToU32: [['f64'], 'i32', (x) => x > -1 && x < 4294967296],
  fround: [['f64'], 'f32'],
  f32ToF64: [['f32'], 'f64'],
  highWord: [['f64'], 'i32', (x) => x === x],
  lowWord: [['f64'], 'i32', (x) => x === x],
  fromWords: [['i32', 'i32'], 'f64'],
  singleWord: [['f32'], 'i32', (x) => x === x],
  fromSingleWord: [['i32'], 'f32'],
  sqrt: [['f64'], 'f64'],
  abs: [['f64'], 'f64'],
  floor: [['f64'], 'f64'],
  ceil: [['f64'], 'f64'],
  nearest: [['f64'], 'f64'],
  copysign: [['f64', 'f64'], 'f64', (_, y) => y === y],
  least: [['f64', 'f64'], 'f64'],
  largest: [['f64', 'f64'], 'f64'],
  pmin: [['f64', 'f64'], 'f64'],
  pmax: [['f64', 'f64'], 'f64'],
};

const doubles = [
  0,
  5e-324,
  2.2250738585072014e-308,
  0.25,
  0.5,
  0.49999999999999994,
  1,
  1.5,
  2.5,
  3.5,
  0.9999999999999999,
  2 ** 24 + 1,
  2147483647,
  2147483647.5,
  2147483648,
  2147483648.9,
  4294967295,
  4294967295.9,
  4294967296,
  2 ** 51 + 0.5,
  2 ** 51 + 1.5,
  2 ** 52 - 0.5,
  2 ** 52,
  2 ** 52 + 1,
  2 ** 53,
  2 ** 53 + 2,
  1e300,
  3.4028235e38,
  3.4028235677973366e38,
  1.401298464324817e-45,
  7.006492321624085e-46,
  Math.PI,
  1.7976931348623157e308,
  Number.POSITIVE_INFINITY,
  Number.NaN,
].flatMap((x) => [x, -x]);
const words = [0, 1, 2, 3, 7, 16, 0xffff, 0x10000, 0x7ffffffe, 0x7fffffff, 0x12345678, 0x7ff00000, 0x7f800000]
  .flatMap((x) => [x, -x, ~x])
  .map((x) => x | 0);

/** Words with every bit as likely. */
function random(seed: number): () => number {
  let x = seed;
  return () => {
    x = (Math.imul(x, 1664525) + 1013904223) | 0;
    const y = Math.imul(x ^ (x >>> 15), 0x2c1b3c6d);
    return y ^ (y >>> 13);
  };
}

/** Edge values in all combinations, then random ones. */
function cases(kinds: Kind[]): number[][] {
  const pool = (kind: Kind): number[] =>
    kind === 'i32' ? words : kind === 'f32' ? doubles.map(Math.fround) : doubles;
  const edges = kinds.reduce<number[][]>(
    (rows, kind) => rows.flatMap((row) => pool(kind).map((x) => [...row, x])),
    [[]],
  );
  const next = random(7);
  const box = new DataView(new ArrayBuffer(8));
  const one = (kind: Kind): number => {
    if (kind === 'i32') return next();
    box.setInt32(0, next());
    box.setInt32(4, next());
    if (kind === 'f32') return box.getFloat32(0);
    // Any bits, or numbers of moderate size, ties among them.
    return next() & 1 ? box.getFloat64(0) : next() / (1 << (next() & 3));
  };
  return [...edges, ...Array.from({ length: 20_000 }, () => kinds.map(one))];
}

const forTypeScript = platform as unknown as Form;
let compiled: Form;

beforeAll(() => {
  // A module of nothing but the platform, through the shipped options of the compiler.
  const here = fileURLToPath(new URL('..', import.meta.url));
  const folder = join(here, 'build', 'platform-test');
  mkdirSync(folder, { recursive: true });
  const list = Object.entries(signatures)
    .map(
      ([name, [kinds, result]]) =>
        `export function ${name}(${kinds.map((kind, i) => `a${i}: ${kind}`)}): ${result} { return platform.${name}(${kinds.map((_, i) => `a${i}`)}); }`,
    )
    .join('\n');
  writeFileSync(
    join(folder, 'entry.ts'),
    `import * as platform from '../../src/platform/platform';\n${list}\n`,
  );
  const asc = join(
    dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')),
    'bin',
    'asc.js',
  );
  const out = 'build/platform-test/platform.wasm';
  execFileSync(
    process.execPath,
    [
      asc,
      'build/platform-test/entry.ts',
      '--outFile',
      out,
      '-O3',
      '--converge',
      '--noAssert',
      '--runtime',
      'stub',
    ],
    { cwd: here },
  );
  compiled = new WebAssembly.Instance(new WebAssembly.Module(readFileSync(join(here, out)))).exports as Form;
}, 60_000);

test('every function of the platform is listed here', () => {
  const onMemory = ['attach', 'f64s', 'f32s', 'i32s', 'u8s', 'copyBytes', 'zeroBytes'];
  expect(
    Object.keys(platform)
      .filter((name) => !onMemory.includes(name))
      .sort(),
  ).toEqual(Object.keys(signatures).sort());
});

test.each(Object.keys(signatures))('%s: TypeScript equals AssemblyScript', (name) => {
  const [kinds, , defined] = signatures[name];
  for (const args of cases(kinds)) {
    if (defined && !defined(...args)) continue;
    const got = Number(forTypeScript[name](...args));
    const want = Number(compiled[name](...args));
    if (!Object.is(got, want)) throw new Error(`${name}(${args}) is ${got}, in AssemblyScript ${want}`);
  }
});

describe('TypeScript against another computation', () => {
  const unsigned = (a: number): bigint => BigInt(a >>> 0);
  const view = new DataView(new ArrayBuffer(8));
  const bitsOf = (x: number): bigint => {
    view.setFloat64(0, x);
    return view.getBigInt64(0);
  };
  const independent: Record<string, (...args: number[]) => number | boolean> = {
    imul: (a, b) => Number(BigInt.asIntN(32, unsigned(a) * unsigned(b))),
    mulHigh: (a, b) => Number(BigInt.asIntN(32, (unsigned(a) * unsigned(b)) >> 32n)),
    quotient: (a, b) => Number(BigInt.asIntN(32, unsigned(a) / unsigned(b))),
    remainder: (a, b) => Number(BigInt.asIntN(32, unsigned(a) % unsigned(b))),
    clz: (a) => 32 - (a === 0 ? 0 : unsigned(a).toString(2).length),
    below: (a, b) => unsigned(a) < unsigned(b),
    u32ToF64: (a) => Number(unsigned(a)),
    f64ToI32: (x) => Number(BigInt(Math.trunc(x))),
    f64ToU32: (x) => Number(BigInt.asIntN(32, BigInt(Math.trunc(x)))),
    highWord: (x) => Number(bitsOf(x) >> 32n),
    lowWord: (x) => Number(BigInt.asIntN(32, bitsOf(x))),
    fromWords(a, b) {
      view.setBigInt64(0, (BigInt(a) << 32n) | unsigned(b));
      return view.getFloat64(0);
    },
    singleWord(x) {
      view.setFloat32(0, x);
      return view.getInt32(0);
    },
    fromSingleWord(a) {
      view.setInt32(0, a);
      return view.getFloat32(0);
    },
    copysign: (x, y) => (Object.is(Math.sign(y), -0) || y < 0 ? -Math.abs(x) : Math.abs(x)),
    nearest(x) {
      if (!(Math.abs(x) < 2 ** 52)) return x;
      // Integer and half as exact integers of units of 2^-1: no rounding anywhere.
      const down = Math.floor(x);
      const rest = x - down;
      const odd = down % 2 !== 0;
      const rounded = rest > 0.5 || (rest === 0.5 && odd) ? down + 1 : down;
      return rounded === 0 && (x < 0 || Object.is(x, -0)) ? -0 : rounded;
    },
  };
  test.each(Object.keys(independent))('%s', (name) => {
    const [kinds, , defined] = signatures[name];
    for (const args of cases(kinds)) {
      if (defined && !defined(...args)) continue;
      const got = forTypeScript[name](...args);
      const want = independent[name](...args);
      if (!Object.is(got, want)) throw new Error(`${name}(${args}) is ${got}, not ${want}`);
    }
  });

  test('signs of zero and NaN', () => {
    expect(platform.copysign(5, -0)).toBe(-5);
    expect(platform.copysign(-5, 0)).toBe(5);
    expect(platform.nearest(-0.5)).toBe(-0);
    expect(platform.nearest(2.5)).toBe(2);
    // The second argument answers only when it compares: WebAssembly's pmin and pmax.
    expect(platform.pmin(1, Number.NaN)).toBe(1);
    expect(platform.pmin(Number.NaN, 1)).toBe(Number.NaN);
    expect(platform.pmin(0, -0)).toBe(0);
    expect(platform.pmax(-0, 0)).toBe(-0);
    expect(platform.pmax(1, Number.NaN)).toBe(1);
  });
});
