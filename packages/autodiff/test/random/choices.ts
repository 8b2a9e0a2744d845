// Choices that a number decides.

/** Numbers that decide what is built (Steele, Lea and Flood 2014, SplitMix, with 32 bits). */
export class Choices {
  private state: number;
  constructor(seed: number) {
    this.state = seed | 0;
  }
  next(): number {
    this.state = (this.state + 0x9e3779b9) | 0;
    let z = this.state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) >>> 0;
  }
  below(n: number): number {
    return this.next() % n;
  }
  of<X>(list: readonly X[]): X {
    return list[this.below(list.length)];
  }
  /** A number of any kind: special, tiny, huge, or of the size of 1. */
  wild(): number {
    const special = [
      0,
      -0,
      1,
      -1,
      0.5,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      5e-324,
      1e308,
      1e-40,
      -3e38,
    ];
    const exponent = this.of([0, 0, 0, 0, 30, -30, 200, -200, 700, -700]);
    const each = (this.next() / 2 ** 32 - 0.5) * 2 ** exponent;
    return this.below(4) === 0 ? this.of(special) : each;
  }
  some<X>(list: readonly X[]): X[] {
    return list.filter(() => this.below(2) === 0);
  }
  shuffled<X>(list: readonly X[]): X[] {
    const all = [...list];
    for (let i = all.length - 1; i > 0; i--) {
      const j = this.below(i + 1);
      [all[i], all[j]] = [all[j], all[i]];
    }
    return all;
  }
}
