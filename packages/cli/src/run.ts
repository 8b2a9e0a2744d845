// From arguments to an exit code. Everything of the process comes in through `io`, so tests run this as it is.
import type { CommandSpec, CommonFlags } from './command.ts';
import { commands } from './commands.ts';
import { ending, exitCodes, UsageError } from './exit.ts';
import type { Io } from './io.ts';
import { version } from './version.ts';

/** Flags of every command that take no value, and the one that does: they may also stand before the command. */
const SWITCHES = ['--json', '--quiet', '-q', '--ascii', '--no-color', '--help', '-h', '--version', '-V'];
const VALUED = ['--seed'];

/** Runs `stokast` with `io.argv` and answers the exit code; nothing throws. */
export async function run(io: Io): Promise<number> {
  let name: string | undefined;
  try {
    const { argv } = io;
    const found = findCommand(argv);
    if (found.wantsVersion) {
      const json = argv.includes('--json');
      await io.out.write(`${json ? JSON.stringify({ stokast: version() }) : version()}\n`);
      return exitCodes.ok;
    }
    name = found.name;
    if (name === undefined) {
      const { topHelp } = await import('./help.ts');
      const { styleOf, wantsColor } = await import('./terminal/style.ts');
      const target = found.wantsHelp ? io.out : io.err;
      const style = styleOf(wantsColor(target.isTerminal, io.env, !argv.includes('--no-color')));
      await target.write(`${topHelp(style)}\n`);
      return found.wantsHelp ? exitCodes.ok : exitCodes.usage;
    }
    const entry = commands.find((one) => one.name === name);
    if (!entry) {
      const { hint } = await import('./flags.ts');
      const names = commands.map((one) => one.name);
      const wrong = name;
      name = undefined;
      throw new UsageError(
        `there is no command ${JSON.stringify(wrong)}${hint(wrong, names)}; the commands are ${names.join(', ')}`,
      );
    }
    return await runCommand(io, await entry.load(), found.rest);
  } catch (error) {
    const { code, message } = ending(error);
    if (message !== '') {
      const more =
        code === exitCodes.usage ? `\nSee stokast ${name === undefined ? '' : `${name} `}--help.` : '';
      await io.err
        .write(`stokast${name === undefined ? '' : ` ${name}`}: ${message}${more}\n`)
        .catch(() => {});
    }
    return code;
  }
}

/** The command's name and the other arguments, with common flags that stood before it moved behind it. */
function findCommand(argv: readonly string[]): {
  name: string | undefined;
  rest: string[];
  wantsHelp: boolean;
  wantsVersion: boolean;
} {
  let at = 0;
  while (at < argv.length && argv[at].startsWith('-')) {
    if (SWITCHES.includes(argv[at]) || /^--seed=/.test(argv[at])) at += 1;
    else if (VALUED.includes(argv[at])) at += 2;
    else throw new UsageError(`unknown flag ${argv[at]}: flags of a command stand behind its name`);
  }
  const before = argv.slice(0, at);
  const after = argv.slice(at + 1);
  const name = argv[at];
  const wantsVersion = before.some((flag) => flag === '--version' || flag === '-V');
  if (name !== 'help')
    return { name, rest: [...after, ...before], wantsHelp: before.some(isHelp), wantsVersion };
  const about = after.find((one) => !one.startsWith('-'));
  return { name: about, rest: ['--help', ...before], wantsHelp: true, wantsVersion };
}

const isHelp = (flag: string): boolean => flag === '--help' || flag === '-h';

