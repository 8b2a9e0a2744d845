// The kinds of models, each loaded when it is asked for.
import { UsageError } from '../../exit.ts';
import type { TrainingData } from '../data.ts';
import type { Session } from '../kind.ts';
import type { KindName, ModelSettings, RunSettings } from '../settings.ts';

/** What suits a kind on some data. */
export interface Defaults {
  readonly epochs?: number;
  readonly steps?: number;
  readonly batchSize: number;
  readonly model: ModelSettings;
}

interface Kind {
  defaults(data: TrainingData): Promise<Defaults>;
  session(settings: RunSettings, data: TrainingData): Promise<Session>;
}

/** The data that each kind is shown first. */
export const firstData: Readonly<Record<KindName, string>> = {
  vae: 'digits',
  gan: 'digits',
  diffusion: 'digits',
  gpt: 'shakespeare',
};

function examples(kind: KindName, data: TrainingData) {
  if (data.kind !== 'text') return data;
  throw new UsageError(
    `a ${kind} learns from images or points, and ${data.name} is text: that is for stokast train gpt`,
  );
}
function text(data: TrainingData) {
  if (data.kind === 'text') return data;
  throw new UsageError(
    `a gpt learns from text, and ${data.name} is ${data.kind}: those are for stokast train vae, gan or diffusion`,
  );
}

export const kinds: Readonly<Record<KindName, Kind>> = {
  vae: {
    defaults: async (data) => (await import('./vae.ts')).vaeDefaults(examples('vae', data)) as Defaults,
    session: async (settings, data) =>
      (await import('./vae.ts')).vaeSession(settings, examples('vae', data)) as Session,
  },
  gan: {
    defaults: async (data) => (await import('./gan.ts')).ganDefaults(examples('gan', data)) as Defaults,
    session: async (settings, data) =>
      (await import('./gan.ts')).ganSession(settings, examples('gan', data)) as Session,
  },
  diffusion: {
    defaults: async (data) =>
      (await import('./diffusion.ts')).diffusionDefaults(examples('diffusion', data)) as Defaults,
    session: async (settings, data) =>
      (await import('./diffusion.ts')).diffusionSession(settings, examples('diffusion', data)) as Session,
  },
  gpt: {
    defaults: async (data) => {
      text(data);
      return (await import('./gpt.ts')).gptDefaults() as Defaults;
    },
    session: async (settings, data) => (await import('./gpt.ts')).gptSession(settings, text(data)) as Session,
  },
};
