// `stokast sample --model`: from models that were trained, in place of families.
import { versionsOf } from '../algorithms.ts';
import type { Context } from '../command.ts';
import { UsageError } from '../exit.ts';
import { encodePng } from '../pictures/png.ts';
import { windowOf } from '../pictures/scatter.ts';
import { saveTo } from '../save.ts';
import { quoted } from '../seed.ts';
import { cloud } from '../terminal/cloud.ts';
import { acrossFor, images } from '../terminal/images.ts';
import { sizeOf } from '../train/data.ts';
import { checkClass, modelOf, type Opened, openModel, originOf } from '../train/models.ts';
import {
  isImage,
  type Painter,
  painters,
  plane,
  type SampleGiven,
  samplesOf,
  samplesRaster,
  shapeOf,
} from '../train/samples.ts';
import { bytesOf } from '../write-array.ts';

export interface ModelFlags {
  readonly model?: string;
  readonly class?: number;
  readonly out?: string;
  readonly sampler?: string;
  readonly samplerSteps?: number;
  readonly guidanceScale?: number;
  readonly n?: number;
  readonly format?: string;
  readonly plot?: boolean;
}

/** Samples in a file, on a terminal, and of points. */
const COUNT = { file: 64, shown: 20, points: 1000 };

export async function sampleModel(context: Context, path: string, flags: ModelFlags): Promise<undefined> {
  const opened = await openModel(context.io, path);
  const model = modelOf<Painter>(
    opened,
    painters,
    () => `it writes text: stokast generate --model ${quoted(path)}`,
  );
  checkClass(opened, flags.class);
  checkSampler(opened, flags);
  const { out, n = isImage(model) ? COUNT[out === undefined ? 'shown' : 'file'] : COUNT.points } = flags;
  if (n === Number.POSITIVE_INFINITY)
    throw new UsageError('--n inf is for families: of a model, say how many');
  if (out !== undefined && (context.json || flags.format !== undefined))
    throw new UsageError('--out writes a picture: leave out --json and --format');
  if (n === 0 && out !== undefined) throw new UsageError('--n 0 leaves nothing to draw');
  const seed = await context.seed();
  const given: SampleGiven = {
    n,
    seed,
    ...(flags.class === undefined ? {} : { class: flags.class }),
    ...(flags.sampler === undefined ? {} : { sampler: flags.sampler }),
    ...(flags.samplerSteps === undefined ? {} : { steps: flags.samplerSteps }),
    ...(flags.guidanceScale === undefined ? {} : { guidanceScale: flags.guidanceScale }),
  };
  const values = samplesOf(model, given);
  if (out !== undefined) {
    const origin = originOf(
      opened,
      `stokast sample --model ${quoted(path)} --n ${n} --seed ${quoted(seed)}`,
      {
        command: 'sample',
        given: { ...given },
      },
    );
    await saveTo(out, encodePng(samplesRaster(model, values), origin === '' ? {} : { stokast: origin }));
    await context.note(`wrote ${out}: ${n} samples`);
    return undefined;
  }
  await show(context, opened, model, given, values, flags.format);
  return undefined;
}

function checkSampler({ model, file }: Opened, { sampler, samplerSteps, guidanceScale }: ModelFlags): void {
  const { type } = model.toJSON();
  if ((type as string) === 'diffusion' || (type as string) === 'flow') return;
  const given = { sampler, 'sampler-steps': samplerSteps, 'guidance-scale': guidanceScale };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined)
      throw new UsageError(`--${name} is for diffusion models, and ${file} is a ${type}`);
  }
}

async function show(
  context: Context,
  opened: Opened,
  model: Painter,
  given: SampleGiven,
  values: Float32Array,
  format: string | undefined,
): Promise<void> {
  const { screen, io } = context;
  const shape = shapeOf(model);
  const size = sizeOf(shape);
  if (context.json || format === 'json') {
    const head = {
      command: 'sample',
      model: opened.file,
      shape,
      ...given,
      ...versionsOf(model.toJSON().type),
    };
    await context.print(JSON.stringify({ ...head, values: Array.from(values) }));
  } else if (format === 'f32') {
    await io.out.write(bytesOf(values));
  } else if (format === undefined && isImage(model)) {
    await context.print(images(screen, { values, shape }, acrossFor({ values, shape }, screen)).join('\n'));
  } else if (format === undefined && io.out.isTerminal) {
    const points = plane(values, size);
    await context.print(cloud(screen, points, windowOf(points)).join('\n'));
  } else {
    for (let i = 0; i < values.length; i += size) await context.print(values.subarray(i, i + size).join(','));
  }
}
