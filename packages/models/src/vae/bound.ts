// What a model says about images: bounds on log p(x), in nats per image.

/** A mean over images, by how much it would differ with others, and each image's own. */
export class Bound {
  /** In nats per image; log p(x) is at least that, on average. */
  readonly value: number;
  /** Of `value`, from how much the images differ among each other. */
  readonly standardError: number;
  /** Draws of z for each image. */
  readonly samples: number;
  /** Of each image. */
  readonly each: Float64Array;

  /** @internal */
  constructor(each: Float64Array, samples: number) {
    this.each = each;
    this.samples = samples;
    this.value = meanOf(each);
    const squares = each.reduce((all, x) => all + (x - this.value) * (x - this.value), 0);
    this.standardError = Math.sqrt(squares / each.length / Math.max(each.length - 1, 1));
  }

  get images(): number {
    return this.each.length;
  }

  /** Such as `-101.52(47) nats per image (500 images, 5000 samples each)`. */
  toString(): string {
    const samples = this.samples === 1 ? '1 sample' : `${this.samples} samples`;
    return `${showError(this.value, this.standardError)} nats per image (${this.images} images, ${samples} each)`;
  }

  toJSON(): Record<string, number> {
    const { value, standardError, images, samples } = this;
    return { value, standardError, images, samples };
  }
}

/** The evidence lower bound, and its two terms. */
export class Elbo extends Bound {
  /** E log p(x | z): how well images are told from their latents. */
  readonly reconstruction: number;
  /** KL(q(z | x) || p(z)): what their latents say about them. */
  readonly kl: number;

  /** @internal */
  constructor(reconstruction: Float64Array, kl: Float64Array) {
    super(
      reconstruction.map((each, i) => each - kl[i]),
      1,
    );
    this.reconstruction = meanOf(reconstruction);
    this.kl = meanOf(kl);
  }

  /** Such as `-105.24(48) nats per image = reconstruction -80.04 - KL 25.20 (10000 images, 1 sample each)`. */
  override toString(): string {
    const terms = `reconstruction ${this.reconstruction.toFixed(2)} - KL ${this.kl.toFixed(2)}`;
    return super.toString().replace(' (', ` = ${terms} (`);
  }

  override toJSON(): Record<string, number> {
    return { ...super.toJSON(), reconstruction: this.reconstruction, kl: this.kl };
  }
}

export const meanOf = (each: Float64Array): number => each.reduce((all, x) => all + x, 0) / each.length;

/** `-101.52(47)`: the error in units of the last digits. */
function showError(value: number, error: number): string {
  if (!(error > 0)) return value.toFixed(4);
  let places = 0;
  for (let unit = error; unit < 9.95 && places < 12; places++) unit *= 10;
  const shown = error.toFixed(places);
  return `${value.toFixed(places)}(${error < 1 ? Number(shown.replace('.', '')) : shown})`;
}
