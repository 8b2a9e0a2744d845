// From a seed to a 256-bit key: an injective encoding with types and lengths, expanded by seedrandom.

import { checkAttached, checkInteger, typedName } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import seedrandom from 'seedrandom';

/** What a stream can be seeded with: text, a safe integer, a bigint, bytes, or arrays of these. */
export type Seed = string | number | bigint | Uint8Array | readonly Seed[];

/** A seedrandom-shaped generator: `int32()` gives 32 random bits. */
export interface Int32Source {
  int32(): number;
}

const ALLOWED = 'a string, a safe integer, a bigint, a Uint8Array, or an array of these';
const MAX_DEPTH = 16;
/** Of the whole seed, encoded. */
const MAX_BYTES = 1048576;
const tag = { text: 0x73, integer: 0x69, bigint: 0x6e, bytes: 0x62, list: 0x61 } as const;
const utf8 = /* @__PURE__ */ new TextEncoder();

function encodeInto(out: number[], seed: unknown, what: string, parameter: string, depth: number): void {
  const put = (type: number, payload: Uint8Array): void => {
    if (out.length + payload.length > MAX_BYTES) throw tooLong(what, parameter, seed);
    putHead(out, type, payload.length);
    for (const byte of payload) out.push(byte);
  };
  if (typeof seed === 'string') {
    if (seed.length > MAX_BYTES) throw tooLong(what, parameter, seed);
    // A lone surrogate has no UTF-8: two such texts would give one key.
    if (/\p{Surrogate}/u.test(seed)) throw rangeFault(what, parameter, seed, 'well-formed Unicode text');
    put(tag.text, utf8.encode(seed));
  } else if (typeof seed === 'number') {
    if (!Number.isSafeInteger(seed)) throw typeFault(what, parameter, seed, ALLOWED);
    put(tag.integer, utf8.encode(String(seed)));
  } else if (typeof seed === 'bigint') {
    if (BigInt.asIntN(MAX_BYTES, seed) !== seed) throw tooLong(what, parameter, seed);
    put(tag.bigint, utf8.encode(String(seed)));
  } else if (typedName(seed) === 'Uint8Array') {
    const bytes = seed as Uint8Array;
    if (bytes.length === 0) checkAttached(what, parameter, bytes);
    put(tag.bytes, bytes);
  } else if (Array.isArray(seed)) {
    if (depth >= MAX_DEPTH) throw typeFault(what, parameter, seed, `nested at most ${MAX_DEPTH} deep`);
    if (out.length + seed.length > MAX_BYTES) throw tooLong(what, parameter, seed);
    putHead(out, tag.list, seed.length);
    for (let i = 0; i < seed.length; i++) encodeInto(out, seed[i], what, `${parameter}[${i}]`, depth + 1);
  } else {
    throw typeFault(what, parameter, seed, ALLOWED);
  }
}

function tooLong(what: string, parameter: string, seed: unknown): RangeError {
  // A bigint of a million digits is not for a message.
  const value = typeof seed === 'bigint' ? 'a bigint' : seed;
  return rangeFault(what, parameter, value, `at most ${MAX_BYTES} bytes, encoded`, 'STOKAST_E_LENGTH');
}

function putHead(out: number[], type: number, length: number): void {
  out.push(type, length & 255, (length >>> 8) & 255, (length >>> 16) & 255, length >>> 24);
}

/** A seed as bytes: different seeds, and seeds of different types, give different bytes. */
export function encodeSeed(seed: unknown, what: string, parameter: string): number[] {
  const out: number[] = [];
  encodeInto(out, seed, what, parameter, 0);
  return out;
}

/** 256 bits from a generator, as 8 words. Throws a TypeError or RangeError when it gives anything but 32-bit integers. */
export function keyFrom(source: Int32Source): Uint32Array {
  return Uint32Array.from({ length: 8 }, () => {
    const word: unknown = source.int32();
    checkInteger('Cannot make a stream', 'seed.int32()', word, -2147483648, 4294967295);
    return word >>> 0;
  });
}

/**
 * 256 bits from bytes of any number. seedrandom keeps 256 bytes of key, so longer input is taken in parts, each
 * together with the key so far.
 */
export function expandKey(bytes: readonly number[]): Uint32Array {
  const PART = 192;
  let key = keyFrom(seedrandom(String.fromCharCode(...bytes.slice(0, PART))));
  for (let start = PART; start < bytes.length; start += PART) {
    const part = [...new Uint8Array(key.buffer), ...bytes.slice(start, start + PART)];
    key = keyFrom(seedrandom(String.fromCharCode(...part)));
  }
  return key;
}

/** The key of a child: the parent's key and the child's label, encoded like a seed. */
export function childKey(parent: Uint32Array, label: unknown): Uint32Array {
  const out: number[] = [];
  encodeInto(out, new Uint8Array(parent.buffer, parent.byteOffset, 32), 'Cannot split', 'key', 0);
  return expandKey([...out, ...encodeSeed(label, 'Cannot split', 'label')]);
}

/** 32 bytes of the platform's entropy, as 64 hexadecimal digits: a seed that can be printed and used again. */
export function freshSeed(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return toHex(bytes);
}

/** Bytes as lower-case hexadecimal digits. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** The bytes of 64 hexadecimal digits, as 8 words; undefined when it is not that. */
export function keyFromHex(text: unknown): Uint32Array | undefined {
  if (typeof text !== 'string' || !/^[0-9a-f]{64}$/.test(text)) return undefined;
  return new Uint32Array(
    Uint8Array.from(text.match(/../g) as string[], (pair) => Number.parseInt(pair, 16)).buffer,
  );
}
