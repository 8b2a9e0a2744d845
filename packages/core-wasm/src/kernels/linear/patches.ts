// What a convolution's kernel sees at each place, laid out as rows of a matrix, and the adjoint of that.
// Images are [batch, height, width, channels], so that a row of a kernel sees one run of elements.
// Trusts: operands as in opcodes.ts; dst and src do not overlap.

import { quotient } from '../../platform/platform';
import { zero } from '../program/copy';
import { word } from '../program/operand';
import { addRuns, addRuns32, copyRuns } from './runs';

/** Patches from an image, or patches added to an image of doubles or of singles. */
const COPY: i32 = 0;
const ADD: i32 = 1;
const ADD32: i32 = 2;

/** `count` runs of `bytes` bytes of patches (`next` bytes apart) and of an image (`along` bytes apart). */
function move(what: i32, at: i32, next: i32, seen: i32, along: i32, count: i32, bytes: i32): void {
  if (what === COPY) copyRuns(at, next, seen, along, count, bytes);
  else if (what === ADD) addRuns(seen, along, at, next, count, bytes);
  else addRuns32(seen, along, at, next, count, bytes);
}

/** A row of a kernel that begins `x` elements into the image's row, and may stick out of it on either side. */
function edge(what: i32, at: i32, row: i32, x: i32, kernelWidth: i32, width: i32, channel: i32): void {
  let from: i32 = x < 0 ? -x : 0;
  if (from > kernelWidth) from = kernelWidth;
  let to: i32 = width - x < kernelWidth ? width - x : kernelWidth;
  if (to < from) to = from;
  if (what === COPY) {
    zero(at, from * channel);
    zero(at + to * channel, (kernelWidth - to) * channel);
  }
  if (to > from) move(what, at + from * channel, 0, row + (x + from) * channel, 0, 1, (to - from) * channel);
}

/** Walks over the rows of the kernel at all places; an element is `size` bytes. */
function walk(pc: usize, image: i32, patches: i32, size: i32, what: i32): void {
  const height: i32 = word(pc, 4);
  const width: i32 = word(pc, 5);
  const channel: i32 = word(pc, 6) * size;
  const kernelHeight: i32 = word(pc, 7);
  const kernelWidth: i32 = word(pc, 8);
  const strideX: i32 = word(pc, 10);
  const left: i32 = word(pc, 12);
  const outHeight: i32 = word(pc, 13);
  const outWidth: i32 = word(pc, 14);
  const whole: i32 = kernelWidth * channel;
  const patch: i32 = kernelHeight * whole;
  // At the places first .. last - 1 a row of the kernel lies whole inside a row of the image.
  let first: i32 = left > 0 ? quotient(left + strideX - 1, strideX) : 0;
  const room: i32 = width - kernelWidth + left;
  let last: i32 = room < 0 ? 0 : quotient(room, strideX) + 1;
  if (last > outWidth) last = outWidth;
  if (first > last) first = last;
  let at: i32 = patches;
  for (let batch: i32 = 0; batch < word(pc, 3); batch++) {
    for (let oy: i32 = 0; oy < outHeight; oy++) {
      // All places of a row of the kernel before the next one: within one oy they see different rows of the image,
      // so each of its elements still meets the patches in their order.
      for (let ky: i32 = 0; ky < kernelHeight; ky++) {
        const y: i32 = oy * word(pc, 9) - word(pc, 11) + ky;
        const run: i32 = at + ky * whole;
        if (y >= 0 && y < height) {
          const row: i32 = image + (batch * height + y) * width * channel;
          for (let ox: i32 = 0; ox < first; ox++) {
            edge(what, run + ox * patch, row, ox * strideX - left, kernelWidth, width, channel);
          }
          const seen: i32 = row + (first * strideX - left) * channel;
          move(what, run + first * patch, patch, seen, strideX * channel, last - first, whole);
          for (let ox: i32 = last; ox < outWidth; ox++) {
            edge(what, run + ox * patch, row, ox * strideX - left, kernelWidth, width, channel);
          }
        } else if (what === COPY) {
          for (let ox: i32 = 0; ox < outWidth; ox++) zero(run + ox * patch, whole);
        }
      }
      at += outWidth * patch;
    }
  }
}

/** PATCHES: see opcodes.ts. */
export function patches(pc: usize): usize {
  walk(pc, word(pc, 2), word(pc, 1), 8, COPY);
  return pc + 60;
}

/** PATCHES32 */
export function patches32(pc: usize): usize {
  walk(pc, word(pc, 2), word(pc, 1), 4, COPY);
  return pc + 60;
}

/** FOLD: the image starts as +0, and takes the patches' elements in their order. */
export function fold(pc: usize): usize {
  zero(word(pc, 1), (word(pc, 3) * word(pc, 4) * word(pc, 5) * word(pc, 6)) << 3);
  walk(pc, word(pc, 1), word(pc, 2), 8, ADD);
  return pc + 60;
}

/** FOLD32 */
export function fold32(pc: usize): usize {
  zero(word(pc, 1), (word(pc, 3) * word(pc, 4) * word(pc, 5) * word(pc, 6)) << 2);
  walk(pc, word(pc, 1), word(pc, 2), 4, ADD32);
  return pc + 60;
}
