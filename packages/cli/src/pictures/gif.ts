// Moving pictures: GIF files, with how they were made in a comment.
/// <reference path="../gifenc.d.ts" />
import { DataError } from '@stokast/core-wasm/errors';
import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import type { Raster } from './raster.ts';

const GREYS = Array.from({ length: 256 }, (_, i): [number, number, number] => [i, i, i]);
const TRAILER = 0x3b;

export interface Frame {
  readonly picture: Raster;
  /** Milliseconds that it is shown. */
  readonly delay: number;
}

/** The bytes of a GIF file that plays for ever. All frames are of one size. */
export function encodeGif(frames: readonly Frame[], comment = ''): Uint8Array {
  const gif = GIFEncoder();
  const [{ picture: first }] = frames;
  const { width, height } = first;
  const palette = first.channels === 1 ? GREYS : quantize(rgba(last(frames).picture), 256);
  for (const [i, { picture, delay }] of frames.entries()) {
    const index = picture.channels === 1 ? picture.data : applyPalette(rgba(picture), palette);
    gif.writeFrame(index, width, height, { delay, ...(i === 0 ? { palette } : {}) });
  }
  gif.finish();
  const bytes = gif.bytes();
  const extension = commentExtension(comment);
  const whole = new Uint8Array(bytes.length + extension.length);
  whole.set(bytes.subarray(0, -1)); // all but the trailer
  whole.set(extension, bytes.length - 1);
  whole[whole.length - 1] = TRAILER;
  return whole;
}

const last = <T>(items: readonly T[]): T => items[items.length - 1];

function rgba({ data, channels }: Raster): Uint8Array {
  const out = new Uint8Array((data.length / channels) * 4);
  for (let i = 0; i < data.length / channels; i++) {
    for (let c = 0; c < 3; c++) out[i * 4 + c] = data[i * channels + (channels === 1 ? 0 : c)];
    out[i * 4 + 3] = 255;
  }
  return out;
}

/** GIF89a, section 24: 0x21 0xfe, then the text in blocks of up to 255 bytes, each after its length, then 0. */
function commentExtension(comment: string): Uint8Array {
  if (comment === '') return new Uint8Array(0);
  const text = new TextEncoder().encode(comment);
  const out = [0x21, 0xfe];
  for (let at = 0; at < text.length; at += 255) {
    const block = text.subarray(at, at + 255);
    out.push(block.length, ...block);
  }
  return Uint8Array.from([...out, 0]);
}

/** The comment of a GIF file, and the file without it. Throws a DataError that begins with `name` for other files. */
export function readGif(name: string, bytes: Uint8Array): { comment: string; rest: Uint8Array } {
  const fault = (): never => {
    throw new DataError(`${name}: not a GIF file that can be read`);
  };
  if (bytes.length < 14 || !/^GIF8[79]a/.test(String.fromCharCode(...bytes.subarray(0, 6)))) fault();
  /** After the blocks that begin at `at`, each after its length. */
  const skip = (at: number): number => {
    let end = at;
    while (bytes[end] > 0) end += bytes[end] + 1;
    return end < bytes.length ? end + 1 : fault();
  };
  const colors = (flags: number): number => (flags & 0x80 ? 3 * (2 << (flags & 7)) : 0);
  const rest: Uint8Array[] = [];
  let comment = '';
  let from = 0;
  let at = 13 + colors(bytes[10]);
  while (at < bytes.length && bytes[at] !== TRAILER) {
    if (bytes[at] === 0x2c) {
      at = skip(at + 10 + colors(bytes[at + 9]) + 1); // an image: its place, its colours, the width of its codes
    } else if (bytes[at] === 0x21) {
      const end = skip(at + 2);
      if (bytes[at + 1] === 0xfe) {
        comment += text(bytes.subarray(at + 2, end));
        rest.push(bytes.subarray(from, at));
        from = end;
      }
      at = end;
    } else fault();
  }
  rest.push(bytes.subarray(from));
  return { comment, rest: Buffer.concat(rest) };
}

function text(blocks: Uint8Array): string {
  const parts: Uint8Array[] = [];
  for (let at = 0; blocks[at] > 0; at += blocks[at] + 1)
    parts.push(blocks.subarray(at + 1, at + 1 + blocks[at]));
  return new TextDecoder().decode(Buffer.concat(parts));
}
