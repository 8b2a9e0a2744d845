// What a convolution's kernel sees at each place, laid out as rows of a matrix, and the adjoint of that.
// Images are [batch, height, width, channels], so that a row of a kernel sees one run of elements.
// Trusts: operands as in opcodes.ts; dst and src do not overlap.

import { copy, zero } from '../program/copy';
import { word } from '../program/operand';
import { addRun, addRun32 } from './runs';

/** COPY: patches from an image, in words of 32 bits. ADD, ADD32: patches added to an image. */
const COPY: i32 = 0;
const ADD: i32 = 1;
const ADD32: i32 = 2;

/** Walks over the runs of all patches; an element is `size` bytes. */
function walk(pc: usize, image: i32, patches: i32, size: i32, what: i32): void {
  const height: i32 = word(pc, 4);
  const width: i32 = word(pc, 5);
  const channel: i32 = word(pc, 6) * size;
  const kernelHeight: i32 = word(pc, 7);
  const kernelWidth: i32 = word(pc, 8);
  const outHeight: i32 = word(pc, 13);
  const outWidth: i32 = word(pc, 14);
  const whole: i32 = kernelWidth * channel;
  let at: i32 = patches;
  for (let batch: i32 = 0; batch < word(pc, 3); batch++) {
    for (let oy: i32 = 0; oy < outHeight; oy++) {
      for (let ox: i32 = 0; ox < outWidth; ox++) {
        // The part of the kernel's row that lies inside, columns from .. to - 1 of it.
        const left: i32 = ox * word(pc, 10) - word(pc, 12);
        let from: i32 = left < 0 ? -left : 0;
        if (from > kernelWidth) from = kernelWidth;
        let to: i32 = width - left < kernelWidth ? width - left : kernelWidth;
        if (to < from) to = from;
        for (let ky: i32 = 0; ky < kernelHeight; ky++) {
          const y: i32 = oy * word(pc, 9) - word(pc, 11) + ky;
          const inside = y >= 0 && y < height;
          const seen: i32 = image + ((batch * height + y) * width + left + from) * channel;
          const bytes: i32 = (to - from) * channel;
          const run: i32 = at + from * channel;
          if (what === COPY) {
            if (inside) {
              zero(at, from * channel);
              copy(run, seen, bytes);
              zero(run + bytes, whole - to * channel);
            } else {
              zero(at, whole);
            }
          } else if (inside) {
            if (what === ADD) addRun(seen, run, bytes);
            else addRun32(seen, run, bytes);
          }
          at += whole;
        }
      }
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
