// One categorical draw from fresh logits, in one pass without normalising: the greatest of l_i + Gumbel noise, which
// is the race of exponentials with rates exp(l_i).
// Noise -log(E), E = -log1p(-v), is in double precision with its full upper tail: v has 64 random bits at 0, so that
// a token 44 nats under the best still has its chance. The draw occupies one word of the cursor; element i has words
// 2i and 2i + 1 of the draw's own lines.
// Trusts: logits are finite or -Infinity (never drawn), at least one finite. Logits that do not fit pass in pieces:
// `first` is the number of the piece's first element, `leader` and `key` are the result so far (-1, -Infinity).
// Source: Gumbel-max, Yellott (1977); race, Efraimidis and Spirakis (2006).

import { clz, f32s, f32ToF64, f64s, i32s, i32ToF64, pmin, u32ToF64 } from '../../platform/platform';
import { RESULT, TILE } from '../../platform/scratch';
import { log, log1p } from '../math/log';
import { drawLines } from '../rng/words';

/** Elements whose noise one tile holds. */
const PIECE: i32 = 1024;

/** The key of an element with this logit, or -Infinity where it cannot be above `key`. */
function raceKey(logit: f64, w1: i32, w0: i32, key: f64): f64 {
  // E >= v >= 2^-(zeros + 1), so the noise is at most log 2 (zeros + 1), with log 2 rounded up.
  const zeros: i32 = w1 === 0 ? 32 + clz(w0) : clz(w1);
  if (logit + 0.6931472 * i32ToF64(zeros + 1) <= key) return -Infinity;
  const v: f64 = (u32ToF64(w1) * 4294967296.0 + (u32ToF64(w0) + 0.5)) * (1.0 / 18446744073709551616.0);
  return logit - log(-log1p(-pmin(v, 0.9999999999999999)));
}

/** Number of the leading element after the n numbers at `logits` (singles when `single` is 1); its key is RESULT[0]. */
export function drawFromLogits(
  source: usize,
  position: f64,
  logits: usize,
  first: i32,
  n: i32,
  single: i32,
  leader: i32,
  key: f64,
): i32 {
  const f = f64s();
  const singles = f32s();
  const words = i32s();
  const from = (single === 1 ? logits >>> 2 : logits >>> 3) as i32;
  const tile = (TILE >>> 2) as i32;
  for (let done: i32 = 0; done < n; ) {
    const skip = (first + done) & 7;
    const count: i32 = n - done < PIECE - skip ? n - done : PIECE - skip;
    drawLines(source, position, (first + done) >> 3, (skip + count + 7) >> 3, TILE);
    for (let i: i32 = 0; i < count; i++) {
      const at: i32 = tile + ((skip + i) << 1);
      const logit: f64 = single === 1 ? f32ToF64(singles[from + done + i]) : f[from + done + i];
      const mine = raceKey(logit, words[at + 1], words[at], key);
      if (mine > key) {
        key = mine;
        leader = first + done + i;
      }
    }
    done += count;
  }
  f[(RESULT >>> 3) as i32] = key;
  return leader;
}
