// The table of operations.
import { elementwise } from './elementwise.ts';
import { image } from './image.ts';
import { leaves } from './leaves.ts';
import { linear } from './linear.ts';
import { linearScans } from './linear-scan.ts';
import { movement } from './movement.ts';
import type { Operation } from './operation.ts';
import { reductions } from './reductions.ts';
import { scans } from './scan.ts';

/** Name -> operation. */
export const operations: Readonly<Record<string, Operation>> = {
  ...leaves,
  ...elementwise,
  ...movement,
  ...reductions,
  ...linearScans,
  ...scans,
  ...linear,
  ...image,
};
