// Variational auto-encoders on MNIST, in the configuration that most frameworks have as an example, and on the digits.
//
// The popular figure takes grey pixels as means of black and white ones, and so has the entropy of the pixels in it,
// which no model can do better than. It stands here beside that entropy, and beside figures that are of likelihoods:
// for pixels drawn black or white, the bound of one sample and the importance-weighted one of 5000.
import { digitsSplit, pixelEntropy, robustness, sliceImages, vae } from '@stokast/models';
import { stream } from '@stokast/sampling';

const EXAMPLE = 'pytorch/examples:vae/main.py, measured';
const TOMCZAK = 'split of jmtomczak/intro_dgm, measured';

const short = (x) => Number(x.toFixed(2));
const shown = (quantity, measured, more = {}) => ({ quantity, measured, ...more });
const near = (quantity, measured, anchor, tolerance, more = {}) => ({
  quantity,
  measured: short(measured),
  bar: `${anchor} +- ${tolerance}`,
  anchor,
  reached: Math.abs(measured - anchor) <= tolerance,
  ...more,
});
const atMost = (quantity, measured, bar, more = {}) => ({
  quantity,
  measured: short(measured),
  bar: `<= ${bar}`,
  reached: measured <= bar,
  ...more,
});

/** Fits a model, and says how long it took, validations aside. */
async function fitted(options, train, fit, log) {
  let [seconds, last] = [0, performance.now()];
  const curve = [];
  const model = await vae(options).fit(train, {
    ...fit,
    onProgress: ({ step, epoch, metrics, validation }) => {
      if (!validation) seconds += (performance.now() - last) / 1000;
      last = performance.now();
      if (validation) curve.push(-validation.elbo);
      if (validation)
        log(
          `epoch ${epoch.toFixed(0)}: loss ${metrics.loss.toFixed(2)}, held out ${(-validation.elbo).toFixed(2)}`,
        );
      else if (step % 100 === 0) log(`step ${step}: loss ${metrics.loss.toFixed(2)}`);
    },
  });
  return { model, curve, seconds };
}

const EPOCHS = 10;
const MNIST = { shape: [28, 28], latent: 20, hidden: [400] };
/** Epochs of 468 batches of 128. */
const FIT = { batchSize: 128, validateEvery: 468 };

/** What is said about pixels that are black or white. */
function binarised(model, test, log) {
  const binarize = 'dynamic';
  const elbo = model.elbo(test, stream('binarised'), { binarize });
  log(String(elbo));
  const some = sliceImages(test, 0, 500);
  const began = performance.now();
  const weighted = model.importanceWeightedBound(some, stream('weights'), { binarize, samples: 5000 });
  const seconds = (performance.now() - began) / 1000;
  log(String(weighted));
  return { elbo, weighted, seconds };
}

async function grey({ train, test }, workers, log) {
  const fit = { ...FIT, stream: stream('mnist'), epochs: EPOCHS, validation: test, workers };
  const { model, curve, seconds } = await fitted(MNIST, train, fit, log);
  const entropy = pixelEntropy(test.images, 784);
  const elbo = model.elbo(test, stream('test'));
  const other = binarised(model, test, log);
  return [
    near('test loss after 1 epoch, grey pixels', curve[0], 126.9, 1.5, {
      source: `${EXAMPLE}; other seeds there give 126.8 to 128.1`,
    }),
    near(`test loss after ${EPOCHS} epochs, grey pixels`, -elbo.value, 105.2, 0.6, { source: EXAMPLE }),
    near('of it, the entropy of the pixels, irreducible', entropy, 45.53, 0.01, { source: EXAMPLE }),
    shown('of it, reconstruction above that', short(-elbo.reconstruction - entropy), { anchor: 34.5 }),
    shown('of it, KL', short(elbo.kl), { anchor: 25.2, source: EXAMPLE }),
    shown('-ELBO, pixels drawn black or white', short(-other.elbo.value)),
    shown('-L_5000 of 500 such images', short(-other.weighted.value)),
    shown(
      '-ELBO of the same 500',
      short(-model.elbo(sliceImages(test, 0, 500), stream('weights'), { binarize: 'dynamic' }).value),
    ),
    shown('active latents of 20', model.activity(test).active),
    atMost('seconds of L_5000', other.seconds, 60),
    shown(`seconds of training, ${workers} workers`, short(seconds)),
  ];
}

