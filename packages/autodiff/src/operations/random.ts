// Draws from a stream: their input is its place in the program, and they have no derivative.
import type { Kind } from '../functions/random.ts';
import type { DType, Shape } from '../shape.ts';
import type { Operation } from './operation.ts';

/** What a draw is made of. */
export interface Draw {
  readonly kind: Kind;
  /** Words between the stream's position and the first word of the draw. */
  readonly offset: number;
  readonly shape: Shape;
  readonly dtype: DType;
}

export const random: Readonly<Record<string, Operation>> = {
  draw: {
    infer(_, attributes) {
      const { shape, dtype } = attributes as unknown as Draw;
      return { shape, dtype };
    },
  },
};
