import { NumericalError } from '@stokast/core-wasm/errors';
import type { Distribution } from '@stokast/sampling';
import { madeBy } from '../algorithms.ts';
import type { CommandSpec, Context } from '../command.ts';
import { UsageError } from '../exit.ts';
import {
  defineParameters,
  distributionFrom,
  families,
  familyNamed,
  type ParameterFlags,
} from '../families.ts';
import { count, number, oneOf } from '../flags.ts';
import { plotDraws } from '../plot-draws.ts';
import { type Numbers, writeArray } from '../write-array.ts';
import { type ModelFlags, sampleModel } from './sample-model.ts';

type Format = 'csv' | 'json' | 'f64' | 'f32';

interface Flags extends ParameterFlags, ModelFlags {
  readonly format?: Format;
}

/** Draws a chunk: of bytes, what the machine's scratch holds; of text, less, as strings are large. */
const CHUNK = { raw: 32_768, text: 4096 };

export const sample: CommandSpec<Flags> = {
  name: 'sample',
  summary: 'draw numbers from a distribution, or images and points from a model that was trained',
  examples: [
    { line: 'stokast sample normal --n 5 --seed 1', says: 'five standard normal numbers, one a line' },
    {
      line: 'stokast sample normal --mu -1 --sigma 0.5 --n 10k --seed 1 --plot',
      says: 'ten thousand, drawn against the density',
    },
    {
      line: 'stokast sample categorical --weights 5,3,2 --n 20 --seed 1 --json',
      says: 'twenty of 0, 1 and 2, with what made them',
    },
    {
      line: 'stokast sample uniform --n 1e6 --format f32 --seed 1 | wc -c',
      says: 'a million singles, as bytes',
    },
    {
      line: 'stokast train vae --steps 20 --out digits-vae --seed 1 --quiet && stokast sample --model digits-vae --n 100 --out digits.png --seed 1 && wc -c digits.png',
      says: 'a hundred images of a model that was trained, as a picture',
    },
  ],
  usage: ['<family>', '--model <folder>'],
  about:
    'Families: uniform, normal, exponential, bernoulli, categorical. Draw i depends on the seed and on i alone, so a longer run starts with the shorter one.\n\nA model is the folder of stokast train, or its model.safetensors. Images are shown in the terminal, or drawn into the PNG file of --out; points are rows of numbers.',
  define(command) {
    command.argument('[family]', 'uniform, normal, exponential, bernoulli or categorical');
    defineParameters(command);
    command
      .option(
        '--n <count>',
        'how many draws: 1000, 1e6, 10k, or inf (default 1; of a model 20 images or 1000 points)',
        count('n', { infinite: true }),
      )
      .option(
        '--format <name>',
        'csv: a number a line, exact; json; f64 or f32: raw little-endian bytes, f32 with draws of its own (default csv)',
        oneOf('--format', ['csv', 'json', 'f64', 'f32']),
      )
      .option('--plot', 'a histogram in place of the numbers')
      .option('--model <folder>', 'a model that was trained, in place of a family')
      .option('--class <label>', 'model: of this class, where it learnt classes', count('class'))
      .option('--out <file>', 'model: a PNG file for the samples')
      .option(
        '--sampler <name>',
        'diffusion: how noise becomes samples, such as ddpm, ddim, dpmSolver++ (default), heun or euler',
      )
      .option(
        '--sampler-steps <count>',
        'diffusion: in so many steps (default 50)',
        count('sampler-steps', { least: 1 }),
      )
      .option(
        '--guidance-scale <x>',
        'diffusion: above 1 samples are more typical of their class (default 1)',
        number('guidance-scale'),
      );
  },
  async run(context, [name], flags) {
    if (flags.model !== undefined) {
      if (name !== undefined || flags.plot)
        throw new UsageError(`--model takes the place of a family: leave out ${name ?? '--plot'}`);
      return sampleModel(context, flags.model, flags);
    }
    forModels(flags);
    if (name === undefined)
      throw new UsageError(
        '<family> is missing: uniform, normal, exponential, bernoulli or categorical; or --model',
      );
    const family = familyNamed(name);
    const distribution = distributionFrom(family, flags);
    const { n = 1 } = flags;
    const format = formatOf(context, flags);
    if (n === Number.POSITIVE_INFINITY && (format === 'json' || flags.plot)) {
      throw new UsageError(`--n inf has no end, and ${flags.plot ? 'a plot' : 'JSON'} needs one`);
    }
    if (n === 0 && flags.plot) throw new UsageError('--n 0 leaves nothing to plot');
    const seed = await context.seed();
    const stream = await context.stream();
    const progress = context.progress('draws', n);
    if (flags.plot) {
      const lines = await plotDraws(context.screen, distribution, stream, n, progress.update);
      progress.end();
      await context.print(lines.join('\n'));
      return undefined;
    }
    const { parameters } = distribution;
    const head = {
      command: 'sample',
      family,
      parameters,
      n,
      seed,
      ...madeBy('seed', 'chacha8', families[family].algorithm),
    };
    const kind = format === 'csv' || format === 'json' ? format : 'raw';
    const chunk = chunkFor(distribution, format, Math.min(n, kind === 'raw' ? CHUNK.raw : CHUNK.text));
    await writeArray(context.io.out, {
      format: kind,
      n,
      chunk,
      fill: (out) => checkFinite(distribution, distribution.fill(stream, out as Float64Array)),
      json: { head, name: 'values' },
      update: progress.update,
    });
    progress.end();
    return undefined;
  },
};

/** Flags that mean nothing without a model. */
function forModels(flags: Flags): void {
  for (const name of ['class', 'out', 'sampler', 'samplerSteps', 'guidanceScale'] as const) {
    if (flags[name] !== undefined)
      throw new UsageError(
        `--${name.replace(/[A-Z]/, (c) => `-${c.toLowerCase()}`)} is for samples of a --model`,
      );
  }
}

/** Parameters near the ends of the doubles (or of the singles) have draws beyond them: no number to write. */
function checkFinite(distribution: Distribution, values: Numbers): void {
  for (const x of values) {
    if (x - x !== 0) throw new NumericalError(`a draw of ${distribution} is too large for its format: ${x}`);
  }
}

function formatOf(context: Context, { format, plot }: Pick<Flags, 'format' | 'plot'>): Format {
  if (plot && (format !== undefined || context.json))
    throw new UsageError('--plot shows a plot: leave out --format and --json');
  if (context.json && format !== undefined && format !== 'json')
    throw new UsageError(`--json and --format ${format} exclude each other`);
  const chosen = context.json ? 'json' : (format ?? 'csv');
  if ((chosen === 'f64' || chosen === 'f32') && context.io.out.isTerminal) {
    throw new UsageError('raw bytes do not belong on a terminal: send them through a pipe or to a file');
  }
  return chosen;
}

function chunkFor(distribution: Distribution, format: Format, length: number): Numbers {
  if (format === 'f32') return new Float32Array(length);
  return distribution.discrete && format !== 'f64' ? new Int32Array(length) : new Float64Array(length);
}
