// Parts of one long sequence of tokens, in batches.
import { checkInteger, checkTyped } from '@stokast/core-wasm/check';
import { rangeFault } from '@stokast/core-wasm/errors';
import type { Stream } from '@stokast/sampling';
import type { Batches } from './batches.ts';

/** Numbers of tokens in order. */
export type Tokens = Uint8Array | Uint16Array | Uint32Array | Int32Array;

/**
 * Windows of `length` tokens and those one further on, each from a random place. Fields: `input` [length] and `target`
 * [length], the numbers of tokens. An epoch is as many windows as cover the sequence once.
 */
export function windows(
  what: string,
  tokens: Tokens,
  length: number,
  batchSize: number,
  stream: Stream,
): Batches {
  checkTyped(what, 'data', tokens, ['Uint8Array', 'Uint16Array', 'Uint32Array', 'Int32Array']);
  checkInteger(what, 'length', length, 1, 1048576);
  const places = tokens.length - length;
  if (places < 1) throw rangeFault(what, 'data.length', tokens.length, `more than ${length}, one window`);
  return {
    size: batchSize,
    perEpoch: Math.max(1, Math.floor(places / (batchSize * length))),
    fill(index, { input, target }) {
      const starts = stream.at(index * batchSize).integers(0, places, batchSize);
      for (let b = 0; b < batchSize; b++) {
        for (let i = 0, from = starts[b], to = b * length; i < length; i++) {
          input[to + i] = tokens[from + i];
          target[to + i] = tokens[from + i + 1];
        }
      }
    },
  };
}
