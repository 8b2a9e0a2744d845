import type { CommandSpec, Context } from '../command.ts';
import { UsageError } from '../exit.ts';
import { count, number, oneOf } from '../flags.ts';
import { readWhole } from '../input.ts';
import { quoted } from '../seed.ts';
import { freeName, newFolder, RunFolder } from '../train/folder.ts';
import { savedSession, sessionFor } from '../train/resolve.ts';
import { type GivenSettings, type KindName, kindNames, settingsFrom } from '../train/settings.ts';
import { tell } from '../train/tell.ts';
import { train as trainRun } from '../train/train.ts';

interface Flags {
  readonly data?: string;
  readonly config?: string;
  readonly out?: string;
  readonly resume?: string;
  readonly epochs?: number;
  readonly steps?: number;
  readonly batchSize?: number;
  readonly workers?: number;
  readonly conditional?: boolean;
  readonly corrupt?: number;
  readonly settings?: Readonly<Record<string, string>>;
}

/** What a run that is gone on with has of its own. */
const FIXED = ['data', 'config', 'out', 'batchSize', 'conditional', 'corrupt', 'epochs', 'steps'] as const;

export const train: CommandSpec<Flags> = {
  name: 'train',
  summary:
    'learn a distribution from data: a VAE, a GAN, a diffusion model or a GPT, with pictures and a report',
  examples: [
    {
      line: 'stokast train vae --steps 200 --out my-vae --seed 1',
      says: 'digits of 8 x 8 pixels, briefly; without --steps until they are good',
    },
    {
      line: 'stokast train diffusion --data moons --steps 50 --out moons --seed 1',
      says: 'points of the plane, here two half moons',
    },
    {
      line: 'stokast train gpt --steps 2 --out my-gpt --seed 1 --nLayer=1 --nEmbd=16 --nHead=2',
      says: 'Shakespeare, a character at a time, by a network smaller than usual',
    },
    {
      line: 'stokast train --resume my-vae',
      says: 'goes on where a run stopped; at its end it makes its pictures again',
    },
  ],
  usage: ['vae|gan|diffusion|gpt', '--resume <folder>'],
  about:
    'Data: digits and shakespeare come along; mnist, once npm run data has fetched it; ring, grid, moons, swiss-roll and checkerboard are points of the plane; else a file: CSV with a row of numbers for each point, IDX, or text.\n\nSettings of the model are written as --name=value, as in --latent=2 or --hidden=[64,64]; config.json in the folder of a run has them all, and --config takes such a file. Ctrl-C ends the step, saves, and says how to go on.',
  takesSettings: true,
  define(command) {
    command
      .argument('[model]', 'vae, gan, diffusion or gpt')
      .option('--data <name>', 'what to learn from (default digits; of a gpt shakespeare)')
      .option('--config <file>', 'settings in JSON, such as config.json of another run; flags go before them')
      .option('--out <folder>', 'where the run is kept: a new or empty folder (default by model and data)')
      .option('--resume <folder>', 'goes on with a run, as if it had never stopped')
      .option('--epochs <number>', 'passes over the data', number('epochs'))
      .option('--steps <count>', 'steps in all, in place of epochs', count('steps', { least: 1 }))
      .option('--batch-size <count>', 'examples in a step', count('batch-size', { least: 1 }))
      .option(
        '--workers <count>',
        'threads: 1 or 2; results do not depend on it',
        count('workers', { least: 1, most: 64 }),
      )
      .option(
        '--conditional',
        'learn classes too, for sample --class (diffusion does where there are labels)',
      )
      .option('--no-conditional', 'learn no classes')
      .option(
        '--corrupt <share>',
        'vae: flip this share of the pixels in training, and compare with a run without',
        number('corrupt'),
      );
  },
  async run(context, [name], flags) {
    const { session, folder, command } =
      flags.resume === undefined
        ? await newRun(context, name, flags)
        : await oldRun(context, name, flags, flags.resume);
    const ended = await trainRun({
      context,
      session,
      folder,
      command,
      ...(flags.workers === undefined ? {} : { workers: flags.workers }),
    });
    return tell(context, session, folder, ended);
  },
};

