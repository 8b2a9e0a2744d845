// What a token is predicted from. A text is taken to follow a start token (a line break), so each of its tokens has at
// least one before it. Of those before it, a prediction sees a window of at most `size`, which moves on in steps:
//
//     a token with n before it sees those from number 0 on where n <= size,
//     else from the least multiple of `stride` on that leaves it at most `size`: between size - stride + 1 and size
//
// So one pass of windows that begin `stride` apart predicts every token once, and a text that is drawn token by token
// needs a new window only every `stride` tokens. A stride of 1 has the longest contexts, one of `size` the fewest passes.

/** The number of the first token in the window of a token with `n` before it, the start token being number 0. */
export const windowStart = (n: number, size: number, stride: number): number =>
  n <= size ? 0 : stride * Math.ceil((n - size) / stride);

/** A window, and the places in it whose predictions count: those of the next token after places from .. to - 1. */
export interface Window {
  readonly start: number;
  readonly from: number;
  readonly to: number;
}

/** The windows that predict `count` tokens, once each. */
export function windowsOf(count: number, size: number, stride: number): Window[] {
  const windows: Window[] = [];
  for (let done = 0; done < count; ) {
    const start = windowStart(done + 1, size, stride);
    const to = Math.min(start + size, count);
    windows.push({ start, from: done - start, to: to - start });
    done = to;
  }
  return windows;
}
