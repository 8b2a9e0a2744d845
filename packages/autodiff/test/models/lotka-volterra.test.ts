// Predators and prey: a differential equation by Runge and Kutta's fourth order, its steps by `scan`.
import { test } from 'vitest';
import { add, compile, normalLogProb, scan, sub, type Tensor, valueAndGrad } from '../../src/index.ts';
import { checkModel, normal, numbers } from './check.ts';

type One = Tensor<readonly []>;
interface State {
  readonly prey: One;
  readonly predators: One;
}

const [T, STEPS, H] = [12, 5, 0.1];

const move = (s: State, d: State, h: number): State => ({
  prey: s.prey.add(d.prey.mul(h)),
  predators: s.predators.add(d.predators.mul(h)),
});

const program = compile(
  valueAndGrad((p, y) => {
    const [alpha, beta, gamma, delta] = [0, 1, 2, 3].map((i) => p.logRates.exp().slice(i));
    const slope = ({ prey, predators }: State): State => ({
      prey: prey.mul(sub(alpha, beta.mul(predators))),
      predators: predators.mul(sub(delta.mul(prey), gamma)),
    });
    const step = (s: State): State => {
      const k1 = slope(s);
      const k2 = slope(move(s, k1, H / 2));
      const k3 = slope(move(s, k2, H / 2));
      const k4 = slope(move(s, k3, H));
      const mean = (name: keyof State) => add(k1[name], k4[name]).add(k2[name].add(k3[name]).mul(2)).div(6);
      return move(s, { prey: mean('prey'), predators: mean('predators') }, H);
    };
    const [, path] = scan(
      (s: State) => {
        const [next] = scan((inner: State) => [step(inner), []], s, undefined, { length: STEPS });
        return [next, next];
      },
      { prey: p.start.slice(0).exp(), predators: p.start.slice(1).exp() },
      undefined,
      { length: T },
    );
    const sigma = p.logSigma.exp();
    return normalLogProb(y.prey.log(), path.prey.log(), sigma)
      .sum()
      .add(normalLogProb(y.predators.log(), path.predators.log(), sigma).sum());
  }),
  [
    { logRates: [4], start: [2], logSigma: [] },
    { prey: [T], predators: [T] },
  ],
);

test('Lotka and Volterra', () => {
  const p = { logRates: [-0.5, -3, -0.3, -3.5].map((x) => x + 0.1), start: [3.3, 1.7], logSigma: -1.2 };
  const y = { prey: numbers(T, 3).map((x) => 30 + 20 * x), predators: numbers(T, 4).map((x) => 10 + 5 * x) };
  const [a, b, c, d] = p.logRates.map(Math.exp);
  const slope = ([u, v]: number[]) => [u * (a - b * v), v * (d * u - c)];
  const add = (s: number[], k: number[], h: number) => s.map((x, i) => x + h * k[i]);
  let s = p.start.map(Math.exp);
  let expected = 0;
  for (let t = 0; t < T; t++) {
    for (let i = 0; i < STEPS; i++) {
      const k1 = slope(s);
      const k2 = slope(add(s, k1, H / 2));
      const k3 = slope(add(s, k2, H / 2));
      const k4 = slope(add(s, k3, H));
      s = s.map((x, j) => x + (H / 6) * (k1[j] + 2 * k2[j] + 2 * k3[j] + k4[j]));
    }
    expected +=
      normal(Math.log(y.prey[t]), Math.log(s[0]), Math.exp(p.logSigma)) +
      normal(Math.log(y.predators[t]), Math.log(s[1]), Math.exp(p.logSigma));
  }
  checkModel(program, expected, p, y);
});
