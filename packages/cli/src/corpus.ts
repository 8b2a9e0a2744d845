// Texts to learn from: those that come with the command, files, standard input.
import { DataError } from '@stokast/core-wasm/errors';
import { dataFile } from './data.ts';
import { inputName, readInput } from './input.ts';
import type { Io } from './io.ts';

/** The texts that come along, by name, and what suits each. */
export const corpora = {
  everyday: { file: 'everyday.txt', level: 'word' },
  shakespeare: { file: 'tinyshakespeare.txt', level: 'character' },
  soderberg: { file: 'soderberg.txt', level: 'character' },
} as const;

export const isShipped = (name: string): name is keyof typeof corpora => Object.hasOwn(corpora, name);

/** The parts of a text, in order. Throws a DataError when it is not UTF-8. */
export async function* readCorpus(io: Io, name: string): AsyncGenerator<string> {
  const path = isShipped(name) ? dataFile(corpora[name].file) : name;
  yield* decoded(readInput(io, path, Object.keys(corpora)), name);
}

/** Bytes of a file called `name` as text. Throws a DataError when they are not UTF-8. */
export async function* decoded(
  chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  name: string,
): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let read = 0;
  try {
    for await (const chunk of chunks) {
      yield decoder.decode(chunk, { stream: true });
      read += chunk.length;
    }
    yield decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) {
      throw new DataError(`${inputName(name)} is not UTF-8 text (near byte ${read})`);
    }
    throw error;
  }
}
