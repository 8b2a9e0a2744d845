// Trainings: the loop, and what is around it.
import { checkObject } from '@stokast/core-wasm/check';
import { NumericalError, rangeFault } from '@stokast/core-wasm/errors';
import type { Batches } from './batches.ts';
import type { Checkpoint } from './checkpoint.ts';
import { diagnose, FailedTraining } from './failure.ts';
import { batchesPerStep, Loop, type Metrics, type Problem, type State } from './loop.ts';
import type { FitOptions, TrainingProgress } from './options.ts';
import type { Recipe } from './recipe.ts';
import { resumableIn, stateIn } from './resume.ts';
import { writeCheckpoint } from './save.ts';
import { type Settings, settingsOf } from './settings.ts';
import { AbortedTraining, type Training } from './training.ts';

/** Milliseconds of work between two chances for others to run. */
const PAUSE = 20;
/** Steps between two states that are kept, from which a failure is looked for. */
const MARK = 100;

class Run<Data, Model> implements Training<Model> {
  private readonly what: string;
  private readonly recipe: Recipe<Data, Model>;
  private readonly settings: Settings<Data>;
  private readonly batches: Batches;
  private readonly perStep: number;
  private readonly steps: number;
  private readonly problem: Problem;
  private readonly loop: Loop;
  private metrics: Metrics = {};
  private validation: Readonly<Metrics> | undefined;
  /** A state in which all was well. */
  private good: State | undefined;
  /** What was asked for last. */
  private last: Promise<unknown> = Promise.resolve();
  private closed = false;

  constructor(recipe: Recipe<Data, Model>, data: Data, options: FitOptions<Data>) {
    const what = `Cannot fit a ${recipe.kind} model`;
    this.what = what;
    this.recipe = recipe;
    checkObject(what, 'options', options);
    const saved = options.resume === undefined ? undefined : resumableIn(what, recipe, options.resume);
    this.settings = settingsOf(what, options, recipe.defaults, saved?.training);
    const { stream, batchSize, shards, workers, epochs, steps } = this.settings;
    this.batches = recipe.batches(what, data, batchSize, stream.split('data'));
    // Held-out data that cannot be looked at are refused before anything is learnt. Of texts the model's door does that.
    const { validation } = this.settings;
    if (typeof validation === 'object')
      recipe.batches('Cannot use options.validation', validation, 1, stream);
    this.perStep = batchesPerStep(recipe.objective(1));
    const perEpoch = this.batches.perEpoch / this.perStep;
    this.steps = steps ?? Math.max(1, Math.floor((epochs ?? 1) * perEpoch + 0.5));
    this.problem = { objective: recipe.objective(this.steps), batches: this.batches, shards, stream };
    const before = saved?.training;
    if (before && before.batchesPerEpoch !== this.batches.perEpoch) {
      const allowed = `data of ${before.batchesPerEpoch} batches, as those of the training that is resumed`;
      throw rangeFault(what, 'data', this.batches.perEpoch, allowed);
    }
    if (before && before.step > this.steps)
      throw rangeFault(what, 'options.steps', this.steps, `at least the ${before.step} steps that are done`);
    this.loop = new Loop(this.problem, workers);
    try {
      this.loop.load(saved ? stateIn(what, saved, this.loop) : this.loop.initial());
      if (!this.loop.thread.finite)
        throw new NumericalError(`${what}: not all weights are finite at the start`);
    } catch (error) {
      this.loop.close();
      throw error;
    }
  }

  get progress(): TrainingProgress {
    const { loop, steps, metrics, validation, batches, perStep } = this;
    return {
      step: loop.done,
      steps,
      epoch: (loop.done * perStep) / batches.perEpoch,
      metrics,
      ...(validation ? { validation } : {}),
    };
  }

  /** One thing after another: who asks for two at a time gets them in this order. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.last.then(() => {
      if (this.closed) throw rangeFault(this.what, 'training', 'closed', 'open');
      return work();
    });
    this.last = next.catch(() => undefined);
    return next;
  }

  step(): Promise<Readonly<Metrics>> {
    return this.inTurn(() => this.advance());
  }

  private async advance(): Promise<Readonly<Metrics>> {
    const { loop } = this;
    if (loop.done % MARK === 0 || !this.good) this.good = await this.state();
    const metrics: Metrics = {};
    if (await loop.step(metrics)) await this.failed();
    this.metrics = metrics;
    this.validation = undefined;
    return metrics;
  }

  /** A copy of the state, all of whose weights are finite. */
  private async state(): Promise<State> {
    if (!this.loop.thread.finite) await this.failed();
    return this.loop.state();
  }

