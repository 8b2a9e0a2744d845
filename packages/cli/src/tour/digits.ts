// The digits that the chapters on models learn from, and how they are shown.
import type { Context } from '../command.ts';
import { acrossFor, images } from '../terminal/images.ts';
import type { Screen } from '../terminal/screen.ts';
import { type Examples, loadData } from '../train/data.ts';
import type { Training } from '../train/kind.ts';

/** The digits that come along. */
export async function digits({ io }: Context): Promise<Examples> {
  const { data } = await loadData(io, 'digits', 'tour');
  return data as Examples;
}

const SHAPE = [8, 8];

/** Digits side by side that fit. */
export const across = (screen: Screen): number => acrossFor({ values: [], shape: SHAPE }, screen, 9);

/** Rows of digits. */
export const shown = (screen: Screen, values: ArrayLike<number>): string[] => [
  '',
  ...images(screen, { values, shape: SHAPE }, across(screen)),
  '',
];

/** All steps of a training; `at` is called after some of them, with the step and its losses. */
export async function trained<Model>(
  context: Context,
  label: string,
  training: Training<Model>,
  at?: (step: number, losses: Readonly<Record<string, number>>) => void,
): Promise<Model> {
  const { steps } = training.progress;
  const progress = context.progress(`${label}: steps`, steps);
  try {
    for (let step = 1; step <= steps; step++) {
      const losses = await training.step();
      at?.(step, losses);
      progress.update(step);
      if (step % 20 === 0) await new Promise((resolve) => setImmediate(resolve)); // Ctrl-C is heard here
    }
    return await training.model();
  } finally {
    progress.end();
    training.close();
  }
}
