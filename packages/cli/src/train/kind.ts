// What a command needs to know of a kind of model, whichever it is.

import type { ChartSeries } from '../pictures/chart.ts';
import type { Screen } from '../terminal/screen.ts';
import type { RunSettings } from './settings.ts';

/** A training as @stokast/models has it, as far as commands look. */
export interface Training<Model> {
  readonly progress: { readonly step: number; readonly steps: number; readonly epoch: number };
  step(): Promise<Readonly<Record<string, number>>>;
  model(): Promise<Model>;
  save(): Promise<Uint8Array>;
  close(): void;
}

/** A picture of a run, before it knows of its origin. */
export interface Picture {
  /** Such as `samples.png`. */
  readonly file: string;
  readonly title: string;
  readonly caption: string;
  /** The file, with a text in its metadata. */
  bytes(origin: string): Uint8Array;
}

/** A number that a run ends with, and what it means to a person. */
export interface Result {
  readonly name: string;
  readonly value: number;
  /** As it is shown. */
  readonly text: string;
  readonly meaning: string;
}

/** Rows of text; the first is the heading. */
export interface Table {
  readonly title: string;
  readonly caption: string;
  readonly rows: readonly (readonly string[])[];
}

/** What a run ends with. */
export interface Findings {
  readonly results: readonly Result[];
  readonly tables?: readonly Table[];
  /** Paragraphs for those who ask what a good loss is. */
  readonly goodLoss: readonly string[];
  /** Texts that the model wrote. */
  readonly texts?: readonly { readonly title: string; readonly text: string }[];
}

/** What was measured after a step: the means of the batch and, now and then, of held-out data. */
export interface Measured {
  readonly step: number;
  readonly epoch: number;
  readonly train: Readonly<Record<string, number>>;
  readonly heldOut?: Readonly<Record<string, number>>;
}

/** What the loss chart shows. */
export interface LossChart {
  readonly y: string;
  /** Names among `train`, with how they are called. */
  readonly train: Readonly<Record<string, string>>;
  /** Names among `heldOut`. */
  readonly heldOut?: Readonly<Record<string, string>>;
  readonly levels?: readonly { readonly label: string; readonly value: number }[];
  readonly more?: readonly ChartSeries[];
}

/** The same run but for one setting, and what the two show beside each other. */
export interface Rival<Model> {
  /** Its folder in that of the run. */
  readonly folder: string;
  readonly session: Session<Model>;
  pictures(model: Model, rival: Model): readonly Picture[];
  tables(model: Model, rival: Model): readonly Table[];
}

/** One run of one kind of model on its data. */
export interface Session<Model = unknown> {
  /** With everything filled in: what config.json says. */
  readonly settings: RunSettings;
  /** Such as `VAE on digits`. */
  readonly title: string;
  /** What the model and the data are, in a sentence. */
  readonly about: string;
  /** Steps between looks at held-out data. */
  readonly lookEvery: number;
  readonly chart: LossChart;
  start(resume: Uint8Array | undefined, workers: number): Training<Model>;
  /** What held-out data say of a model on its way. Quick. */
  look?(model: Model): Readonly<Record<string, number>>;
  /** A small picture of samples for a terminal. */
  preview(model: Model, screen: Screen): string[];
  /** What can be shown of a model on its way. Quick. */
  drafts(model: Model): readonly Picture[];
  /** Every picture of a finished model. */
  pictures(model: Model): readonly Picture[];
  findings(model: Model): Promise<Findings>;
  /** A run that is trained after this one, to be compared with it. */
  readonly rival?: Rival<Model>;
  /** Lines to type next, `DIR` in place of the folder, and what they show. */
  readonly next: readonly (readonly [line: string, says: string])[];
}
