// A fitted classifier: classes of examples, and their features.
import type { Tensor } from '@stokast/autodiff';
import { FittedPrograms } from '../fitted/programs.ts';
import { ROWS } from '../fitted/rows.ts';
import { bestWeights, type Checkpoint } from '../train/checkpoint.ts';
import { checkExamples, type ImageData } from '../train/images.ts';
import { countWeights, sizeOf } from '../train/parameters.ts';
import { writeCheckpoint } from '../train/save.ts';
import type { ClassifierConfig } from './config.ts';
import { type ClassifierTensors, classifierWeights, features, logits } from './network.ts';

/** What `evaluate` gives. */
export interface ClassifierEvaluation {
  /** Share of examples whose label is the likeliest class. */
  readonly accuracy: number;
  /** -log p(label | example), the mean, in nats. */
  readonly loss: number;
}

type Run = (rows: Float32Array) => { features: Float32Array; logits: Float32Array; logSum: Float32Array };

/** A fitted classifier. Made by `classifier(...).fit(data)` or `loadModel(bytes)`; it does not change. */
export class Classifier {
  readonly config: ClassifierConfig;
  private readonly checkpoint: Checkpoint;
  private readonly programs: FittedPrograms;

  /** @internal */
  constructor(config: ClassifierConfig, checkpoint: Checkpoint) {
    this.config = config;
    this.checkpoint = checkpoint;
    this.programs = new FittedPrograms(classifierWeights(config), bestWeights(checkpoint));
  }

  /** The likeliest class of each example: [n, ...shape] -> [n]. Throws for examples that are not of the model's shape. */
  predict(data: ImageData): Int32Array {
    const { classes } = this.config;
    checkExamples('Cannot predict', data, this.config.shape, 0);
    const out = new Int32Array(data.images.length / sizeOf(this.config.shape));
    this.each(data, ({ logits }, from, count) => {
      for (let i = 0; i < count; i++) out[from + i] = largest(logits, i * classes, classes);
    });
    return out;
  }

  /**
   * The features of each example, [n, ...shape] -> [n, features]: what the last hidden layer sees in it, for distances
   * that mean more than those of pixels. Throws as `predict` does.
   */
  features(data: ImageData): Float32Array {
    const width = this.config.hidden[this.config.hidden.length - 1];
    checkExamples('Cannot compute features', data, this.config.shape, 0);
    const out = new Float32Array((data.images.length / sizeOf(this.config.shape)) * width);
    this.each(data, ({ features }, from, count) =>
      out.set(features.subarray(0, count * width), from * width),
    );
    return out;
  }

  /** How well it does on examples with labels. Throws as `predict` does, and for labels that it does not know. */
  evaluate(data: ImageData): ClassifierEvaluation {
    const { classes } = this.config;
    checkExamples('Cannot evaluate', data, this.config.shape, this.config.classes);
    const labels = data.labels as ArrayLike<number>;
    let [right, nats] = [0, 0];
    this.each(data, ({ logits, logSum }, from, count) => {
      for (let i = 0; i < count; i++) {
        const label = labels[from + i];
        if (largest(logits, i * classes, classes) === label) right += 1;
        nats += logSum[i] - logits[i * classes + label];
      }
    });
    return { accuracy: right / labels.length, loss: nats / labels.length };
  }

  /** The model as a safetensors file, for `loadModel` and for the option `resume` of a fit. */
  save(): Uint8Array {
    return writeCheckpoint(this.checkpoint, classifierWeights(this.config));
  }

  /** How many numbers were learned. */
  get parameters(): number {
    return countWeights(classifierWeights(this.config));
  }

  /** Such as `Classifier([8, 8] -> 16 -> 32 -> 64 -> 10, 13706 parameters)`. */
  toString(): string {
    const { shape, channels, hidden, classes } = this.config;
    const widths = [`[${shape.join(', ')}]`, ...channels, ...hidden, classes].join(' -> ');
    return `Classifier(${widths}, ${this.parameters} parameters)`;
  }

  /** What the model is, without its weights: those are in `save()`. */
  toJSON(): { type: 'classifier'; config: ClassifierConfig; parameters: number } {
    return { type: 'classifier', config: this.config, parameters: this.parameters };
  }

  // within

  /** Runs the network over examples, ROWS at a time, the last filled up with zeros. */
  private each(
    { images }: ImageData,
    take: (found: ReturnType<Run>, from: number, count: number) => void,
  ): void {
    const d = sizeOf(this.config.shape);
    const unit = images instanceof Uint8Array ? 255 : 1;
    const rows = new Float32Array(ROWS * d);
    const n = images.length / d;
    for (let from = 0; from < n; from += ROWS) {
      const some = images.subarray(from * d, (from + ROWS) * d);
      rows.fill(0);
      for (let i = 0; i < some.length; i++) rows[i] = some[i] / unit;
      take(this.run(rows), from, Math.min(ROWS, n - from));
    }
  }

  private get run(): Run {
    const { config } = this;
    const network = (tensors: ClassifierTensors, x: Tensor) => {
      const seen = features(config, tensors, x);
      const z = logits(tensors, seen);
      return { features: seen, logits: z, logSum: z.logSumExp(1) };
    };
    return this.programs.program('network', network as never, [ROWS, sizeOf(config.shape)]);
  }
}

/** The place of the largest of some numbers, the first where there are several. */
function largest(values: Float32Array, start: number, count: number): number {
  let best = 0;
  for (let i = 1; i < count; i++) if (values[start + i] > values[start + best]) best = i;
  return best;
}
