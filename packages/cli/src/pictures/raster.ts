// Pictures as bytes, and what can be done to them without knowing what they show.

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** 1: grey; 3: red, green, blue. */
  readonly channels: 1 | 3;
  /** Row by row, from the top; the channels of a pixel side by side. */
  readonly data: Uint8Array;
}

/** A picture of one colour. */
export function blank(width: number, height: number, color: readonly number[]): Raster {
  const channels = color.length === 1 ? 1 : 3;
  const data = new Uint8Array(width * height * channels);
  for (let i = 0; i < data.length; i++) data[i] = color[i % channels];
  return { width, height, channels, data };
}

/** The byte of a value in [0, 1]; values outside are the nearest end, and what is no number is 0. */
export const byteOf = (value: number): number => Math.floor(Math.min(Math.max(value, 0), 1) * 255 + 0.5) | 0;

/** Copies `part` into `whole`, its upper left corner at (x, y); what sticks out is left away. */
export function paste(whole: Raster, part: Raster, x: number, y: number): void {
  const { channels } = whole;
  const width = Math.min(part.width, whole.width - x);
  for (let row = 0; row < part.height && y + row < whole.height; row++) {
    for (let column = 0; column < width; column++) {
      const from = (row * part.width + column) * part.channels;
      const to = ((y + row) * whole.width + x + column) * channels;
      for (let c = 0; c < channels; c++) {
        whole.data[to + c] = part.data[from + (part.channels === 1 ? 0 : c)];
      }
    }
  }
}

/** Every pixel as a square of `times` x `times`. */
export function enlarged(picture: Raster, times: number): Raster {
  if (times === 1) return picture;
  const { width, height, channels, data } = picture;
  const out = new Uint8Array(data.length * times * times);
  let at = 0;
  for (let y = 0; y < height * times; y++) {
    const row = Math.floor(y / times) * width;
    for (let x = 0; x < width * times; x++) {
      const from = (row + Math.floor(x / times)) * channels;
      for (let c = 0; c < channels; c++) out[at++] = data[from + c];
    }
  }
  return { width: width * times, height: height * times, channels, data: out };
}

/** Pictures side by side, or one under the other, with a gap of one colour between them. */
export function joined(
  pictures: readonly Raster[],
  direction: 'across' | 'down',
  gap: number,
  color: readonly number[],
): Raster {
  const across = direction === 'across';
  const lengths = pictures.map(({ width, height }) => (across ? width : height));
  const breadth = Math.max(...pictures.map(({ width, height }) => (across ? height : width)));
  const length = lengths.reduce((sum, one) => sum + one, gap * (pictures.length - 1));
  const whole = blank(across ? length : breadth, across ? breadth : length, color);
  let at = 0;
  for (const [i, picture] of pictures.entries()) {
    paste(whole, picture, across ? at : 0, across ? 0 : at);
    at += lengths[i] + gap;
  }
  return whole;
}
