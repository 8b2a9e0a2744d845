// A model from bytes that nobody vouches for; save.ts says what they are.
import { DataError, typeFault } from '@stokast/core-wasm/errors';
import { ByteReader } from './bytes.ts';
import { crc32 } from './crc32.ts';
import { Ngram } from './ngram.ts';
import { HEADER_AT, type Header, MAGIC, SMOOTHING, VERSION } from './save.ts';
import { Smoothing } from './smoothing.ts';
import { type Level, UNKNOWN } from './text.ts';
import type { Grams, Trie } from './trie.ts';
import { idArray, Vocabulary } from './vocabulary.ts';

function refuse(why: string): never {
  throw new DataError(`Cannot load an n-gram model: ${why}`);
}

/**
 * The model whose `save()` gave `bytes`: it predicts the same, bit for bit.
 *
 * Throws a TypeError when `bytes` is not a Uint8Array, a DataError (STOKAST_E_DATA) when the bytes are not such a
 * model, are damaged, or come from a version that this one does not know. Nothing larger than some 20 times the
 * bytes is allocated for a file that is refused.
 *
 * ```ts
 * import { loadNgram, ngram } from '@stokast/models';
 * const model = await ngram({ order: 3 }).fit('abracadabra');
 * const same = loadNgram(model.save());
 * ```
 */
export function loadNgram(bytes: Uint8Array): Ngram {
  if (!(bytes instanceof Uint8Array)) {
    throw typeFault('Cannot load an n-gram model', 'bytes', bytes, 'a Uint8Array');
  }
  // Of our own, so that shared memory cannot change between the checks and the reading.
  return load(new Uint8Array(bytes));
}

function load(bytes: Uint8Array): Ngram {
  if (!MAGIC.every((byte, i) => bytes[i] === byte)) refuse('the bytes are not one');
  if (bytes.length < HEADER_AT + 4) refuse('it ends early');
  const view = new DataView(bytes.buffer);
  const version = view.getUint32(MAGIC.length, true);
  if (version !== VERSION) refuse(`its format has version ${version}, and this release reads ${VERSION}`);
  const body = bytes.subarray(0, -4);
  if (crc32(body) !== view.getUint32(body.length, true)) refuse('it is damaged: the checksum differs');
  const headerEnd = HEADER_AT + view.getUint32(MAGIC.length + 4, true);
  if (headerEnd > body.length) refuse('its header is longer than it is');
  const header = parseHeader(body.subarray(HEADER_AT, headerEnd));
  const vocabulary = new Vocabulary(header.level, header.tokens);
  const trie = readTrie(new ByteReader(body, headerEnd, refuse), header);
  return new Ngram(vocabulary, new Smoothing(trie, vocabulary.size), header.trainingTokens);
}

function parseHeader(bytes: Uint8Array): Header {
  let header: Partial<Record<keyof Header, unknown>> | null;
  try {
    header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    refuse('its header cannot be read');
  }
  const { order, level, trainingTokens, tokens, sizes, algorithms } = header ?? {};
  const integer = (x: unknown, low: number, high: number): boolean =>
    Number.isInteger(x) && (x as number) >= low && (x as number) <= high;
  if (!integer(order, 1, 16)) refuse('its order is not an integer in [1, 16]');
  if (level !== 'character' && level !== 'word') refuse('its level is neither character nor word');
  if (!integer(trainingTokens, 1, 0xffffffff)) refuse('its number of training tokens is not possible');
  const made = (algorithms as Partial<Header['algorithms']> | null | undefined)?.['modified-kneser-ney'];
  if (made !== SMOOTHING) {
    refuse(`it was made with version ${made} of modified-kneser-ney, and this release has ${SMOOTHING}`);
  }
  if (!Array.isArray(sizes) || sizes.length !== order || !sizes.every((n) => integer(n, 0, 0xffffffff))) {
    refuse('its numbers of n-grams are not possible');
  }
  if (
    !Array.isArray(tokens) ||
    tokens.length === 0 ||
    !tokens.every((token, i) => isToken(token, level) && !(tokens[i - 1] >= token))
  ) {
    refuse('its tokens are not distinct, in order, and one token each');
  }
  return header as Header;
}

function isToken(token: unknown, level: Level): boolean {
  if (typeof token !== 'string' || token === UNKNOWN || /\p{Surrogate}/u.test(token)) return false;
  // What is one word may differ between versions of Unicode: one that an engine never finds does no harm.
  return token !== '' && (level === 'word' || token.length === (token.codePointAt(0)! > 0xffff ? 2 : 1));
}

function readTrie(reader: ByteReader, { sizes, tokens, trainingTokens }: Header): Trie {
  const trie: Grams[] = [];
  let contexts = 1;
  for (const n of sizes) {
    // A byte each at least: larger numbers are refused before there is an array for them.
    if (contexts + 2 * n > reader.left) refuse('it has fewer n-grams than it says');
    trie.push(readGrams(reader, contexts, n, tokens.length, trainingTokens));
    contexts = n;
  }
  if (reader.left > 0) refuse('bytes are left at its end');
  return trie;
}

function readGrams(reader: ByteReader, contexts: number, n: number, size: number, most: number): Grams {
  const first = new Uint32Array(contexts + 1);
  for (let x = 0, end = 0; x < contexts; x++) {
    end += reader.varint();
    if (end > n) refuse('it has more n-grams than it says');
    first[x + 1] = end;
  }
  if (first[contexts] !== n) refuse('it has fewer n-grams than it says');
  const tokens = idArray(n, size);
  for (let x = 0; x < contexts; x++) {
    for (let g = first[x], last = -1; g < first[x + 1]; g++) {
      last += reader.varint() + 1;
      if (last > size) refuse('an n-gram has a token that there is not');
      tokens[g] = last;
    }
  }
  const counts = new Uint32Array(n);
  for (let g = 0, sum = 0; g < n; g++) {
    const count = reader.varint() + 1;
    sum += count;
    if (sum > most) refuse('its n-grams are more than its training tokens');
    counts[g] = count;
  }
  return { first, tokens, counts };
}
