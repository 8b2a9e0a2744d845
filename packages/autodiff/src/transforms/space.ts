// Parameters by name, each with a shape and a constraint, as one vector of free numbers.

import { checkObject, checkOneOf } from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { add, concat, slice } from '../functions/index.ts';
import type { Shape } from '../shape.ts';
import type { Operand, Tensor } from '../tensor.ts';
import { type Constraint, real } from './constraint.ts';

/** Shapes by name. */
export type Shapes = Readonly<Record<string, Shape>>;
/** Tensors of these shapes, by name. */
export type Parameters<S extends Shapes> = { readonly [K in keyof S]: Tensor<S[K], 'f64'> };

/** Parameters, and what they do to volumes. */
export interface Values<S extends Shapes> {
  readonly parameters: Parameters<S>;
  /** log |d parameters / d free|, one number: added to a log-density of the parameters, it makes one of the free numbers. */
  readonly logJacobian: Tensor<readonly [], 'f64'>;
}

interface Part {
  readonly name: string;
  readonly shape: Shape;
  readonly constraint: Constraint<never, never>;
  readonly offset: number;
  readonly size: number;
}

const WHAT = 'Cannot constrain parameters';

/** The parameters named so far; asking for a later one says what is wrong. */
function earlier(parts: readonly Part[], before: number, known: Readonly<Record<string, Tensor>>): object {
  const scope = { ...known };
  for (const { name } of parts.slice(before)) {
    Object.defineProperty(scope, name, {
      get() {
        throw rangeFault(
          WHAT,
          `constraints.${parts[before].name}`,
          name,
          'made of parameters that come before its own',
        );
      },
    });
  }
  return scope;
}

/** Names, shapes and constraints of parameters, and where each one's free numbers are in the vector of all. */
export class ParameterSpace<S extends Shapes = Shapes> {
  /** How many free numbers. */
  readonly size: number;
  private readonly parts: readonly Part[];

  /** @internal */
  constructor(parts: readonly Part[], size: number) {
    this.parts = parts;
    this.size = size;
  }

  /** The parameters that a vector of free numbers stands for. */
  constrain(free: Tensor, data: unknown): Values<S> {
    const parameters: Record<string, Tensor> = {};
    let logJacobian: Operand = 0;
    for (const [i, { name, shape, constraint, offset, size }] of this.parts.entries()) {
      const scope = earlier(this.parts, i, parameters) as never;
      const made = constraint.constrain(slice(free, [offset, offset + size]), shape, scope, data as never);
      parameters[name] = made.value;
      logJacobian = add(logJacobian, made.logJacobian);
    }
    return { parameters: parameters as Parameters<S>, logJacobian: add(logJacobian, 0) as never };
  }

  /** The vector of free numbers that stands for these parameters; not all finite where one breaks its constraint. */
  unconstrain(
    parameters: { readonly [K in keyof S]: Tensor },
    data: unknown,
  ): Tensor<readonly [number], 'f64'> {
    const pieces = this.parts.map(({ name, constraint }, i) =>
      constraint.unconstrain(parameters[name], earlier(this.parts, i, parameters) as never, data as never),
    );
    return concat(pieces, 0) as never;
  }

  /** Which parameter a free number is part of, by its place in the vector of all. */
  nameAt(index: number): string {
    return (this.parts.findLast(({ offset }) => offset <= index) as Part).name;
  }

  /** What values a parameter may have, as it stands in messages. */
  allowedOf(name: keyof S): string {
    return (this.parts.find((part) => part.name === name) as Part).constraint.allowed;
  }
}

/**
 * The space of parameters with these shapes and constraints (`real` where none is given), in the order of `shapes`.
 *
 * Throws a TypeError for what is no constraint, a RangeError for one without a parameter and where a shape does not fit its constraint.
 *
 * ```ts
 * import { compile, parameterSpace, positive } from '@stokast/autodiff';
 * const space = parameterSpace({ mu: [], sigma: [] }, { sigma: positive });
 * const sigma = compile((free) => space.constrain(free, {}).parameters.sigma, [[space.size]]);
 * sigma([3, 0]) //=> 1
 * ```
 */
export function parameterSpace<const S extends Shapes>(
  shapes: S,
  constraints: { readonly [K in keyof S]?: Constraint<never, never> | undefined } = {},
): ParameterSpace<S> {
  checkObject(WHAT, 'shapes', shapes);
  checkObject(WHAT, 'constraints', constraints);
  const names = Object.keys(shapes);
  for (const name of Object.keys(constraints)) checkOneOf(WHAT, 'constraints', name, names);
  const parts: Part[] = [];
  let offset = 0;
  for (const name of names) {
    const constraint = constraints[name] ?? real;
    if (typeof constraint !== 'object' || typeof constraint.constrain !== 'function')
      throw typeFault(
        WHAT,
        `constraints.${name}`,
        constraint,
        'a constraint, such as positive or interval(0, 1)',
      );
    const size = constraint.free(name, shapes[name]);
    parts.push({ name, shape: shapes[name], constraint, offset, size });
    offset += size;
  }
  return new ParameterSpace(parts, offset);
}