async function blackAndWhite({ train, test }, workers, log) {
  const options = { ...MNIST, binarize: 'dynamic' };
  const fit = { ...FIT, stream: stream('mnist'), epochs: EPOCHS, validation: test, workers };
  const { model, seconds } = await fitted(options, train, fit, log);
  const { elbo, weighted } = binarised(model, test, log);
  return [
    shown(`-ELBO after ${EPOCHS} epochs`, short(-elbo.value), { anchor: 104.9, source: EXAMPLE }),
    shown('-L_5000 of 500 images', short(-weighted.value), {
      anchor: 101.5,
      source: `${EXAMPLE}: -L_500 of 200`,
    }),
    shown('active latents of 20', model.activity(test).active),
    shown(`seconds of training, ${workers} workers`, short(seconds)),
  ];
}

const parts = (digits) =>
  ['train', 'validation', 'test'].map((name) => sliceImages(digits, ...digitsSplit[name]));

/** The model of the step after which the validation images have the best bound: small data are soon learned by heart. */
async function chosen(options, train, validation, fit, log) {
  const training = vae(options).start(train, fit);
  const began = performance.now();
  let best;
  while (training.progress.step < fit.steps) {
    await training.step();
    const { step } = training.progress;
    if (step % 100 !== 0) continue;
    const model = await training.model();
    const { value } = model.elbo(validation, stream('validation'));
    log(`step ${step}: validation ${(-value).toFixed(2)}`);
    if (best === undefined || value > best.value) best = { value, model, step };
  }
  await training.close();
  return { ...best, seconds: (performance.now() - began) / 1000 };
}

/** Images of 17 levels a pixel: likelihoods that can be compared with those of other models. */
async function levels(digits, workers, log) {
  const [train, validation, test] = parts(digits);
  const corruption = { kind: 'gaussian', amount: 0.1 };
  const models = [
    ['categorical', { likelihood: 'categorical' }],
    ['discretised logistic', { likelihood: 'discretizedLogistic' }],
    ['discretised logistic, noise in training', { likelihood: 'discretizedLogistic', corruption }],
  ];
  const rows = [];
  for (const [name, options] of models) {
    const fit = { stream: stream('levels'), workers, steps: 3000 };
    const size = { latent: 12, hidden: [96] };
    const { model, step, seconds } = await chosen({ ...size, ...options }, train, validation, fit, log);
    const elbo = model.elbo(test, stream('test'));
    const weighted = model.importanceWeightedBound(test, stream('test'), { samples: 1000 });
    const anchor = { anchor: 98.8, source: `MADE, ${TOMCZAK}` };
    rows.push(
      shown(`${name}: -L_1000 of the test images, nats`, short(-weighted.value), anchor),
      shown(`${name}: -ELBO`, short(-elbo.value)),
      shown(`${name}: steps, chosen on validation images`, step),
      shown(`${name}: seconds of all 3000 steps`, short(seconds)),
    );
  }
  return rows;
}

const FLIPS = { kind: 'flips', amount: 0.1 };

async function noise(digits, workers, log) {
  const [train, , test] = parts(digits);
  const fit = { stream: stream('noise'), workers, steps: 2000 };
  const { model: without } = await fitted({}, train, fit, log);
  const { model: trained } = await fitted({ corruption: FLIPS }, train, fit, log);
  const corruptions = [
    FLIPS,
    { kind: 'flips', amount: 0.2 },
    { kind: 'masking', amount: 0.3 },
    { kind: 'gaussian', amount: 0.3 },
  ];
  const table = robustness({ without, with: trained }, test, { stream: stream('test'), corruptions });
  for (const line of String(table).split('\n')) log(line);
  return table.rows.flatMap(({ corruption, model, heldOut, error }) => {
    const seen = corruption ? `${corruption.kind} ${corruption.amount}` : 'no noise';
    return [
      shown(`${seen}, ${model} noise in training: -ELBO of the clean images`, short(-heldOut)),
      shown(`${seen}, ${model} noise in training: error of reconstructions`, Number(error.toFixed(4))),
    ];
  });
}

/** Name, title, minutes on two cores, and what gives the rows. */
export const experiments = [
  {
    name: 'vae-mnist-grey',
    title: 'VAE 784-400-20 on MNIST, grey pixels, 10 epochs of batches of 128',
    minutes: 4,
    run: ({ mnist, workers = 2, log }) => grey(mnist(), workers, log),
  },
  {
    name: 'vae-mnist-binary',
    title: 'The same, pixels drawn black or white anew in each step',
    minutes: 4,
    run: ({ mnist, workers = 2, log }) => blackAndWhite(mnist(), workers, log),
  },
  {
    name: 'vae-digits-levels',
    title: 'Digits of 8 x 8 pixels of 17 levels: likelihoods, in nats per image',
    minutes: 1,
    run: ({ digits, workers = 2, log }) => levels(digits(), workers, log),
  },
  {
    name: 'vae-digits-noise',
    title: 'Digits with noise: trained with one pixel in ten flipped, and without',
    minutes: 1,
    run: ({ digits, workers = 2, log }) => noise(digits(), workers, log),
  },
];
