// Flags from text to values; what cannot be meant is a usage error that says what can.
import { nearest } from '@stokast/core-wasm/check';
import { UsageError } from './exit.ts';

const NUMBER = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

/** The number that a text is, or undefined: no hexadecimal, no blanks, no infinity. */
export function numberFrom(text: string): number | undefined {
  if (!NUMBER.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** Parser of a finite number for the flag `--name`. */
export const number =
  (name: string): ((text: string) => number) =>
  (text) => {
    const value = numberFrom(text);
    if (value === undefined)
      throw new UsageError(`--${name} must be a finite number: got ${JSON.stringify(text)}`);
    return value;
  };

const UNITS: Record<string, number> = { '': 1, k: 1e3, m: 1e6, g: 1e9, t: 1e12 };
const MAX_COUNT = 9007199254740991;

/** Parser of a whole number from `least` to `most`, such as 1000, 1e6, 10k, 4G, or `inf` where that makes sense. */
export const count =
  (
    name: string,
    {
      least = 0,
      most = MAX_COUNT,
      infinite = false,
    }: { least?: number; most?: number; infinite?: boolean } = {},
  ) =>
  (text: string): number => {
    if (infinite && /^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
    const [, digits, unit] = /^(.*?)([kmgt]?)$/i.exec(text) as RegExpExecArray;
    const value = (numberFrom(digits) ?? Number.NaN) * UNITS[unit.toLowerCase()];
    if (!Number.isInteger(value) || value < least || value > most) {
      if (most < MAX_COUNT) {
        throw new UsageError(
          `--${name} must be a whole number from ${least} to ${most}: got ${JSON.stringify(text)}`,
        );
      }
      const forms = infinite ? 'such as 1000, 1e6, 10k, 4G or inf' : 'such as 1000, 1e6 or 10k';
      throw new UsageError(
        `--${name} must be a whole number >= ${least}, ${forms}: got ${JSON.stringify(text)}`,
      );
    }
    return value;
  };

/** Parser of numbers separated by commas. */
export const list =
  (name: string) =>
  (text: string): number[] =>
    text.split(',').map((part, i) => {
      const value = numberFrom(part);
      if (value === undefined) {
        throw new UsageError(`--${name}: value ${i + 1} is no finite number: got ${JSON.stringify(part)}`);
      }
      return value;
    });

/** Parser of a flag that may be given several times: all its values, in order. */
export const collect = (text: string, before: readonly string[] = []): string[] => [...before, text];

/** Parser of one of a few words, with the nearest one as a hint. */
export const oneOf =
  <T extends string>(name: string, allowed: readonly T[]) =>
  (text: string): T => {
    if ((allowed as readonly string[]).includes(text)) return text as T;
    throw new UsageError(
      `${name} must be one of ${allowed.join(', ')}: got ${JSON.stringify(text)}${hint(text, allowed)}`,
    );
  };

/** ` (did you mean x?)`, or nothing. */
export function hint(text: string, known: readonly string[]): string {
  const near = nearest(text, known);
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}
