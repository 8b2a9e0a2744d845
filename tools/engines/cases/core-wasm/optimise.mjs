// L-BFGS over programs: a bowl of many parameters and Rosenbrock's valley. Opcodes: kernels/program/opcodes.ts.
import { on, units } from './machine.mjs';

const [LOOP, NEXT, END, SUB_ONE, MUL_ONE, ADD_ONE, MUL, DOT, FINISH] = [1, 2, 0, 9, 10, 8, 18, 65, 68];

/** Point, value and counts after each step, until it ends or has done `most` steps. */
function descend(k, { room, f64, i32 }, { program, q, value, gradient }, n, most) {
  const state = room(k.lbfgsBytes(n, 5));
  let status = k.lbfgsStart(state, program, q, value, gradient, n, 5, 1e-9, 0, 1000);
  const seen = [f64(q, n), f64(value, 1)];
  for (let i = 0; i < most && status === 0; i++) {
    status = k.lbfgsStep(state);
    seen.push(f64(q, n), f64(value, 1), i32(state + 32, 4));
  }
  return seen;
}

/** Sum of w x^2 and its gradient. */
function bowl(tools, n) {
  const [w, half] = [tools.put(units(n, 5).map((x) => 0.1 + 20 * x)), tools.put(Float64Array.of(0.5))];
  const q = tools.put(units(n, 6));
  const [value, gradient, partials] = [tools.room(8), tools.room(8 * n), tools.room(8 * n)];
  const program = tools.put(
    Int32Array.of(
      ...[LOOP, n, 128, 3, MUL, gradient + 1, w + 1, q + 1, DOT, partials, gradient + 1, q + 1, NEXT],
      ...[FINISH, value, partials, Math.ceil(n / 128), MUL_ONE, value, value, half, END],
    ),
  );
  return { program, q, value, gradient };
}

/** 100 (y - x^2)^2 + (x - 1)^2 and its gradient, one number at a time. */
function valley(tools) {
  const q = tools.put(Float64Array.of(-1.2, 1));
  const gradient = tools.room(16);
  const number = (x) => tools.put(Float64Array.of(x));
  const [r, s, value, t] = [0, 0, 0, 0].map(() => tools.room(8));
  const [one, two, hundred, minus] = [1, 2, 100, -400].map(number);
  const program = tools.put(
    Int32Array.of(
      // r = y - x^2, s = x - 1
      ...[MUL_ONE, t, q, q, SUB_ONE, r, q + 8, t, SUB_ONE, s, q, one],
      // value = 100 r^2 + s^2
      ...[MUL_ONE, t, r, r, MUL_ONE, value, t, hundred, MUL_ONE, t, s, s, ADD_ONE, value, value, t],
      // -400 r x + 2 s, 200 r
      ...[MUL_ONE, t, r, minus, MUL_ONE, gradient, t, q, MUL_ONE, t, s, two, ADD_ONE, gradient, gradient, t],
      ...[MUL_ONE, t, r, two, MUL_ONE, gradient + 8, t, hundred, END],
    ),
  );
  return { program, q, value, gradient };
}

export const cases = {
  'L-BFGS in a bowl': () => on((k, tools) => descend(k, tools, bowl(tools, 150), 150, 20)),
  'L-BFGS in a valley': () => on((k, tools) => descend(k, tools, valley(tools), 2, 100)),
};
