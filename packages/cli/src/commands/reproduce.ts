import { DataError } from '@stokast/core-wasm/errors';
import type { Gan, Vae } from '@stokast/models';
import { versionsOf } from '../algorithms.ts';
import type { CommandSpec, Context } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { readWhole } from '../input.ts';
import { encodePng } from '../pictures/png.ts';
import { freeName, newFolder, type RunFolder } from '../train/folder.ts';
import { modelOf, openModel, originOf } from '../train/models.ts';
import { type Origin, readOrigin } from '../train/origin.ts';
import { savedSession } from '../train/resolve.ts';
import {
  type InterpolateGiven,
  type Painter,
  painters,
  type SampleGiven,
  samplesOf,
  samplesRaster,
  waysOf,
  waysRaster,
} from '../train/samples.ts';
import { train } from '../train/train.ts';
import { heldOutOf } from './interpolate.ts';

interface Flags {
  readonly out?: string;
}

/** What the same picture is called in the new folder, where it was made by another command. */
const MADE = 'picture.png';

export const reproduce: CommandSpec<Flags> = {
  name: 'reproduce',
  summary: 'makes a picture again from what it says of its making, and compares',
  examples: [
    {
      line: 'stokast train vae --steps 20 --out brief --seed 1 --quiet && stokast reproduce brief/samples.png --out again --quiet',
      says: 'trains the same model again, and says whether the picture is the same',
    },
  ],
  about:
    'Pictures of stokast train, sample and interpolate carry their whole origin: data, settings, seed, versions. The run is repeated in a folder of its own. Exit code 0 when the same bytes came out, 1 when not.',
  define(command) {
    command
      .argument('<picture>', 'a PNG, GIF or SVG file that stokast made')
      .option('--out <folder>', 'for the run: a new or empty folder (default reproduced)');
  },
  async run(context, [file], { out }) {
    const bytes = await readWhole(context.io, file);
    const { origin, shows } = readOrigin(file, bytes);
    await noteVersions(context, file, origin);
    await context.note(`${file}: ${origin.command}`);
    const { session } = await savedSession(context.io, origin.run);
    const folder = await newFolder(out ?? (await freeName('reproduced')));
    const ended = await train({ context, session, folder, command: origin.command, until: origin.step });
    if (ended.interrupted) return exitCodes.interrupted;
    const again = await pictureOf(context, folder, origin);
    if (!again) throw new DataError(`${file}: this run makes no ${origin.picture}`);
    const isSame = Buffer.compare(again.bytes, bytes) === 0;
    const verdict = isSame
      ? 'the same bytes'
      : shows(again.bytes)
        ? 'the same picture, with other metadata'
        : 'another picture';
    if (context.json) {
      const { command, run, step, picture } = origin;
      await context.print(
        JSON.stringify({
          command: 'reproduce',
          file,
          made: again.path,
          isSame,
          verdict,
          of: { command, run, step, picture },
        }),
      );
    } else {
      await context.print(`${again.path}: ${verdict}`);
    }
    return isSame ? exitCodes.ok : exitCodes.diagnostics;
  },
};

/** Other versions may give other bytes. */
async function noteVersions(
  context: Context,
  file: string,
  { stokast, algorithms, run }: Origin,
): Promise<void> {
  const now = versionsOf(run.kind);
  const others = Object.entries(algorithms).filter(([name, version]) => now.algorithms[name] !== version);
  if (stokast !== now.stokast || others.length > 0) {
    const which = others.map(([name]) => `, another ${name}`).join('');
    await context.note(
      `${file} is by stokast ${stokast}${which}; this is ${now.stokast}: the bytes may differ`,
    );
  }
}

/** The picture in the new folder; one by another command is made now. */
async function pictureOf(
  context: Context,
  folder: RunFolder,
  { picture, command }: Origin,
): Promise<{ path: string; bytes: Uint8Array } | undefined> {
  if (typeof picture === 'string') {
    const bytes = await folder.read(picture);
    return bytes && { path: `${folder.path}/${picture}`, bytes };
  }
  const opened = await openModel(context.io, folder.path);
  const model = modelOf<Painter>(opened, painters, () => 'it draws no pictures');
  const raster =
    picture.command === 'sample'
      ? samplesRaster(model, samplesOf(model, picture.given as unknown as SampleGiven))
      : waysRaster(
          model,
          waysOf(
            model as Vae | Gan,
            picture.given as unknown as InterpolateGiven,
            await heldOutOf(context, opened),
          ),
        );
  const bytes = encodePng(raster, { stokast: originOf(opened, command, picture) });
  await folder.write(MADE, bytes);
  return { path: `${folder.path}/${MADE}`, bytes };
}
