// Groups with an intercept each, and a slope that they share: value and gradient of the log density in mu, log tau,
// log sigma, the slope and the groups' numbers, non-centred.
import { gather, normalLogProb } from '@stokast/autodiff';
import { Normal, stream } from '@stokast/sampling';

const LOG_2PI = Math.log(2 * Math.PI);

/** The model of `groups` groups of `each` observations. */
export function hierarchical(groups, each) {
  const n = groups * each;
  const s = stream('hierarchical');
  const x = Normal(0, 1).sample(s, n);
  const group = Float64Array.from({ length: n }, (_, i) => Math.floor(i / each));
  const intercepts = Normal(1, 0.7).sample(s, groups);
  const noise = Normal(0, 0.5).sample(s, n);
  const y = Float64Array.from(x, (value, i) => intercepts[group[i]] + 0.4 * value + noise[i]);
  const raw = Normal(0, 1).sample(s, groups);
  const at = { mu: 0.8, logTau: -0.3, logSigma: -0.6, slope: 0.35, raw };

  const density = ({ mu, logTau, logSigma, slope, raw }) => {
    const effects = mu.add(logTau.exp().mul(raw));
    return normalLogProb(y, gather(effects, group).add(slope.mul(x)), logSigma.exp())
      .sum()
      .add(normalLogProb(raw, 0, 1).sum())
      .add(normalLogProb(mu, 0, 5))
      .add(normalLogProb(slope, 0, 5))
      .add(logTau.mul(2))
      .sub(logTau.exp())
      .add(logSigma)
      .sub(logSigma.exp());
  };

  function plain() {
    const index = Int32Array.from(group);
    return (q, g) => {
      g.fill(0);
      const [mu, logTau, logSigma, slope] = q;
      const tau = Math.exp(logTau);
      const sigma = Math.exp(logSigma);
      const inverse = 1 / sigma;
      let squares = 0;
      for (let i = 0; i < n; i++) {
        const j = index[i];
        const z = (y[i] - mu - tau * q[4 + j] - slope * x[i]) * inverse;
        squares += z * z;
        const d = z * inverse;
        g[0] += d;
        g[1] += d * q[4 + j];
        g[3] += d * x[i];
        g[4 + j] += d * tau;
      }
      let raw = 0;
      for (let j = 0; j < groups; j++) {
        raw += q[4 + j] * q[4 + j];
        g[4 + j] -= q[4 + j];
      }
      g[0] -= mu / 25;
      g[1] = g[1] * tau + 2 - tau;
      g[2] = squares - n + 1 - sigma;
      g[3] -= slope / 25;
      const constants = -0.5 * (n + groups + 2) * LOG_2PI - 2 * Math.log(5) - n * logSigma;
      const priors = (mu * mu + slope * slope) / 50 - 2 * logTau + tau - logSigma + sigma;
      return constants - 0.5 * (squares + raw) - priors;
    };
  }

  return { density, at, plain };
}
