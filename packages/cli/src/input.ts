// Bytes of a file or of standard input.
import { createReadStream } from 'node:fs';
import type { Io } from './io.ts';

/** The bytes of a file, or for `-` of standard input. An error says which file it was. */
export async function* readInput(io: Io, file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* file === '-' ? io.stdin() : createReadStream(file);
  } catch (error) {
    // Node names the file in some errors, and leaves it out in others (a folder).
    throw error instanceof Error ? Object.assign(error, { path: file }) : error;
  }
}

/** All the bytes at once. */
export async function readWhole(io: Io, file: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of readInput(io, file)) chunks.push(chunk);
  return Buffer.concat(chunks);
}
