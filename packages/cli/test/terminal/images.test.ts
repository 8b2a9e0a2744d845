import { expect, test } from 'vitest';
import { cloud } from '../../src/terminal/cloud.ts';
import { acrossFor, images } from '../../src/terminal/images.ts';
import { wrapped } from '../../src/terminal/lines.ts';
import { styleOf } from '../../src/terminal/style.ts';

const screen = (width: number, { ascii = false, colour = false } = {}) => ({
  width,
  ascii,
  style: styleOf(colour),
});
const one = { values: Float32Array.of(0, 1, 1, 0, 1, 1, 0, 0), shape: [4, 2] };

test('two pixels a character, in colours, shades or ASCII', () => {
  expect(images(screen(40), one)).toEqual([' ▒▒', ' ▒▒']);
  expect(images(screen(40, { ascii: true }), one)).toEqual([' ++', ' ++']);
  expect(images(screen(40, { colour: true }), one)[0]).toContain('\x1b[38;5;16;48;5;231m▀');
});

test.each([40, 80, 120])('rows fit %d columns', (width) => {
  for (const shape of [
    [8, 8],
    [28, 28],
    [28, 28, 3],
    [3, 100],
  ]) {
    const size = shape.reduce((a, b) => a * b);
    const shown = { values: new Float32Array(20 * size).fill(1), shape };
    const across = acrossFor(shown, screen(width));
    expect(across).toBeGreaterThan(0);
    for (const line of images(screen(width), shown, across))
      expect([...line].length).toBeLessThanOrEqual(width);
  }
});

test('what is no number is dark', () => {
  const shown = { values: Float32Array.of(Number.NaN, 7, -3, Number.POSITIVE_INFINITY), shape: [2, 2] };
  expect(images(screen(40, { ascii: true }), shown)).toHaveLength(1);
});

test('points are dots within bounds', () => {
  const bounds = { low: [0, 0], high: [1, 1] } as const;
  const lines = cloud(screen(40), [0.1, 0.1, 0.9, 0.9, 5, 5, Number.NaN, 0], bounds, 6);
  expect(lines).toHaveLength(6);
  expect(lines.join('').replace(/[ \n]/g, '')).toHaveLength(2);
});

test('long lines go on in the next', () => {
  expect(wrapped('abcdef\n\ngh', 4)).toEqual(['abcd', 'ef', '', 'gh']);
});
