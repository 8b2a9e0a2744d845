// ARMA(1, 1) over 200 steps, as in Stan's manual: value and gradient of the log density in mu, phi, theta, log sigma.
import { concat, normalLogProb, reshape, scan } from '@stokast/autodiff';
import { Normal, stream } from '@stokast/sampling';

const steps = 200;
const shocks = Normal(0, 0.3).sample(stream('arma'), steps);
const y = new Float64Array(steps);
for (let t = 0; t < steps; t++)
  y[t] = t === 0 ? shocks[0] : 0.1 + 0.7 * y[t - 1] + 0.4 * shocks[t - 1] + shocks[t];

export const at = { mu: 0.08, phi: 0.6, theta: 0.35, logSigma: -1.1 };

/** The error of each step is y[t] - mu - phi y[t - 1] - theta error[t - 1]. */
export const density = ({ mu, phi, theta, logSigma }) => {
  const first = phi.add(1).mul(mu).neg().add(y[0]);
  const drift = phi.mul(y.slice(0, -1)).add(mu).neg().add(y.slice(1));
  const step = (error, each) => {
    const next = each.sub(theta.mul(error));
    return [next, next];
  };
  const [, later] = scan(step, first, drift);
  const errors = concat([reshape(first, [1]), later], 0);
  return normalLogProb(errors, 0, logSigma.exp())
    .sum()
    .add(normalLogProb(mu, 0, 10))
    .add(normalLogProb(phi, 0, 2))
    .add(normalLogProb(theta, 0, 2))
    .add(logSigma);
};

const LOG_2PI = Math.log(2 * Math.PI);

export function plain() {
  const errors = new Float64Array(steps);
  return (q, g) => {
    const [mu, phi, theta, logSigma] = q;
    const precision = Math.exp(-2 * logSigma);
    let squares = 0;
    for (let t = 0; t < steps; t++) {
      errors[t] = t === 0 ? y[0] - mu - phi * mu : y[t] - mu - phi * y[t - 1] - theta * errors[t - 1];
      squares += errors[t] * errors[t];
    }
    let adjoint = 0;
    g.fill(0);
    for (let t = steps - 1; t >= 0; t--) {
      adjoint = -precision * errors[t] - theta * adjoint;
      if (t > 0) {
        g[0] -= adjoint;
        g[1] -= adjoint * y[t - 1];
        g[2] -= adjoint * errors[t - 1];
      } else {
        g[0] -= adjoint * (1 + phi);
        g[1] -= adjoint * mu;
      }
    }
    g[0] -= mu / 100;
    g[1] -= phi / 4;
    g[2] -= theta / 4;
    g[3] = precision * squares - steps + 1;
    const constants = -0.5 * (steps + 3) * LOG_2PI - Math.log(10) - 2 * Math.log(2);
    const priors = (mu * mu) / 200 + (phi * phi + theta * theta) / 8;
    return constants - steps * logSigma - 0.5 * precision * squares - priors + logSigma;
  };
}
