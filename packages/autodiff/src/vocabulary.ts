// The functions that distributions over tensors are written in. Every tensor brings them along: who meets one need not
// import what makes them, so distributions of numbers come without the tracer.
import type * as functions from './functions/index.ts';
import {
  add,
  argmax,
  bernoulliLogitLogProb,
  bernoulliLogProb,
  cast,
  categoricalLogitLogProb,
  clip,
  div,
  equal,
  exp,
  expand,
  expandAxes,
  expm1,
  exponentialLogProb,
  less,
  lessEqual,
  log,
  log1p,
  logSoftmax,
  maximum,
  mul,
  neg,
  normalCdf,
  normalLogProb,
  normalQuantile,
  reshape,
  sigmoid,
  softplus,
  square,
  stopGradient,
  sub,
  sum,
  uniformLogProb,
  where,
} from './functions/index.ts';
import { broadcast } from './shape.ts';

/** Functions over tensors, by name. */
export type Vocabulary = Pick<
  typeof functions,
  | 'add'
  | 'argmax'
  | 'bernoulliLogProb'
  | 'bernoulliLogitLogProb'
  | 'cast'
  | 'categoricalLogitLogProb'
  | 'clip'
  | 'div'
  | 'equal'
  | 'exp'
  | 'expand'
  | 'expandAxes'
  | 'expm1'
  | 'exponentialLogProb'
  | 'less'
  | 'lessEqual'
  | 'log'
  | 'log1p'
  | 'logSoftmax'
  | 'maximum'
  | 'mul'
  | 'neg'
  | 'normalCdf'
  | 'normalLogProb'
  | 'normalQuantile'
  | 'reshape'
  | 'sigmoid'
  | 'softplus'
  | 'square'
  | 'stopGradient'
  | 'sub'
  | 'sum'
  | 'uniformLogProb'
  | 'where'
> & { readonly broadcast: typeof broadcast };

let made: Vocabulary | undefined;

/** The functions, put together at the first call: the modules that they come from import tensors. */
export function vocabulary(): Vocabulary {
  made ??= {
    add,
    argmax,
    bernoulliLogProb,
    bernoulliLogitLogProb,
    broadcast,
    cast,
    categoricalLogitLogProb,
    clip,
    div,
    equal,
    exp,
    expand,
    expandAxes,
    expm1,
    exponentialLogProb,
    less,
    lessEqual,
    log,
    log1p,
    logSoftmax,
    maximum,
    mul,
    neg,
    normalCdf,
    normalLogProb,
    normalQuantile,
    reshape,
    sigmoid,
    softplus,
    square,
    stopGradient,
    sub,
    sum,
    uniformLogProb,
    where,
  };
  return made;
}
