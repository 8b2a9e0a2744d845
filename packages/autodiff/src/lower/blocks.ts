// Views that repeat a block of short rows, such as one number for each group of channels at all places of an image.
import { joinAxes, type View } from './access.ts';

type Axes = View['axes'];

/** Rows up to this length are moved one element at a time, or nearly. */
const SHORT = 8;
/** How often a block must be repeated for its copy to pay. */
const OFTEN = 4;

/** The block once, row by row, and the view that reads it in place of the source. */
export interface Block {
  readonly axes: Axes;
  readonly size: number;
  readonly seen: Axes;
}

const sizeOf = (axes: Axes): number => axes.reduce((all, { size }) => all * size, 1);

/** The block that a view repeats, where its rows are short; undefined for all others. */
export function blockOf(view: View): Block | undefined {
  const axes = joinAxes(view.axes);
  const inner = axes.length - 1;
  if (inner < 1 || axes[inner].size > SHORT) return undefined;
  const repeated = axes.findLastIndex(({ stride }, i) => i < inner && stride === 0);
  if (repeated < 0 || axes[repeated].size < OFTEN) return undefined;
  const rest = axes.filter((_, i) => i !== repeated);
  const seen = axes.map(({ size }, i) => ({
    size,
    stride: i === repeated ? 0 : sizeOf(axes.slice(i + 1).filter((_, j) => i + 1 + j !== repeated)),
  }));
  return { axes: rest, size: sizeOf(rest), seen };
}
