import { gan as model, precisionRecallDensityCoverage } from '@stokast/models';
import { first, valuesOf } from '../train/data.ts';
import { across, digits, shown, trained } from './digits.ts';
import type { Part } from './part.ts';

const STEPS = 2000;
const BATCH = 64;
const COMPARED = 500;
const ROWS = 2;

export const gan: Part = {
  title: 'Two networks against each other',
  async run({ context, screen, stream, say, show }) {
    const { train, heldOut } = await digits(context);
    const hidden = [128, 128];
    const spec = model({ latent: 16, generator: { hidden }, discriminator: { hidden }, averageDecay: 0.99 });
    await say(
      `No density at all: a generator makes digits from noise, a discriminator tells them from real ones, and each learns from the other's mistakes. Where the discriminator can do no better than guess, the generator draws from the distribution of the data. ${STEPS} steps of ${BATCH} real and as many made digits:`,
    );
    const losses: { discriminator: number; generator: number }[] = [];
    const start = { stream: stream.split('fit'), steps: STEPS, batchSize: BATCH };
    const fitted = await trained(context, 'GAN', spec.start(train, start), (_, all) =>
      losses.push({ discriminator: all['discriminator.loss'], generator: all['generator.loss'] }),
    );
    await show(shown(screen, fitted.sample(stream.split('samples'), across(screen) * ROWS)));
    const late = losses.slice(-100);
    const mean = (name: 'discriminator' | 'generator'): number =>
      late.reduce((sum, each) => sum + each[name], 0) / late.length;
    const real = valuesOf(first(heldOut, COMPARED));
    const compared = (values: Float32Array) =>
      precisionRecallDensityCoverage(real, values, { dimensions: 64 });
    const own = compared(fitted.sample(stream.split('compared'), COMPARED));
    const floor = compared(valuesOf(first(train, COMPARED)));
    await say(
      `The losses come to ${mean('discriminator').toFixed(2)} for the discriminator (a guess would be 2 log 2 = 1.39) and ${mean('generator').toFixed(2)} for the generator. They say little; what counts is whether samples lie where real digits are, and everywhere there: ${(100 * own.coverage).toFixed(0)} % of the held-out digits have a sample near by, and ${(100 * floor.coverage).toFixed(0)} % a digit of the training data.`,
    );
    await say('In full, with pictures and a report: stokast train gan');
    return {
      steps: STEPS,
      losses: { discriminator: mean('discriminator'), generator: mean('generator') },
      coverage: own.coverage,
      density: own.density,
      floor: { coverage: floor.coverage, density: floor.density },
    };
  },
};
