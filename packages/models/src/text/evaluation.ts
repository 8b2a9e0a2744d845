// What a model says about a text it has not seen.

/** How well a model predicts a text: every token once, from the start. Logarithms are natural. */
export class Evaluation {
  /** log p(text), in nats. */
  readonly logProb: number;
  readonly tokens: number;
  /** Unicode code points. */
  readonly characters: number;
  /** Tokens that the model does not know. Each counts with the probability of "some unknown token". */
  readonly unknown: number;

  /** @internal */
  constructor(logProb: number, tokens: number, characters: number, unknown: number) {
    this.logProb = logProb;
    this.tokens = tokens;
    this.characters = characters;
    this.unknown = unknown;
  }

  /** Nats per token: -log p(text) / tokens. */
  get crossEntropy(): number {
    return -this.logProb / this.tokens;
  }

  /** Nats per character: for models over words too, so that they can be compared where no word is unknown. */
  get natsPerCharacter(): number {
    return -this.logProb / this.characters;
  }

  /** Such as `1.5612 nats per character (111540 characters)`. */
  toString(): string {
    const unknown = this.unknown === 0 ? '' : `, ${this.unknown} unknown tokens`;
    return `${this.natsPerCharacter.toFixed(4)} nats per character (${this.characters} characters${unknown})`;
  }

  toJSON(): Record<string, number> {
    const { logProb, tokens, characters, unknown, crossEntropy, natsPerCharacter } = this;
    return { logProb, tokens, characters, unknown, crossEntropy, natsPerCharacter };
  }
}

/** Code points of a text. */
export function countCharacters(text: string): number {
  let n = text.length;
  for (let i = 1; i < text.length; i++) {
    const low = text.charCodeAt(i);
    const high = text.charCodeAt(i - 1);
    if (low >= 0xdc00 && low < 0xe000 && high >= 0xd800 && high < 0xdc00) n--;
  }
  return n;
}
