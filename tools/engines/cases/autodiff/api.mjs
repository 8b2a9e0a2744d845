// What the cases of programs share: running with a note of what was used, derivatives, data, results as lists.
import * as autodiff from '@stokast/autodiff';
import * as opcodes from '@stokast/core-wasm/opcodes';
import { doubles, units } from '../core-wasm/machine.mjs';
import { noting } from '../public.mjs';

const { api, missing: functions } = noting(autodiff);

export { api };

/** Numbers of both signs around 1, and numbers in (0, 1). */
export const around = (n, seed) => doubles(n, seed, 3);
export { units };
/** Numbers for tensors of these shapes. */
export const dataFor = (shapes, seed) =>
  shapes.map((shape, i) =>
    around(
      shape.reduce((all, size) => all * size, 1),
      seed + i,
    ),
  );

/** Numbers and texts in a nesting, as a list that can be hashed. */
export function parts(value) {
  if (typeof value !== 'object' || ArrayBuffer.isView(value)) return [value];
  return Object.values(value).flatMap(parts);
}

/** Names of instructions as `explain` prints them, of all that there are: arithmetic has a form for singles. */
const instructions = Object.entries(opcodes)
  .filter(([name]) => !/_OF$|^DRAW_|^(SINGLE|END|NEXT)$/.test(name))
  .flatMap(([name, opcode]) => {
    const plain = name.toLowerCase().replaceAll('_', ' ');
    return opcode >= opcodes.ADD && opcode <= opcodes.SQUARE ? [plain, `${plain}32`] : [plain];
  });
const seen = new Set();

/** Notes the instructions of a program. */
function note(program) {
  const [, code] = program.explain().split('\n\n');
  for (const line of code.split('\n')) seen.add(line.trim().split(/ {2,}/)[0]);
}

/** Functions that no case has called, and instructions that no program had. */
export const missing = () => [...functions(), ...instructions.filter((name) => !seen.has(name))];

/** Compiles a function and runs it. */
export function run(fn, specs, ...values) {
  const program = api.compile(fn, specs);
  note(program);
  return parts(program(...values));
}

/** `run`, and once more, the same program by way of JSON. */
export function runTwice(fn, specs, ...values) {
  const program = api.compile(fn, specs);
  const again = api.fromJSON(JSON.parse(JSON.stringify(program)));
  return [...run(fn, specs, ...values), ...parts(again(...values))];
}

/** A tensor as one number: its elements weighed, so that none has the derivative of another. */
export const weighed = (x) => {
  const flat = api.reshape(x, [-1]);
  return api.sum(api.mul(flat, around(flat.shape[0], 77)));
};

const types = ['f64', 'f32'];

/**
 * What a function of tensors gives, and its derivatives in all of them, for doubles and singles; with `second`, second
 * derivatives as well.
 */
export function derived(fn, shapes, values, { second = false } = {}) {
  const first = api.grad((list) => weighed(fn(...list)));
  const total = (list) =>
    first(list)
      .map(weighed)
      .reduce((a, b) => a.add(b));
  const all = (list) => [fn(...list), first(list), second ? api.grad(total)(list) : []];
  return types.flatMap((dtype) => {
    const specs = [shapes.map((shape) => ({ shape, dtype }))];
    return (dtype === 'f64' ? runTwice : run)(all, specs, values);
  });
}

/** The same without derivatives. */
export const plain = (fn, shapes, values) =>
  types.flatMap((dtype) =>
    run(
      fn,
      shapes.map((shape) => ({ shape, dtype })),
      ...values,
    ),
  );
