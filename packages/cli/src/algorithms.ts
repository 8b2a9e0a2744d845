// Saved results say which version of each algorithm made them.
import { algorithmVersions as models } from '@stokast/models';
import { algorithmVersions as sampling } from '@stokast/sampling';
import { version } from './version.ts';

const versions = { ...sampling, ...models };
export type Algorithm = keyof typeof versions;

/** What goes into every JSON result: the program's version, and the versions of the algorithms named. */
export function madeBy(...algorithms: readonly Algorithm[]): {
  stokast: string;
  algorithms: Record<string, number>;
} {
  return {
    stokast: version(),
    algorithms: Object.fromEntries(algorithms.map((name) => [name, versions[name]])),
  };
}

/** What decides the numbers of a training, whichever model: the version of everything that draws or learns. */
export const versionsOf = (kind: string): ReturnType<typeof madeBy> => {
  const model = kind === 'gpt' ? 'transformer' : kind;
  const names = ['seed', 'chacha8', 'normal', 'uniform', model].filter((name) =>
    Object.hasOwn(versions, name),
  );
  return madeBy(...(names as Algorithm[]));
};
