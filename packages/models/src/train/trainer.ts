// The loop: gradients of the shards, updates, averages, and what is around them.
import { rangeFault } from '@stokast/core-wasm/errors';
import type { Batches } from './batches.ts';
import { type Board, boardIn, boardLength } from './board.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Objective } from './objective.ts';
import type { FitOptions, TrainingProgress } from './options.ts';
import { initialWeights } from './parameters.ts';
import { type Programs, programsOf } from './programs.ts';
import type { Recipe } from './recipe.ts';
import { readCheckpoint, writeCheckpoint } from './save.ts';
import { type Settings, settingsOf } from './settings.ts';
import { Thread } from './thread.ts';
import { AbortedTraining, type Training } from './training.ts';

/** Milliseconds of work between two chances for others to run. */
const PAUSE = 20;

type Metrics = Record<string, number>;

class Run<Data, Model> implements Training<Model> {
  private readonly what: string;
  private readonly recipe: Recipe<Data, Model>;
  private readonly settings: Settings<Data>;
  private readonly batches: Batches;
  /** How many batches a step takes. */
  private readonly perStep: number;
  private readonly steps: number;
  private readonly objective: Objective;
  private readonly programs: Programs;
  private readonly board: Board;
  private readonly fields: Readonly<Record<string, Float32Array>>;
  private readonly thread: Thread;
  private done = 0;
  private metrics: Metrics = {};
  private validation: Readonly<Metrics> | undefined;

  constructor(recipe: Recipe<Data, Model>, data: Data, options: FitOptions<Data>) {
    const what = `Cannot fit a ${recipe.kind}`;
    this.what = what;
    this.recipe = recipe;
    const saved = options.resume === undefined ? undefined : readCheckpoint(what, options.resume);
    this.settings = settingsOf(what, options, recipe.defaults, saved?.training);
    const { stream, batchSize, shards, epochs } = this.settings;
    this.batches = recipe.batches(what, data, batchSize, stream.split('data'));
    const probe = recipe.objective(1);
    this.perStep = probe.phases.reduce((most, { repeat = 1 }) => Math.max(most, repeat), 1);
    const perEpoch = this.batches.perEpoch / this.perStep;
    this.steps = this.settings.steps ?? Math.max(1, Math.floor((epochs ?? 1) * perEpoch + 0.5));
    this.objective = recipe.objective(this.steps);
    const { programs, starts } = programsOf(this.objective, batchSize, shards, 1);
    this.programs = programs;
    this.board = boardIn(this.programs, new Float32Array(boardLength(this.programs)));
    this.fields = Object.fromEntries(this.programs.fields.map(({ name }, i) => [name, this.board.fields[i]]));
    this.thread = new Thread(this.programs, this.board, 0, stream);
    if (saved) this.resume(saved);
    else {
      this.setWeights(initialWeights(this.objective.weights, stream.split('weights')));
      const { weights } = this.board;
      this.thread.start(
        programs.phases.map(({ gradient }, p) => starts[p](gradient.trained.map((i) => weights[i]))),
      );
    }
  }

  private setWeights(weights: ReadonlyMap<string, Float32Array>): void {
    for (const [i, { name }] of this.programs.weights.entries())
      this.board.weights[i].set(weights.get(name) as Float32Array);
    this.thread.load();
  }

  private resume(saved: Checkpoint): void {
    const { what, recipe, programs } = this;
    if (saved.kind !== recipe.kind)
      throw rangeFault(what, 'options.resume', saved.kind, `a training of a ${recipe.kind}`);
    if (JSON.stringify(saved.config) !== JSON.stringify(recipe.config))
      throw rangeFault(
        what,
        'options.resume',
        saved.config,
        'a training of a model of the same configuration',
      );
    const { training } = saved;
    if (!training)
      throw rangeFault(what, 'options.resume', saved.kind, 'a training, with what it needs to go on');
    this.setWeights(saved.weights);
    const kept = programs.phases.map(({ name, kept: each }) =>
      each.map((tensor) => training.optimizer.get(`${name}.${tensor.name}`) as Float32Array),
    );
    const averages = new Map(
      programs.averages.flatMap(({ weights }) =>
        weights.map((i) => [i, saved.average.get(programs.weights[i].name) as Float32Array] as const),
      ),
    );
    this.thread.restore(kept, averages);
    this.done = training.step;
  }

