import { backend, useBackend } from '@stokast/core-wasm';
import type { Stream } from '@stokast/sampling';
import { short } from '../numbers.ts';
import { bars } from '../terminal/bars.ts';
import type { Screen } from '../terminal/screen.ts';
import type { Part } from './part.ts';

/** Words a fill, and time for each backend. */
const N = 1 << 18;
const BUDGET_MS = 400;

/** Bits as a picture: two rows of bits a line. */
function picture(words: Uint32Array, perRow: number, screen: Screen): string[] {
  const cells = screen.ascii ? [' ', "'", '.', ':'] : [' ', '▀', '▄', '█'];
  const rows = Math.floor(words.length / perRow);
  const lines: string[] = [];
  for (let row = 0; row + 1 < rows; row += 2) {
    let line = '';
    for (let bit = 0; bit < perRow * 32; bit++) {
      const at = (r: number): number => (words[r * perRow + (bit >> 5)] >>> (bit & 31)) & 1;
      line += cells[at(row) + 2 * at(row + 1)];
    }
    lines.push(`  ${screen.style.series(0, line)}`);
  }
  return lines;
}

/** Bytes a second of fills, and a checksum of what the first one gave. */
function speed(stream: Stream, choice: 'wasm' | 'typescript'): { bytesPerSecond: number; checksum: number } {
  useBackend(choice);
  const out = new Uint32Array(N);
  stream.at(0).fillWords(out);
  const checksum = out.reduce((sum, word) => (Math.imul(sum, 31) + word) | 0, 0) >>> 0;
  const again = stream.at(0);
  let fills = 0;
  const start = performance.now();
  let elapsed = 0;
  for (; elapsed < BUDGET_MS; fills++, elapsed = performance.now() - start) again.fillWords(out);
  return { bytesPerSecond: (fills * N * 4 * 1000) / elapsed, checksum };
}

export const bits: Part = {
  title: 'Raw bits',
  async run({ context, screen, stream, say, show }) {
    await say(
      'Everything below starts as random bits. A word is a pure function of (seed, position): ChaCha with 8 rounds, keyed by the seed. So any word can be had without the ones before it, and a run can be repeated exactly.',
    );
    const perRow = screen.width >= 100 ? 3 : 2;
    const words = stream.words(perRow * 10);
    await show(['', ...picture(words, perRow, screen)]);
    const there = stream.at(1e15).words(1)[0];
    const hex = (word: number): string => word.toString(16).padStart(8, '0');
    await show(['', `  word 0 is ${hex(words[0])}, word 1 is ${hex(words[1])}, word 10^15 is ${hex(there)}`]);
    const usual = backend();
    const results = context.io.busy(() =>
      (usual === 'wasm' ? (['wasm', 'typescript'] as const) : (['typescript'] as const)).map((choice) => ({
        choice,
        ...speed(stream, choice),
      })),
    );
    useBackend('auto');
    const items = results.map(({ choice, bytesPerSecond }, series) => ({
      label: choice === 'wasm' ? 'WebAssembly' : 'TypeScript',
      value: bytesPerSecond,
      text: `${short(bytesPerSecond / 1e9, 3)} GB/s, ${short(4e9 / bytesPerSecond, 3)} ns a word`,
      series,
    }));
    await show(['', ...bars(screen, items, Math.min(40, screen.width - 46))]);
    const same = results.every(({ checksum }) => checksum === results[0].checksum);
    await show(['']);
    await say(
      results.length === 2
        ? `One source, two backends: ${same ? 'the same bits' : 'DIFFERENT BITS'} (checksum ${hex(results[0].checksum)}), at two speeds.`
        : 'WebAssembly cannot run here: the TypeScript fallback gives the same bits, more slowly.',
    );
    return {
      words: Array.from(words.subarray(0, 4), hex),
      checksums: results.map(({ checksum }) => hex(checksum)),
      same,
      timings: Object.fromEntries(results.map(({ choice, bytesPerSecond }) => [choice, bytesPerSecond])),
    };
  },
};
