// What a command is, and what it is given.
import type { Stream } from '@stokast/sampling';
import type { Command } from 'commander';
import type { Io } from './io.ts';
import type { Progress } from './progress.ts';
import type { Screen } from './terminal/screen.ts';

/** A line to type, and what it shows. Every one is run by a test. */
export interface Example {
  readonly line: string;
  readonly says: string;
}

/** The flags that every command has. */
export interface CommonFlags {
  readonly seed?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
  readonly color?: boolean;
  readonly ascii?: boolean;
  /** Of commands that take settings: by name. */
  readonly settings?: Readonly<Record<string, string>>;
}

export interface Context {
  readonly io: Io;
  readonly json: boolean;
  readonly quiet: boolean;
  /** How to draw on standard output. */
  readonly screen: Screen;
  /** The seed that was given, if any. */
  readonly givenSeed: string | undefined;
  /** The seed as text, chosen at random (and said on stderr) when none was given. */
  seed(): Promise<string>;
  /** A stream from that seed. */
  stream(): Promise<Stream>;
  /** Writes text and a line end to standard output. */
  print(text: string): Promise<void>;
  /** Writes a line to stderr, unless quiet. */
  note(text: string): Promise<void>;
  /** Progress on stderr for work that may take more than a second. */
  progress(label: string, total?: number): Progress;
}

export interface CommandSpec<Flags = Record<string, unknown>> {
  readonly name: string;
  readonly summary: string;
  /** What the help says under the examples. */
  readonly about?: string;
  readonly examples: readonly Example[];
  /** What follows the command's name, where that is not one list of arguments. */
  readonly usage?: readonly string[];
  /** An argument may begin with a dash that is no flag (`-x^2`). */
  readonly dashes?: boolean;
  /** `--name=value` that is no flag of the command is a setting of the model: they are in `settings`, as text. */
  readonly takesSettings?: boolean;
  /** Declares arguments and flags. */
  define(command: Command): void;
  /** Does the work; the exit code, 0 when nothing is returned. */
  run(context: Context, args: readonly string[], flags: Flags & CommonFlags): Promise<number | undefined>;
}
