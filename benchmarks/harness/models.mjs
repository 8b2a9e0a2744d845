// Rows of a statistical model: log density and its gradient, by ours and by a hand-written loop, which must agree.
import { compile, valueAndGrad } from '@stokast/autodiff';
import { inside } from './inside.mjs';
import { ours, oursNewer, WASM } from './ours.mjs';

/** What runs where it is an optimiser's: inside the core. */
export const INSIDE = `${WASM}, inside the core`;
export const CALLED = `${WASM}, called from JavaScript`;
export const LOOP = 'a loop in JavaScript';
export const CALLED_NEWER = `${WASM}, newer Node, called from JavaScript`;

/** Throws unless two lists of numbers agree to 10^-9 of the largest. */
export function agree(got, expected) {
  const scale = expected.reduce((most, each) => Math.max(most, Math.abs(each)), 0);
  expected.forEach((each, i) => {
    if (!(Math.abs(got[i] - each) <= 1e-9 * scale))
      throw new Error(`number ${i} of ${expected.length} is ${got[i]}, by the loop in JavaScript ${each}`);
  });
}

const flat = (tree) =>
  typeof tree === 'number' ? [tree] : Object.values(tree).flatMap((each) => [...flat(each)]);

/** Shapes of parameters from their values. */
export const shapesOf = (at) =>
  Object.fromEntries(
    Object.entries(at).map(([name, value]) => [name, typeof value === 'number' ? [] : [value.length]]),
  );

/**
 * Rows of one model. `density` is traced over the parameters at `at` (numbers and arrays by name); `plain()` gives
 * the loop `(q, gradient) => value` over the same numbers in one array. `elements` of the data a run goes through,
 * `runs` runs a call, where they are inside the core.
 */
export function modelRows({ density, at, plain, elements = 1, runs = 100 }) {
  const shapes = shapesOf(at);
  const q = Float64Array.from(flat(at));
  const program = () => {
    const made = compile(valueAndGrad(density), [shapes]);
    const { value, gradient } = made(at);
    const expected = new Float64Array(q.length);
    agree([value], [plain()(q, expected)]);
    agree(flat(gradient), [...expected]);
    return made;
  };
  const called = () => {
    const made = program();
    return () => made(at);
  };
  const within = () => {
    const run = inside(program(), at);
    return () => run(runs);
  };
  const many = (row) => ({ ...row, elements: elements * runs });
  return [
    ...ours(within, 'inside the core').map(many),
    ...ours(called, 'called from JavaScript'),
    many(oursNewer(within, 'inside the core')),
    oursNewer(called, 'called from JavaScript'),
    {
      name: LOOP,
      setup: () => {
        const loop = plain();
        const gradient = new Float64Array(q.length);
        return () => loop(q, gradient);
      },
    },
  ];
}
