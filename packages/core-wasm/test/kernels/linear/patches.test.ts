// Patches of images against plain loops, and the adjoint against its definition.
import { describe, expect, test } from 'vitest';
import { FOLD, FOLD32, PATCHES, PATCHES32 } from '../../../src/kernels/program/opcodes';
import { everywhere } from '../../programs';
import { difference, numbers, type Precision, precisions, random } from './reference';

/** batch, height, width, channels, kernel height, width, stride y, x, pad top, left, out height, width. */
type Geometry = readonly number[];

const geometries: Geometry[] = [
  [1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1, 1],
  [2, 5, 6, 3, 3, 3, 1, 1, 1, 1, 5, 6],
  [1, 7, 9, 2, 3, 2, 2, 3, 0, 1, 3, 3],
  [2, 4, 4, 8, 1, 1, 1, 1, 0, 0, 4, 4],
  [1, 6, 5, 1, 5, 4, 1, 1, 2, 2, 6, 6],
  [3, 8, 8, 4, 2, 2, 2, 2, 0, 0, 4, 4],
  [1, 3, 3, 5, 3, 3, 1, 1, 0, 0, 1, 1],
  // Places that see nothing at all, on every side.
  [1, 2, 2, 3, 2, 2, 3, 3, 4, 5, 5, 5],
  [1, 2, 1, 2, 1, 3, 1, 1, 0, 7, 2, 12],
  [2, 10, 10, 7, 3, 3, 1, 1, 1, 1, 10, 10],
];

/** Calls `visit(patch element, image element or -1)` in the order of the patches. */
function walk(geometry: Geometry, visit: (patch: number, image: number) => void): void {
  const [batch, height, width, channels, kh, kw, sy, sx, top, left, oh, ow] = geometry;
  let patch = 0;
  for (let b = 0; b < batch; b++)
    for (let oy = 0; oy < oh; oy++)
      for (let ox = 0; ox < ow; ox++)
        for (let ky = 0; ky < kh; ky++)
          for (let kx = 0; kx < kw; kx++)
            for (let c = 0; c < channels; c++) {
              const [y, x] = [oy * sy + ky - top, ox * sx + kx - left];
              const inside = y >= 0 && y < height && x >= 0 && x < width;
              visit(patch++, inside ? ((b * height + y) * width + x) * channels + c : -1);
            }
}

const imageSize = ([batch, height, width, channels]: Geometry): number => batch * height * width * channels;
const patchSize = (g: Geometry): number => g[0] * g[10] * g[11] * g[4] * g[5] * g[3];

describe.each(precisions)('%ss', (name, precision: Precision) => {
  const single = name === 'single';
  const { buffer, round } = precision;

  const patchesOf = (geometry: Geometry, image: number[]): ArrayLike<number> => {
    const dst = buffer(patchSize(geometry));
    return everywhere([[single ? PATCHES32 : PATCHES, dst, buffer(image), ...geometry]])(dst);
  };
  const foldOf = (geometry: Geometry, patches: number[]): ArrayLike<number> => {
    const dst = buffer(imageSize(geometry));
    return everywhere([[single ? FOLD32 : FOLD, dst, buffer(patches), ...geometry]])(dst);
  };

  test('PATCHES and FOLD do what the loops do, bit for bit', () => {
    const next = random(1);
    const some = Array.from({ length: 25 }, () => {
      const upTo = (n: number): number => 1 + Math.floor(next() * n);
      const [kh, kw] = [upTo(4), upTo(4)];
      const pads = [Math.floor(next() * (kh + 1)), Math.floor(next() * (kw + 1))];
      return [upTo(2), upTo(8), upTo(8), upTo(9), kh, kw, upTo(3), upTo(3), ...pads, upTo(7), upTo(7)];
    });
    for (const geometry of [...geometries, ...some]) {
      const image = numbers(imageSize(geometry), 2, precision);
      const patches = numbers(patchSize(geometry), 3, precision);
      const expected: number[] = [];
      const folded = new Array<number>(image.length).fill(0);
      walk(geometry, (patch, at) => {
        expected.push(at < 0 ? 0 : image[at]);
        if (at >= 0) folded[at] = round(folded[at] + patches[patch]);
      });
      expect(difference(patchesOf(geometry, image), expected), `patches ${geometry}`).toBe(-1);
      expect(difference(foldOf(geometry, patches), folded), `fold ${geometry}`).toBe(-1);
    }
  });

  test('they are adjoint: <patches(x), y> = <x, fold(y)>', () => {
    for (const geometry of geometries) {
      // Small integers, so that both sides are exact.
      const x = numbers(imageSize(geometry), 5, precision).map((value) => Math.round(8 * value));
      const y = numbers(patchSize(geometry), 6, precision).map((value) => Math.round(8 * value));
      const inner = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
        Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
      expect(inner(patchesOf(geometry, x), y)).toBe(inner(x, foldOf(geometry, y)));
    }
  });

  test('NaN and -0 are copied; a place that no patch covers folds to +0', () => {
    const geometry = [1, 3, 1, 1, 1, 1, 2, 1, 0, 0, 2, 1];
    expect([...Array.from(patchesOf(geometry, [Number.NaN, 1, -0]))]).toEqual([Number.NaN, -0]);
    expect([...Array.from(foldOf(geometry, [Number.NaN, -0]))]).toEqual([Number.NaN, 0, 0]);
  });
});
