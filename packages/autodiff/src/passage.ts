// How values pass into a program's memory and out of it, without a detour: for calls that take less than a microsecond.
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';
import { SHORT, writeAll } from './arguments.ts';
import type { Executable, Numbers } from './executable.ts';
import { type Nesting, reach, type Structure } from './tree.ts';

/** A nesting as lists: what each part is called, and what it is, a leaf's number or a nesting again. */
interface Branch {
  readonly list: boolean;
  readonly keys: readonly (string | number)[];
  readonly parts: readonly (number | Branch)[];
}

function branchOf(structure: Structure): number | Branch {
  if (typeof structure === 'number') return structure;
  const list = Array.isArray(structure);
  return {
    list,
    keys: list ? structure.map((_, i) => i) : Object.keys(structure),
    parts: Object.values(structure).map(branchOf),
  };
}

/** Copies elements, as many as `to` has; a loop is faster than the engine's own copy where they are few. */
function copyTo(to: Numbers, from: Numbers): Numbers {
  const { length } = to;
  if (length > SHORT) to.set(from);
  else for (let i = 0; i < length; i++) to[i] = from[i];
  return to;
}

/** Writes an array where it is of the usual kind and fits. */
function put(view: Numbers, value: unknown): boolean {
  const { length } = view;
  if (value instanceof Float64Array || value instanceof Float32Array) {
    if (value.length !== length) return false;
    copyTo(view, value);
    return true;
  }
  if (!Array.isArray(value) || value.length !== length) return false;
  for (let i = 0; i < length; i++) {
    const each: unknown = value[i];
    if (typeof each !== 'number') return false;
    view[i] = each;
  }
  return true;
}

/** Writes all parts of a nesting; false where one is not what it should be. */
function putAll(
  { keys, parts }: Branch,
  value: unknown,
  views: readonly Numbers[],
  ones: readonly boolean[],
  first: number,
): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    const each = (value as Record<string | number, unknown>)[keys[i]];
    if (typeof part !== 'number') {
      if (!putAll(part, each, views, ones, first)) return false;
    } else if (ones[first + part]) {
      if (typeof each !== 'number') return false;
      views[first + part][0] = each;
    } else if (!put(views[first + part], each)) return false;
  }
  return true;
}

const copyOf = (view: Numbers): Numbers =>
  view instanceof Float64Array ? new Float64Array(view) : new Float32Array(view);

function taken(
  form: number | Branch,
  views: readonly Numbers[],
  ones: readonly boolean[],
  first: number,
): unknown {
  if (typeof form === 'number')
    return ones[first + form] ? views[first + form][0] : copyOf(views[first + form]);
  const { list, keys, parts } = form;
  const made: Record<string | number, unknown> = list ? ([] as never) : {};
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    made[keys[i]] =
      typeof part === 'number' && ones[first + part]
        ? views[first + part][0]
        : taken(part, views, ones, first);
  }
  return made;
}

const isLike = (view: Numbers, value: unknown): value is Numbers =>
  view instanceof Float64Array ? value instanceof Float64Array : value instanceof Float32Array;

/** Writes results over an earlier one; false where that has not their form. */
function fill(
  form: number | Branch,
  views: readonly Numbers[],
  ones: readonly boolean[],
  earlier: unknown,
): boolean {
  if (typeof form === 'number') {
    const view = views[form];
    if (!isLike(view, earlier) || earlier.length !== view.length) return false;
    copyTo(earlier, view);
    return true;
  }
  if (typeof earlier !== 'object' || earlier === null) return false;
  const { keys, parts } = form;
  const into = earlier as Record<string | number, unknown>;
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i];
    if (typeof part === 'number' && ones[part]) into[keys[i]] = views[part][0];
    else if (!fill(part, views, ones, into[keys[i]])) return false;
  }
  return true;
}

/** What is wrong with an earlier result. */
function misfit(
  what: string,
  nesting: Nesting,
  views: readonly Numbers[],
  ones: readonly boolean[],
  earlier: unknown,
): TypeError | RangeError {
  const at = views.findIndex((view, i) => {
    const value = reach(what, nesting, i, earlier);
    return !ones[i] && !(isLike(view, value) && value.length === view.length);
  });
  const [view, path] = [views[at], nesting.paths[at]];
  const value = reach(what, nesting, at, earlier);
  if (!isLike(view, value)) return typeFault(what, path, value, `a ${view.constructor.name}`);
  return rangeFault(what, `${path}.length`, value.length, `${view.length}`, 'STOKAST_E_LENGTH');
}

/** The way in or out for values of one form. */
export class Passage {
  readonly nesting: Nesting;
  private readonly form: number | Branch;

  constructor(nesting: Nesting) {
    this.nesting = nesting;
    this.form = branchOf(nesting.structure);
  }

  /** Writes arguments, for `times` runs, to the places from `first` on: checked as by `writeAll`, which says what is wrong. */
  write(what: string, values: unknown, executable: Executable, first = 0, times = 1): void {
    const { form } = this;
    const { inputs, oneIn, streams } = executable;
    const done =
      !streams &&
      (typeof form === 'number'
        ? !oneIn[first + form] && put(inputs[first + form], values)
        : putAll(form, values, inputs, oneIn, first));
    if (!done) writeAll(what, this.nesting, values, executable, first, times);
  }

  /** What a run gave, from the result numbered `first` on: numbers, and arrays of their own. */
  read({ outputs, oneOut }: Executable, first = 0): unknown {
    return taken(this.form, outputs, oneOut, first);
  }

  /** The same, written over an earlier result: numbers are replaced where they stand, arrays filled. */
  readInto(what: string, { outputs, oneOut }: Executable, earlier: unknown): unknown {
    const { form, nesting } = this;
    if (typeof form === 'number' && oneOut[form]) return outputs[form][0];
    if (!fill(form, outputs, oneOut, earlier)) throw misfit(what, nesting, outputs, oneOut, earlier);
    return earlier;
  }
}
