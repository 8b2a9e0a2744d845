import { describe, expect, test } from 'vitest';
import {
  CHANGE_SMALL,
  EVALUATIONS_SPENT,
  GOING_ON,
  GRADIENT_SMALL,
  SEARCH_FAILED,
  START_NOT_FINITE,
} from '../../../src/kernels/optimise/state';
import type { Machine } from '../../../src/machine';
import { backends, eachBackend } from '../../backends';
import { type Objective, place } from './objective';
import { problems } from './problems';

interface Options {
  memory?: number;
  gradientTolerance?: number;
  changeTolerance?: number;
  most?: number;
  steps?: number;
  /** Called between iterations. */
  between?: (state: number, bytes: number, iteration: number) => void;
}

interface Outcome {
  status: number;
  point: number[];
  value: number;
  largest: number;
  iterations: number;
  evaluations: number;
  /** Value after the start and each iteration. */
  trace: number[];
}

function minimise(machine: Machine, objective: Objective, start: number[], options: Options = {}): Outcome {
  const { memory = 10, gradientTolerance = 1e-10, changeTolerance = 0, most = 5000, steps = 5000 } = options;
  const n = start.length;
  const { kernels } = machine;
  const placed = place(machine, objective, n);
  const bytes = kernels.lbfgsBytes(n, memory);
  const state = machine.reserve(bytes + 64);
  machine.u8.fill(0xa5, state, state + bytes + 64);
  machine.f64.set(start, placed.q / 8);
  const { program, q, value, gradient } = placed;
  let status = kernels.lbfgsStart(
    state,
    program,
    q,
    value,
    gradient,
    n,
    memory,
    gradientTolerance,
    changeTolerance,
    most,
  );
  const trace = [machine.f64[state / 8 + 8]];
  for (let i = 0; i < steps && status === GOING_ON; i++) {
    options.between?.(state, bytes, i);
    status = kernels.lbfgsStep(state);
    trace.push(machine.f64[state / 8 + 8]);
  }
  for (let i = 0; i < 64; i++) expect(machine.u8[state + bytes + i]).toBe(0xa5);
  const result = {
    status,
    point: [...machine.f64.subarray(state / 8 + 24, state / 8 + 24 + n)],
    value: machine.f64[state / 8 + 8],
    largest: machine.f64[state / 8 + 9],
    iterations: machine.i32[state / 4 + 8],
    evaluations: machine.i32[state / 4 + 9],
    trace,
  };
  // The program's parameters are those of the result.
  expect([...machine.f64.subarray(q / 8, q / 8 + n)]).toEqual(result.point);
  machine.release(state);
  placed.release();
  return result;
}

/** On all backends, which must agree in every bit. */
function everywhere(objective: Objective, start: number[], options: Options = {}): Outcome {
  const [first, ...others] = eachBackend.map(([, machine]) => minimise(machine, objective, start, options));
  for (const other of others) expect(other).toEqual(first);
  return first;
}

const bowl: Objective = (t, x) => t.sum(x.map((each) => t.square(each)));
const rosenbrock = problems[0];

