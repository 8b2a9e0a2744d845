// Blocks kept between calls, and a memory that grows beneath them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Growable, MAXIMUM_PAGES, Machine } from '../src/machine';
import { Blocks, SCRATCH_BYTES } from '../src/memory';
import { backends } from './backends';

const PAGE = 65536;

/** A memory that refuses to be larger than `most` pages, and counts what it was asked for. */
function limited(most: number): { memory: Growable; asked: number[] } {
  let buffer = new ArrayBuffer(PAGE);
  const asked: number[] = [];
  const memory: Growable = {
    get buffer() {
      return buffer;
    },
    grow(pages) {
      asked.push(pages);
      const size = buffer.byteLength + pages * PAGE;
      if (size > most * PAGE) throw new RangeError('no memory');
      const larger = new ArrayBuffer(size);
      new Uint8Array(larger).set(new Uint8Array(buffer));
      buffer = larger;
    },
  };
  return { memory, asked };
}
const machineOf = (memory: Growable): Machine =>
  new Machine('typescript', backends.typescript.kernels, memory);
const scratchEnd = backends.typescript.scratch + SCRATCH_BYTES;
const least = Math.ceil(scratchEnd / PAGE);
const outOfMemory = expect.objectContaining({ name: 'RangeError', code: 'STOKAST_E_MEMORY' });

describe('blocks', () => {
  test('never overlap, are aligned, and fill the holes that others leave', () => {
    const action = fc.record({ bytes: fc.nat(5000), release: fc.nat(100), keeps: fc.boolean() });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 80 }), (actions) => {
        const blocks = new Blocks(1000, (end) => end <= 1 << 20);
        const held: { address: number; bytes: number }[] = [];
        let used = 0;
        for (const { bytes, release, keeps } of actions) {
          if (!keeps && held.length > 0) {
            const [gone] = held.splice(release % held.length, 1);
            blocks.release(gone.address);
            used -= Math.max(64, Math.ceil(gone.bytes / 64) * 64);
            continue;
          }
          const address = blocks.reserve(bytes);
          if (address % 64 !== 0 || address < 1000) return false;
          if (held.some((each) => address < each.address + each.bytes && each.address < address + bytes))
            return false;
          held.push({ address, bytes });
          used += Math.max(64, Math.ceil(bytes / 64) * 64);
        }
        for (const { address } of held) blocks.release(address);
        return used >= 0 && blocks.reserve(64) === 1024;
      }),
    );
  });

  test('releasing twice, or what is none, does nothing', () => {
    const blocks = new Blocks(0, () => true);
    const a = blocks.reserve(64);
    const b = blocks.reserve(64);
    blocks.release(a);
    blocks.release(a);
    blocks.release(12345);
    expect(blocks.reserve(64)).toBe(a);
    expect(blocks.reserve(64)).toBe(b + 64);
  });

  test('one that cannot be had is an error, and takes nothing', () => {
    const blocks = new Blocks(0, (end) => end <= 1024);
    expect(() => blocks.reserve(1025)).toThrow(outOfMemory);
    expect(blocks.reserve(1024)).toBe(0);
    expect(() => blocks.reserve(0)).toThrow(outOfMemory);
  });
});

test('ten thousand blocks given back in no order are one again, in little time', () => {
  const blocks = new Blocks(0, () => true);
  const addresses = Array.from({ length: 10_000 }, (_, i) => blocks.reserve(64 * (1 + (i % 7))));
  const started = performance.now();
  for (let i = 0; i < addresses.length; i++) blocks.release(addresses[(i * 7919) % addresses.length]);
  expect(blocks.reserve(1 << 20)).toBe(0);
  expect(performance.now() - started).toBeLessThan(1000);
});

describe.each(Object.entries(backends))('growth on %s', (_, machine) => {
  test('keeps what is in memory, replaces the views, and kernels see the new ones', () => {
    const before = machine.f64;
    const small = machine.reserve(800);
    machine.f64.fill(0.5, small >> 3, (small >> 3) + 100);
    const large = machine.reserve(machine.u8.byteLength);
    expect(machine.f64 === before).toBe(false);
    expect(machine.f64.slice(small >> 3, (small >> 3) + 100)).toEqual(new Float64Array(100).fill(0.5));
    expect(machine.kernels.sum(small, 100)).toBe(50);
    machine.f64.fill(0.25, large >> 3, (large >> 3) + 1000);
    expect(machine.kernels.sum(large, 1000)).toBe(250);
    machine.release(large);
    machine.release(small);
  });

  test('more than a machine may have is refused at once, and the machine goes on', () => {
    const size = machine.u8.byteLength;
    for (const bytes of [2 ** 30, 2 ** 31, 2 ** 32, 2 ** 53]) {
      expect(() => machine.reserve(bytes)).toThrow(outOfMemory);
    }
    expect(machine.u8.byteLength).toBe(size);
    expect(machine.kernels.exp(0)).toBe(1);
  });
});

describe('a memory that will not grow', () => {
  test('to the scratch: there is no machine', () => {
    expect(() => machineOf(limited(least - 1).memory)).toThrow(outOfMemory);
  });

  test('by half as much again: it grows by what is needed', () => {
    const { memory, asked } = limited(least + 1);
    const machine = machineOf(memory);
    asked.length = 0;
    const address = machine.reserve(least * PAGE - scratchEnd + 1);
    expect(address + 1).toBeLessThan(machine.u8.byteLength);
    expect(asked).toEqual([Math.ceil(least / 2), 1]);
    expect(() => machine.reserve(2 * PAGE)).toThrow(outOfMemory);
    machine.release(address);
    expect(machine.reserve(64)).toBe(address);
  });

  test('the most is 1 GiB', () => {
    expect(MAXIMUM_PAGES * PAGE).toBe(2 ** 30);
  });
});
