// A program as plain data: the graph's nodes in order, each with what it is made from.
import type { Plain } from '../base64.ts';
import type { DType, Shape } from '../shape.ts';
import type { Structure } from '../tree.ts';

/** A node: an argument (its shape), a constant (its values), or an operation on nodes before it. */
export interface NodeData {
  readonly operation: string;
  readonly inputs?: readonly number[];
  readonly attributes?: Readonly<Record<string, unknown>>;
  readonly shape?: Shape;
  readonly dtype?: DType;
  readonly data?: Plain;
  /** Of an argument that is a stream of randomness: the words that a run takes of it. */
  readonly words?: number;
}

/**
 * A program as plain data, which JSON keeps bit for bit. In the forms of arguments and results each leaf is the place of
 * its node in the list; bodies of scans are lists of places too.
 */
export interface ProgramData {
  readonly format: 'stokast-program';
  readonly version: 1;
  readonly nodes: readonly NodeData[];
  readonly arguments: Structure;
  readonly result: Structure;
}

export const FORMAT = 'stokast-program';
export const VERSION = 1;
