// What a training goes on from: a file, checked against the model, the options and the data.
import { rangeFault } from '@stokast/core-wasm/errors';
import type { Checkpoint } from './checkpoint.ts';
import type { Loop, State } from './loop.ts';
import { sizeOf } from './parameters.ts';
import type { Recipe } from './recipe.ts';
import { readCheckpoint } from './save.ts';

/** A checkpoint that a training can go on from. */
export type Resumable = Checkpoint & Required<Pick<Checkpoint, 'training'>>;

/** The checkpoint in a file: of a training of this model. */
export function resumableIn(
  what: string,
  { kind, config }: Pick<Recipe<never, unknown>, 'kind' | 'config'>,
  bytes: Uint8Array,
): Resumable {
  const saved = readCheckpoint(what, bytes);
  if (saved.kind !== kind) throw rangeFault(what, 'options.resume', saved.kind, `the training of a ${kind}`);
  for (const name of new Set([...Object.keys(config), ...Object.keys(saved.config)])) {
    const [own, other] = [config, saved.config].map((each) => JSON.stringify(each[name]));
    if (own !== other)
      throw rangeFault(
        what,
        `options.resume.config.${name}`,
        saved.config[name],
        `${own}, as in the model to be fitted`,
      );
  }
  const { training } = saved;
  if (!training) throw rangeFault(what, 'options.resume', kind, 'a model that was saved with its training');
  return { ...saved, training };
}

/** The state in a checkpoint: of the tensors that this training has. */
export function stateIn(what: string, saved: Resumable, { programs }: Loop): State {
  const { weights, average, training } = saved;
  const taken = <T extends { readonly length: number }>(
    from: ReadonlyMap<string, T>,
    name: string,
    prefix: string,
    length: number,
  ): T => {
    const found = from.get(name);
    if (found?.length !== length)
      throw rangeFault(what, `options.resume.${prefix}${name}`, found, `${length} numbers`);
    return found;
  };
  const named = programs.weights;
  return {
    step: training.step,
    weights: named.map(({ name, size }) => taken(weights, name, '', size)),
    rest: {
      averages: new Map(
        programs.averages.flatMap((own) =>
          (own?.weights ?? []).map(
            (i) => [i, taken(average, named[i].name, 'average.', named[i].size)] as const,
          ),
        ),
      ),
      kept: programs.phases.map(
        ({ name: phase, kept }) =>
          new Map(
            kept.map(({ name, shape }, i) => [
              i,
              taken(training.optimizer, `${phase}.${name}`, 'optimizer.', sizeOf(shape)),
            ]),
          ),
      ),
    },
  };
}
