// The table of operations.
import { arithmetic } from './arithmetic.ts';
import { cholesky } from './cholesky.ts';
import { density } from './density.ts';
import { image } from './image.ts';
import { indexing } from './indexing.ts';
import { leaves } from './leaves.ts';
import { linear } from './linear.ts';
import { linearScans } from './linear-scan.ts';
import { movement } from './movement.ts';
import type { Operation } from './operation.ts';
import { random } from './random.ts';
import { reductions } from './reductions.ts';
import { scans } from './scan.ts';
import { transcendental } from './transcendental.ts';

/** Name -> operation. */
export const operations: Readonly<Record<string, Operation>> = {
  ...leaves,
  ...arithmetic,
  ...transcendental,
  ...movement,
  ...indexing,
  ...density,
  ...reductions,
  ...linearScans,
  ...scans,
  ...linear,
  ...cholesky,
  ...image,
  ...random,
};
