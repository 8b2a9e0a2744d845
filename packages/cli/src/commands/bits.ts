import { type Engine, engines } from '@stokast/core-wasm';
import { stream } from '@stokast/sampling';
import { madeBy } from '../algorithms.ts';
import type { CommandSpec } from '../command.ts';
import { UsageError } from '../exit.ts';
import { count, oneOf } from '../flags.ts';
import { seedFrom } from '../seed.ts';
import { writeArray } from '../write-array.ts';

interface Flags {
  readonly engine: Engine;
  readonly n?: number;
}

/** Words a chunk: 1 MB, few calls and still in the cache. */
const CHUNK = 262_144;

export const bits: CommandSpec<Flags> = {
  name: 'bits',
  summary: 'raw random words on standard output, for test batteries',
  examples: [
    { line: 'stokast bits --n 4 --seed 1 | od -An -tx4', says: 'four words of 32 bits' },
    { line: 'stokast bits --n 1M --engine philox4x32-10 --seed 1 | wc -c', says: 'a million words are 4 MB' },
    {
      line: 'stokast bits --n inf --seed 1 | head -c 16 | wc -c',
      says: 'endless: as many as the reader wants',
    },
  ],
  about:
    'Words of 32 bits, little-endian. A test battery reads them from its standard input: stokast bits --n inf | RNG_test stdin32.',
  define(command) {
    const names = Object.keys(engines) as Engine[];
    command
      .option('--n <count>', 'how many words: 1000, 1e6, 10k, 4G, or inf', count('n', { infinite: true }))
      .option(
        '--engine <name>',
        `${names.join(', ')} (default chacha8)`,
        oneOf('--engine', names),
        'chacha8',
      );
  },
  async run(context, _, { n, engine }) {
    if (n === undefined) throw new UsageError('--n is required: how many words, or inf');
    if (context.json && n === Number.POSITIVE_INFINITY)
      throw new UsageError('--n inf has no end, and JSON needs one');
    if (!context.json && context.io.out.isTerminal) {
      throw new UsageError(
        'raw bytes do not belong on a terminal: send them through a pipe or to a file, or ask for --json',
      );
    }
    const seed = await context.seed();
    const source = stream(seedFrom(seed), { engine });
    const progress = context.progress('words', n);
    await writeArray(context.io.out, {
      format: context.json ? 'json' : 'raw',
      n,
      chunk: new Uint32Array(CHUNK),
      fill: (out) => source.fillWords(out as Uint32Array),
      json: { head: { command: 'bits', engine, seed, n, ...madeBy('seed', engine) }, name: 'words' },
      update: progress.update,
    });
    progress.end();
    return undefined;
  },
};