function kindOf(name: string | undefined): KindName {
  if (name === undefined) throw new UsageError(`which model? One of ${kindNames.join(', ')}`);
  return oneOf('the model', kindNames)(name);
}

async function newRun(context: Context, name: string | undefined, flags: Flags) {
  const { io } = context;
  const file: GivenSettings =
    flags.config === undefined
      ? {}
      : settingsFrom(flags.config, new TextDecoder().decode(await readWhole(io, flags.config)));
  const kind = name === undefined && file.kind ? file.kind : kindOf(name);
  if (file.kind !== undefined && file.kind !== kind)
    throw new UsageError(`${flags.config} is of a ${file.kind}, and not of a ${kind}`);
  const { corrupt, epochs } = flags;
  if (corrupt !== undefined && !(corrupt > 0 && corrupt < 1))
    throw new UsageError(`--corrupt must lie between 0 and 1: got ${corrupt}`);
  if (epochs !== undefined && !(epochs > 0)) throw new UsageError(`--epochs must be > 0: got ${epochs}`);
  const { epochs: _, steps: __, ...rest } = file;
  const lengths = flags.steps === undefined && epochs === undefined ? file : {};
  const own = { data: flags.data, epochs, steps: flags.steps, batchSize: flags.batchSize, corrupt };
  const given: GivenSettings = {
    ...(flags.data === undefined ? rest : { ...rest, sha256: undefined }),
    ...(lengths.epochs === undefined ? {} : { epochs: lengths.epochs }),
    ...(lengths.steps === undefined ? {} : { steps: lengths.steps }),
    ...Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined)),
  } as GivenSettings;
  const seed = context.givenSeed ?? file.seed ?? (await context.seed());
  const { session } = await sessionFor(io, {
    kind,
    given,
    typed: flags.settings ?? {},
    ...(flags.conditional === undefined ? {} : { conditional: flags.conditional }),
    seed,
    flags: [
      'data',
      'config',
      'out',
      'resume',
      'epochs',
      'steps',
      'batch-size',
      'workers',
      'conditional',
      'corrupt',
    ],
  });
  const { data } = session.settings;
  const base = `${kind}-${data.replace(/.*[\\/]/, '').replace(/\.[^.]*$/, '') || 'data'}`;
  const folder = await newFolder(flags.out ?? (await freeName(base)));
  return { session, folder, command: lineFor(kind, seed, flags) };
}

/** The line that makes the same run: without what does not change it, with the seed that was drawn. */
function lineFor(kind: KindName, seed: string, flags: Flags): string {
  const { data, config, epochs, steps, batchSize, corrupt, conditional, settings = {} } = flags;
  const valued = { data, config, epochs, steps, 'batch-size': batchSize, corrupt };
  const words = [
    'stokast train',
    kind,
    ...Object.entries(valued).flatMap(([name, value]) =>
      value === undefined ? [] : [`--${name} ${quoted(String(value))}`],
    ),
    ...(conditional === undefined ? [] : [conditional ? '--conditional' : '--no-conditional']),
    ...Object.entries(settings).map(([name, value]) => quoted(`--${name}=${value}`)),
    `--seed ${quoted(seed)}`,
  ];
  return words.join(' ');
}

async function oldRun(context: Context, name: string | undefined, flags: Flags, path: string) {
  for (const flag of FIXED) {
    if (flags[flag] !== undefined)
      throw new UsageError(
        `--resume goes on with the settings of ${path}: leave out --${flag.replace(/[A-Z]/, (c) => `-${c.toLowerCase()}`)}`,
      );
  }
  const [setting] = Object.keys(flags.settings ?? {});
  if (setting !== undefined || context.givenSeed !== undefined)
    throw new UsageError(`--resume goes on with the settings of ${path}: leave out --${setting ?? 'seed'}`);
  const folder = new RunFolder(path);
  const { settings, command } = await folder.config();
  if (name !== undefined && kindOf(name) !== settings.kind)
    throw new UsageError(`${path} is a run of a ${settings.kind}, and not of a ${name}`);
  const { session } = await savedSession(context.io, settings);
  if ((await folder.model()) === undefined)
    await context.note(`nothing was saved yet in ${path}: it starts anew`);
  return { session, folder, command };
}
