// Seeds as typed at a shell.
import type { Seed } from '@stokast/sampling';

/**
 * A whole number as `stream(42)` takes it, any other text as text: so a seed at the shell and the same seed in a
 * program give the same draws.
 */
export function seedFrom(text: string): Seed {
  const number = Number(text);
  return Number.isSafeInteger(number) && String(number) === text ? number : text;
}

/** A seed of 64 bits of the platform's entropy: short enough to type. */
export function freshSeed(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A seed as a shell takes it. */
export const quoted = (seed: string): string =>
  /^[\w.,:/=@-]+$/.test(seed) ? seed : `'${seed.replaceAll("'", "'\\''")}'`;
