// Ends a text as soon as it has a stop string, before it; holds back only what may turn out to be the start of one.
// Source: Knuth, Morris and Pratt, "Fast pattern matching in strings" (1977), one automaton for each stop string.

/** Follows a text unit by unit: how much of one stop string its end is. */
class Matcher {
  readonly stop: string;
  /** How many UTF-16 units at the end of the text so far are the start of the stop string. */
  matched = 0;
  private readonly shorter: Int32Array; // of each start of the stop string, its longest proper end that is a start

  constructor(stop: string) {
    this.stop = stop;
    this.shorter = new Int32Array(stop.length);
    for (let i = 1, k = 0; i < stop.length; i++) {
      while (k > 0 && stop.charCodeAt(i) !== stop.charCodeAt(k)) k = this.shorter[k - 1];
      if (stop.charCodeAt(i) === stop.charCodeAt(k)) k++;
      this.shorter[i] = k;
    }
  }

  /** Reads `token`; the number of its units up to the end of the first stop string, or -1 when there is none. */
  read(token: string): number {
    const { stop, shorter } = this;
    for (let i = 0; i < token.length; i++) {
      const unit = token.charCodeAt(i);
      while (this.matched > 0 && stop.charCodeAt(this.matched) !== unit)
        this.matched = shorter[this.matched - 1];
      if (stop.charCodeAt(this.matched) === unit) this.matched++;
      if (this.matched === stop.length) return i + 1;
    }
    return -1;
  }
}

/** Takes tokens, gives back those that are certain to be in the text. */
export class StopFilter {
  private readonly matchers: readonly Matcher[];
  private held: string[] = [];
  private units = 0; // of what is held
  /** Whether a stop string has come. */
  stopped = false;

  /** `stops`: none of them empty. */
  constructor(stops: readonly string[]) {
    this.matchers = stops.map((stop) => new Matcher(stop));
  }

  /** What `token` makes certain: tokens in order, the last one cut where a stop string starts. */
  add(token: string): string[] {
    let start = Number.POSITIVE_INFINITY;
    let pending = 0;
    for (const matcher of this.matchers) {
      const end = matcher.read(token);
      if (end >= 0) start = Math.min(start, this.units + end - matcher.stop.length);
      pending = Math.max(pending, matcher.matched);
    }
    this.held.push(token);
    this.units += token.length;
    this.stopped = start < Number.POSITIVE_INFINITY;
    return this.stopped ? this.release(start, true) : this.release(this.units - pending, false);
  }

  /** All that is held back: the text has ended in another way. */
  flush(): string[] {
    return this.held.splice(0);
  }

  /** The tokens within the first `n` UTF-16 units of what is held; with `cut`, also the part of the last one. */
  private release(n: number, cut: boolean): string[] {
    let count = 0;
    let left = n;
    while (count < this.held.length && this.held[count].length <= left) left -= this.held[count++].length;
    const out = this.held.splice(0, count);
    this.units -= n - left;
    if (cut && left > 0) out.push(this.held[0].slice(0, left));
    return out;
  }
}
