// Laws of a fill, as properties: whatever draws n elements from a position inherits them by one call.
import fc from 'fast-check';

/** The n elements that a fill makes from the words `position` and on, as bytes. */
export type Draw = (position: number, n: number) => Uint8Array;

/** Any position at which a fill of a few thousand elements may start, the awkward ones often. */
export const positions: fc.Arbitrary<number> = fc.oneof(
  fc.nat(100),
  fc.constantFrom(2 ** 31 - 7, 2 ** 32 - 5, 2 ** 36 - 31, 2 ** 53 - 20_000),
  fc.maxSafeNat().map((position) => Math.min(position, 2 ** 53 - 20_000)),
);

/**
 * Chunk-free: a fill is the concatenation of fills of its parts, each from the word where the one before ended.
 * An element takes `words` words and `bytes` bytes.
 */
export function chunkFree(words: number, bytes: number, draw: Draw): fc.IProperty<unknown> {
  const parts = fc.array(fc.oneof(fc.nat(40), fc.nat(2100)), { minLength: 1, maxLength: 6 });
  return fc.property(positions, parts, (position, lengths) => {
    const total = lengths.reduce((sum, length) => sum + length, 0);
    const whole = draw(position, total);
    let start = 0;
    for (const length of lengths) {
      const part = draw(position + words * start, length);
      if (Buffer.compare(part, whole.subarray(bytes * start, bytes * (start + length))) !== 0) return false;
      start += length;
    }
    return true;
  });
}

/** Element-addressed: element i of a fill is what is drawn alone from its first word. */
export function elementAddressed(words: number, bytes: number, draw: Draw): fc.IProperty<unknown> {
  return fc.property(positions, fc.nat(3000), (position, i) => {
    const alone = draw(position + words * i, 1);
    return Buffer.compare(alone, draw(position, i + 1).subarray(bytes * i)) === 0;
  });
}

/** Pure: the same question again, with others asked in between, has the same answer. */
export function withoutMemory(draw: Draw): fc.IProperty<unknown> {
  return fc.property(positions, positions, fc.nat(300), (position, other, n) => {
    const first = draw(position, n);
    draw(other, (n * 7) % 301);
    return Buffer.compare(first, draw(position, n)) === 0;
  });
}