describe('L-BFGS', () => {
  test.each(problems)('$name', ({ objective, start, minima }) => {
    const { status, value, trace } = everywhere(objective, start);
    expect([GRADIENT_SMALL, CHANGE_SMALL, SEARCH_FAILED]).toContain(status);
    const nearest = minima.find((each) => Math.abs(value - each) <= 1e-7 * Math.max(1e-4, Math.abs(each)));
    expect(nearest, `${value} after ${trace.length - 1} iterations`).toBeDefined();
    // Never uphill by more than the values' rounding.
    for (let i = 1; i < trace.length; i++)
      expect(trace[i]).toBeLessThanOrEqual(trace[i - 1] + 1e-12 * Math.abs(trace[i - 1]));
  });

  test('takes about as many evaluations as other implementations', () => {
    // SciPy 1.x L-BFGS-B (line search of Moré and Thuente too), 10 pairs, the same tolerance.
    for (const [name, most] of [
      ['1 Rosenbrock', 45],
      ['4 Brown badly scaled', 27],
      ['21 Rosenbrock, extended, 20 parameters', 49],
    ] as const) {
      const { objective, start } = problems.find((problem) => problem.name === name)!;
      expect(everywhere(objective, start, { gradientTolerance: 1e-5 }).evaluations).toBeLessThanOrEqual(most);
    }
  });

  test('finds the minimum of a bowl in two iterations, and from very far', () => {
    const near = everywhere(bowl, [0.25, -0.5]);
    expect([near.status, near.iterations]).toEqual([GRADIENT_SMALL, 2]);
    const far = everywhere(bowl, [3e8, -1e-8, 7]);
    expect(far.status).toBe(GRADIENT_SMALL);
    expect(Math.max(...far.point.map(Math.abs))).toBeLessThan(1e-9);
  });

  test('is there at once where the gradient is small already', () => {
    const { status, iterations, evaluations } = everywhere(bowl, [0, 1e-12]);
    expect([status, iterations, evaluations]).toEqual([GRADIENT_SMALL, 0, 1]);
  });

  test.each([1, 2, 3, 20])('with %i pairs', (memory) => {
    const { value } = everywhere(rosenbrock.objective, rosenbrock.start, { memory });
    expect(value).toBeLessThan(1e-18);
  });

  test('one parameter, and exactly as many as fill blocks of 128', () => {
    expect(everywhere((t, [x]) => t.sub(t.exp(x), t.mul(2, x)), [3]).point[0]).toBeCloseTo(Math.log(2), 10);
    for (const n of [127, 128, 129, 257]) {
      const { status } = everywhere(
        bowl,
        Array.from({ length: n }, (_, i) => 1 + (i % 7)),
      );
      expect(status).toBe(GRADIENT_SMALL);
    }
  });

  test('ends when the value hardly changes, if asked to', () => {
    const { objective, start } = problems.find(({ name }) => name.startsWith('16'))!;
    const loose = everywhere(objective, start, { changeTolerance: 1e-6, gradientTolerance: 0 });
    const tight = everywhere(objective, start, { changeTolerance: 1e-14, gradientTolerance: 0 });
    expect([loose.status, tight.status]).toEqual([CHANGE_SMALL, CHANGE_SMALL]);
    expect(loose.iterations).toBeLessThan(tight.iterations);
    expect(tight.value).toBeCloseTo(85822.2016263563, 8);
  });
});