async function runCommand(io: Io, spec: CommandSpec<never>, argv: readonly string[]): Promise<number> {
  const [{ Command, CommanderError }, { commandHelp }, { contextOf }] = await Promise.all([
    import('commander'),
    import('./help.ts'),
    import('./context.ts'),
  ]);
  const command = new Command(spec.name);
  spec.define(command);
  command
    .option(
      '--seed <seed>',
      'repeats a run: a whole number or any text (chosen at random, and printed, when left out)',
    )
    .option('--json', 'one JSON value on standard output')
    .option('-q, --quiet', 'nothing on stderr but errors')
    .option('--ascii', 'draw with ASCII characters only')
    .option('--no-color', 'no colours (so does NO_COLOR)')
    .option('-h, --help', 'this text')
    .helpOption(false)
    .exitOverride()
    .configureOutput({ writeErr: () => {}, writeOut: () => {}, outputError: () => {} });

  const context = (flags: CommonFlags) => contextOf(io, flags);
  if (argv.some(isHelp)) {
    const { screen, print } = context({ color: !argv.includes('--no-color') });
    await print(commandHelp(spec, command, screen.style, screen.width));
    return exitCodes.ok;
  }
  let code: number | undefined;
  const { rest, settings } = spec.takesSettings
    ? withoutSettings(argv, command)
    : { rest: argv, settings: {} };
  command.action(async () => {
    const flags = { ...command.opts<CommonFlags>(), ...(spec.takesSettings ? { settings } : {}) };
    code = await spec.run(context(flags), command.args, flags as never);
  });
  try {
    await command.parseAsync(spec.dashes ? guardDashes(rest, command) : [...rest], { from: 'user' });
  } catch (error) {
    throw error instanceof CommanderError ? await usageError(error, command) : error;
  }
  return code ?? exitCodes.ok;
}

/** What commander finds wrong, in our words where they can say more. */
async function usageError(
  { code, message }: import('commander').CommanderError,
  command: import('commander').Command,
): Promise<UsageError> {
  const [{ hint }, { show }] = await Promise.all([import('./flags.ts'), import('@stokast/core-wasm/errors')]);
  const quoted = /'(.*)'/s.exec(message)?.[1] ?? '';
  if (code === 'commander.unknownOption') {
    const flags = command.options.flatMap(({ long }) => long ?? []);
    // -n for --n is a habit; of other short flags there is nothing to guess from.
    const near = quoted.startsWith('--') || flags.includes(`-${quoted}`) ? hint(quoted, flags) : '';
    return new UsageError(`unknown flag ${quoted}${near}`);
  }
  if (code === 'commander.missingArgument') {
    const about = command.registeredArguments.find((one) => one.name() === quoted)?.description;
    return new UsageError(`<${quoted}> is missing: ${about}`);
  }
  if (code === 'commander.optionMissingArgument') return new UsageError(`${quoted} needs a value`);
  if (code === 'commander.excessArguments') {
    const takes = command.registeredArguments.map((one) => ` <${one.name()}>`).join('') || ' no arguments';
    const extra = command.args.slice(command.registeredArguments.length).join(' ');
    return new UsageError(
      `too many arguments: ${command.name()} takes${takes}, and ${show(extra)} is left over`,
    );
  }
  return new UsageError(message.replace(/^error: /, ''));
}

/** Puts a blank before arguments that begin with a dash and are no flag of the command, so that they pass as arguments. */
function guardDashes(argv: readonly string[], command: import('commander').Command): string[] {
  const isFlag = (text: string): boolean =>
    text.startsWith('--') || command.options.some((option) => option.short === text.slice(0, 2));
  return argv.map((text) => (/^-[^-]/.test(text) && !isFlag(text) ? ` ${text}` : text));
}

/** Sets apart `--name=value` where no flag has that name. */
function withoutSettings(
  argv: readonly string[],
  command: import('commander').Command,
): { rest: string[]; settings: Record<string, string> } {
  const settings: Record<string, string> = {};
  const rest = argv.filter((text) => {
    const [, name, value] = /^--([A-Za-z][\w-]*)=(.*)$/s.exec(text) ?? [];
    if (name === undefined || command.options.some(({ long }) => long === `--${name}`)) return true;
    settings[name] = value;
    return false;
  });
  return { rest, settings };
}
