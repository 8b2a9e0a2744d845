// A search for a minimum, as `minimize` drives it.

/**
 * Why a search ended: `gradient`, no component of the gradient is larger than `tolerance`; `change`, the last step
 * lowered the value by no more than `changeTolerance` of it; `line search`, no step along the steepest descent lowers
 * the value; `steps`, as many steps as asked for.
 */
export type Reason = 'gradient' | 'change' | 'line search' | 'steps';

/** Where a search stands. */
export interface Progress {
  /** Steps done, those before a checkpoint included. */
  readonly iterations: number;
  /** Evaluations of the loss with its gradient that they took. */
  readonly evaluations: number;
  readonly value: number;
  /** Largest magnitude of a component of the gradient. */
  readonly gradientNorm: number;
}

/** A search: it starts when it is made, and holds its state. */
export interface Search {
  readonly iterations: number;
  readonly progress: Progress;
  /** Does up to `count` steps; says why when it ended. */
  advance(count: number): Reason | undefined;
  /** The parameters' numbers, one array for each. */
  parameters(): readonly (Float64Array | Float32Array)[];
  /** What makes plain data of a copy of all that it needs to go on. */
  save(): () => unknown;
  /** Gives its memory back. */
  close(): void;
}
