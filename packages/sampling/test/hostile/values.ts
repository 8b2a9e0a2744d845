// Values that no caller should pass and some will.

function detached(): Float64Array {
  const array = new Float64Array(4);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** A view whose buffer has been shrunk beneath it. */
function outOfBounds(): Float64Array {
  const buffer = new (
    ArrayBuffer as unknown as new (
      n: number,
      o: object,
    ) => ArrayBuffer & { resize(n: number): void }
  )(32, { maxByteLength: 64 });
  const view = new Float64Array(buffer, 8, 2);
  buffer.resize(8);
  return view;
}

/** Name and maker: some values are spent by use. */
export const hostile: readonly [string, () => unknown][] = [
  ['undefined', () => undefined],
  ['null', () => null],
  ['true', () => true],
  ['NaN', () => Number.NaN],
  ['Infinity', () => Number.POSITIVE_INFINITY],
  ['-Infinity', () => Number.NEGATIVE_INFINITY],
  ['0', () => 0],
  ['-0', () => -0],
  ['-1', () => -1],
  ['1.5', () => 1.5],
  ['5e-324', () => Number.MIN_VALUE],
  ['-5e-324', () => -Number.MIN_VALUE],
  ['1.8e308', () => Number.MAX_VALUE],
  ['-1.8e308', () => -Number.MAX_VALUE],
  ['1e9', () => 1e9],
  ['1e300', () => 1e300],
  ['2^31 - 1', () => 2 ** 31 - 1],
  ['2^31', () => 2 ** 31],
  ['2^31 + 1', () => 2 ** 31 + 1],
  ['-2^31 - 1', () => -(2 ** 31) - 1],
  ['2^32 - 1', () => 2 ** 32 - 1],
  ['2^32', () => 2 ** 32],
  ['2^32 + 1', () => 2 ** 32 + 1],
  ['2^53 - 1', () => 2 ** 53 - 1],
  ['2^53', () => 2 ** 53],
  ['-2^53', () => -(2 ** 53)],
  ['bigint', () => 7n],
  ["''", () => ''],
  ["'1'", () => '1'],
  ["'NaN'", () => 'NaN'],
  ["'__proto__'", () => '__proto__'],
  ['symbol', () => Symbol('s')],
  ['{}', () => ({})],
  ['{ valueOf }', () => ({ valueOf: () => 1, toString: () => '1' })],
  ['no prototype', () => Object.create(null)],
  ['function', () => () => 1],
  ['date', () => new Date(0)],
  ['map', () => new Map([[0, 1]])],
  ['[]', () => []],
  ['[1]', () => [1]],
  ['[NaN]', () => [1, Number.NaN]],
  ['[Infinity, -Infinity]', () => [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]],
  ["['1']", () => ['1']],
  ['[[1]]', () => [[1]]],
  ['[undefined]', () => [undefined]],
  ['holes', () => new Array(3)],
  ['a billion holes', () => new Array(1e9)],
  [
    'its own element',
    () => {
      const array: unknown[] = [];
      array.push(array);
      return array;
    },
  ],
  ['array-like', () => ({ length: 2, 0: 1, 1: 2 })],
  ['endless array-like', () => ({ length: 2 ** 53 })],
  ['Float64Array', () => Float64Array.of(1, 0, 1)],
  ['Float64Array of NaN', () => Float64Array.of(1, Number.NaN)],
  ['empty Float64Array', () => new Float64Array(0)],
  ['Float32Array', () => Float32Array.of(0, 1)],
  ['Uint8Array', () => Uint8Array.of(1, 1, 0)],
  ['Int8Array', () => Int8Array.of(-1)],
  ['BigInt64Array', () => BigInt64Array.of(1n)],
  ['DataView', () => new DataView(new ArrayBuffer(8))],
  ['ArrayBuffer', () => new ArrayBuffer(8)],
  ['shared', () => new Float64Array(new SharedArrayBuffer(16))],
  ['detached', detached],
  ['out of bounds', outOfBounds],
  ['subclass', () => new (class Mine extends Float64Array {})(2)],
  ['proxy of an array', () => new Proxy([1, 2], {})],
  ['proxy of a Float64Array', () => new Proxy(new Float64Array(2), {})],
  ['proxy of a function', () => new Proxy(() => 1, {})],
  ['frozen', () => Object.freeze([1, 0])],
];
