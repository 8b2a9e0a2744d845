// Flags that change the distribution of the next token before it is drawn.
import { type TokenSampler, type TokenSamplerOptions, tokenSampler } from '@stokast/sampling';
import type { Command } from 'commander';
import { count, number, oneOf } from './flags.ts';

const NAMES = [
  'temperature',
  'topK',
  'topP',
  'minP',
  'typicalP',
  'repetitionPenalty',
  'frequencyPenalty',
  'presencePenalty',
  'preset',
] as const;

export type TokenSamplerFlags = Pick<TokenSamplerOptions, (typeof NAMES)[number]>;

export function defineTokenSampler(command: Command): void {
  command
    .option(
      '--temperature <t>',
      'divides log-probabilities: below 1 bolder choices are rarer, 0 takes the likeliest',
      number('temperature'),
    )
    .option('--top-k <k>', 'only the k likeliest tokens (0: all)', count('top-k'))
    .option('--top-p <p>', 'only the likeliest tokens that make up p, in (0, 1]', number('top-p'))
    .option('--min-p <p>', 'only tokens at least p times as likely as the likeliest', number('min-p'))
    .option(
      '--typical-p <p>',
      'only tokens about as likely as is typical, that make up p',
      number('typical-p'),
    )
    .option(
      '--repetition-penalty <x>',
      'above 1: tokens that were there are rarer',
      number('repetition-penalty'),
    )
    .option(
      '--frequency-penalty <x>',
      'lowers the logit of a token by x for each time it was drawn',
      number('frequency-penalty'),
    )
    .option(
      '--presence-penalty <x>',
      'lowers the logit of a token by x once it was drawn',
      number('presence-penalty'),
    )
    .option(
      '--preset <engine>',
      'the order of these steps as in hf (default), llamacpp or vllm',
      oneOf('--preset', ['hf', 'llamacpp', 'vllm']),
    );
}

/** The settings that were given, and the sampler that they make; none when none was given. */
export function tokenSamplerFrom(flags: TokenSamplerFlags): {
  settings: TokenSamplerFlags;
  tokenSampler?: TokenSampler;
} {
  const given = NAMES.filter((name) => flags[name] !== undefined).map((name) => [name, flags[name]]);
  const settings = Object.fromEntries(given) as TokenSamplerFlags;
  return given.length === 0 ? { settings } : { settings, tokenSampler: tokenSampler(settings) };
}
