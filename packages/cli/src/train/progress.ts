// How a training goes, on stderr: steps, loss, rate, time left.

import type { Output } from '../io.ts';
import { short } from '../numbers.ts';

export interface Going {
  readonly step: number;
  readonly steps: number;
  readonly metrics: Readonly<Record<string, number>>;
}

export interface TrainingLine {
  update(going: Going): void;
  /** Clears the line, so that something else can be written. */
  clear(): void;
}

/** Rates are those of the last so many milliseconds. */
const WINDOW = 5000;

/** On a terminal one line, redrawn five times a second; elsewhere a line every 10 seconds. */
export function trainingLine(
  err: Output,
  label: string,
  now: () => number = () => performance.now(),
): TrainingLine {
  const begin = now();
  const every = err.isTerminal ? 200 : 10_000;
  let next = begin + (err.isTerminal ? 500 : every);
  let shown = false;
  const past: [time: number, step: number][] = [];
  return {
    update({ step, steps, metrics }) {
      const time = now();
      if (past.length === 0 || time - past[past.length - 1][0] > WINDOW / 20) past.push([time, step]);
      while (past.length > 2 && time - past[0][0] > WINDOW) past.shift();
      if (time < next) return;
      next = time + every;
      const rate = (1000 * (step - past[0][1])) / Math.max(time - past[0][0], 1);
      const parts = [
        `${label} step ${step} of ${steps} (${Math.floor((100 * step) / steps)} %)`,
        ...lossesOf(metrics),
        `${short(rate, 3)} steps/s`,
        ...(rate > 0 ? [`${duration((steps - step) / rate)} left`] : []),
      ];
      const text = parts.join('  ');
      const room = err.columns ?? 80;
      const line = err.isTerminal
        ? `\r\x1b[2K${text.length < room ? text : text.slice(0, room - 1)}`
        : `${text}\n`;
      err.write(line).catch(() => {});
      shown = err.isTerminal;
    },
    clear() {
      if (shown) err.write('\r\x1b[2K').catch(() => {});
      shown = false;
    },
  };
}

/** `loss 24.31`, or the losses of all phases. */
export function lossesOf(metrics: Readonly<Record<string, number>>): string[] {
  return Object.entries(metrics)
    .filter(([name]) => /(^|\.)loss$/.test(name))
    .map(([name, value]) => `${name.replace(/\.loss$/, '')} ${short(value, 4)}`);
}

/** Seconds as a person says them. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds + 0.5));
  if (whole < 120) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  return minutes < 120
    ? `${minutes} min ${whole % 60} s`
    : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
