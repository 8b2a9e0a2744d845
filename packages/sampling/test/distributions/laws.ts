// Laws of drawing that every family keeps; a new family inherits them by standing in families.ts.
import { expect } from 'vitest';
import { type Distribution, type Stream, stream } from '../../src/index.ts';
import { expectSame } from '../backends.ts';

type Fillable = Float64Array | Float32Array | Int32Array;
type Fill = (s: Stream, out: Fillable) => Fillable;
type Maker = (n: number) => Fillable;

/** `d.fill` without its types. */
export const fillOf =
  (d: Distribution): Fill =>
  (s, out) =>
    d.fill(s, out as Float64Array);

/** A fill in parts is the fill of the whole, and moves the cursor as far. */
export function chunkFree(fill: Fill, make: Maker, seed: string, parts: readonly number[]): void {
  const total = parts.reduce((a, b) => a + b, 0);
  const s = stream(seed);
  const whole = fill(s, make(total));
  const t = stream(seed);
  let at = 0;
  for (const n of parts) {
    expectSame(fill(t, make(n)), whole.subarray(at, at + n));
    at += n;
  }
  expect(t.position).toBe(s.position);
}

/** Element i is the same drawn alone, at its own word. */
export function elementAddressed(
  fill: Fill,
  make: Maker,
  seed: string,
  n: number,
  at: readonly number[],
): void {
  const s = stream(seed);
  const whole = fill(s, make(n));
  const words = s.position / n;
  for (const i of at) expect(fill(stream(seed).at(i * words), make(1))[0]).toBe(whole[i]);
}

/** A part of an array is filled as an array of its own, and nothing else is touched. */
export function offsetFree(fill: Fill, make: Maker, seed: string): void {
  const whole = make(20).fill(77);
  const part = whole.subarray(3, 17);
  expect(fill(stream(seed), part)).toBe(part);
  expect(part).toEqual(fill(stream(seed), make(14)));
  expect([...whole.subarray(0, 3), ...whole.subarray(17)]).toEqual(Array(6).fill(77));
}

/** Scalar draws are a fill, also between draws of other kinds and by streams in turn. */
export function scalarIsFill(d: Distribution, seed: string, n: number): void {
  const whole = d.sample(stream(seed), n);
  const s = stream(seed);
  for (let i = 0; i < n; i++) if (d.sample(s) !== whole[i]) throw new Error(`draw ${i} alone differs`);
  const t = stream(seed);
  const other = stream(`${seed}, other`);
  for (let i = 0; i < n; i++) {
    const words = t.position;
    if (i % 3 === 0) other.uniform();
    if (i % 5 === 0) t.at(words + 7).words(3);
    if (d.sample(t) !== whole[i]) throw new Error(`draw ${i} among others differs`);
  }
}
