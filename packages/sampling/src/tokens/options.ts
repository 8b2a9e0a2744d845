// The options of a token sampler: names, ranges, and the order in which engines run the steps.

import {
  checkBetween,
  checkFinite,
  checkInteger,
  checkOneOf,
  checkOptions,
  checkPositive,
} from '@stokast/core-wasm/check';
import { rangeFault, typeFault } from '@stokast/core-wasm/errors';

/** A step of the pipeline, under the name of its option. */
export type TokenStep =
  | 'logitBias'
  | 'repetitionPenalty'
  | 'frequencyPenalty'
  | 'presencePenalty'
  | 'temperature'
  | 'topK'
  | 'topP'
  | 'minP'
  | 'typicalP';
/** Whose order of steps. */
export type TokenPreset = 'hf' | 'llamacpp' | 'vllm';

const ADJUSTMENTS: readonly TokenStep[] = [
  'logitBias',
  'repetitionPenalty',
  'frequencyPenalty',
  'presencePenalty',
];
const STEPS: readonly TokenStep[] = [...ADJUSTMENTS, 'temperature', 'topK', 'topP', 'minP', 'typicalP'];

/**
 * The order of each engine. A step that an engine lacks stands where it disturbs least: Transformers has no
 * frequency and presence penalties (beside the repetition penalty), vLLM no typical sampling (at the end).
 */
const presets: Readonly<Record<TokenPreset, readonly TokenStep[]>> = {
  /** Transformers: temperature first, each truncation of what the last one left. */
  hf: STEPS,
  /** llama.cpp: truncation at temperature 1, temperature last. */
  llamacpp: [...ADJUSTMENTS, 'topK', 'typicalP', 'topP', 'minP', 'temperature'],
  /** vLLM: temperature, then min-p before top-k and top-p. */
  vllm: [...ADJUSTMENTS, 'temperature', 'minP', 'topK', 'topP', 'typicalP'],
};

/** Options of `tokenSampler`; a step that is left out, or has its neutral value, does not run. */
export interface TokenSamplerOptions {
  /** Divides the logits, >= 0. 1 is neutral; 0 keeps only the largest logit (the lower token of equal ones). */
  readonly temperature?: number;
  /** Keeps the k most probable tokens, exactly k: of equal ones the lower. 0 is neutral. */
  readonly topK?: number;
  /** Keeps the fewest most probable tokens whose probabilities add up to at least topP, in (0, 1]. 1 is neutral. */
  readonly topP?: number;
  /** Keeps the tokens with at least minP times the largest probability, in [0, 1]. 0 is neutral. */
  readonly minP?: number;
  /** Keeps the tokens with |-log p - entropy| smallest, until they add up to typicalP, in (0, 1]. 1 is neutral. */
  readonly typicalP?: number;
  /** Divides positive and multiplies other logits of tokens in the history, > 0. 1 is neutral. */
  readonly repetitionPenalty?: number;
  /** Is subtracted from a token's logit for each time it is in the output so far. 0 is neutral. */
  readonly frequencyPenalty?: number;
  /** Is subtracted from a token's logit if it is in the output so far. 0 is neutral. */
  readonly presencePenalty?: number;
  /** Is added to the logits of single tokens: token -> finite number, or -Infinity to forbid it. */
  readonly logitBias?: Readonly<Record<number, number>> | ReadonlyMap<number, number>;
  /** The order of an engine: 'hf' (default), 'llamacpp' or 'vllm'. */
  readonly preset?: TokenPreset;
  /** An order of your own, instead of a preset: names of steps. */
  readonly order?: readonly TokenStep[];
}

/** Options after the checks: only steps that do something, in their order. */
export interface Plan {
  readonly steps: readonly TokenStep[];
  readonly values: Readonly<Record<Exclude<TokenStep, 'logitBias'>, number>>;
  readonly bias: ReadonlyMap<number, number>;
}

