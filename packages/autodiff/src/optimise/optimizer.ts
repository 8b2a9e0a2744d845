// What an optimiser is: a pure function over traced tensors, so that a step of it is part of a program.
import { typeFault } from '@stokast/core-wasm/errors';
import { add } from '../functions/index.ts';
import { type Tree, tensorLeaf } from '../spec.ts';
import type { Tensor } from '../tensor.ts';
import { flatten, leavesLike, type Nesting, rebuild } from '../tree.ts';

/** What an optimiser keeps from one step to the next: named tensors, none for some. */
export type OptimizerState = { readonly [name: string]: Tree };

/**
 * Turns gradients into updates, which are added to the parameters. Made by `sgd`, `adam` and `adamW`; `clipByNorm`
 * and `clipByValue` are some that only change the gradient, for `chain`.
 */
export interface Optimizer {
  /** The state before the first step, of parameters in any nesting. */
  init(parameters: Tree): OptimizerState;
  /** The updates, in the parameters' nesting, and the next state. */
  update(gradient: Tree, state: OptimizerState, parameters: Tree): readonly [Tree, OptimizerState];
}

const WHAT = 'Cannot apply an optimizer';

const leavesOf = (name: string, tree: unknown): Nesting & { leaves: readonly Tensor[] } =>
  flatten(WHAT, name, tree, tensorLeaf, 'a tensor, or objects and arrays of tensors');

/** A nesting with what `f` makes of the leaves of one, or of several of the same form. */
export function mapTensors(f: (...leaves: readonly Tensor[]) => Tensor, ...trees: readonly unknown[]): Tree {
  const [first, ...others] = trees.map((tree) => leavesOf('parameters', tree));
  const lists = others.map((other, i) => {
    const leaves = leavesLike(first, other);
    if (!leaves) throw typeFault(WHAT, 'parameters', trees[i + 1], 'of one form with the rest');
    return leaves;
  });
  return rebuild(first.structure, (i) => f(first.leaves[i], ...lists.map((leaves) => leaves[i]))) as Tree;
}

/** All tensors of a nesting, in order. */
export const tensorsIn = (tree: unknown): readonly Tensor[] => leavesOf('gradient', tree).leaves;

/**
 * Parameters with updates added to them.
 *
 * ```ts
 * import { applyUpdates, compile } from '@stokast/autodiff';
 * const moved = compile((p, u) => applyUpdates(p, u), [{ mu: [] }, { mu: [] }]);
 * moved({ mu: 1 }, { mu: 0.5 }) //=> { mu: 1.5 }
 * ```
 */
export const applyUpdates = <P extends object>(parameters: P, updates: object): P =>
  mapTensors((p, u) => add(p, u) as Tensor, parameters, updates) as P;

/**
 * Optimisers one after another: each takes what the one before it made of the gradient.
 *
 * ```ts
 * import { adam, chain, clipByNorm, minimize } from '@stokast/autodiff';
 * const careful = chain(clipByNorm(1), adam({ learningRate: 0.1 }));
 * const { parameters } = minimize((x) => x.sub(3).square(), 100, { optimizer: careful, steps: 3000 });
 * parameters.toFixed(6) //=> '3.000000'
 * ```
 */
export function chain(...parts: readonly Optimizer[]): Optimizer {
  return {
    init: (parameters) => Object.fromEntries(parts.map((part, i) => [i, part.init(parameters)])),
    update: (gradient, state, parameters) => {
      const next: Record<string, OptimizerState> = {};
      let updates = gradient;
      for (const [i, part] of parts.entries()) {
        [updates, next[i]] = part.update(updates, state[i] as OptimizerState, parameters);
      }
      return [updates, next];
    },
  };
}
