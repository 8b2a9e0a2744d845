// Progress on stderr for work that takes more than a second.
import type { Output } from './io.ts';

export interface Progress {
  /** So much is done. Cheap: call it as often as you like. */
  update(done: number): void;
  /** Clears the line. */
  end(): void;
}

export const silent: Progress = { update: () => {}, end: () => {} };

const FIRST = 1000;

/** On a terminal one line, redrawn 10 times a second; elsewhere a line every 10 seconds. Says nothing in the first second. */
export function progress(
  err: Output,
  label: string,
  total: number | undefined,
  now: () => number = () => performance.now(),
): Progress {
  const begin = now();
  const every = err.isTerminal ? 100 : 10_000;
  let next = begin + FIRST;
  let shown = false;
  const say = (text: string): void => {
    err.write(err.isTerminal ? `\r\x1b[2K${text}` : `${text}\n`).catch(() => {});
    shown = true;
  };
  return {
    update(done) {
      const time = now();
      if (time < next || done === total) return;
      next = time + every;
      const seconds = (time - begin) / 1000;
      const parts = [label, count(done)];
      if (total !== undefined && Number.isFinite(total)) {
        const left = (seconds * (total - done)) / Math.max(done, 1);
        parts.push(
          `of ${count(total)}`,
          `(${Math.floor((100 * done) / total)} %, ${left.toFixed(0)} s left)`,
        );
      } else {
        parts.push(`in ${seconds.toFixed(0)} s`);
      }
      say(parts.join(' '));
    },
    end() {
      if (shown && err.isTerminal) err.write('\r\x1b[2K').catch(() => {});
    },
  };
}

function count(n: number): string {
  if (n < 1e5) return String(Math.floor(n));
  const [unit, name] = n < 1e9 ? [1e6, 'M'] : [1e9, 'G'];
  return `${(n / unit).toFixed(n / unit < 10 ? 2 : 1)}${name}`;
}
