import {
  exp,
  grad,
  type RandomSource,
  randomStream,
  stateful,
  stopGradient,
  type Tensor,
} from '@stokast/autodiff';
import { machine } from '@stokast/core-wasm';
import { gradientOfExpectation, Normal, type Stream } from '@stokast/sampling';
import { grouped, short } from '../numbers.ts';
import { plot } from '../terminal/plot.ts';
import { table } from '../terminal/table.ts';
import type { Part } from './part.ts';

const SAMPLES = 100_000;
const AT = { mu: 0.8, sigma: 0.6 };
const NAMES = ['mu', 'sigma'] as const;
/** Standard deviations at which the estimators' variances are compared, and how many draws each. */
const SIGMAS = [0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56];
const COMPARED = 20_000;
const TARGET = { mu: 3, sigma: 0.7 };
const STEPS = 120;
const BATCH = 16;
const RATE = 0.05;

export const gradient: Part = {
  title: 'The reparameterisation trick',
  async run({ screen, stream, say, show }) {
    await say(
      `How does the mean of sin(z) change with mu and sigma, when z ~ Normal(mu, sigma) is random? Pathwise: write z = mu + sigma eps, with eps ~ Normal(0, 1); the randomness no longer depends on the parameters, so derivatives pass through the draw. Score function: weigh each sin(z) by the derivative of its log-density; that needs no derivative of sin, and works for draws that jump as well. Both from the same ${grouped(SAMPLES)} draws at mu = ${AT.mu}, sigma = ${AT.sigma}:`,
    );
    const { pathwise, score } = estimates(AT, SAMPLES, stream);
    // E sin(z) = exp(-sigma^2 / 2) sin(mu).
    const { sin, cos, exp: power } = machine().kernels;
    const damping = power(-0.5 * AT.sigma * AT.sigma);
    const exact = { mu: damping * cos(AT.mu), sigma: -AT.sigma * damping * sin(AT.mu) };
    const rows = NAMES.map((name) => [
      `d/d${name}`,
      exact[name].toFixed(5),
      ...[pathwise, score].flatMap((each) => [
        each.gradient[name].toFixed(5),
        each.standardErrors[name].toFixed(5),
      ]),
    ]);
    await show([
      '',
      ...table(screen, [['', 'exact', 'pathwise', '+-', 'score function', '+-'], ...rows]),
      '',
    ]);
    const needs = NAMES.map((name) => short(score.variances[name] / pathwise.variances[name], 2));
    await say(
      `To be as precise, the score function needs ${needs[0]} times as many draws for mu, and ${needs[1]} times for sigma. The narrower the distribution, the wider the gap, and for wide ones it closes: the variance of d/dmu from one draw, against sigma:`,
    );
    const variances = SIGMAS.map((sigma) => {
      const found = estimates({ mu: AT.mu, sigma }, COMPARED, stream);
      return { sigma, pathwise: found.pathwise.variances.mu, score: found.score.variances.mu };
    });
    const line = (name: 'pathwise' | 'score') =>
      variances.map((each): [number, number] => [each.sigma, each[name]]);
    await show([
      '',
      ...plot(
        screen,
        [
          { label: 'pathwise', points: line('pathwise'), kind: 'line' },
          { label: 'score function', points: line('score'), kind: 'line' },
        ],
        { height: 9, x: { label: 'sigma', log: true }, y: { log: true } },
      ),
      '',
    ]);
    await say(
      `So a distribution can learn by following gradients: from Normal(0, 1) to the nearest one to Normal(${TARGET.mu}, ${TARGET.sigma}) in ${STEPS} steps of ${BATCH} draws, each step a program in the machine that keeps its parameters there:`,
    );
    const learnt = {
      pathwise: learn(stream.split('learn'), along),
      score: learn(stream.split('learn'), weighed),
    };
    const ends = Object.entries({ pathwise: learnt.pathwise, 'score function': learnt.score });
    await show([
      '',
      ...table(screen, [
        ['', 'mu', 'sigma'],
        ...ends.map(([name, { mu, sigma }]) => [name, mu.toFixed(3), sigma.toFixed(3)]),
      ]),
      '',
    ]);
    return { samples: SAMPLES, exact, pathwise, score, variances, learnt };
  },
};

/** Both estimates of the gradient of E sin(z), and nothing undefined: the normal distribution has both. */
function estimates(at: typeof AT, samples: number, stream: Stream) {
  const { pathwise, score } = gradientOfExpectation(
    (p) => Normal(p.mu, p.sigma),
    (z) => z.sin(),
    at,
    { stream, samples },
  );
  return { pathwise: pathwise as NonNullable<typeof pathwise>, score: score as NonNullable<typeof score> };
}

interface Parameters {
  readonly mu: Tensor<readonly []>;
  readonly logSigma: Tensor<readonly []>;
}
/** What a step descends: its gradient is an estimate of that of the energy's mean. */
type Surrogate = (parameters: Parameters, source: RandomSource) => Tensor;

/** (z - m)^2 / (2 s^2): what the target makes of a draw, up to a constant. */
const energy = (z: Tensor): Tensor => z.sub(TARGET.mu).div(TARGET.sigma).square().mul(0.5);

const along: Surrogate = ({ mu, logSigma }, source) =>
  energy(Normal(mu, exp(logSigma)).rsample(source, [BATCH])).mean();

const weighed: Surrogate = ({ mu, logSigma }, source) => {
  const q = Normal(mu, exp(logSigma));
  const z = q.sample(source, [BATCH]);
  return stopGradient(energy(z)).mul(q.logProb(z)).mean();
};

/** Stochastic gradient descent on KL(Normal(mu, sigma) || target): the energy's mean, less log sigma. */
function learn(stream: Stream, surrogate: Surrogate): { mu: number; sigma: number } {
  const descent = stateful(
    ({ mu, logSigma }: Parameters, source: RandomSource) => {
      const slope = grad((at: Parameters) => surrogate(at, source).sub(at.logSigma))({ mu, logSigma });
      const next = { mu: mu.sub(slope.mu.mul(RATE)), logSigma: logSigma.sub(slope.logSigma.mul(RATE)) };
      return [next, { mu: next.mu, sigma: exp(next.logSigma) }] as const;
    },
    [{ mu: [], logSigma: [] }, randomStream],
  );
  descent.load({ mu: 0, logSigma: 0 });
  return descent.steps(STEPS, stream);
}
