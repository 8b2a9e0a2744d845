// The result of a search: where it ended, and why.
import type { Structure } from '../tree.ts';
import { rebuild } from '../tree.ts';
import type { Progress, Reason } from './search.ts';
import type { Parameters, ValuesOfStart } from './start.ts';

/** A search as plain data, which JSON keeps bit for bit: see the option `resume` of `minimize`. */
export interface Checkpoint {
  readonly type: 'stokast-minimization';
  /** Of the format and of the algorithms. */
  readonly version: 1;
  readonly optimizer: 'lbfgs' | 'optimizer';
  /** What is searched for, by path and shape. */
  readonly parameters: readonly string[];
  readonly state: unknown;
}

/** A minimum as JSON. */
export interface MinimumState {
  readonly type: 'stokast-minimum';
  readonly version: 1;
  readonly parameters: unknown;
  readonly value: number;
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  readonly reason: Reason | undefined;
}

const words: Readonly<Record<Reason, string>> = {
  gradient: 'the gradient is as small as asked for',
  change: 'the value changes no more',
  'line search': 'no step lowers the value',
  steps: 'as many steps as asked for',
};

const ROWS = 20;
const shown = (x: number): string => String(Number(x.toPrecision(8)));

/** Where a search ended, as made by `minimize`. Prints as value and parameters; `summary()` is a table. */
export class Minimum<P = unknown> {
  /** In the nesting of the start: numbers for numbers, else arrays of doubles (of singles, where those were given). */
  readonly parameters: ValuesOfStart<P>;
  readonly value: number;
  /** Largest magnitude of a component of the gradient. */
  readonly gradientNorm: number;
  readonly iterations: number;
  readonly evaluations: number;
  /** Why it ended; undefined where it was aborted. */
  readonly reason: Reason | undefined;
  private readonly given: Parameters;
  private readonly numbers: readonly (Float64Array | Float32Array)[];
  private readonly state: () => unknown;
  private readonly kind: Checkpoint['optimizer'];

  /** @internal */
  constructor(
    given: Parameters,
    numbers: readonly (Float64Array | Float32Array)[],
    { value, gradientNorm, iterations, evaluations }: Progress,
    reason: Reason | undefined,
    kind: Checkpoint['optimizer'],
    state: () => unknown,
  ) {
    const leaf = (i: number) => (given.leaves[i].shape.length === 0 ? numbers[i][0] : numbers[i].slice());
    this.parameters = rebuild(given.structure, leaf) as ValuesOfStart<P>;
    this.value = value;
    this.gradientNorm = gradientNorm;
    this.iterations = iterations;
    this.evaluations = evaluations;
    this.reason = reason;
    this.given = given;
    this.numbers = numbers;
    this.kind = kind;
    this.state = state;
    // What console.log shows in Node and Bun: not the fields.
    const show = { value: () => this.summary(), enumerable: false };
    Object.defineProperty(this, Symbol.for('nodejs.util.inspect.custom'), show);
  }

  /** All that a search needs to go on from here: hand it to `minimize` as `resume`. */
  get checkpoint(): Checkpoint {
    return {
      type: 'stokast-minimization',
      version: 1,
      optimizer: this.kind,
      parameters: signature(this.given),
      state: this.state(),
    };
  }

  private named(): [name: string, value: number][] {
    return this.given.keys.flatMap((way, i) => {
      const name = way.reduce<string>((path, key) => {
        if (typeof key === 'number') return `${path}[${key}]`;
        return path === '' ? key : `${path}.${key}`;
      }, '');
      const values = this.numbers[i];
      if (this.given.leaves[i].shape.length === 0) return [[name || 'x', values[0]]];
      return Array.from(values, (value, j): [string, number] => [`${name || 'x'}[${j}]`, value]);
    });
  }

  toString(): string {
    const rows = this.named();
    const first = rows.slice(0, 6).map(([name, value]) => `${name} = ${shown(value)}`);
    const more = rows.length > 6 ? [`... ${rows.length} in all`] : [];
    return `${shown(this.value)} at ${[...first, ...more].join(', ')}`;
  }

  /** Parameters, value and how the search went as a table. */
  summary(): string {
    const rows = this.named();
    const table: [string, string][] = [
      ...rows.slice(0, ROWS).map(([name, value]): [string, string] => [name, shown(value)]),
      ...(rows.length > ROWS ? [[`... ${rows.length} in all`, ''] as [string, string]] : []),
      ['value', shown(this.value)],
      ['largest derivative', String(Number(this.gradientNorm.toPrecision(3)))],
      ['iterations', String(this.iterations)],
      ['evaluations', String(this.evaluations)],
    ];
    const width = Math.max(...table.map(([name]) => name.length));
    return [
      ...table.map(([name, value]) => `${name.padEnd(width)}  ${value}`.trimEnd()),
      `ended: ${this.reason ? words[this.reason] : 'aborted'}`,
    ].join('\n');
  }

  toJSON(): MinimumState {
    const { value, gradientNorm, iterations, evaluations, reason, given, numbers } = this;
    const leaf = (i: number) => (given.leaves[i].shape.length === 0 ? numbers[i][0] : Array.from(numbers[i]));
    const parameters = rebuild(given.structure as Structure, leaf);
    return {
      type: 'stokast-minimum',
      version: 1,
      parameters,
      value,
      gradientNorm,
      iterations,
      evaluations,
      reason,
    };
  }
}

/** What parameters are, in words that are compared. */
export const signature = ({ paths, leaves }: Parameters): string[] =>
  paths.map((path, i) => `${path} [${leaves[i].shape.join(', ')}] ${leaves[i].dtype}`);

/** A search that its signal aborted: where it was, from where `minimize` can go on. Callers may catch it. */
export class AbortedMinimization<P = unknown> extends Error {
  override readonly name: string = 'AbortError';
  readonly last: Minimum<P>;
  constructor(last: Minimum<P>, cause: unknown) {
    super(`Minimization aborted after ${last.iterations} iterations`, { cause });
    this.last = last;
  }
  /** See `Minimum.checkpoint`. */
  get checkpoint(): Checkpoint {
    return this.last.checkpoint;
  }
}
