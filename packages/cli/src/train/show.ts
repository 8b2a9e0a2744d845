// Samples as pictures, whatever they are samples of: images in a grid, points beside those that were learnt from.
import { encodeGif, type Frame } from '../pictures/gif.ts';
import { grid, type Images, strip } from '../pictures/grid.ts';
import { encodePng } from '../pictures/png.ts';
import type { Raster } from '../pictures/raster.ts';
import { BLUE, clouds, ORANGE, type Window, windowOf } from '../pictures/scatter.ts';
import { cloud } from '../terminal/cloud.ts';
import { acrossFor, images } from '../terminal/images.ts';
import type { Screen } from '../terminal/screen.ts';
import { countOf, type Examples, first, sizeOf, valuesOf } from './data.ts';
import type { Picture } from './kind.ts';

/** A picture that needs nothing but its pixels. */
export function pngPicture({ file, title, caption }: Omit<Picture, 'bytes'>, raster: () => Raster): Picture {
  return {
    file,
    title,
    caption,
    bytes: (origin) => encodePng(raster(), { Software: 'stokast', stokast: origin }),
  };
}

/** A moving picture. */
export function gifPicture(
  { file, title, caption }: Omit<Picture, 'bytes'>,
  frames: () => readonly Frame[],
): Picture {
  return { file, title, caption, bytes: (origin) => encodeGif(frames(), origin) };
}

/** Samples in a picture: how many of them there are. */
export const SAMPLES = { images: 64, points: 2000 };
const COLUMNS = 8;

/** How many samples a picture shows. */
export const samplesOf = ({ kind }: Examples): number => SAMPLES[kind];

/** Where points are: the window of the first two numbers of those that were learnt from. */
export const windowFor = (data: Examples): Window =>
  windowOf(plane(valuesOf(first(data.heldOut, SAMPLES.points)), data));

/** The first two numbers of each point. */
function plane(points: Float32Array, { train }: Examples): Float32Array {
  const d = sizeOf(train.shape);
  if (d === 2) return points;
  return Float32Array.from({ length: (points.length / d) * 2 }, (_, i) => {
    const at = Math.floor(i / 2) * d + (i % 2);
    return i % 2 < d ? points[at] : 0;
  });
}

/** Images in [0, 1]; numbers outside are cut off when they are drawn. */
export const asImages = (values: ArrayLike<number>, { train }: Examples): Images => ({
  values,
  shape: train.shape,
});

/** The picture of samples: [n, ...shape]. */
export function samplesRaster(values: Float32Array, data: Examples): Raster {
  if (data.kind === 'images') return grid(asImages(values, data), { columns: COLUMNS });
  const n = values.length / sizeOf(data.train.shape);
  const real = plane(valuesOf(first(data.heldOut, n)), data);
  return clouds(
    [
      { label: 'model', points: plane(values, data), color: BLUE },
      { label: 'data', points: real, color: ORANGE },
    ],
    windowFor(data),
  );
}

const CAPTIONS = {
  images: 'Samples, each from noise of its own: nothing is picked out.',
  points: 'Samples (blue, left) beside as many points of the held-out data (orange, right).',
};

/** samples.png */
export const samplesPicture = (data: Examples, values: () => Float32Array): Picture =>
  pngPicture({ file: 'samples.png', title: 'Samples', caption: CAPTIONS[data.kind] }, () =>
    samplesRaster(values(), data),
  );

/** Rows of as many images: originals over reconstructions, ways between two. */
export const rowsPicture = (
  about: Omit<Picture, 'bytes'>,
  data: Examples,
  rows: () => readonly { readonly label: string; readonly values: ArrayLike<number> }[],
): Picture =>
  pngPicture(about, () =>
    strip(rows().map(({ label, values }) => ({ label, images: asImages(values, data) }))),
  );

/** Rows of images, or a cloud of points, on a terminal. `draw(n)` gives n samples. */
export function previewOf(data: Examples, screen: Screen, draw: (n: number) => Float32Array): string[] {
  if (data.kind === 'points') {
    const { low, high } = windowFor(data);
    return cloud(screen, plane(draw(SAMPLES.points), data), { low, high });
  }
  const { shape } = data.train;
  const across = acrossFor({ values: [], shape }, screen);
  const rows = Math.max(...shape.slice(0, 2)) > 16 ? 1 : 2;
  return images(screen, { values: draw(across * rows), shape }, across);
}

/** `1350 training images of 8 x 8, 447 held out`. */
export function aboutData({ kind, name, train, heldOut }: Examples): string {
  const what =
    kind === 'images' ? `images of ${train.shape.join(' x ')}` : `points of ${sizeOf(train.shape)} numbers`;
  return `${name}: ${countOf(train)} ${what} to learn from, ${countOf(heldOut)} held out`;
}
