// Points of the plane on a terminal.
import { Canvas } from './canvas.ts';
import type { Screen } from './screen.ts';

export interface Bounds {
  readonly low: readonly [x: number, y: number];
  readonly high: readonly [x: number, y: number];
}

/** Points ([n, 2], row-major) as dots; a cell is twice as high as wide, so the picture is as true as a terminal allows. */
export function cloud(screen: Screen, points: ArrayLike<number>, { low, high }: Bounds, rows = 12): string[] {
  const canvas = new Canvas(Math.min(rows * 2, screen.width - 4), rows, screen);
  for (let i = 0; i + 1 < points.length; i += 2) {
    const x = (points[i] - low[0]) / (high[0] - low[0]);
    const y = (points[i + 1] - low[1]) / (high[1] - low[1]);
    if (x >= 0 && x <= 1 && y >= 0 && y <= 1) canvas.dot(x, y, 0);
  }
  return canvas.lines().map((line) => `  ${line}`);
}
