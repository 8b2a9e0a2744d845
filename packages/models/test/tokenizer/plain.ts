// The slow readable form of byte pairs: all pairs counted anew each time, all words rewritten.
import { wordsOf } from '../../src/index.ts';

const bytesOf = (word: string): number[] => [...new TextEncoder().encode(word)];

function replaced(tokens: readonly number[], [a, b]: readonly number[], by: number): number[] {
  const out: number[] = [];
  for (let i = 0; i < tokens.length; ) {
    const isPair = tokens[i] === a && tokens[i + 1] === b;
    out.push(isPair ? by : tokens[i]);
    i += isPair ? 2 : 1;
  }
  return out;
}

/** The pairs that are learnt, in order. */
export function plainMerges(text: string, size: number): number[] {
  let words = wordsOf(text).map(bytesOf);
  const merges: number[] = [];
  for (let token = 256; token < size; token++) {
    const counts = new Map<string, number>();
    for (const word of words)
      for (let i = 1; i < word.length; i++) {
        const pair = `${word[i - 1]},${word[i]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    const most = Math.max(0, ...counts.values());
    if (most < 2) break;
    const ties = [...counts]
      .filter(([, count]) => count === most)
      .map(([pair]) => pair.split(',').map(Number));
    const [best] = ties.sort(([a, b], [c, d]) => a - c || b - d);
    merges.push(...best);
    words = words.map((word) => replaced(word, best, token));
  }
  return merges;
}

/** Bytes as tokens: each pair in turn, everywhere. */
export function plainTokens(bytes: readonly number[], merges: readonly number[]): number[] {
  let tokens = [...bytes];
  for (let i = 0; i < merges.length; i += 2) tokens = replaced(tokens, merges.slice(i, i + 2), 256 + i / 2);
  return tokens;
}

export const plainEncode = (text: string, merges: readonly number[]): number[] =>
  wordsOf(text).flatMap((word) => plainTokens(bytesOf(word), merges));
