// Whole numbers in [0, 2^32) as 1 to 5 bytes, low 7 bits first; the high bit says that more follow (LEB128).

/** Bytes that grow. */
export class ByteWriter {
  private bytes: Uint8Array = new Uint8Array(1024);
  private used = 0;

  private room(more: number): void {
    if (this.used + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.used + more, 2 * this.bytes.length));
    larger.set(this.bytes.subarray(0, this.used));
    this.bytes = larger;
  }

  varint(value: number): void {
    this.room(5);
    let rest = value;
    while (rest > 127) {
      this.bytes[this.used++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    this.bytes[this.used++] = rest;
  }

  u32(value: number): void {
    this.room(4);
    for (let shift = 0; shift < 32; shift += 8) this.bytes[this.used++] = value >>> shift;
  }

  put(bytes: Uint8Array): void {
    this.room(bytes.length);
    this.bytes.set(bytes, this.used);
    this.used += bytes.length;
  }

  /** What was written so far: a view until the next write. */
  written(): Uint8Array {
    return this.bytes.subarray(0, this.used);
  }
}

/** Reads numbers from bytes it does not trust; what is wrong goes to `refuse`, which throws. */
export class ByteReader {
  private readonly bytes: Uint8Array;
  private readonly refuse: (why: string) => never;
  private at: number;

  constructor(bytes: Uint8Array, at: number, refuse: (why: string) => never) {
    this.bytes = bytes;
    this.at = at;
    this.refuse = refuse;
  }

  /** Bytes not read yet. */
  get left(): number {
    return this.bytes.length - this.at;
  }

  varint(): number {
    let value = 0;
    for (let i = 0, scale = 1; i < 5; i++, scale *= 128) {
      if (this.at >= this.bytes.length) this.refuse('it ends inside a number');
      const byte = this.bytes[this.at++];
      value += (byte & 127) * scale;
      if (byte < 128) {
        if (value > 0xffffffff || (byte === 0 && i > 0)) break;
        return value;
      }
    }
    return this.refuse('it has a number that is not as it would be written');
  }
}
