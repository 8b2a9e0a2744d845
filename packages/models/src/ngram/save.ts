// A model as bytes.
//
//   8 bytes    "stkngram"
//   u32        version of the format: 1
//   u32        length of the header
//   header     JSON in UTF-8: order, level, trainingTokens, tokens, sizes (n-grams of each length), algorithms
//              (the version of the smoothing that the model was made with)
//   for each length of n-gram, as varints:
//     for each context   how many n-grams go on from it
//     for each n-gram    its last token, less that of the one before it in its context, less 1
//     for each n-gram    its count, less 1
//   u32        CRC-32 of all bytes before
//
// Integers are little-endian. Probabilities are not stored: counts give them back bit for bit.

import { algorithmVersions } from '../algorithms.ts';
import { ByteWriter } from './bytes.ts';
import { crc32 } from './crc32.ts';
import type { Ngram } from './ngram.ts';
import type { Level } from './text.ts';

export const MAGIC: Uint8Array = /* @__PURE__ */ new TextEncoder().encode('stkngram');
export const VERSION = 1;
/** Where the header starts. */
export const HEADER_AT = 16;

/** What the header says. */
export interface Header {
  readonly order: number;
  readonly level: Level;
  readonly trainingTokens: number;
  readonly tokens: readonly string[];
  readonly sizes: readonly number[];
  readonly algorithms: { readonly 'modified-kneser-ney': number };
}

/** The version of the smoothing that reads the counts of this release. */
export const SMOOTHING: number = algorithmVersions['modified-kneser-ney'];

/** A model as the bytes described above. */
export function saveNgram(model: Ngram): Uint8Array {
  const { order, level, trainingTokens, sizes, vocabulary } = model;
  const tokens = vocabulary.tokens.slice(0, -1);
  const algorithms = { 'modified-kneser-ney': SMOOTHING };
  const header: Header = { order, level, trainingTokens, tokens, sizes, algorithms };
  const text = new TextEncoder().encode(JSON.stringify(header));
  const out = new ByteWriter();
  out.put(MAGIC);
  out.u32(VERSION);
  out.u32(text.length);
  out.put(text);
  for (const { first, tokens, counts } of model.smoothing.trie) {
    for (let x = 0; x + 1 < first.length; x++) out.varint(first[x + 1] - first[x]);
    for (let x = 0; x + 1 < first.length; x++) {
      for (let g = first[x], last = -1; g < first[x + 1]; last = tokens[g++])
        out.varint(tokens[g] - last - 1);
    }
    for (let g = 0; g < counts.length; g++) out.varint(counts[g] - 1);
  }
  out.u32(crc32(out.written()));
  return out.written().slice();
}
