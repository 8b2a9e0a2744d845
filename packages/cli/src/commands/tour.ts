import { stream } from '@stokast/sampling';
import { madeBy } from '../algorithms.ts';
import type { CommandSpec } from '../command.ts';
import { count } from '../flags.ts';
import { wrap } from '../help.ts';
import { quoted, seedFrom } from '../seed.ts';
import { bits } from '../tour/bits.ts';
import { diffusion } from '../tour/diffusion.ts';
import { gan } from '../tour/gan.ts';
import { gaussian } from '../tour/gaussian.ts';
import { gradient } from '../tour/gradient.ts';
import { integral } from '../tour/integral.ts';
import { likelihood } from '../tour/likelihood.ts';
import type { Part, Stage } from '../tour/part.ts';
import { text } from '../tour/text.ts';
import { vae } from '../tour/vae.ts';

const parts: readonly Part[] = [bits, gaussian, likelihood, integral, gradient, text, vae, gan, diffusion];

interface Flags {
  readonly part?: number;
}

export const tour: CommandSpec<Flags> = {
  name: 'tour',
  summary: 'from raw bits to models that generate text and digits, in under a minute',
  examples: [
    { line: 'stokast tour --seed 1', says: 'all nine parts' },
    { line: 'stokast tour --part 2 --seed 1', says: 'the second alone: a Gaussian against its density' },
    { line: 'stokast tour --part 4 --seed 1 --json', says: 'the numbers of the fourth, for programs' },
  ],
  about: `Parts: ${parts.map(({ title }, i) => `${i + 1} ${title}`).join('; ')}. Every number but the timings follows from the seed.`,
  define(command) {
    command.option(
      '--part <number>',
      `one part alone, 1 to ${parts.length}`,
      count('part', { least: 1, most: parts.length }),
    );
  },
  async run(context, _, { part }) {
    const seed = await context.seed();
    const { screen } = context;
    const { style } = screen;
    const root = stream(seedFrom(seed));
    const print = async (line: string): Promise<void> => {
      if (!context.json) await context.print(line);
    };
    const say = async (paragraph: string): Promise<void> => {
      for (const line of wrap(paragraph, Math.min(screen.width, 100) - 4)) await print(`  ${line}`);
    };
    const show = async (lines: readonly string[]): Promise<void> => {
      for (const line of lines) await print(line);
    };
    const results: Record<string, unknown>[] = [];
    const began = performance.now();
    for (const [i, one] of parts.entries()) {
      if (part !== undefined && part !== i + 1) continue;
      await print('');
      await print(heading(i + 1, one.title, screen));
      await print('');
      const stage: Stage = { context, screen, stream: root.split(['tour', i + 1]), say, show };
      results.push({ part: i + 1, title: one.title, ...(await one.run(stage)) });
    }
    if (context.json) {
      const algorithms = madeBy(
        'seed',
        'chacha8',
        'normal',
        'maximum-likelihood',
        'monte-carlo',
        'modified-kneser-ney',
        'ancestral-sampling',
      );
      await context.print(JSON.stringify({ command: 'tour', seed, ...algorithms, parts: results }));
      return undefined;
    }
    const seconds = (performance.now() - began) / 1000;
    await print('');
    await print(style.dim((screen.ascii ? '-' : '─').repeat(screen.width)));
    await say(`Seed ${seed}, ${seconds.toFixed(1)} s. Every number but the timings follows from the seed:`);
    const again = part === undefined ? parts.map((_one, i) => i + 1) : [part];
    // `npm start` runs this too, where there may be no `stokast` to call.
    const started = context.io.env.npm_lifecycle_event === 'start';
    const command = started ? 'npm start --' : 'stokast tour';
    for (const number of again) {
      const title = style.dim(parts[number - 1].title);
      await print(`    ${command} --part ${number} --seed ${quoted(seed)}   ${title}`);
    }
    await say(`What else there is: ${started ? 'npx ' : ''}stokast --help`);
    return undefined;
  },
};

function heading(number: number, title: string, { width, ascii, style }: Stage['screen']): string {
  const rule = ascii ? '=' : '━';
  const text = ` ${number}  ${title} `;
  return `${style.series(0, rule.repeat(2))}${style.bold(text)}${style.series(0, rule.repeat(Math.max(0, width - 2 - text.length)))}`;
}
