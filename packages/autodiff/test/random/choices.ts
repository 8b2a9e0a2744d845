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
