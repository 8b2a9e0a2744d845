// The house rules: each `{ name, about, check(base) }`, where check returns one line for each fault.
import * as catalog from './catalog.mjs';
import * as docs from './docs.mjs';
import * as exports from './exports.mjs';
import * as gitFiles from './git-files.mjs';
import * as hostMath from './host-math.mjs';
import * as kernelSubset from './kernel-subset.mjs';
import * as layers from './layers.mjs';
import * as links from './links.mjs';

export const rules = [layers, hostMath, kernelSubset, exports, docs, catalog, links, gitFiles];
