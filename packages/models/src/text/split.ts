// A text in two: what is learnt from, and what is held out.
import { checkBetween } from '@stokast/core-wasm/check';
import { typeFault } from '@stokast/core-wasm/errors';
import { countCharacters } from './evaluation.ts';

/**
 * The first share of a text's characters (code points), and the rest: nine tenths and one unless `share` says otherwise,
 * as nanoGPT splits its texts. Throws a TypeError or RangeError for other arguments.
 *
 * ```ts
 * import { splitText } from '@stokast/models';
 * splitText('0123456789') //=> { train: '012345678', validation: '9' }
 * ```
 */
export function splitText(text: string, share = 0.9): { train: string; validation: string } {
  const what = 'Cannot split a text';
  if (typeof text !== 'string') throw typeFault(what, 'text', text, 'a string');
  checkBetween(what, 'share', share, 0, 1);
  const characters = Math.floor(countCharacters(text) * share);
  let cut = 0;
  for (let n = 0; n < characters; n++) cut += text.codePointAt(cut)! > 0xffff ? 2 : 1;
  return { train: text.slice(0, cut), validation: text.slice(cut) };
}
