import { CALLED_NEWER, INSIDE, modelRows } from '../harness/models.mjs';
import { contender } from '../harness/theirs.mjs';
import { at, density, plain, sigma, y } from '../models/eight-schools.mjs';

const JAX = 'jax-js jit(valueAndGrad), f32, read back';

export default {
  title: 'Eight schools: value and gradient',
  unit: 'ns per evaluation',
  elements: 1,
  rows: [
    ...modelRows({ density, at, plain }),
    {
      name: JAX,
      runtime: 'newer node',
      setup: async () => {
        const jax = await contender('@jax-js/jax');
        await jax.init();
        jax.defaultDevice('wasm');
        const np = jax.numpy;
        const outcome = np.array(y);
        const error = np.array(sigma);
        const logDensity = ({ mu, logTau, theta }) => {
          const tau = np.exp(logTau.ref);
          const z = outcome.ref.sub(mu.ref.add(tau.ref.mul(theta.ref))).div(error.ref);
          return np
            .square(z)
            .sum()
            .add(np.square(theta).sum())
            .add(np.square(mu.div(5)))
            .mul(-0.5)
            .add(logTau)
            .sub(np.log1p(np.square(tau.div(5))));
        };
        const both = jax.jit(jax.valueAndGrad(logDensity));
        return async () => {
          const q = { mu: np.array(at.mu), logTau: np.array(at.logTau), theta: np.array([...at.theta]) };
          const [value, gradient] = both(q);
          const read = [value, gradient.mu, gradient.logTau, gradient.theta].map((each) => each.data());
          return (await Promise.all(read)).length;
        };
      },
    },
  ],
  bars: [{ row: CALLED_NEWER, against: JAX, atLeast: 100 }],
  limits: [{ row: INSIDE, atMost: 180, aim: 110 }],
};
