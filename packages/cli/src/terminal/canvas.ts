// Dots and marks on a grid of cells: 2 x 4 dots a cell in braille, 1 x 1 in ASCII.
import type { Screen } from './screen.ts';

/** Bit of each dot of a braille cell, by row and column (Unicode block U+2800). */
const BRAILLE = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
];

/** Marks for points, by series. */
const MARKS = ['●', '◆', '▲', '■'];
const ASCII_MARKS = ['o', 'x', '+', '#'];

export class Canvas {
  readonly columns: number;
  readonly rows: number;
  private readonly screen: Screen;
  private readonly dots: Uint8Array;
  private readonly marks: (string | undefined)[];
  private readonly owner: Uint8Array;

  constructor(columns: number, rows: number, screen: Screen) {
    this.columns = columns;
    this.rows = rows;
    this.screen = screen;
    this.dots = new Uint8Array(columns * rows);
    this.owner = new Uint8Array(columns * rows);
    this.marks = new Array(columns * rows).fill(undefined);
  }

  /** A dot at (x, y), each in [0, 1], y upwards. */
  dot(x: number, y: number, series: number): void {
    const [across, down] = this.screen.ascii ? [1, 1] : [2, 4];
    const i = Math.round(x * (this.columns * across - 1));
    const j = Math.round((1 - y) * (this.rows * down - 1));
    if (!(i >= 0 && i < this.columns * across && j >= 0 && j < this.rows * down)) return;
    const cell = Math.floor(j / down) * this.columns + Math.floor(i / across);
    this.dots[cell] |= BRAILLE[j % down][i % across];
    this.owner[cell] = series;
  }

  /** A straight line of dots. */
  line(x0: number, y0: number, x1: number, y1: number, series: number): void {
    const steps = Math.ceil(
      Math.max(Math.abs(x1 - x0) * this.columns * 2, Math.abs(y1 - y0) * this.rows * 4, 1),
    );
    for (let k = 0; k <= steps; k++) {
      const t = k / steps;
      this.dot(x0 + (x1 - x0) * t, y0 + (y1 - y0) * t, series);
    }
  }

  /** A mark at (x, y), over any dots. */
  mark(x: number, y: number, series: number): void {
    const column = Math.round(x * (this.columns - 1));
    const row = Math.round((1 - y) * (this.rows - 1));
    if (!(column >= 0 && column < this.columns && row >= 0 && row < this.rows)) return;
    const cell = row * this.columns + column;
    this.marks[cell] = markOf(series, this.screen);
    this.owner[cell] = series;
  }

  /** The rows as text, top first. */
  lines(): string[] {
    return Array.from({ length: this.rows }, (_, row) => {
      let text = '';
      for (let column = 0; column < this.columns; column++) {
        const cell = row * this.columns + column;
        const drawn = this.marks[cell] ?? this.character(this.dots[cell]);
        text += drawn === ' ' ? drawn : this.screen.style.series(this.owner[cell], drawn);
      }
      return text.trimEnd();
    });
  }

  private character(dots: number): string {
    if (dots === 0) return ' ';
    return this.screen.ascii ? '.' : String.fromCharCode(0x2800 + dots);
  }
}

/** The mark of a series, for legends. */
export function markOf(series: number, screen: Screen): string {
  return (screen.ascii ? ASCII_MARKS : MARKS)[series % MARKS.length];
}
