// Handwritten digits of 8 x 8 pixels: the test part of "Optical Recognition of Handwritten Digits" (E. Alpaydin and
// C. Kaynak, UCI Machine Learning Repository, 1998), as scikit-learn has it.
import { DataError, show, typeFault } from '@stokast/core-wasm/errors';

const PIXELS = 64;

/**
 * Digits from lines of 64 whole numbers from 0 to 16 and a label from 0 to 9, with commas between them. Pixels are
 * these numbers / 16.
 *
 * Throws a DataError that names the line at fault.
 *
 * ```ts
 * import { parseDigits } from '@stokast/models';
 * const { images, shape, labels } = parseDigits(`${'0,16,'.repeat(32)}7`);
 * [images[0], images[1], shape, labels[0]] //=> [ 0, 1, [ 8, 8 ], 7 ]
 * ```
 */
export function parseDigits(text: string): { images: Float32Array; shape: [8, 8]; labels: Uint8Array } {
  if (typeof text !== 'string') throw typeFault('Cannot read digits', 'text', text, 'a string');
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  const images = new Float32Array(lines.length * PIXELS);
  const labels = new Uint8Array(lines.length);
  for (const [row, line] of lines.entries()) {
    const cells = line.split(',');
    const at = `Cannot read digits: line ${row + 1}`;
    if (cells.length !== PIXELS + 1)
      throw new DataError(`${at} has ${cells.length} cells instead of 64 pixels and a label`);
    for (const [i, cell] of cells.entries()) {
      const most = i < PIXELS ? 16 : 9;
      const value = /^\d{1,2}$/.test(cell) ? Number(cell) : 17;
      if (value > most)
        throw new DataError(`${at}, cell ${i + 1} is no whole number from 0 to ${most}: ${show(cell)}`);
      if (i < PIXELS) images[row * PIXELS + i] = value / 16;
      else labels[row] = value;
    }
  }
  return { images, shape: [8, 8], labels };
}

/**
 * Which of the 1797 digits are for what: [start, end), in their order. So cut by J. Tomczak, "Deep Generative
 * Modeling" (2022). Writers come one after another, so that those of the last part are not in the first.
 *
 * ```ts
 * import { digitsSplit } from '@stokast/models';
 * digitsSplit.test[1] - digitsSplit.test[0] //=> 447
 * ```
 */
export const digitsSplit: {
  readonly train: readonly [start: number, end: number];
  readonly validation: readonly [start: number, end: number];
  readonly test: readonly [start: number, end: number];
} = { train: [0, 1000], validation: [1000, 1350], test: [1350, 1797] };
