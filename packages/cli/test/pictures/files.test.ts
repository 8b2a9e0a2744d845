// Pictures as files: what is read back, and what is refused.
import { decode } from 'fast-png';
import { describe, expect, test } from 'vitest';
import { chart, readChart, thinned } from '../../src/pictures/chart.ts';
import { encodeGif, readGif } from '../../src/pictures/gif.ts';
import { decodePng, encodePng } from '../../src/pictures/png.ts';
import { blank, type Raster } from '../../src/pictures/raster.ts';

const data = Uint8Array.from({ length: 6 * 4 }, (_, i) => i * 10);
const grey: Raster = { width: 6, height: 4, channels: 1, data };
const colour: Raster = { width: 2, height: 4, channels: 3, data };
const isDataError = expect.objectContaining({ name: 'DataError' });

describe('PNG', () => {
  test.each([grey, colour])('the picture and its texts come back (%#)', (picture) => {
    const origin = JSON.stringify({ text: 'å ∑ 😀 \n "quoted"', n: 0.1 });
    const bytes = encodePng(picture, { stokast: origin, Software: 'stokast' });
    const back = decodePng('file', bytes);
    expect(back.picture).toEqual(picture);
    expect(JSON.parse(back.texts.stokast)).toEqual(JSON.parse(origin));
    expect(back.texts.Software).toBe('stokast');
    expect(decode(bytes)).toMatchObject({ width: picture.width, depth: 8, channels: picture.channels });
    expect(encodePng(picture, { stokast: origin, Software: 'stokast' })).toEqual(bytes);
  });

  test('what is none is refused, and so is one byte changed', () => {
    const bytes = encodePng(grey, { stokast: '{}' });
    expect(() => decodePng('a.png', bytes.subarray(0, 20))).toThrow(/^a\.png: not a PNG/);
    for (let at = 0; at < bytes.length - 12; at++) {
      const bad = bytes.slice();
      bad[at] ^= 1;
      let seen: unknown;
      try {
        seen = decodePng('a.png', bad).picture;
      } catch (error) {
        expect(error).toEqual(isDataError);
        continue;
      }
      expect(seen).toEqual(grey);
    }
    const huge = bytes.slice();
    new DataView(huge.buffer).setUint32(16, 0x7fffffff);
    expect(() => decodePng('a.png', huge)).toThrow(/of a size/);
  });
});

describe('GIF', () => {
  const frames = [grey, { ...grey, data: data.map((x) => 255 - x) }].map((picture) => ({
    picture,
    delay: 50,
  }));

  test.each(['', 'short', 'x'.repeat(255), 'å'.repeat(1000)])('the comment comes back (%#)', (comment) => {
    const bytes = encodeGif(frames, comment);
    expect(String.fromCharCode(...bytes.subarray(0, 6))).toBe('GIF89a');
    const back = readGif('a.gif', bytes);
    expect(back.comment).toBe(comment);
    expect(Buffer.from(back.rest)).toEqual(Buffer.from(encodeGif(frames)));
  });

  test('in colours', () => {
    const red = { ...blank(8, 8, [200, 10, 10]) };
    const bytes = encodeGif([{ picture: red, delay: 10 }], 'c');
    expect(readGif('a.gif', bytes).comment).toBe('c');
  });

  test('what is none is refused', () => {
    const bytes = encodeGif(frames, 'comment');
    expect(() => readGif('a.gif', Uint8Array.of(1, 2, 3))).toThrow(isDataError);
    for (let length = 0; length < bytes.length; length += 7) {
      try {
        readGif('a.gif', bytes.subarray(0, length));
      } catch (error) {
        expect(error).toEqual(isDataError);
      }
    }
  });
});

describe('SVG', () => {
  const series = [
    {
      label: 'each',
      points: [
        [0, 3],
        [1, 9],
        [2, 1],
      ] as const,
      faint: true,
    },
    {
      label: 'mean <&>',
      points: [
        [0, 2],
        [1, 2],
        [2, 1],
      ] as const,
    },
  ];
  const one = { title: 'Loss of "x" & y', x: 'step', y: 'nats', series };

  test('is XML with its metadata in it', () => {
    const metadata = JSON.stringify({ a: '<&>"\'å😀' });
    const svg = chart({ ...one, levels: [{ label: 'floor', value: 0.5 }] }, metadata);
    expect(readChart(svg)?.metadata).toBe(metadata);
    expect(readChart(svg)?.rest).toBe(chart({ ...one, levels: [{ label: 'floor', value: 0.5 }] }));
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(readChart(chart(one))).toBeUndefined();
  });

  test.each([
    ['nothing', []],
    ['one point', [{ label: 'a', points: [[5, 2]] as const }]],
    [
      'the same value',
      [
        {
          label: 'a',
          points: [
            [0, 2],
            [1, 2],
          ] as const,
        },
      ],
    ],
    [
      'negative values',
      [
        {
          label: 'a',
          points: [
            [0, -2],
            [1, -3],
          ] as const,
        },
      ],
    ],
  ])('%s can be drawn', (_, few) => {
    expect(chart({ ...one, series: few })).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('long series are thinned to means', () => {
    const points = Array.from({ length: 1000 }, (_, i) => [i, 2 * i] as const);
    const few = thinned(points, 100);
    expect(few).toHaveLength(100);
    expect(few[0]).toEqual([4.5, 9]);
    expect(thinned(points.slice(0, 50), 100)).toEqual(points.slice(0, 50));
  });
});
