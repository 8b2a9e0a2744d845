// Transformers trained from scratch, on two threads unless `workers` says another number, with a modified Kneser-Ney model of the same text beside each.
//
// Nats per character on the last 10 % of a text after the first 90 %, as nanoGPT splits it; every character predicted
// once. Windows begin half a context apart, so that each character has at least half a context before it; the figure for
// windows side by side, which is what random windows estimate, is given as well.
import { mixture, ngram, splitText, transformer } from '@stokast/models';
import { stream, tokenSampler } from '@stokast/sampling';

const NANOGPT = 'karpathy/nanoGPT:README.md';

/** The first 90 % of a text and the rest; of the first part, what weights are chosen on is its end. */
function parts(text) {
  const { train, validation } = splitText(text);
  const { train: most, validation: rest } = splitText(train, 0.95);
  return { train, validation, most, rest };
}

const digits = (x) => Number(x.toFixed(4));
const atMost = (quantity, measured, bar, more = {}) => ({
  quantity,
  measured: digits(measured),
  bar: `<= ${bar}`,
  reached: measured <= bar,
  ...more,
});
const shown = (quantity, measured, more = {}) => ({ quantity, measured, ...more });

/** Fits a transformer and says how long it took. */
async function fitted(config, text, options, log) {
  const began = performance.now();
  let from = began;
  const model = await transformer(config).fit(text, {
    ...options,
    onProgress: ({ step, steps, metrics }) => {
      if (step === 20) from = performance.now(); // programs are there by then
      if (step % 100 === 0) log(`step ${step} of ${steps}, loss ${metrics.loss.toFixed(3)}`);
    },
  });
  const now = performance.now();
  const rows = [
    shown('seconds of training', digits((now - began) / 1000)),
    shown('milliseconds a step', digits((now - from) / (options.steps - 20))),
  ];
  return { model, rows };
}

const kneserNey = async (text, order) => ngram({ order }).fit(text);

/** What both kinds of windows give. */
const scores = (model, text) => ({
  half: model.evaluate(text).natsPerCharacter,
  whole: model.evaluate(text, { stride: model.config.blockSize }).natsPerCharacter,
});

const said = (model, prompt, count) =>
  prompt +
  model
    .generate({
      prompt,
      stream: stream('sample'),
      maxNewTokens: count,
      tokenSampler: tokenSampler({ temperature: 0.8 }),
    })
    .text();

/** nanoGPT's "on a MacBook" configuration, learned positions and exact GELU as there. */
const NANO = { positions: 'learned', gelu: 'exact', learningRate: 1e-3, minLr: 1e-4, warmupIters: 100 };
/** The defaults: rotary positions and three times the rate. */
const TUNED = { minLr: 1e-4 };
const TUNED_STEPS = 5000;

/** Seeds differ by about 0.01, as much as what is asked: the mean of three counts, and each is shown. */
const NANO_SEEDS = ['nanoGPT', 1, 2];

async function nanoConfiguration(text, workers, log) {
  const { train, validation } = splitText(text);
  const runs = [];
  for (const seed of NANO_SEEDS) {
    const run = { stream: stream(seed), steps: 2000, batchSize: 12, workers };
    const { model, rows } = await fitted(NANO, train, run, log);
    runs.push({ ...scores(model, validation), rows });
    log(`seed ${seed}: ${runs.at(-1).half.toFixed(4)}`);
  }
  const mean = (name) => runs.reduce((sum, each) => sum + each[name], 0) / runs.length;
  const fastest = Math.min(...runs.map(({ rows }) => rows[0].measured));
  const other = (await kneserNey(train, 7)).evaluate(validation).natsPerCharacter;
  return [
    atMost('validation, nats per character, mean of 3 seeds', mean('half'), 1.88, {
      anchor: 1.88,
      source: NANOGPT,
    }),
    shown('each seed', runs.map(({ half }) => half.toFixed(4)).join(', ')),
    shown('windows side by side, mean', digits(mean('whole')), { anchor: 1.88, source: NANOGPT }),
    shown('modified Kneser-Ney, order 7', digits(other)),
    atMost(`seconds of training, ${workers} threads, the fastest`, fastest, 240),
  ];
}