describe('L-BFGS meets', () => {
  // sqrt and log of what may become negative, by the log's NaN; 1 / 0 by division.
  const barrier: Objective = (t, [x]) => t.sub(x, t.mul(0.001, t.log(x)));

  test('a wall of NaN, of Infinity: steps become shorter', () => {
    const { status, point } = everywhere(barrier, [5]);
    expect([GRADIENT_SMALL, CHANGE_SMALL]).toContain(status);
    expect(point[0]).toBeCloseTo(0.001, 8);
    // exp overflows from 710 on: the start's slope sends the first long step far beyond.
    const steep = everywhere((t, [x]) => t.sub(t.exp(x), t.mul(1e6, x)), [-2000]);
    expect(steep.point[0]).toBeCloseTo(Math.log(1e6), 8);
  });

  test('a minimum that hugs the wall', () => {
    const wall: Objective = (t, [x, y]) =>
      t.add(t.mul(-1e-6, t.log(t.sub(1, t.add(t.square(x), t.square(y))))), t.mul(-1, t.add(x, y)));
    const { point, value } = everywhere(wall, [0, 0]);
    expect(point[0]).toBeCloseTo(Math.SQRT1_2, 5);
    expect(Number.isFinite(value)).toBe(true);
  });

  test('a start that is not finite', () => {
    expect(everywhere(barrier, [-1]).status).toBe(START_NOT_FINITE);
    expect(everywhere(barrier, [0]).status).toBe(START_NOT_FINITE);
    expect(everywhere(bowl, [NaN]).status).toBe(START_NOT_FINITE);
    expect(everywhere(bowl, [1e200, 1]).status).toBe(START_NOT_FINITE);
    // The value is finite, its gradient is not.
    const cusp: Objective = (t, [x]) => t.mul(0, t.log(t.add(x, 1)));
    expect(everywhere(cusp, [-1]).status).toBe(START_NOT_FINITE);
  });

  test('a value that falls for ever', () => {
    const { status, value } = everywhere((t, [x]) => t.mul(-3, x), [1], { most: 500 });
    expect([SEARCH_FAILED, EVALUATIONS_SPENT]).toContain(status);
    expect(value).toBeLessThan(-1e6);
  });

  test('a plain', () => {
    expect(everywhere((t, [x]) => t.mul(0, x), [1]).status).toBe(GRADIENT_SMALL);
  });

  test('a gradient that lies: it stays where it was', () => {
    // The value is x, the gradient that of x^2: from -2 on it says that the value falls to the right.
    const outcomes = eachBackend.map(([, machine]) => {
      const { program, q, gradient, release } = place(machine, (t, [x]) => t.square(x), 1);
      const state = machine.reserve(machine.kernels.lbfgsBytes(1, 5));
      machine.f64[q / 8] = -2;
      machine.kernels.lbfgsStart(state, program, q, q, gradient, 1, 5, 1e-9, 0, 1000);
      const status = machine.kernels.lbfgsStep(state);
      const outcome = [status, machine.f64[q / 8], machine.f64[state / 8 + 8], machine.i32[state / 4 + 9]];
      machine.release(state);
      release();
      return outcome;
    });
    expect(outcomes[0].slice(0, 3)).toEqual([SEARCH_FAILED, -2, -2]);
    expect(outcomes[0][3]).toBeLessThan(100);
    for (const other of outcomes) expect(other).toEqual(outcomes[0]);
  });

  test('a kink, where no gradient is small', () => {
    // |x| + 0.1 as sqrt(x^2), by exp(log(x^2) / 2): NaN at 0 itself.
    const kink: Objective = (t, [x]) => t.add(0.1, t.exp(t.mul(0.5, t.log(t.square(x)))));
    const { value, status } = everywhere(kink, [1.7]);
    expect(status).not.toBe(GOING_ON);
    expect(value).toBeLessThan(0.1 + 1e-6);
  });

  test('as many evaluations as allowed, and goes on when there are more', () => {
    const { objective, start } = rosenbrock;
    const whole = everywhere(objective, start);
    for (const most of [1, 2, 7, 13, 20]) {
      const cut = everywhere(objective, start, { most });
      expect(cut.status).toBe(EVALUATIONS_SPENT);
      expect(cut.evaluations).toBe(most);
      expect(cut.trace.slice(0, cut.iterations + 1)).toEqual(whole.trace.slice(0, cut.iterations + 1));
    }
    const machine = backends.simd;
    const placed = place(machine, objective, 2);
    const state = machine.reserve(machine.kernels.lbfgsBytes(2, 10));
    machine.f64.set(start, placed.q / 8);
    const { program, q, value, gradient } = placed;
    let status = machine.kernels.lbfgsStart(state, program, q, value, gradient, 2, 10, 1e-10, 0, 1);
    for (let most = 1; status === GOING_ON || status === EVALUATIONS_SPENT; most += 40) {
      machine.i32[state / 4 + 10] = most; // a search that was cut short starts anew
      machine.i32[state / 4 + 11] = GOING_ON;
      status = machine.kernels.lbfgsStep(state);
    }
    expect(machine.f64[state / 8 + 8]).toBe(whole.value);
    expect(machine.kernels.lbfgsStep(state)).toBe(status);
    machine.release(state);
    placed.release();
  });
});

test('a state copied out resumes bit for bit, in another place, machine and program', () => {
  const { objective, start } = problems.find(({ name }) => name.startsWith('14'))!;
  const copies: Uint8Array[] = [];
  const whole = minimise(backends.simd, objective, start, {
    between: (state, bytes) => copies.push(backends.simd.u8.slice(state, state + bytes)),
  });
  for (const at of [0, 1, 9, 10, 11, 30, copies.length - 1]) {
    for (const [, machine] of eachBackend) {
      const gap = machine.reserve(64 * (at + 1));
      const placed = place(machine, objective, 4);
      const state = machine.reserve(copies[at].length);
      machine.u8.set(copies[at], state);
      machine.i32.set([placed.program, placed.q, placed.value, placed.gradient], state / 4);
      const trace = [machine.f64[state / 8 + 8]];
      while (machine.kernels.lbfgsStep(state) === GOING_ON) trace.push(machine.f64[state / 8 + 8]);
      trace.push(machine.f64[state / 8 + 8]);
      expect(trace).toEqual(whole.trace.slice(at));
      for (const address of [gap, state]) machine.release(address);
      placed.release();
    }
  }
});
