// What a command is given, made from the process and the common flags.
import { stream } from '@stokast/sampling';
import type { CommonFlags, Context } from './command.ts';
import type { Io } from './io.ts';
import { progress, silent } from './progress.ts';
import { freshSeed, seedFrom } from './seed.ts';
import { asciiOnly, usableWidth } from './terminal/screen.ts';
import { styleOf, wantsColor } from './terminal/style.ts';

export function contextOf(io: Io, flags: CommonFlags): Context {
  const quiet = flags.quiet === true;
  const note = async (text: string): Promise<void> => {
    if (!quiet) await io.err.write(`${text}\n`).catch(() => {});
  };
  let chosen: string | undefined = flags.seed;
  const seed = async (): Promise<string> => {
    if (chosen === undefined) {
      chosen = freshSeed();
      await note(`seed ${chosen} (repeat with --seed ${chosen})`);
    }
    return chosen;
  };
  return {
    io,
    quiet,
    json: flags.json === true,
    screen: {
      width: usableWidth(io.out.columns),
      ascii: flags.ascii === true || asciiOnly(io.env),
      style: styleOf(wantsColor(io.out.isTerminal, io.env, flags.color)),
    },
    givenSeed: flags.seed,
    seed,
    stream: async () => stream(seedFrom(await seed())),
    print: (text) => io.out.write(`${text}\n`),
    note,
    progress: (label, total) => (quiet ? silent : progress(io.err, label, total)),
  };
}
