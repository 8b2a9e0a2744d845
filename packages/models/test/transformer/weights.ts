// Weights by a formula, the same as in tools/reference-tables/transformer.py.

import { namedWeights, sizeOf } from '../../src/train/parameters.ts';
import type { NetworkConfig } from '../../src/transformer/config.ts';
import { networkWeights } from '../../src/transformer/network.ts';

export function formulaWeights(config: NetworkConfig): Map<string, Float32Array> {
  return new Map(
    namedWeights(networkWeights(config)).map(([name, { shape }]) => {
      const seed = 40503 * [...name].reduce((all, c) => all + c.charCodeAt(0), 0);
      const one = /(^|\.)ln_.*weight$/.test(name) ? 1 : 0;
      const at = (_: unknown, i: number) =>
        one + 0.6 * (((2654435761 * (i + 1) + seed) % 4294967296) / 4294967296 - 0.5);
      return [name, Float32Array.from({ length: sizeOf(shape) }, at)];
    }),
  );
}