  /** Says where the training left the finite numbers. */
  private async failed(): Promise<never> {
    const { what, problem, good, loop } = this;
    const diagnosis = await diagnose(problem, good as State, loop.done);
    const checkpoint = this.checkpoint(diagnosis.before);
    this.close();
    throw new FailedTraining(what, diagnosis, writeCheckpoint(checkpoint, problem.objective.weights));
  }

  private checkpoint({ step, weights, rest }: State): Checkpoint {
    const { loop, settings, recipe, steps, batches } = this;
    const { programs } = loop;
    const names = programs.weights.map(({ name }) => name);
    return {
      kind: recipe.kind,
      config: recipe.config,
      weights: new Map(names.map((name, i) => [name, weights[i]])),
      average: new Map(
        names.flatMap((name, i) => {
          const average = rest.averages.get(i);
          return average ? [[name, average]] : [];
        }),
      ),
      training: {
        step,
        steps: Math.max(steps, step), // who steps by hand may go on past the end
        batchSize: settings.batchSize,
        batchesPerEpoch: batches.perEpoch,
        shards: settings.shards,
        stream: settings.stream.state(),
        optimizer: new Map(
          programs.phases.flatMap(({ name, kept }, p) =>
            kept.map((each, i) => [`${name}.${each.name}`, rest.kept[p].get(i) as Float32Array] as const),
          ),
        ),
      },
    };
  }

  model(): Promise<Model> {
    return this.inTurn(async () => this.recipe.model(this.checkpoint(await this.state())));
  }

  save(): Promise<Uint8Array> {
    const { weights } = this.problem.objective;
    return this.inTurn(async () => writeCheckpoint(this.checkpoint(await this.state()), weights));
  }

  close(): void {
    if (!this.closed) this.loop.close();
    this.closed = true;
  }

  private get finished(): boolean {
    return this.loop.done >= this.steps;
  }

  /** Looks at the held-out data where it is time to. */
  private async validate(): Promise<void> {
    const { recipe, settings, batches, perStep, loop } = this;
    const { validation, stream } = settings;
    if (validation === undefined || !recipe.evaluate) return;
    const every = settings.validateEvery ?? Math.max(1, Math.floor(batches.perEpoch / perStep));
    if (loop.done % every !== 0 && !this.finished) return;
    this.validation = recipe.evaluate(await this.model(), validation, stream.split('validation'));
  }

  async fit(): Promise<Model> {
    const { signal, onProgress } = this.settings;
    let rested = Date.now();
    while (!this.finished) {
      if (signal?.aborted)
        throw new AbortedTraining(this.loop.done, await this.save(), await this.model(), signal.reason);
      await this.step();
      await this.validate();
      onProgress?.(this.progress);
      if (Date.now() - rested < PAUSE) continue;
      await new Promise((resolve) => setTimeout(resolve));
      rested = Date.now();
    }
    return this.model();
  }
}

/**
 * A training that its caller takes step by step; `close` ends it.
 *
 * Throws a TypeError or RangeError for bad options or data, a DataError where `resume` is no checkpoint.
 */
export const startTraining = <Data, Model>(
  recipe: Recipe<Data, Model>,
  data: Data,
  options: FitOptions<Data>,
): Training<Model> => new Run(recipe, data, options);

/**
 * The model after all steps. Rejects with what `startTraining` throws, with an `AbortedTraining` where the signal
 * aborted, and with a `FailedTraining` where losses or weights left the finite numbers.
 */
export async function fitModel<Data, Model>(
  recipe: Recipe<Data, Model>,
  data: Data,
  options: FitOptions<Data>,
): Promise<Model> {
  const run = new Run(recipe, data, options);
  try {
    return await run.fit();
  } finally {
    run.close();
  }
}

/** What all models are before they are fitted: their configuration, and both ways to fit them. */
export const specOf = <Config, Data, Model>(
  config: Config,
  recipeFor: (data: Data) => Recipe<Data, Model>,
): {
  readonly config: Config;
  fit(data: Data, options: FitOptions<Data>): Promise<Model>;
  start(data: Data, options: FitOptions<Data>): Training<Model>;
} =>
  Object.freeze({
    config,
    fit: async (data: Data, options: FitOptions<Data>) => fitModel(recipeFor(data), data, options),
    start: (data: Data, options: FitOptions<Data>) => startTraining(recipeFor(data), data, options),
  });
