// Images and labels from IDX files.
import { DataError } from '@stokast/core-wasm/errors';
import { type ImageData, readIdx } from '@stokast/models';
import { inputName } from './input.ts';

function read(bytes: Uint8Array, file: string): ReturnType<typeof readIdx> {
  try {
    return readIdx(bytes);
  } catch (error) {
    if (error instanceof DataError) throw new DataError(`${inputName(file)}: ${error.message}`);
    throw error;
  }
}

/** Classes, from a file of one axis. */
export function readLabels(bytes: Uint8Array, file: string): Uint8Array {
  const { shape, data } = read(bytes, file);
  if (shape.length !== 1 || !(data instanceof Uint8Array))
    throw new DataError(
      `${inputName(file)} has the shape [${shape.join(', ')}], where labels have [n], of bytes`,
    );
  return data;
}

/** Examples along the first axis; bytes stay bytes, other numbers become singles. */
export function readIdxFile(bytes: Uint8Array, file: string, labels?: Uint8Array): ImageData {
  const { shape, data } = read(bytes, file);
  const where = inputName(file);
  if (shape.length < 2 || shape.length > 4 || data.length === 0)
    throw new DataError(`${where} has the shape [${shape.join(', ')}], where images have [n, height, width]`);
  const images = data instanceof Uint8Array ? data : Float32Array.from(data);
  const bad = images.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw new DataError(`${where}: element ${bad} is no finite single`);
  if (labels && labels.length !== shape[0])
    throw new DataError(`${where} has ${shape[0]} examples, and the file beside it ${labels.length} labels`);
  return { images, shape: shape.slice(1), ...(labels ? { labels } : {}) };
}
