import type { Gan, ImageData, Vae } from '@stokast/models';
import { versionsOf } from '../algorithms.ts';
import type { CommandSpec, Context } from '../command.ts';
import { UsageError } from '../exit.ts';
import { count } from '../flags.ts';
import { encodePng } from '../pictures/png.ts';
import { saveTo } from '../save.ts';
import { quoted } from '../seed.ts';
import { acrossFor, images } from '../terminal/images.ts';
import { loadData } from '../train/data.ts';
import { checkClass, modelOf, type Opened, openModel, originOf } from '../train/models.ts';
import { isImage, shapeOf, waysOf, waysRaster } from '../train/samples.ts';

interface Flags {
  readonly model?: string;
  readonly n?: number;
  readonly class?: number;
  readonly out?: string;
}

/** Images on the way, in a file. */
const COUNT = 10;

export const interpolate: CommandSpec<Flags> = {
  name: 'interpolate',
  summary: 'images on the way from one to another, through the latents of a VAE or a GAN',
  examples: [
    {
      line: 'stokast train vae --steps 20 --out small-vae --seed 1 --quiet && stokast interpolate --model small-vae 3 8',
      says: 'from the held-out image number 3 to number 8 (of a model trained too briefly)',
    },
    {
      line: 'stokast interpolate --model small-vae seed:1 seed:2 --out way.png && wc -c way.png',
      says: 'from one latent of the prior to another, as a picture',
    },
  ],
  usage: ['--model <folder> <a> <b>'],
  about:
    'Ends: of a VAE the numbers of two held-out images, from 0 on, or seed:text for a latent drawn from a seed; a GAN cannot look at images, so there a plain number or text is a seed too. Two rows: latents in a line (linear), and along the great circle (spherical), which keeps them as long as those the model has learnt from.',
  define(command) {
    command
      .argument('<a>', 'where to start')
      .argument('<b>', 'where to end')
      .option('--model <folder>', 'the folder of a run, or its model.safetensors')
      .option(
        '--n <count>',
        'images on the way, both ends among them (default 10, or as many as stand side by side)',
        count('n', { least: 2, most: 1000 }),
      )
      .option('--class <label>', 'all of this class, where the model learnt classes', count('class'))
      .option('--out <file>', 'a PNG file');
  },
  async run(context, [a, b], { model: path, class: label, out, ...flags }) {
    if (path === undefined) throw new UsageError('--model is missing: the folder of a run of stokast train');
    if (out !== undefined && context.json) throw new UsageError('--out writes a picture: leave out --json');
    const opened = await openModel(context.io, path);
    const rather = (type: string): string =>
      type === 'transformer'
        ? 'it writes text, and has no latents'
        : 'there is no way through its noise; VAEs and GANs have latents';
    const model = modelOf<Vae | Gan>(opened, ['vae', 'gan'], rather);
    if (!isImage(model))
      throw new UsageError(`${opened.file} has learnt points, and interpolate shows images`);
    checkClass(opened, label);
    const shape = shapeOf(model);
    const isShown = out === undefined && !context.json;
    const n = flags.n ?? (isShown ? Math.max(2, acrossFor({ values: [], shape }, context.screen)) : COUNT);
    const given = { a, b, n, ...(label === undefined ? {} : { class: label }) };
    const heldOut = await heldOutOf(context, opened);
    const ways = waysOf(model, given, heldOut);
    if (context.json) {
      const { linear, spherical } = ways;
      const head = {
        command: 'interpolate',
        model: opened.file,
        shape,
        ...given,
        ...versionsOf(model.toJSON().type),
      };
      await context.print(JSON.stringify({ ...head, linear: [...linear], spherical: [...spherical] }));
    } else if (out === undefined) {
      for (const [name, values] of Object.entries(ways)) {
        await context.print(
          [context.screen.style.dim(`  ${name}`), ...images(context.screen, { values, shape }), ''].join(
            '\n',
          ),
        );
      }
    } else {
      const line = `stokast interpolate --model ${quoted(path)} ${quoted(a)} ${quoted(b)} --n ${n}`;
      const origin = originOf(opened, line, { command: 'interpolate', given });
      await saveTo(out, encodePng(waysRaster(model, ways), origin === '' ? {} : { stokast: origin }));
      await context.note(`wrote ${out}: ${n} images in a line, and ${n} along the great circle`);
    }
    return undefined;
  },
};

/** The images that the ends are numbers of; a model without its run knows none. */
export async function heldOutOf({ io }: Context, { run }: Opened): Promise<ImageData | undefined> {
  if (!run) return undefined;
  const { data, sha256, seed } = run.settings;
  const loaded = await loadData(io, data, seed, sha256);
  return loaded.data.kind === 'text' ? undefined : loaded.data.heldOut;
}
