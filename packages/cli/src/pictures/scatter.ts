// Points of the plane, samples beside the points that were learnt from.

import { label } from './lettering.ts';
import { blank, joined, paste, type Raster } from './raster.ts';

/** Points as [n, 2], row-major. */
export type Points = ArrayLike<number>;

export interface Window {
  readonly low: readonly [x: number, y: number];
  readonly high: readonly [x: number, y: number];
}

const SIDE = 360;
const RADIUS = 1.7;
const OPACITY = 0.6;
const PAPER = [255, 255, 255];
const INK = [90, 90, 90];
export const BLUE: readonly number[] = [31, 95, 191];
export const ORANGE: readonly number[] = [200, 92, 0];

/** A square window around points, with room at its edges. */
export function windowOf(points: Points): Window {
  const low = [points[0], points[1]];
  const high = [points[0], points[1]];
  for (let i = 0; i < points.length; i++) {
    low[i % 2] = Math.min(low[i % 2], points[i]);
    high[i % 2] = Math.max(high[i % 2], points[i]);
  }
  const half = 0.55 * Math.max(high[0] - low[0], high[1] - low[1], 1e-9);
  const [x, y] = [(low[0] + high[0]) / 2, (low[1] + high[1]) / 2];
  return { low: [x - half, y - half], high: [x + half, y + half] };
}

/** Points as round dots; those outside the window are not seen. */
export function scatter(points: Points, window: Window, color: readonly number[]): Raster {
  const picture = blank(SIDE, SIDE, PAPER);
  const light = new Float64Array(SIDE * SIDE).fill(1); // how much of the paper is seen
  const { low, high } = window;
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = ((points[i] - low[0]) / (high[0] - low[0])) * SIDE;
    const y = ((high[1] - points[i + 1]) / (high[1] - low[1])) * SIDE;
    if (!(x > 0 && x < SIDE && y > 0 && y < SIDE)) continue;
    const [left, top] = [Math.floor(x - RADIUS - 1), Math.floor(y - RADIUS - 1)];
    for (let row = Math.max(top, 0); row <= Math.min(top + 6, SIDE - 1); row++) {
      for (let column = Math.max(left, 0); column <= Math.min(left + 6, SIDE - 1); column++) {
        const [dx, dy] = [column + 0.5 - x, row + 0.5 - y];
        const cover = Math.min(Math.max(RADIUS + 0.5 - Math.sqrt(dx * dx + dy * dy), 0), 1);
        light[row * SIDE + column] *= 1 - OPACITY * cover;
      }
    }
  }
  for (let i = 0; i < light.length; i++) {
    for (let c = 0; c < 3; c++) {
      picture.data[i * 3 + c] = Math.floor(color[c] + (PAPER[c] - color[c]) * light[i] + 0.5);
    }
  }
  return picture;
}

/** Clouds of points in one window, side by side, each under its name. */
export function clouds(
  items: readonly { readonly label: string; readonly points: Points; readonly color: readonly number[] }[],
  window: Window,
): Raster {
  const panels = items.map(({ label: name, points, color }) => {
    const panel = blank(SIDE + 16, SIDE + 40, PAPER);
    paste(panel, label(name, INK, PAPER, 2), 12, 8);
    paste(panel, scatter(points, window, color), 8, 32);
    return panel;
  });
  return joined(panels, 'across', 1, [208, 208, 208]);
}
