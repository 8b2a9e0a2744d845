import { diffusion as model, precisionRecallDensityCoverage } from '@stokast/models';
import { first, valuesOf } from '../train/data.ts';
import { across, digits, shown, trained } from './digits.ts';
import type { Part } from './part.ts';

const STEPS = 1000;
const BATCH = 64;
const COMPARED = 500;
/** Looks at samples on their way: steps from noise to image, and which of them are shown. */
const SAMPLING = 24;
const FRAMES = 5;

export const diffusion: Part = {
  title: 'From noise, step by step',
  async run({ context, screen, stream, say, show }) {
    const { train, heldOut } = await digits(context);
    const spec = model({ width: 128, blocks: 2, classes: 10, averageDecay: 0.99 });
    await say(
      `Adding noise to an image until nothing is left of it is easy. A network that has learnt to say what an image was before some of the noise, and of which digit, can go the other way: from noise alone, a little at a time, to an image that never was. After ${STEPS} steps of ${BATCH} digits, each with another amount of noise:`,
    );
    const start = { stream: stream.split('fit'), steps: STEPS, batchSize: BATCH };
    const fitted = await trained(context, 'diffusion', spec.start(train, start));
    const n = across(screen);
    const digit = Array.from({ length: n }, (_, i) => i % 10);
    const options = { class: digit, steps: SAMPLING, frames: FRAMES };
    const { steps, frames } = fitted.denoise(stream.split('samples'), n, options);
    await show(
      shown(
        screen,
        frames.flatMap((frame) => [...frame]),
      ),
    );
    const real = valuesOf(first(heldOut, COMPARED));
    const compared = (values: Float32Array) =>
      precisionRecallDensityCoverage(real, values, { dimensions: 64 });
    const own = compared(fitted.sample(stream.split('compared'), COMPARED, { steps: SAMPLING }));
    const floor = compared(valuesOf(first(train, COMPARED)));
    await say(
      `From top to bottom: after ${steps.slice(0, -1).join(', ')} and ${steps[FRAMES - 1]} of ${SAMPLING} steps, for the digits ${digit.join(', ')}. ${(100 * own.coverage).toFixed(0)} % of the held-out digits have a sample near by, and ${(100 * floor.coverage).toFixed(0)} % a digit of the training data.`,
    );
    await say('In full, with pictures, a film and a report: stokast train diffusion');
    return {
      steps: STEPS,
      coverage: own.coverage,
      density: own.density,
      floor: { coverage: floor.coverage, density: floor.density },
    };
  },
};
