// PNG files: the picture, and in its text chunks how it was made.
import { DataError } from '@stokast/core-wasm/errors';
import { decode, encode } from 'fast-png';
import type { Raster } from './raster.ts';

/** Text chunks are Latin-1: what is not in there is written as JSON escapes it. */
const escaped = (text: string): string =>
  text.replace(/[^\x20-\x7e]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The bytes of a PNG file. Each text is ASCII in the file; JSON comes back as it was, other texts with escapes. */
export function encodePng(picture: Raster, texts: Readonly<Record<string, string>> = {}): Uint8Array {
  const { width, height, channels, data } = picture;
  const text = Object.fromEntries(Object.entries(texts).map(([key, value]) => [key, escaped(value)]));
  return encode({ width, height, channels, depth: 8, data, text }, { zlib: { level: 9 } });
}

/** More pixels than any picture of ours has: what claims more is not even begun. */
const MOST_PIXELS = 1 << 26;

/** A PNG file's picture and texts. Throws a DataError that begins with `name` for what is no PNG file of ours. */
export function decodePng(
  name: string,
  bytes: Uint8Array,
): { picture: Raster; texts: Record<string, string> } {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 33 || view.getUint32(16) * view.getUint32(20) > MOST_PIXELS) {
    throw new DataError(`${name}: not a PNG file of a size that can be read`);
  }
  try {
    const { width, height, channels, depth, data, text } = decode(bytes, { checkCrc: true });
    if (depth !== 8 || (channels !== 1 && channels !== 3))
      throw new Error(`${channels} channels of ${depth} bits`);
    return { picture: { width, height, channels, data: Uint8Array.from(data) }, texts: text };
  } catch (error) {
    throw new DataError(`${name}: not a PNG file that can be read (${(error as Error).message})`);
  }
}