  get progress(): TrainingProgress {
    const { done, steps, metrics, validation, batches, perStep } = this;
    return {
      step: done,
      steps,
      epoch: (done * perStep) / batches.perEpoch,
      metrics,
      ...(validation ? { validation } : {}),
    };
  }

  get finished(): boolean {
    return this.done >= this.steps;
  }

  /** A step, done at once. */
  private stepNow(): void {
    const { programs, thread, batches, perStep, fields } = this;
    let filled = -1;
    const metrics: Metrics = {};
    for (const [p, { repeat }] of programs.phases.entries()) {
      for (let r = 0; r < repeat; r++) {
        const index = this.done * perStep + r;
        if (index !== filled) batches.fill(index, fields);
        filled = index;
        thread.gradient(p, this.done, r);
        this.look(p, metrics);
        thread.update(p);
      }
    }
    thread.moveAverages(this.done);
    this.metrics = metrics;
    this.validation = undefined;
    this.done += 1;
  }

  /** Means of the shards' losses. */
  private look(phase: number, metrics: Metrics): void {
    const { phases, shards } = this.programs;
    const { name, gradient } = phases[phase];
    const count = gradient.numbers.length;
    for (const [i, each] of gradient.numbers.entries()) {
      let sum = 0;
      for (let s = 0; s < shards; s++) sum += this.board.numbers[s * count + i];
      metrics[phases.length > 1 ? `${name}.${each}` : each] = sum / shards;
    }
  }

  async step(): Promise<Readonly<Metrics>> {
    this.stepNow();
    return this.metrics;
  }

  private checkpoint(): Checkpoint {
    const { programs, settings, recipe, steps, done } = this;
    const state = this.thread.state();
    const names = programs.weights.map(({ name }) => name);
    return {
      kind: recipe.kind,
      config: recipe.config,
      weights: new Map(names.map((name, i) => [name, this.thread.read(i)])),
      average: new Map(
        [...state.averages].sort(([a], [b]) => a - b).map(([i, values]) => [names[i], values]),
      ),
      training: {
        step: done,
        steps,
        batchSize: settings.batchSize,
        shards: settings.shards,
        stream: settings.stream.state(),
        optimizer: new Map(
          state.kept.flatMap((kept, p) =>
            kept.map(([i, values]) => [
              `${programs.phases[p].name}.${programs.phases[p].kept[i].name}`,
              values,
            ]),
          ),
        ),
      },
    };
  }

  async model(): Promise<Model> {
    return this.recipe.model(this.checkpoint());
  }

  async save(): Promise<Uint8Array> {
    return writeCheckpoint(this.checkpoint(), this.objective.weights);
  }

  close(): void {
    this.thread.close();
  }

  /** Looks at the held-out data where it is time to. */
  private async validate(): Promise<void> {
    const { recipe, settings, batches, perStep, done } = this;
    const { validation, stream } = settings;
    if (validation === undefined || !recipe.evaluate) return;
    const every = settings.validateEvery ?? Math.max(1, Math.floor(batches.perEpoch / perStep));
    if (done % every !== 0 && !this.finished) return;
    this.validation = recipe.evaluate(await this.model(), validation, stream.split('validation'));
  }

  async fit(): Promise<Model> {
    const { signal, onProgress } = this.settings;
    let rested = Date.now();
    while (!this.finished) {
      if (signal?.aborted)
        throw new AbortedTraining(this.done, await this.save(), await this.model(), signal.reason);
      this.stepNow();
      await this.validate();
      onProgress?.(this.progress);
      if (Date.now() - rested < PAUSE) continue;
      await new Promise((resolve) => setTimeout(resolve));
      rested = Date.now();
    }
    return this.model();
  }
}

/** A training that its caller takes step by step. */
export const startTraining = <Data, Model>(
  recipe: Recipe<Data, Model>,
  data: Data,
  options: FitOptions<Data>,
): Training<Model> => new Run(recipe, data, options);

/** The model after all steps. */
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
