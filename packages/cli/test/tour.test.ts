import { expect, test } from 'vitest';
import { stokast } from './run.ts';

/** Everything that a tour says with numbers, timings apart. */
async function numbers(line: string): Promise<Record<string, never>[]> {
  const { code, out } = await stokast(`${line} --json --quiet`);
  expect(code).toBe(0);
  const { parts } = JSON.parse(out);
  return parts.map(({ timings, ...rest }: Record<string, never>) => rest);
}

interface Estimate {
  readonly gradient: Readonly<Record<'mu' | 'sigma', number>>;
  readonly standardErrors: Readonly<Record<'mu' | 'sigma', number>>;
}

test('a part alone says what it says in the whole, and all follows from the seed', async () => {
  const whole = await numbers('tour --seed 7');
  expect(whole).toHaveLength(9);
  for (const part of [1, 2, 3, 5]) {
    expect(await numbers(`tour --part ${part} --seed 7`)).toEqual([whole[part - 1]]);
  }
  expect(await numbers('tour --part 2 --seed 8')).not.toEqual([whole[1]]);

  const [bits, gaussian, likelihood, integral, gradient, text, vae, gan, diffusion] = whole;
  expect(bits.same).toBe(true);
  expect(Math.abs(gaussian.mean)).toBeLessThan(0.015);
  expect(Object.keys(likelihood.fits)).toEqual(['Adelie', 'Gentoo', 'Chinstrap']);
  expect(Math.abs((likelihood.score as { mu: number }).mu)).toBeLessThan(1e-9);

  // The error falls as 1 / sqrt(N): a slope of -1/2 on two logarithmic axes.
  const errors = integral.rootMeanSquareErrors as [number, number][];
  const slope =
    Math.log(errors[errors.length - 1][1] / errors[0][1]) /
    Math.log(errors[errors.length - 1][0] / errors[0][0]);
  expect(slope).toBeGreaterThan(-0.65);
  expect(slope).toBeLessThan(-0.35);

  const { pathwise, score, exact, variances, learnt } = gradient as Record<string, never>;
  for (const estimate of [pathwise, score] as Estimate[]) {
    for (const name of ['mu', 'sigma'] as const) {
      const apart = Math.abs(estimate.gradient[name] - exact[name]);
      expect(apart).toBeLessThan(4 * estimate.standardErrors[name]);
    }
  }
  // The narrower, the more the score function costs.
  const ratios = (variances as { pathwise: number; score: number }[]).map(
    (each) => each.score / each.pathwise,
  );
  expect(ratios).toEqual([...ratios].sort((a, b) => b - a));
  for (const end of Object.values(learnt) as { mu: number; sigma: number }[]) {
    expect(Math.abs(end.mu - 3)).toBeLessThan(0.25);
    expect(Math.abs(end.sigma - 0.7)).toBeLessThan(0.25);
  }
  expect((text.shakespeare as { nats: { model: number } }).nats.model).toBeCloseTo(1.5165, 3);
  expect(new Set((text.everyday as { sentences: string[] }).sentences).size).toBe(5);

  // An independent Bernoulli for each pixel pays 27.2 nats on these digits.
  expect((vae.heldOut as { loss: number }).loss).toBeLessThan(26);
  expect(gan.coverage).toBeGreaterThan(0.2);
  expect(diffusion.coverage).toBeGreaterThan(0.2);
});

test.each([40, 80, 120])('fits %d columns', async (width) => {
  for (const part of [1, 2, 3, 4, 5]) {
    const { code, out } = await stokast(`tour --part ${part} --seed 7`, {
      terminal: width,
      env: { NO_COLOR: '1' },
    });
    expect(code).toBe(0);
    for (const line of out.split('\n')) {
      // Tables and commands do not shrink: they are made for 80.
      expect([line, [...line].length <= Math.max(width, 80)]).toEqual([line, true]);
    }
  }
});

test('says the seed, and how to see each part again', async () => {
  const { out } = await stokast('tour --part 3 --seed "my seed"');
  expect(out).toContain("stokast tour --part 3 --seed 'my seed'");
  const started = await stokast('tour --part 3 --seed 1', { env: { npm_lifecycle_event: 'start' } });
  expect(started.out).toContain('npm start -- --part 3 --seed 1');
  expect(started.out).toContain('npx stokast --help');
});
