// Pages lead somewhere: what a link of a Markdown file names is in the repository.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { filesUnder, shown } from '../lib/workspace.mjs';

export const name = 'links';
export const about = 'relative links and pictures of every Markdown file lead to a file of the repository';

/** `[text](target)` and `[label]: target`, outside of code. */
const LINK = /\]\(\s*<?([^)>\s]+)>?(?:\s+"[^"]*")?\s*\)|^\[[^\]]+\]:\s*(\S+)/gm;
const CODE = /^(```|~~~)[\s\S]*?^\1|`[^`\n]*`/gm;

export function check(base) {
  const problems = [];
  for (const path of filesUnder(base, (file) => file.endsWith('.md'))) {
    // Code is blanked, not cut: lines keep their numbers.
    const text = readFileSync(path, 'utf8').replace(CODE, (code) => code.replace(/[^\n]/g, ' '));
    for (const match of text.matchAll(LINK)) {
      const target = match[1] ?? match[2];
      if (/^([a-z][a-z+.-]*:|#)/i.test(target)) continue; // elsewhere, or on this page
      const place = normalize(join(dirname(path), decodeURIComponent(target.split('#')[0])));
      const line = text.slice(0, match.index).split('\n').length;
      const say = (fault) => problems.push(`${shown(base, path)}:${line}: ${target} ${fault}`);
      if (target.startsWith('/') || !(place + sep).startsWith(normalize(base) + sep))
        say('leaves the repository');
      else if (!existsSync(place) && !toCome(base, place)) say('is not there');
    }
  }
  return problems;
}

/** The folder of measurements begins with the first `npm run bench`. */
const toCome = (base, place) =>
  shown(base, dirname(place)) === 'benchmarks/results' && !existsSync(dirname(place));
