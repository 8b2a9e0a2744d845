// Scalar draws at the speed of fills: a run of them is served from draws made ahead, a cache of a pure function.
import type { Machine } from '@stokast/core-wasm';

/** A standard draw that needs no parameter: `words` words each, n of them written to the scratch. */
interface Kind {
  readonly words: number;
  readonly draw: (m: Machine, source: number, position: number, n: number) => void;
  /** How the scratch holds them. */
  readonly written: 'f64' | 'u32';
}

const kinds: Readonly<Record<'word' | 'uniform' | 'normal' | 'exponential', Kind>> = {
  word: {
    words: 1,
    draw: (m, source, position, n) => m.kernels.fillWords(source, position, n, m.scratch),
    written: 'u32',
  },
  uniform: {
    words: 2,
    draw: (m, source, position, n) => m.kernels.fillUniform(source, position, n, 0, 0, 1, m.scratch),
    written: 'f64',
  },
  normal: {
    words: 2,
    draw: (m, source, position, n) => m.kernels.fillNormal(source, position, n, 0, 1, m.scratch),
    written: 'f64',
  },
  exponential: {
    words: 2,
    draw: (m, source, position, n) => m.kernels.fillExponential(source, position, n, 1, m.scratch),
    written: 'f64',
  },
};

const NONE = /* @__PURE__ */ new Float64Array(0);
/** Long enough to hide the call of a kernel, short enough that little is drawn in vain. */
const LONGEST = 512;

/** Draws of one kind: element i of `values` is the one that starts at word start + i * words. */
export class Lookahead {
  start = 0;
  values: Float64Array = NONE;
  private readonly kind: Kind;

  constructor(name: keyof typeof kinds) {
    this.kind = kinds[name];
  }

  /**
   * Draws at `position` and on: one at first, four times as many where the last ones are used up, one again where
   * they are not. Other kinds of draws may stand between two of this one; where these shift it by half a draw, most
   * of a long run would be made in vain.
   */
  refill(m: Machine, source: number, position: number, wordsLeft: number): number {
    const { words, draw, written } = this.kind;
    const used = this.values.length;
    const beyond = (position - this.start) / words;
    const usedUp = used > 0 && beyond >= used && beyond <= 4 * used;
    const n = Math.min(usedUp ? 4 * used : 1, LONGEST, Math.floor(wordsLeft / words));
    draw(m, source, position, n);
    if (n !== used) this.values = new Float64Array(n);
    const { values } = this;
    const view = m[written];
    const from = m.scratch >> (written === 'f64' ? 3 : 2);
    for (let i = 0; i < n; i++) values[i] = view[from + i];
    this.start = position;
    return values[0];
  }
}