async function tunedConfiguration(text, workers, log) {
  const { train, validation, most, rest } = parts(text);
  const run = { stream: stream('tuned'), steps: TUNED_STEPS, batchSize: 12, workers };
  const { model, rows } = await fitted(TUNED, most, run, log);
  const { half, whole } = scores(model, validation);
  // Weights are chosen where neither model has been; the n-grams, which cost seconds, are then counted on all of it.
  const { weights } = await mixture([model, await kneserNey(most, 7)]).fit(rest);
  const grams = await kneserNey(train, 7);
  const both = mixture([model, grams]).weighted(weights);
  log(said(model, 'ROMEO:', 400));
  return [
    atMost('validation, nats per character', half, 1.75),
    shown('validation, windows side by side', digits(whole)),
    shown('modified Kneser-Ney, order 7', digits(grams.evaluate(validation).natsPerCharacter)),
    atMost('mixture of the two', both.evaluate(validation).natsPerCharacter, 1.5),
    shown('weight of the transformer in it', digits(weights[0])),
    ...rows,
    atMost('minutes in all', rows[0].measured / 60, 10),
  ];
}

async function swedish(text, workers, log) {
  const { train, validation } = splitText(text);
  const config = { ...TUNED, dropout: 0.1 };
  const run = { stream: stream('swedish'), steps: 2000, batchSize: 12, workers };
  const { model, rows } = await fitted(config, train, run, log);
  const sample = said(model, 'Han ', 400);
  log(sample);
  const pairs = await fitted({ ...config, tokenizer: 'bpe', vocabSize: 512 }, train, run, log);
  log(said(pairs.model, 'Han', 200));
  const other = (await kneserNey(train, 6)).evaluate(validation).natsPerCharacter;
  const letters = [...'åäö'].filter((letter) => sample.includes(letter)).join('');
  return [
    shown('characters, nats per character', digits(model.evaluate(validation).natsPerCharacter)),
    shown('512 byte pairs, nats per character', digits(pairs.model.evaluate(validation).natsPerCharacter)),
    shown('modified Kneser-Ney, order 6', digits(other)),
    {
      quantity: 'letters in 400 characters it wrote',
      measured: letters,
      bar: 'åäö',
      reached: letters === 'åäö',
    },
    shown('what it wrote', sample.slice(0, 200).replaceAll(/\s+/g, ' ')),
    ...rows,
  ];
}

async function speed(text, log) {
  const run = { stream: stream('speed'), steps: 80, batchSize: 12, shards: 1 };
  const [, step] = (await fitted(NANO, text, run, log)).rows;
  const rows = [
    atMost("milliseconds a step of nanoGPT's configuration, one thread", step.measured, 130, {
      anchor: '51-73',
      source: 'PyTorch, one thread',
    }),
  ];
  for (const blockSize of [64, 256]) {
    const spec = transformer({ blockSize });
    const model = await spec.fit(text.slice(0, 20_000), { stream: stream('speed'), steps: 1, batchSize: 2 });
    const draw = (n) => model.generate({ prompt: 'ROMEO:', stream: stream(1), maxNewTokens: n }).text();
    draw(50);
    const began = performance.now();
    draw(1000);
    const perSecond = Math.round(1e6 / (performance.now() - began));
    rows.push(shown(`characters a second, context ${blockSize}`, perSecond));
  }
  return rows;
}

/** Name, title, minutes on two cores, and what gives the rows. */
export const experiments = [
  {
    name: 'transformer-nanogpt',
    title:
      "nanoGPT's CPU configuration on tiny Shakespeare (4 layers, 4 heads, 128, context 64, 2000 steps of 12)",
    minutes: 10,
    run: ({ shakespeare, workers = 2, log }) => nanoConfiguration(shakespeare(), workers, log),
  },
  {
    name: 'transformer-tuned',
    title: 'The same size with rotary positions and a larger rate, and a mixture with n-grams',
    minutes: 10,
    run: ({ shakespeare, workers = 2, log }) => tunedConfiguration(shakespeare(), workers, log),
  },
  {
    name: 'transformer-swedish',
    title: 'Hjalmar Söderberg, Den allvarsamma leken',
    minutes: 9,
    run: ({ soderberg, workers = 2, log }) => swedish(soderberg(), workers, log),
  },
  {
    name: 'transformer-speed',
    title: 'Speed on one thread: a step of training, and drawing text with a cache of keys and values',
    minutes: 1,
    run: ({ shakespeare, log }) => speed(shakespeare(), log),
  },
];
