// What is compared between engines: every kernel, over data that reaches its branches.
// A case is a name and a function that gives typed arrays, numbers, strings or lists of these; `npm test` fails for a
// kernel without one.
import { machine } from '@stokast/core-wasm';
import * as density from './core-wasm/density.mjs';
import * as draw from './core-wasm/draw.mjs';
import * as linear from './core-wasm/linear.mjs';
import { used } from './core-wasm/machine.mjs';
import * as math from './core-wasm/math.mjs';
import * as optimise from './core-wasm/optimise.mjs';
import * as program from './core-wasm/program.mjs';
import * as qmc from './core-wasm/qmc.mjs';
import * as reduce from './core-wasm/reduce.mjs';
import * as reductions from './core-wasm/reductions.mjs';
import * as rng from './core-wasm/rng.mjs';
import * as tokens from './core-wasm/tokens.mjs';

export const cases = {};
for (const topic of [rng, math, draw, density, reduce, tokens, qmc, linear, program, reductions, optimise])
  Object.assign(cases, topic.cases);

/** Kernels that no case has called. */
export const missing = () =>
  Object.entries(machine().kernels)
    .filter(([name, value]) => typeof value === 'function' && name !== 'staticEnd' && !used.has(name))
    .map(([name]) => name);
