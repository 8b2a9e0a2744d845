import { DataError } from '@stokast/core-wasm/errors';
import { loadNgram, type Ngram, ngram, type Transformer } from '@stokast/models';
import { madeBy } from '../algorithms.ts';
import type { CommandSpec, Context } from '../command.ts';
import { corpora, isShipped, readCorpus } from '../corpus.ts';
import { UsageError } from '../exit.ts';
import { count, oneOf } from '../flags.ts';
import { inputName, readWhole } from '../input.ts';
import { saveTo } from '../save.ts';
import { quoted } from '../seed.ts';
import { defineTokenSampler, type TokenSamplerFlags, tokenSamplerFrom } from '../token-sampler.ts';
import { modelOf, openModel } from '../train/models.ts';

type Level = 'character' | 'word';

interface Flags extends TokenSamplerFlags {
  readonly corpus?: string;
  readonly load?: string;
  readonly model?: string;
  readonly save?: string;
  readonly level?: Level;
  readonly order?: number;
  readonly prompt?: string;
  readonly maxNewTokens?: number;
  readonly n: number;
  readonly stop?: readonly string[];
}

/** What suits each level: the length of n-grams, and how much to draw. */
const DEFAULTS = {
  character: { order: 7, maxNewTokens: 300 },
  word: { order: 4, maxNewTokens: 40 },
} as const;
const DEFAULT_CORPUS = 'everyday';

export const generate: CommandSpec<Flags> = {
  name: 'generate',
  summary: 'learn the distribution of the next token from a text, and generate from it',
  examples: [
    {
      line: 'stokast generate --prompt "The cat" --stop . --n 5 --seed 1',
      says: 'five ways to go on, from the plain sentences that come along',
    },
    {
      line: 'stokast generate --corpus shakespeare --prompt "ROMEO:" --seed 1',
      says: 'Shakespeare, a character at a time',
    },
    {
      line: 'stokast generate --corpus shakespeare --order 5 --save model.ngram',
      says: 'learns once, and keeps the model',
    },
    {
      line: 'stokast train gpt --steps 2 --out bard --seed 1 --quiet --nLayer=1 --nHead=2 --nEmbd=16 && stokast generate --model bard --prompt "ROMEO:" --seed 1',
      says: 'by a transformer of stokast train (in so few steps it learns next to nothing)',
    },
    {
      line: 'stokast generate --load model.ngram --prompt "JULIET:" --temperature 0.7 --top-k 20 --seed 1',
      says: 'uses it, more cautiously',
    },
  ],
  about:
    'The model is an n-gram model with interpolated modified Kneser-Ney smoothing; text is drawn by ancestral sampling. --corpus takes a file, - for standard input, or everyday or shakespeare, which come along.',
  define(command) {
    command
      .option('--corpus <file>', `what to learn from (default ${DEFAULT_CORPUS})`)
      .option(
        '--level <level>',
        'tokens: character or word (default word for everyday, else character)',
        oneOf('--level', ['character', 'word']),
      )
      .option(
        '--order <n>',
        'length of the longest n-grams, 1 to 16 (default 7 for characters, 4 for words)',
        count('order', { least: 1, most: 16 }),
      )
      .option('--load <file>', 'a model that --save wrote, in place of a corpus (- for standard input)')
      .option('--model <folder>', 'a transformer of stokast train gpt, in place of a corpus')
      .option('--save <file>', 'writes the model; without --prompt, that is all')
      .option('--prompt <text>', 'the text to go on from (default none)')
      .option(
        '--max-new-tokens <count>',
        'tokens to draw at most (default 300 characters or 40 words)',
        count('max-new-tokens'),
      )
      .option(
        '--n <count>',
        'texts to draw, each from a stream of its own (default 1)',
        count('n', { least: 1 }),
        1,
      )
      .option(
        '--stop <text>',
        'end before this text; \\n is a line break; may be given more than once',
        collect,
      );
    defineTokenSampler(command);
  },
  async run(context, _, flags) {
    if ([flags.load, flags.corpus, flags.model].filter((one) => one !== undefined).length > 1)
      throw new UsageError('--load, --corpus and --model exclude each other');
    if (flags.model !== undefined) return generateByModel(context, flags.model, flags);
    if (flags.load !== undefined && (flags.level ?? flags.order) !== undefined) {
      throw new UsageError('--level and --order belong to learning: a loaded model has its own');
    }
    tokenSamplerFrom(flags); // faults before anything is learnt
    const corpus = flags.load ?? flags.corpus ?? DEFAULT_CORPUS;
    const model =
      flags.load === undefined
        ? await learn(context, corpus, flags)
        : await naming(flags.load, async (file) => loadNgram(await readWhole(context.io, file)));
    if (flags.save !== undefined) {
      await saveTo(flags.save, model.save());
      await context.note(`saved ${flags.save}: order ${model.order}, ${model.trainingTokens} tokens learnt`);
      if (flags.prompt === undefined) {
        const { level, order, trainingTokens } = model;
        const saved = { command: 'generate', corpus, level, order, trainingTokens, saved: flags.save };
        if (context.json) await context.print(JSON.stringify({ ...saved, ...madeBy('modified-kneser-ney') }));
        return undefined;
      }
    }
    const { level, order } = model;
    await write(context, model, flags, {
      maxNewTokens: DEFAULTS[level].maxNewTokens,
      gap: level === 'character' ? '\n\n' : '\n',
      head: { corpus, level, order },
      algorithms: madeBy('seed', 'chacha8', 'modified-kneser-ney', 'ancestral-sampling', 'token-sampler'),
    });
    return undefined;
  },
};

