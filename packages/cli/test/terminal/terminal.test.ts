// Drawings as text.
import { describe, expect, test } from 'vitest';
import { scale, tickLabel } from '../../src/terminal/axis.ts';
import { bars } from '../../src/terminal/bars.ts';
import { histogram, tally } from '../../src/terminal/histogram.ts';
import { plot } from '../../src/terminal/plot.ts';
import { asciiOnly, type Screen, usableWidth } from '../../src/terminal/screen.ts';
import { styleOf, wantsColor } from '../../src/terminal/style.ts';
import { table } from '../../src/terminal/table.ts';

const screen = (width: number, ascii = false): Screen => ({ width, ascii, style: styleOf(false) });
const widest = (lines: readonly string[]): number => Math.max(...lines.map((line) => [...line].length));
const line = Array.from({ length: 50 }, (_, i): [number, number] => [i, i * i]);

describe('scales', () => {
  test('ticks are round numbers', () => {
    expect(scale(0, 1, 5).ticks).toEqual([0, 0.2, 0.4, 0.6, 0.8, 1]);
    expect(scale(-3, 17, 4).ticks).toEqual([0, 5, 10, 15]);
    expect(scale(1, 1000, 5, true).ticks).toEqual([1, 10, 100, 1000]);
    expect(scale(5, 5, 3).place(5)).toBe(0);
  });
  test('labels are short', () => {
    expect([0, -0, 0.1 + 0.2, 1e5, 2.5e-7, 12_345].map((value) => tickLabel(value))).toEqual([
      '0',
      '0',
      '0.3',
      '1e5',
      '2.5e-7',
      '12345',
    ]);
    expect([1, 1000, 1e4, 0.001].map((value) => tickLabel(value, true))).toEqual([
      '1',
      '1000',
      '1e4',
      '0.001',
    ]);
  });
});

describe.each([40, 80, 120])('at %d columns', (width) => {
  test.each([false, true])('nothing is wider (ascii: %s)', (ascii) => {
    const s = screen(width, ascii);
    const drawings = [
      plot(s, [{ label: 'squares', points: line, kind: 'line' }], { height: 8, x: { label: 'i' } }),
      plot(s, [{ label: '', points: line.slice(1), kind: 'points' }], {
        height: 8,
        x: { log: true },
        y: { log: true },
      }),
      histogram(s, {
        counts: tally([0.1, 0.5, 0.5, 0.9], 0, 1, new Float64Array(10)),
        low: 0,
        high: 1,
        total: 4,
        density: () => 1,
        height: 6,
      }),
      bars(s, [{ label: 'a', value: 1, text: '1' }], 20),
    ];
    for (const drawing of drawings) {
      expect(widest(drawing)).toBeLessThanOrEqual(width);
      if (ascii) expect(drawing.join('')).toMatch(/^[\x20-\x7e]*$/);
    }
  });
});

describe('shapes', () => {
  test('a bar of eighths', () => {
    const drawn = bars(
      screen(80),
      [
        { label: 'a', value: 1, text: 'x' },
        { label: 'bb', value: 0.3125, text: 'y' },
      ],
      4,
    );
    expect(drawn).toEqual(['  a  ████ x', '  bb █▎ y']);
    expect(bars(screen(80), [{ label: 'a', value: 0, text: '0' }], 4)).toEqual(['  a  0']);
  });
  test('a histogram is as high as its counts', () => {
    const lines = histogram(screen(40, true), { counts: [1, 2, 4, 1], low: 0, high: 4, total: 8, height: 4 });
    const columns = lines.slice(0, 4).map((each) => each.slice(each.search(/[|+]/) + 1));
    const heights = [0, 1, 2, 3].map((bin) => columns.filter((each) => each[bin * 8] === '#').length);
    expect(heights).toEqual([1, 2, 4, 1]);
  });
  test('counts leave out what lies outside', () => {
    expect([...tally([-1, 0, 0.49, 0.5, 1, 2], 0, 1, new Float64Array(2))]).toEqual([2, 1]);
  });
  test('a table is aligned', () => {
    expect(
      table(screen(80), [
        ['name', 'n'],
        ['a', '1'],
        ['bcdef', '100'],
      ]),
    ).toEqual(['  name     n', '  a        1', '  bcdef  100']);
  });
});

describe('what a terminal wants', () => {
  test('colours', () => {
    expect(wantsColor(true, {}, true)).toBe(true);
    expect(wantsColor(true, { NO_COLOR: '' }, undefined)).toBe(true);
    expect(wantsColor(true, { NO_COLOR: '1' }, true)).toBe(false);
    expect(wantsColor(true, { TERM: 'dumb' }, true)).toBe(false);
    expect(wantsColor(true, {}, false)).toBe(false);
    expect(wantsColor(false, {}, true)).toBe(false);
    expect(styleOf(true).bold('x')).toBe('\x1b[1mx\x1b[22m');
    expect(styleOf(false).bold('x')).toBe('x');
  });
  test('width and characters', () => {
    expect([undefined, 20, 80, 100, 300].map(usableWidth)).toEqual([80, 40, 80, 100, 120]);
    expect(asciiOnly({ LANG: 'C' })).toBe(true);
    expect(asciiOnly({ LANG: 'sv_SE.UTF-8' })).toBe(false);
    expect(asciiOnly({})).toBe(false);
  });
});
