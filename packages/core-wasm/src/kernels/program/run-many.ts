// A program run again and again, without going back to JavaScript in between.
import { run } from './run';

/** Runs the program at `start` `times` times. */
export function runMany(start: usize, times: i32): void {
  for (let i: i32 = 0; i < times; i++) run(start);
}