/** A transformer goes on from a prompt. */
async function generateByModel(context: Context, path: string, flags: Flags): Promise<undefined> {
  const { level, order, save } = flags;
  for (const [name, value] of Object.entries({ level, order, save })) {
    if (value !== undefined) throw new UsageError(`--${name} is for n-grams, and --model is a transformer`);
  }
  const opened = await openModel(context.io, path);
  const rather = (): string => `it draws images or points: stokast sample --model ${quoted(path)}`;
  const model = modelOf<Transformer>(opened, ['transformer'], rather);
  await write(context, model, flags, {
    maxNewTokens: DEFAULTS.character.maxNewTokens,
    gap: '\n\n',
    head: { model: opened.file },
    algorithms: madeBy('seed', 'chacha8', 'ancestral-sampling', 'token-sampler'),
  });
  return undefined;
}

interface Writing {
  /** Unless the flags say how many. */
  readonly maxNewTokens: number;
  /** The end of a text that another follows. */
  readonly gap: string;
  /** Of JSON: what wrote the texts, and the versions of that. */
  readonly head: object;
  readonly algorithms: object;
}

/** Texts as they are drawn, or all of them in JSON. */
async function write(
  context: Context,
  model: Pick<Ngram, 'generate'>,
  flags: Flags,
  { gap, head, algorithms, ...defaults }: Writing,
): Promise<void> {
  const { prompt = '', maxNewTokens = defaults.maxNewTokens, stop = [], n } = flags;
  const { settings: steps, ...sampler } = tokenSamplerFrom(flags);
  const seed = await context.seed();
  const root = await context.stream();
  const texts: string[] = [];
  for (let i = 0; i < n; i++) {
    const stream = root.split(['text', i]);
    const drawn = model.generate({ prompt, stream, maxNewTokens, stop, ...sampler });
    if (context.json) {
      texts.push(drawn.text());
      continue;
    }
    await context.io.out.write(prompt);
    for (const token of drawn) await context.io.out.write(token);
    await context.io.out.write(i + 1 < n ? gap : '\n');
  }
  if (!context.json) return;
  const settings = { ...head, prompt, maxNewTokens, stop, ...steps };
  await context.print(JSON.stringify({ command: 'generate', ...settings, seed, ...algorithms, texts }));
}

const collect = (text: string, before: readonly string[] = []): string[] => [
  ...before,
  text.replaceAll('\\n', '\n'),
];

async function learn(context: Context, corpus: string, flags: Flags): Promise<Ngram> {
  const level = flags.level ?? (isShipped(corpus) ? corpora[corpus].level : 'character');
  const progress = context.progress(`characters of ${inputName(corpus)}`);
  const spec = ngram({ order: flags.order ?? DEFAULTS[level].order, level });
  const model = await naming(corpus, (file) =>
    spec.fit(readCorpus(context.io, file), { onProgress: ({ read }) => progress.update(read) }),
  );
  progress.end();
  return model;
}

/** Faults of the data say which file it came from. */
async function naming<T>(file: string, work: (file: string) => Promise<T>): Promise<T> {
  try {
    return await work(file);
  } catch (error) {
    const name = inputName(file);
    if (error instanceof DataError && !error.message.startsWith(name))
      throw new DataError(`${name}: ${error.message}`);
    throw error;
  }
}
