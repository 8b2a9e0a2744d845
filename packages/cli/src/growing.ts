// An array of doubles of unknown length.

export class Growing {
  private values = new Float64Array(1024);
  length = 0;

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Float64Array(this.length * 2);
      larger.set(this.values);
      this.values = larger;
    }
    this.values[this.length++] = value;
  }

  /** What is in it: a view, valid until the next push. */
  array(): Float64Array {
    return this.values.subarray(0, this.length);
  }
}
