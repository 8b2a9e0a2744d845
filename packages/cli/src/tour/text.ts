import { machine } from '@stokast/core-wasm';
import { type GenerateOptions, type Ngram, ngram } from '@stokast/models';
import { tokenSampler } from '@stokast/sampling';
import type { Context } from '../command.ts';
import { readCorpus } from '../corpus.ts';
import { grouped } from '../numbers.ts';
import { bars } from '../terminal/bars.ts';
import type { Part, Stage } from './part.ts';

const PROMPT = 'The cat';
const SENTENCES = 5;
const MIN_P = 0.1;
const SHAKESPEARE_ORDER = 7;

export const text: Part = {
  title: 'Generating text',
  async run(stage) {
    return { everyday: await everyday(stage), shakespeare: await shakespeare(stage) };
  },
};

async function corpusText(context: Context, name: string): Promise<string> {
  let whole = '';
  for await (const part of readCorpus(context.io, name)) whole += part;
  return whole;
}

/** Sentences about everyday things, over words: what comes after "The cat". */
async function everyday({ context, screen, stream, say, show }: Stage): Promise<Record<string, unknown>> {
  const model = await ngram({ order: 4, level: 'word' }).fit(await corpusText(context, 'everyday'));
  await say(
    `A language model is a distribution over the next token, given those before. This one has counted ${grouped(model.trainingTokens)} words of plain sentences (4-grams, modified Kneser-Ney). After "${PROMPT}":`,
  );
  const top = model.next(PROMPT).top(10);
  const items = top.map(({ token, probability }) => ({
    label: `${PROMPT}${token}`,
    value: probability,
    text: probability.toFixed(3),
  }));
  await show(['', ...bars(screen, items, Math.min(50, screen.width - 34)), '']);
  await say('Ancestral sampling: draw a word from it, append it, and draw again.');
  const sentences = differentSentences(model, stream, {});
  const print = (lines: string[]): Promise<void> =>
    show(['', ...lines.map((line) => `  ${screen.style.bold(PROMPT)}${line.slice(PROMPT.length)}`), '']);
  await print(sentences);
  await say(
    `The oddest come from words of little probability, of which there are many. Without those that are less than ${MIN_P} times as likely as the likeliest (min-p):`,
  );
  const careful = differentSentences(model, stream, { tokenSampler: tokenSampler({ minP: MIN_P }) });
  await print(careful);
  return { next: top, sentences, careful };
}

/** The first few different sentences that go on at all, each from a stream of its own. */
function differentSentences(
  model: Ngram,
  stream: Stage['stream'],
  options: Pick<GenerateOptions, 'tokenSampler'>,
): string[] {
  const found = new Set<string>();
  for (let i = 0; found.size < SENTENCES && i < 100 * SENTENCES; i++) {
    const child = stream.split(['sentence', i]);
    const drawn = model.generate({
      prompt: PROMPT,
      stream: child,
      maxNewTokens: 40,
      stop: ['.', '\n'],
      ...options,
    });
    const text = drawn.text();
    if (text !== '') found.add(`${PROMPT}${text}.`);
  }
  return [...found];
}

/** Shakespeare, over characters: nats per character on what it has not seen, and a few lines. */
async function shakespeare({ context, screen, stream, say, show }: Stage): Promise<Record<string, unknown>> {
  const whole = await corpusText(context, 'shakespeare');
  const cut = Math.floor(whole.length * 0.9);
  const [train, rest] = [whole.slice(0, cut), whole.slice(cut)];
  const progress = context.progress('characters of Shakespeare read');
  const fit = (order: number): Promise<Ngram> =>
    ngram({ order }).fit(train, { onProgress: ({ read }) => progress.update(read) });
  const unigram = await fit(1);
  const model = await fit(SHAKESPEARE_ORDER);
  progress.end();
  const nats = {
    uniform: machine().kernels.log(model.tokens.length),
    unigram: unigram.evaluate(rest).natsPerCharacter,
    model: model.evaluate(rest).natsPerCharacter,
  };
  await say(
    `The same over characters: 90 % of a megabyte of Shakespeare to learn from, the rest to be judged by, in nats a character (the fewer, the better predicted):`,
  );
  const items = [
    { label: 'any character alike', value: nats.uniform, text: nats.uniform.toFixed(4), series: 1 },
    { label: 'letter frequencies', value: nats.unigram, text: nats.unigram.toFixed(4), series: 1 },
    {
      label: `the ${SHAKESPEARE_ORDER - 1} before`,
      value: nats.model,
      text: nats.model.toFixed(4),
      series: 0,
    },
  ];
  await show(['', ...bars(screen, items, Math.min(50, screen.width - 34)), '']);
  const prompt = 'ROMEO:\n';
  const drawn = model.generate({ prompt, stream: stream.split('shakespeare'), maxNewTokens: 320 }).text();
  await say('A scene of its own, drawn a character at a time from "ROMEO:" on:');
  const lines = `${prompt}${drawn} ...`.split('\n');
  await show(['', ...lines.map((line) => `  ${line}`.trimEnd())]);
  return { nats, text: drawn };
}
