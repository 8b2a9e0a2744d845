// Small images on a terminal: two pixels a character, one above the other.
import type { Screen } from './screen.ts';

export interface Shown {
  /** Values in [0, 1], an image after another. */
  readonly values: ArrayLike<number>;
  /** [height, width] or [height, width, channels]: colours are shown as their mean. */
  readonly shape: readonly number[];
}

/** Larger images are shown smaller, each pixel the mean of a square of theirs. */
const MOST = 16;
/** From dark to light. */
const SHADES = [' ', '░', '▒', '▓', '█'];
const ASCII = [...' .:-=+*#%@'];
/** The 24 greys of the 256 colours, with black and white at their ends. */
const GREYS = [16, ...Array.from({ length: 24 }, (_, i) => 232 + i), 231];

/** How many images stand side by side, at most `most`. */
export function acrossFor({ shape }: Shown, screen: Screen, most = 10): number {
  const { width } = shrunk(shape);
  return Math.max(1, Math.min(most, Math.floor((screen.width - 1) / (width + 1))));
}

/** Rows of images as lines of text. */
export function images(screen: Screen, shown: Shown, across: number = acrossFor(shown, screen)): string[] {
  const { height, width, factor } = shrunk(shown.shape);
  const [fullHeight, fullWidth, channels = 1] = shown.shape;
  const size = fullHeight * fullWidth * channels;
  const count = Math.floor(shown.values.length / size);
  const value = (image: number, y: number, x: number): number => {
    let sum = 0;
    let n = 0;
    for (let j = y * factor; j < Math.min((y + 1) * factor, fullHeight); j++) {
      for (let i = x * factor; i < Math.min((x + 1) * factor, fullWidth); i++) {
        for (let c = 0; c < channels; c++, n++) {
          sum += shown.values[image * size + (j * fullWidth + i) * channels + c];
        }
      }
    }
    return n === 0 ? 0 : sum / n;
  };
  const lines: string[] = [];
  for (let first = 0; first < count; first += across) {
    if (first > 0) lines.push('');
    for (let y = 0; y < height; y += 2) {
      let line = ' ';
      for (let image = first; image < Math.min(first + across, count); image++) {
        for (let x = 0; x < width; x++) line += cell(screen, value(image, y, x), value(image, y + 1, x));
        line += ' ';
      }
      lines.push(screen.style.enabled ? line : line.trimEnd());
    }
  }
  return lines;
}

function shrunk([height, width]: readonly number[]): { height: number; width: number; factor: number } {
  const factor = Math.max(1, Math.ceil(Math.max(height, width) / MOST));
  return { height: Math.ceil(height / factor), width: Math.ceil(width / factor), factor };
}

function cell({ ascii, style }: Screen, upper: number, lower: number): string {
  if (style.enabled && !ascii) {
    return `\x1b[38;5;${of(GREYS, upper)};48;5;${of(GREYS, lower)}m▀\x1b[39;49m`;
  }
  return of(ascii ? ASCII : SHADES, (upper + lower) / 2);
}

/** The item that stands at a share of a list. */
function of<T>(items: readonly T[], share: number): T {
  const at = Math.round(Math.min(Math.max(share || 0, 0), 1) * (items.length - 1));
  return items[at];
}
