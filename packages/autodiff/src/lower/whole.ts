// Operations that are an instruction of their own, over whole arrays at fixed addresses.
import type { Tensor } from '../tensor.ts';
import { cholesky } from './cholesky.ts';
import type { Emitter } from './emitter.ts';
import { image } from './image.ts';
import { linear } from './linear.ts';
import { linearScan } from './linear-scan.ts';
import { movement } from './movement.ts';
import { random } from './random.ts';
import { reductions } from './reductions.ts';
import { pick, scan } from './scan.ts';

/** How an operation becomes instructions. */
export interface Whole {
  /** The nodes whose elements must be in memory. */
  reads(node: Tensor): readonly Tensor[];
  emit(node: Tensor, out: Emitter): void;
}

/** Operation -> how it is lowered. */
export const whole: Readonly<Record<string, Whole>> = {
  ...reductions,
  ...movement,
  ...linear,
  ...cholesky,
  linearScan,
  scan,
  pick,
  ...image,
  ...random,
};