const WHAT = 'Cannot create tokenSampler';
const NEUTRAL = {
  repetitionPenalty: 1,
  frequencyPenalty: 0,
  presencePenalty: 0,
  temperature: 1,
  topK: 0,
  topP: 1,
  minP: 0,
  typicalP: 1,
} as const;
/** No token has a higher number. */
export const MAX_TOKEN: number = 2147483646;

/** Checks the options and puts the steps in order. */
export function planOf(options: TokenSamplerOptions): Plan {
  checkOptions(WHAT, options, [...STEPS, 'preset', 'order']);
  const values = { ...NEUTRAL } as Record<Exclude<TokenStep, 'logitBias'>, number>;
  for (const name of Object.keys(NEUTRAL) as (keyof typeof NEUTRAL)[]) {
    const value: unknown = options[name];
    if (value === undefined) continue;
    checkValue(name, value);
    values[name] = value as number;
  }
  const bias = biasOf(options.logitBias);
  const active = STEPS.filter((name) =>
    name === 'logitBias' ? bias.size > 0 : values[name] !== NEUTRAL[name],
  );
  const order = orderOf(options);
  for (const name of active) {
    if (!order.includes(name))
      throw rangeFault(WHAT, 'order', order.join(', '), `a list that has ${name}, which is set`);
  }
  return { steps: order.filter((name) => active.includes(name)), values, bias };
}

function checkValue(name: keyof typeof NEUTRAL, value: unknown): void {
  if (name === 'topK') checkInteger(WHAT, name, value, 0, MAX_TOKEN);
  else if (name === 'minP') checkBetween(WHAT, name, value, 0, 1);
  else if (name === 'repetitionPenalty') checkPositive(WHAT, name, value);
  else checkFinite(WHAT, name, value);
  if (name === 'temperature' && (value as number) < 0) throw rangeFault(WHAT, name, value, '>= 0 and finite');
  if ((name === 'topP' || name === 'typicalP') && !((value as number) > 0 && (value as number) <= 1))
    throw rangeFault(WHAT, name, value, 'in (0, 1]');
}

function orderOf(options: TokenSamplerOptions): readonly TokenStep[] {
  const { preset, order } = options;
  if (order === undefined) {
    if (preset === undefined) return presets.hf;
    checkOneOf(WHAT, 'preset', preset, Object.keys(presets) as TokenPreset[]);
    return presets[preset];
  }
  if (preset !== undefined) throw typeFault(WHAT, 'preset', preset, 'left out when order is given');
  if (!Array.isArray(order)) throw typeFault(WHAT, 'order', order, 'an array of names of steps');
  // Counted, not `forEach`: that passes over holes, however many.
  for (let i = 0; i < order.length; i++) {
    const name: TokenStep = order[i];
    checkOneOf(WHAT, `order[${i}]`, name, STEPS);
    if (order.indexOf(name) !== i) throw rangeFault(WHAT, `order[${i}]`, name, 'a step not yet in the list');
  }
  return [...order];
}

function biasOf(bias: unknown): Map<number, number> {
  const checked = new Map<number, number>();
  if (bias === undefined) return checked;
  if (typeof bias !== 'object' || bias === null || Array.isArray(bias) || ArrayBuffer.isView(bias))
    throw typeFault(WHAT, 'logitBias', bias, 'an object or a Map from tokens to numbers');
  for (const [key, value] of bias instanceof Map ? bias : Object.entries(bias)) {
    const token = typeof key === 'string' && /^\d{1,10}$/.test(key) ? Number(key) : key;
    if (!Number.isInteger(token) || token < 0 || token > MAX_TOKEN)
      throw rangeFault(WHAT, 'logitBias', key, 'a map whose keys are tokens, integers from 0');
    if (typeof value !== 'number')
      throw typeFault(WHAT, `logitBias[${token}]`, value, 'a finite number or -Infinity');
    if (!(value < Number.POSITIVE_INFINITY))
      throw rangeFault(WHAT, `logitBias[${token}]`, value, 'a finite number or -Infinity');
    if (value !== 0) checked.set(token, value);
  }
  return checked;
}
