// Bytes of a file or of standard input.
import { createReadStream } from 'node:fs';
import { hint } from './flags.ts';
import type { Io } from './io.ts';

/** A file as messages name it. */
export const inputName = (file: string): string => (file === '-' ? 'standard input' : file);

/** The bytes of a file, or for `-` of standard input. An error says which file it was, and what `also` can be named. */
export async function* readInput(
  io: Io,
  file: string,
  also: readonly string[] = [],
): AsyncGenerator<Uint8Array> {
  try {
    yield* file === '-' ? io.stdin() : createReadStream(file);
  } catch (error) {
    // Node names the file in some errors, and leaves it out in others (a folder).
    if (!(error instanceof Error)) throw error;
    const near = 'code' in error && error.code === 'ENOENT' ? hint(file, also) : '';
    throw Object.assign(error, { path: file, hint: near });
  }
}

/** All the bytes at once. */
export async function readWhole(io: Io, file: string, also: readonly string[] = []): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readInput(io, file, also)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
