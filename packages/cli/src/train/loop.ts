// A run of a training: steps, looks at held-out data, checkpoints, pictures on the way, Ctrl-C.
import { join } from 'node:path';
import { DataError, NumericalError } from '@stokast/core-wasm/errors';
import type { Context } from '../command.ts';
import { MODEL, type RunFolder } from './folder.ts';
import type { Measured, Picture, Session, Training } from './kind.ts';
import { lossPicture } from './losses.ts';
import { trainingLine } from './progress.ts';

export interface Run<Model> {
  readonly context: Context;
  readonly session: Session<Model>;
  readonly folder: RunFolder;
  readonly workers: number;
  /** The metadata of a picture. */
  origin(picture: string, step: number): string;
  /** Ends after this step of all, as if Ctrl-C had come then. */
  readonly until?: number;
  /** Whether pictures are made on the way: they are unless said. */
  readonly drafts?: boolean;
  /** What the line of progress begins with. */
  readonly label: string;
}

export interface Ended<Model> {
  readonly model: Model;
  readonly history: readonly Measured[];
  readonly step: number;
  readonly steps: number;
  /** Ctrl-C came. */
  readonly interrupted: boolean;
}

/** Lines of metrics.jsonl at most, about. */
const LINES = 5000;
/** Milliseconds between checkpoints, to the first pictures and between those, and of work without a pause. */
const CHECKPOINT = 15_000;
const FIRST_PICTURES = 4_000;
const PICTURES = 20_000;
const PAUSE = 20;

export async function runTraining<Model>(run: Run<Model>): Promise<Ended<Model>> {
  const { context, session, folder, until = Number.POSITIVE_INFINITY } = run;
  const saved = await folder.model();
  const training = started(run, saved);
  let interrupted = false;
  const off = context.io.onInterrupt(() => {
    interrupted = true;
  });
  try {
    const history = await folder.history(training.progress.step);
    const line = trainingLine(context.io.err, run.label);
    const { steps } = training.progress;
    const every = Math.max(1, Math.floor(steps / LINES));
    let [paused, checkpointed] = [performance.now(), performance.now()];
    let pictured = performance.now() - PICTURES + FIRST_PICTURES;
    const isOver = (): boolean => training.progress.step >= Math.min(steps, until);
    while (!isOver() && !interrupted) {
      const train = await training.step();
      const { step, epoch } = training.progress;
      checkNumbers(train, step);
      const looks = step % session.lookEvery === 0 || step === steps;
      const heldOut = looks ? session.look?.(await training.model()) : undefined;
      if (step % every === 0 || heldOut || step === steps) {
        history.push({ step, epoch, train, ...(heldOut ? { heldOut } : {}) });
      }
      if (!context.quiet) line.update({ step, steps, metrics: train });
      const now = performance.now();
      if (now - paused > PAUSE) {
        await new Promise((resolve) => setImmediate(resolve)); // Ctrl-C is heard here
        paused = performance.now();
      }
      if (isOver() || interrupted) break;
      if (now - checkpointed > CHECKPOINT) {
        await folder.checkpoint(history, await training.save());
        checkpointed = performance.now();
      }
      if (run.drafts !== false && now - pictured > PICTURES) {
        const model = await training.model();
        await writePictures(run, [...session.drafts(model), lossPicture(session, history)], step);
        if (context.io.err.isTerminal && !context.quiet) {
          line.clear();
          await context.note([`step ${step}`, ...session.preview(model, context.screen), ''].join('\n'));
        }
        pictured = performance.now();
      }
    }
    line.clear();
    await folder.checkpoint(history, await training.save());
    return {
      model: await training.model(),
      history,
      step: training.progress.step,
      steps,
      interrupted: interrupted && training.progress.step < steps,
    };
  } finally {
    off();
    training.close();
  }
}

/** The training, new or gone on with; faults of what was saved say which file it was. */
function started<Model>(
  { session, folder, workers }: Run<Model>,
  saved: Uint8Array | undefined,
): Training<Model> {
  try {
    return session.start(saved, workers);
  } catch (error) {
    if (saved && error instanceof DataError)
      throw new DataError(`${join(folder.path, MODEL)}: ${error.message}`);
    throw error;
  }
}

/** Writes pictures with their origin. */
export async function writePictures<Model>(
  { folder, origin }: Pick<Run<Model>, 'folder' | 'origin'>,
  pictures: readonly Picture[],
  step: number,
): Promise<void> {
  for (const picture of pictures) {
    await folder.write(picture.file, picture.bytes(origin(picture.file, step)));
  }
}

/** JSON has no other numbers, and a loss that is none ends a training. */
function checkNumbers(metrics: Awaited<ReturnType<Training<unknown>['step']>>, step: number): void {
  for (const [name, value] of Object.entries(metrics)) {
    if (!Number.isFinite(value))
      throw new NumericalError(`step ${step}: ${name} is ${value}: the training has failed`);
  }
}
