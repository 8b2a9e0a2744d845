// Ends a text as soon as it has a stop string, before it; holds back only what may turn out to be the start of one.

/** Takes tokens, gives back those that are certain to be in the text. */
export class StopFilter {
  private readonly stops: readonly string[];
  private held: string[] = [];
  /** Whether a stop string has come. */
  stopped = false;

  constructor(stops: readonly string[]) {
    this.stops = stops;
  }

  /** What `token` makes certain: tokens in order, the last one cut where a stop string starts. */
  add(token: string): string[] {
    this.held.push(token);
    if (this.stops.length === 0) return this.flush();
    const text = this.held.join('');
    const found = this.stops.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
    if (found.length > 0) {
      this.stopped = true;
      return this.release(Math.min(...found), true);
    }
    return this.release(text.length - this.pending(text), false);
  }

  /** All that is held back: the text has ended in another way. */
  flush(): string[] {
    const rest = this.held;
    this.held = [];
    return rest;
  }

  /** Length of the longest end of `text` that starts a stop string. */
  private pending(text: string): number {
    let longest = 0;
    for (const stop of this.stops) {
      for (let n = Math.min(stop.length - 1, text.length); n > longest; n--) {
        if (text.endsWith(stop.slice(0, n))) longest = n;
      }
    }
    return longest;
  }

  /** The tokens within the first `n` UTF-16 units of what is held; with `cut`, also the part of the last one. */
  private release(n: number, cut: boolean): string[] {
    const out: string[] = [];
    let left = n;
    while (this.held.length > 0 && this.held[0].length <= left) {
      const token = this.held.shift()!;
      left -= token.length;
      out.push(token);
    }
    if (cut && left > 0) out.push(this.held[0].slice(0, left));
    return out;
  }
}
