// One part of the tour.
import type { Stream } from '@stokast/sampling';
import type { Context } from '../command.ts';
import type { Screen } from '../terminal/screen.ts';

export interface Stage {
  readonly context: Context;
  readonly screen: Screen;
  /** The part's own stream: no part depends on another. */
  readonly stream: Stream;
  /** A paragraph, wrapped. */
  say(text: string): Promise<void>;
  /** Lines as they are. */
  show(lines: readonly string[]): Promise<void>;
}

export interface Part {
  readonly title: string;
  /** Shows the part; its numbers, of which all but `timings` follow from the seed. */
  run(stage: Stage): Promise<Record<string, unknown>>;
}
