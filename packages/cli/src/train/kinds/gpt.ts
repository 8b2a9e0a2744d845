// The transformer over text as people see it.
import { machine } from '@stokast/core-wasm';
import { DataError } from '@stokast/core-wasm/errors';
import {
  mixture,
  ngram,
  splitText,
  type Transformer,
  type TransformerOptions,
  transformer,
} from '@stokast/models';
import { stream } from '@stokast/sampling';
import { grouped } from '../../numbers.ts';
import { seedFrom } from '../../seed.ts';
import { wrapped } from '../../terminal/lines.ts';
import type { Text } from '../data.ts';
import type { Findings, Picture, Session } from '../kind.ts';
import type { RunSettings } from '../settings.ts';
import { fitOptions } from './fit-options.ts';

/** Characters of held-out text that are looked at on the way, and of a sample in a preview and in samples.txt. */
const LOOK = 4096;
const PREVIEW = 240;
const SAMPLE = 600;
const SAMPLES = 4;
/** Order of the n-gram model that is fitted beside it. */
const ORDER = 7;

export function gptDefaults(): { steps: number; batchSize: number; model: TransformerOptions } {
  return { steps: 2000, batchSize: 12, model: {} };
}

export function gptSession(settings: RunSettings, data: Text): Session<Transformer> {
  const spec = transformer(settings.model as TransformerOptions);
  const { config } = spec;
  const { train, validation: heldOut } = splitText(data.text);
  if (train === '' || heldOut === '')
    throw new DataError(
      `${data.name} has ${data.text.length} characters: nine tenths are to learn from, one is held out`,
    );
  const root = stream(seedFrom(settings.seed));
  const write = (model: Transformer, i: number, maxNewTokens: number): string =>
    model.generate({ prompt: '\n', stream: root.split(['sample', i]), maxNewTokens }).text();

  const samples = (model: Transformer, count: number): Picture => ({
    file: 'samples.txt',
    title: 'Samples',
    caption: `${count} texts of ${SAMPLE} tokens`,
    bytes: () =>
      new TextEncoder().encode(
        textsOf(model, count)
          .map((text) => `${text}\n`)
          .join('\n----\n\n'),
      ),
  });
  const textsOf = (model: Transformer, count: number): string[] =>
    Array.from({ length: count }, (_, i) => write(model, i, SAMPLE));

  return {
    settings: { ...settings, model: config },
    title: `GPT on ${data.name}`,
    about: `A transformer of ${config.nLayer} layers, ${config.nHead} heads and ${config.nEmbd} channels that looks back on ${config.blockSize} ${config.tokenizer === 'bpe' ? 'tokens' : 'characters'}. ${data.name}: ${grouped(train.length)} characters to learn from, ${grouped(heldOut.length)} held out.`,
    lookEvery: Math.max(1, Math.floor(settings.steps / 20)),
    chart: { y: 'nats per token', train: { loss: 'training' }, heldOut: { loss: 'held out' } },
    start: (resume, workers) =>
      spec.start(train, { ...fitOptions(settings, workers), ...(resume ? { resume } : {}) }),
    look: (model) => ({ loss: model.evaluate(heldOut.slice(0, LOOK)).crossEntropy }),
    preview: (model, screen) =>
      wrapped(write(model, 0, PREVIEW), screen.width - 2).map((line) => `  ${line}`),
    drafts: (model) => [samples(model, 1)],
    pictures: (model) => [samples(model, SAMPLES)],
    findings: async (model) => findings(model),
    next: [['stokast generate --model DIR --prompt "ROMEO:"', 'go on from a text of yours, as it is drawn']],
  };

  async function findings(model: Transformer): Promise<Findings> {
    const { log } = machine().kernels;
    const own = model.evaluate(heldOut);
    const counts = await ngram({ order: ORDER }).fit(train);
    const counted = counts.evaluate(heldOut);
    const nats = (name: string, value: number, meaning: string) => ({
      name,
      value,
      text: value.toFixed(4),
      meaning,
    });
    return {
      results: [
        nats(
          'held-out loss',
          own.natsPerCharacter,
          'nats per character of the held-out text, each predicted once: the lower, the better',
        ),
        nats('in bits', own.natsPerCharacter / log(2), 'the same in bits per character'),
        nats(
          `n-grams of up to ${ORDER}`,
          counted.natsPerCharacter,
          'modified Kneser-Ney, which only counts, on the same text: the mark to pass',
        ),
        ...(config.tokenizer === 'bpe'
          ? []
          : [
              nats(
                'both, half and half',
                mixture([model, counts]).weighted([1, 1]).evaluate(heldOut).natsPerCharacter,
                'the mean of the two models: they err in different places',
              ),
            ]),
        nats('any character alike', log(model.tokens.length), 'what a model pays that has learnt nothing'),
      ],
      texts: textsOf(model, 2).map((text, i) => ({
        title: i === 0 ? 'What it writes' : 'And another',
        text,
      })),
      goodLoss: [
        `The loss is the mean of -log p(next token). A model that knows nothing pays the logarithm of the number of tokens, here ${log(model.tokens.length).toFixed(2)}; letter frequencies alone come to about 3.3 nats in English, and people guess letters at about 0.9.`,
        ...(data.name === 'shakespeare'
          ? [
              'On tiny Shakespeare, nanoGPT of this size comes to 1.88 nats per character in 2000 steps, larger ones on a GPU to 1.47. Counting n-grams of up to 7 characters comes to 1.5165 in seconds: a small network that has seen a megabyte of text does not pass that, and a mixture of the two passes both.',
            ]
          : []),
        'At 2.5 nats words are broken, at 2.0 most are words, at 1.5 lines read like the text that was learnt from. Sense over a whole speech takes a larger model and more text.',
      ],
    };
  }
}
