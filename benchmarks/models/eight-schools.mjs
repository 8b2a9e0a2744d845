// Rubin (1981); Gelman et al., Bayesian Data Analysis, 3rd ed., section 5.5; non-centred: school j's effect is
// mu + tau theta[j]. Value and gradient of the log density in mu, log tau and theta.
import { normalLogProb } from '@stokast/autodiff';

export const y = [28, 8, -3, 7, -1, 1, 18, 12];
export const sigma = [15, 10, 16, 11, 9, 11, 10, 18];
export const at = {
  mu: 3.1,
  logTau: 1.2,
  theta: Float64Array.of(0.4, -0.2, -0.9, 0.1, -0.5, -0.3, 0.8, 0.3),
};

/** log of the density of Cauchy(0, 5) at tau > 0, and of the step from tau to log tau, constants left out. */
const prior = (tau, logTau) => logTau.sub(tau.div(5).square().log1p());

export const density = ({ mu, logTau, theta }) => {
  const tau = logTau.exp();
  return normalLogProb(y, mu.add(tau.mul(theta)), sigma)
    .sum()
    .add(normalLogProb(theta, 0, 1).sum())
    .add(normalLogProb(mu, 0, 5))
    .add(prior(tau, logTau));
};

/** Of 17 normal densities. */
const constant =
  -sigma.reduce((sum, each) => sum + Math.log(each), 0) - 8.5 * Math.log(2 * Math.PI) - Math.log(5);

export function plain() {
  const inverse = Float64Array.from(sigma, (each) => 1 / each);
  const outcome = Float64Array.from(y);
  return (q, g) => {
    const mu = q[0];
    const tau = Math.exp(q[1]);
    let squares = 0;
    let dMu = 0;
    let dTau = 0;
    for (let j = 0; j < 8; j++) {
      const theta = q[2 + j];
      const z = (outcome[j] - mu - tau * theta) * inverse[j];
      const slope = z * inverse[j];
      squares += z * z + theta * theta;
      dMu += slope;
      dTau += slope * theta;
      g[2 + j] = tau * slope - theta;
    }
    const m = mu / 5;
    const t = (tau / 5) * (tau / 5);
    g[0] = dMu - m / 5;
    g[1] = tau * dTau + 1 - (2 * t) / (1 + t);
    return constant - 0.5 * (squares + m * m) + q[1] - Math.log1p(t);
  };
}
