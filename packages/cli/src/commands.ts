// The commands, each loaded when it is called.
import type { CommandSpec } from './command.ts';

interface Entry {
  readonly name: string;
  readonly summary: string;
  load(): Promise<CommandSpec<never>>;
}

export const commands: readonly Entry[] = [
  {
    name: 'tour',
    summary: 'from raw bits to generated text and digits, in under a minute',
    load: async () => (await import('./commands/tour.ts')).tour,
  },
  {
    name: 'train',
    summary: 'learn a distribution: VAE, GAN, diffusion, GPT',
    load: async () => (await import('./commands/train.ts')).train,
  },
  {
    name: 'sample',
    summary: 'draw from a distribution, or from a trained model',
    load: async () => (await import('./commands/sample.ts')).sample,
  },
  {
    name: 'fit',
    summary: 'fit a distribution, or a density of your own, to data',
    load: async () => (await import('./commands/fit.ts')).fit,
  },
  {
    name: 'integrate',
    summary: 'the expectation of an expression, by Monte Carlo',
    load: async () => (await import('./commands/integrate.ts')).integrate,
  },
  {
    name: 'generate',
    summary: 'learn from a text and generate from it',
    load: async () => (await import('./commands/generate.ts')).generate,
  },
  {
    name: 'interpolate',
    summary: 'images between two, by a trained model',
    load: async () => (await import('./commands/interpolate.ts')).interpolate,
  },
  {
    name: 'reproduce',
    summary: 'a picture again, from its metadata',
    load: async () => (await import('./commands/reproduce.ts')).reproduce,
  },
  {
    name: 'bits',
    summary: 'raw random words, for test batteries',
    load: async () => (await import('./commands/bits.ts')).bits,
  },
  {
    name: 'bench',
    summary: 'how fast the kernels are here',
    load: async () => (await import('./commands/bench.ts')).bench,
  },
  {
    name: 'doctor',
    summary: 'versions, backend and a check of the bits',
    load: async () => (await import('./commands/doctor.ts')).doctor,
  },
];
