// A hierarchical normal model, non-centred: groups by `gather`.
import { expect, test } from 'vitest';
import { compile, gather, hessian, normalLogProb, type Tensor, valueAndGrad } from '../../src/index.ts';
import { numbersOf, runBoth } from '../check.ts';
import { checkModel, differences, expectNear, normal, numbers } from './check.ts';

const groups = Array.from({ length: 40 }, (_, i) => (i * 7) % 6);
const y = numbers(40, 3).map((x, i) => 2 * x + groups[i]);

interface Parameters {
  readonly mu: Tensor<readonly []>;
  readonly logTau: Tensor<readonly []>;
  readonly logSigma: Tensor<readonly []>;
  readonly z: Tensor<readonly [6]>;
}

const logDensity = ({ mu, logTau, logSigma, z }: Parameters, y: Tensor) => {
  const alpha = mu.add(logTau.exp().mul(z));
  return normalLogProb(y, gather(alpha, groups), logSigma.exp())
    .sum()
    .add(normalLogProb(z, 0, 1).sum())
    .add(normalLogProb(mu, 0, 5))
    .add(normalLogProb(logTau, 0, 1))
    .add(normalLogProb(logSigma, 0, 1));
};

const specs = { mu: [], logTau: [], logSigma: [], z: [6] } as const;
const at = { mu: 0.4, logTau: -0.3, logSigma: 0.2, z: numbers(6, 5) };

test('a hierarchical normal model', () => {
  const tau = Math.exp(at.logTau);
  const expected =
    y.reduce((all, each, i) => all + normal(each, at.mu + tau * at.z[groups[i]], Math.exp(at.logSigma)), 0) +
    at.z.reduce((all, z) => all + normal(z, 0, 1), 0) +
    normal(at.mu, 0, 5) +
    normal(at.logTau, 0, 1) +
    normal(at.logSigma, 0, 1);
  checkModel(compile(valueAndGrad(logDensity), [specs, [40]]), expected, at, y);
});

test('its second derivatives', () => {
  const blocks = runBoth(compile(hessian(logDensity), [specs, [40]]), at, y);
  const slopes = compile(valueAndGrad(logDensity), [specs, [40]]);
  for (const name of ['mu', 'logTau', 'z'] as const) {
    const column = numbersOf(slopes(at, y).gradient[name]).length;
    for (let i = 0; i < column; i++) {
      const row = differences((p) => numbersOf(slopes(p, y).gradient[name])[i], at);
      const own = Object.keys(specs).flatMap((other) => {
        const block = numbersOf(blocks[name][other as keyof typeof specs]);
        const width = block.length / column;
        return block.slice(i * width, (i + 1) * width);
      });
      expectNear(own, row, 1e-7);
    }
  }
  expect(numbersOf(blocks).length).toBe(81);
});
