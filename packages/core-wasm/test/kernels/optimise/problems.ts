// Problems of Moré, Garbow and Hillstrom, "Testing unconstrained optimization software", ACM Transactions on
// Mathematical Software 7 (1981): numbers, standard starts and minima as there; and quadratic ones of our own.
import type { Node, Objective, Tape } from './objective';

export interface Problem {
  name: string;
  start: number[];
  objective: Objective;
  /** Values of the minima: that of the least first. */
  minima: number[];
}

/** The sum of squares of residuals. */
const squares =
  (residuals: (t: Tape, x: readonly Node[]) => Node[]): Objective =>
  (t, x) =>
    t.sum(residuals(t, x).map((r) => t.square(r)));

const rosenbrock = (t: Tape, a: Node, b: Node): Node[] => [t.mul(10, t.sub(b, t.square(a))), t.sub(1, a)];

const bardY = [0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.1, 4.39];
const gaussianY = [
  0.0009, 0.0044, 0.0175, 0.054, 0.1295, 0.242, 0.3521, 0.3989, 0.3521, 0.242, 0.1295, 0.054, 0.0175, 0.0044,
  0.0009,
];
const kowalikY = [0.1957, 0.1947, 0.1735, 0.16, 0.0844, 0.0627, 0.0456, 0.0342, 0.0323, 0.0235, 0.0246];
const kowalikU = [4, 2, 1, 0.5, 0.25, 0.167, 0.125, 0.1, 0.0833, 0.0714, 0.0625];

export const problems: Problem[] = [
  {
    name: '1 Rosenbrock',
    start: [-1.2, 1],
    minima: [0],
    objective: squares((t, [a, b]) => rosenbrock(t, a, b)),
  },
  {
    name: '2 Freudenstein and Roth',
    start: [0.5, -2],
    minima: [0, 48.98425367924],
    objective: squares((t, [a, b]) => [
      t.sum([t.number(-13), a, t.mul(b, t.sub(t.mul(b, t.sub(5, b)), 2))]),
      t.sum([t.number(-29), a, t.mul(b, t.sub(t.mul(b, t.add(b, 1)), 14))]),
    ]),
  },
  {
    name: '3 Powell badly scaled',
    start: [0, 1],
    minima: [0],
    objective: squares((t, [a, b]) => [
      t.sub(t.mul(1e4, t.mul(a, b)), 1),
      t.sub(t.add(t.exp(t.mul(-1, a)), t.exp(t.mul(-1, b))), 1.0001),
    ]),
  },
  {
    name: '4 Brown badly scaled',
    start: [1, 1],
    minima: [0],
    objective: squares((t, [a, b]) => [t.sub(a, 1e6), t.sub(b, 2e-6), t.sub(t.mul(a, b), 2)]),
  },
  {
    name: '5 Beale',
    start: [1, 1],
    minima: [0],
    objective: squares((t, [a, b]) => {
      let power: Node = b;
      return [1.5, 2.25, 2.625].map((y) => {
        const residual = t.sub(y, t.mul(a, t.sub(1, power)));
        power = t.mul(power, b);
        return residual;
      });
    }),
  },
  {
    name: '8 Bard',
    start: [1, 1, 1],
    minima: [8.214877306578e-3, 17.42869333],
    objective: squares((t, [a, b, c]) =>
      bardY.map((y, i) => {
        const [u, v] = [i + 1, 15 - i];
        return t.sub(y, t.add(a, t.div(u, t.add(t.mul(v, b), t.mul(Math.min(u, v), c)))));
      }),
    ),
  },
  {
    name: '9 Gaussian',
    start: [0.4, 1, 0],
    minima: [1.127932769618e-8],
    objective: squares((t, [a, b, c]) =>
      gaussianY.map((y, i) =>
        t.sub(t.mul(a, t.exp(t.mul(t.mul(-0.5, b), t.square(t.sub((7 - i) / 2, c))))), y),
      ),
    ),
  },
  {
    name: '12 Box three-dimensional',
    start: [0, 10, 20],
    minima: [0],
    objective: squares((t, [a, b, c]) =>
      Array.from({ length: 10 }, (_, i) => {
        const u = -(i + 1) / 10;
        const k = Math.exp(u) - Math.exp(10 * u);
        return t.sub(t.sub(t.exp(t.mul(u, a)), t.exp(t.mul(u, b))), t.mul(k, c));
      }),
    ),
  },
  {
    name: '13 Powell singular',
    start: [3, -1, 0, 1],
    minima: [0],
    objective: squares((t, [a, b, c, d]) => [
      t.add(a, t.mul(10, b)),
      t.mul(Math.sqrt(5), t.sub(c, d)),
      t.square(t.sub(b, t.mul(2, c))),
      t.mul(Math.sqrt(10), t.square(t.sub(a, d))),
    ]),
  },
  {
    name: '14 Wood',
    start: [-3, -1, -3, -1],
    minima: [0],
    objective: squares((t, [a, b, c, d]) => [
      ...rosenbrock(t, a, b),
      t.mul(Math.sqrt(90), t.sub(d, t.square(c))),
      t.sub(1, c),
      t.mul(Math.sqrt(10), t.sub(t.add(b, d), 2)),
      t.mul(1 / Math.sqrt(10), t.sub(b, d)),
    ]),
  },
  {
    name: '15 Kowalik and Osborne',
    start: [0.25, 0.39, 0.415, 0.39],
    minima: [3.0750560384924e-4, 1.02734e-3],
    objective: squares((t, [a, b, c, d]) =>
      kowalikY.map((y, i) => {
        const u = t.number(kowalikU[i]);
        const top = t.mul(a, t.add(t.square(u), t.mul(u, b)));
        return t.sub(y, t.div(top, t.add(t.add(t.square(u), t.mul(u, c)), d)));
      }),
    ),
  },
  {
    name: '16 Brown and Dennis',
    start: [25, 5, -5, -1],
    minima: [85822.2016263563],
    objective: squares((t, [a, b, c, d]) =>
      Array.from({ length: 20 }, (_, i) => {
        const u = (i + 1) / 5;
        const first = t.sub(t.add(a, t.mul(u, b)), Math.exp(u));
        const second = t.sub(t.add(c, t.mul(Math.sin(u), d)), Math.cos(u));
        return t.add(t.square(first), t.square(second));
      }),
    ),
  },
  {
    name: '21 Rosenbrock, extended, 20 parameters',
    start: Array.from({ length: 20 }, (_, i) => (i % 2 ? 1 : -1.2)),
    minima: [0],
    objective: squares((t, x) => x.flatMap((a, i) => (i % 2 ? [] : rosenbrock(t, a, x[i + 1])))),
  },
  {
    name: '25 variably dimensioned, 10 parameters',
    start: Array.from({ length: 10 }, (_, i) => 1 - (i + 1) / 10),
    minima: [0],
    objective: squares((t, x) => {
      const weighted = t.sum(x.map((each, i) => t.mul(i + 1, t.sub(each, 1))));
      return [...x.map((each) => t.sub(each, 1)), weighted, t.square(weighted)];
    }),
  },
  {
    name: 'a quadratic of condition 10^4, 150 parameters',
    start: Array.from({ length: 150 }, () => 1),
    minima: [-3],
    objective: (t, x) => t.sub(t.sum(x.map((each, i) => t.mul(10 ** ((4 * i) / 149), t.square(each)))), 3),
  },
];
