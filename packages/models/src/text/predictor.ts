// What text is drawn from.

/** The distribution of the next token of a text that is read token by token. */
export interface Predictor {
  /** How many tokens can be drawn: numbers 0 to drawn - 1. */
  readonly drawn: number;
  /** The tokens of the prompt that could have been drawn: what penalties see. */
  readonly prompt: readonly number[];
  /** Probabilities of the next token, those of all that can be drawn first; good until the next call. */
  probabilities(): Float64Array;
  /** log p of the tokens that can be drawn, up to one constant; good until the next call. */
  logits(): Float32Array;
  /** Goes on by a token: what it makes certain of the text, nothing in the middle of a character. */
  read(token: number): string;
  /** What is left of the text when no token comes any more. */
  end(): string;
}
