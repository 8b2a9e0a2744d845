// Samples of a model that was trained, and ways between them: what `sample` and `interpolate` show.
import type { Gan, ImageData, TrainedModel, Vae } from '@stokast/models';
import { Normal, stream } from '@stokast/sampling';
import { UsageError } from '../exit.ts';
import { grid, strip } from '../pictures/grid.ts';
import type { Raster } from '../pictures/raster.ts';
import { BLUE, clouds, windowOf } from '../pictures/scatter.ts';
import { seedFrom } from '../seed.ts';
import { countOf, pick, sizeOf } from './data.ts';

/** Models that give images or points: text is for `generate`, and classifiers make nothing. */
export type Painter = Exclude<TrainedModel, { toJSON(): { type: 'transformer' | 'classifier' } }>;
export const painters: readonly string[] = ['vae', 'gan', 'diffusion', 'flow'];

/** What `sample --model` is given: enough to draw the same again. */
export interface SampleGiven {
  readonly n: number;
  readonly seed: string;
  readonly class?: number;
  /** Of diffusion models: how noise becomes samples. */
  readonly sampler?: string;
  readonly steps?: number;
  readonly guidanceScale?: number;
}

/** n samples, as the library draws them: [n, ...shape]. */
export function samplesOf(model: Painter, { n, seed, ...options }: SampleGiven): Float32Array {
  return model.sample(stream(seedFrom(seed)), n, options as { class?: number });
}

/** The shape of a sample. */
export const shapeOf = (model: Painter): readonly number[] => model.config.shape;
export const isImage = (model: Painter): boolean => shapeOf(model).length > 1;

/** Samples as a picture: a grid that is about square, or a cloud. */
export function samplesRaster(model: Painter, values: Float32Array): Raster {
  const shape = shapeOf(model);
  if (shape.length > 1) {
    const n = values.length / sizeOf(shape);
    return grid({ values, shape }, { columns: Math.min(n, Math.max(8, Math.ceil(Math.sqrt(n)))) });
  }
  const points = plane(values, sizeOf(shape));
  return clouds([{ label: 'model', points, color: BLUE }], windowOf(points));
}

/** The first two numbers of each point. */
export function plane(points: Float32Array, d: number): Float32Array {
  return Float32Array.from({ length: (points.length / d) * 2 }, (_, i) =>
    i % 2 < d ? points[Math.floor(i / 2) * d + (i % 2)] : 0,
  );
}

/** What `interpolate` is given: two ends, images and steps. */
export interface InterpolateGiven {
  readonly a: string;
  readonly b: string;
  readonly n: number;
  readonly class?: number;
}

/** The latent that an end means: a held-out example's, by its number, or one drawn from a seed. */
function latentOf(model: Vae | Gan, end: string, heldOut: ImageData | undefined): ArrayLike<number> {
  const { latent } = model.config;
  const [, seed] = /^seed:(.+)$/s.exec(end) ?? [];
  if (seed === undefined && model.toJSON().type === 'vae') {
    const row = Number(end);
    if (!/^\d+$/.test(end))
      throw new UsageError(`ends are numbers of held-out images, or seed:text: got ${JSON.stringify(end)}`);
    if (!heldOut)
      throw new UsageError(
        'the data of this model are not known here: name ends by seeds, as in seed:1 seed:2',
      );
    if (row >= countOf(heldOut))
      throw new UsageError(`there are ${countOf(heldOut)} held-out images, from 0 on: got ${end}`);
    return (model as Vae).encode(pick(heldOut, [row])).mu;
  }
  const source = stream(seedFrom(seed ?? end));
  if (model.toJSON().type === 'gan') return (model as Gan).latents(source, 1);
  return Normal(0, 1).fill(source, new Float32Array(latent));
}

/** Images on the way, in a line and along the great circle: n each. */
export function waysOf(
  model: Vae | Gan,
  { a, b, n, class: label }: InterpolateGiven,
  heldOut: ImageData | undefined,
): { linear: Float32Array; spherical: Float32Array } {
  const ends = [latentOf(model, a, heldOut), latentOf(model, b, heldOut)] as const;
  const options = label === undefined ? {} : { class: label };
  const way = (name: 'linear' | 'spherical'): Float32Array => model.interpolate(...ends, n, name, options);
  return { linear: way('linear'), spherical: way('spherical') };
}

export const waysRaster = (model: Painter, { linear, spherical }: ReturnType<typeof waysOf>): Raster =>
  strip(
    Object.entries({ linear, spherical }).map(([label, values]) => ({
      label,
      images: { values, shape: shapeOf(model) },
    })),
  );
