// Help: examples first.
import type { Command, Option } from 'commander';
import type { CommandSpec } from './command.ts';
import { commands } from './commands.ts';
import type { Style } from './terminal/style.ts';

const COMMON = ['seed', 'json', 'quiet', 'ascii', 'color', 'help'];

/** `  term   description`, wrapped and hanging. */
function rows(items: readonly (readonly [string, string])[], width: number): string[] {
  const left = items.reduce((most, [term]) => Math.max(most, term.length), 0) + 4;
  return items.flatMap(([term, text]) =>
    wrap(text, Math.max(width - left, 24)).map(
      (line, i) => (i === 0 ? `  ${term}`.padEnd(left) : ' '.repeat(left)) + line,
    ),
  );
}

/** Lines of at most `width` characters, broken at blanks. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let line = '';
    for (const word of paragraph.split(' ')) {
      if (line !== '' && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === '' ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
  }
  return lines;
}

const isCommon = (option: Option): boolean => COMMON.includes(option.long?.replace(/^--(no-)?/, '') ?? '');
const row = (option: Option): [string, string] => [option.flags, option.description];

/** The help of one command. */
export function commandHelp(spec: CommandSpec<never>, command: Command, style: Style, width: number): string {
  const { options } = command;
  const examples = spec.examples.flatMap(({ line, says }) => [`  ${style.bold(line)}`, `      ${says}`]);
  const args = command.registeredArguments.map((argument) =>
    argument.required ? `<${argument.name()}>` : `[${argument.name()}]`,
  );
  const usage = (spec.usage ?? [args.join(' ')]).map((one) =>
    ['  stokast', spec.name, one, '[flags]'].filter(Boolean).join(' '),
  );
  const lines = [
    `${style.bold(`stokast ${spec.name}`)}: ${spec.summary}`,
    '',
    style.heading('Examples'),
    ...examples,
    '',
    style.heading('Usage'),
    ...usage,
  ];
  if (spec.about) lines.push('', ...wrap(spec.about, width - 2).map((line) => `  ${line}`.trimEnd()));
  const own = options.filter((option) => !isCommon(option)).map(row);
  if (own.length > 0) lines.push('', style.heading('Flags'), ...rows(own, width));
  lines.push('', style.heading('Flags of every command'), ...rows(options.filter(isCommon).map(row), width));
  return lines.join('\n');
}

/** The help of `stokast` itself. */
export function topHelp(style: Style): string {
  return [
    `${style.bold('stokast')}: the probability engine for generative AI, at the command line`,
    '',
    style.heading('Examples'),
    `  ${style.bold('stokast tour')}`,
    '      everything in under a minute, with small plots',
    `  ${style.bold('stokast train vae')}`,
    '      learns handwritten digits, and shows what it has learnt: pictures and a report',
    `  ${style.bold('stokast sample normal --mu 10 --sigma 2 --n 1000 --plot')}`,
    '      a thousand draws against the density',
    `  ${style.bold('stokast sample exponential --rate 2 --n 1e6 --seed 1 | stokast fit exponential -')}`,
    '      and back: the rate that made them',
    '',
    style.heading('Commands'),
    ...rows(
      commands.map(({ name, summary }) => [name, summary] as const),
      80,
    ),
    '',
    '  stokast <command> --help says more. Draws are reproducible by --seed; they are not for cryptography.',
    '',
    style.heading('Exit codes'),
    '  0 ok   1 finished, but not to be trusted   2 usage   3 bad input data   4 numerical failure',
    '  5 out of resources   70 a bug of ours   130 interrupted',
  ].join('\n');
}
