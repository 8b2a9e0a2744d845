// What there is to say at the end of a run.
import { versionsOf } from '../algorithms.ts';
import type { Context } from '../command.ts';
import { exitCodes } from '../exit.ts';
import { wrap } from '../help.ts';
import { quoted } from '../seed.ts';
import type { Screen } from '../terminal/screen.ts';
import { table } from '../terminal/table.ts';
import { CONFIG, METRICS, MODEL, type RunFolder } from './folder.ts';
import type { Findings, Session } from './kind.ts';
import type { Trained } from './train.ts';

/** A run's end in words or in JSON; the exit code. */
export async function tell(
  context: Context,
  session: Session,
  folder: RunFolder,
  ended: Trained,
): Promise<number> {
  const { step, steps, findings, interrupted } = ended;
  if (interrupted) {
    await context.note(
      `stopped after step ${step} of ${steps}, and saved; go on with: stokast train --resume ${quoted(folder.path)}`,
    );
  }
  if (context.json) await context.print(json(session, folder, ended));
  else if (findings) await context.print(words(context.screen, session, folder, ended, findings));
  return interrupted ? exitCodes.interrupted : exitCodes.ok;
}

function json({ settings }: Session, folder: RunFolder, { step, findings, files }: Trained): string {
  const results = findings?.results.map(({ name, value }) => [name.trim(), value]) ?? [];
  return JSON.stringify({
    command: 'train',
    ...settings,
    ...versionsOf(settings.kind),
    folder: folder.path,
    step,
    results: Object.fromEntries(results),
    files,
  });
}

function words(
  screen: Screen,
  session: Session,
  { path }: RunFolder,
  { model, files }: Trained,
  { results, tables = [] }: Findings,
): string {
  const { style, width } = screen;
  const all = [...files, MODEL, METRICS, CONFIG].join(', ');
  return [
    '',
    ...session.preview(model, screen),
    '',
    ...numbers(results, width),
    ...tables.flatMap(({ title, rows }) => ['', `  ${style.bold(title)}`, ...table(screen, rows)]),
    '',
    ...wrap(`${path}: ${all}`, width - 2),
    ...session.next.map(([line, says]) => `  ${line.replace('DIR', quoted(path))}   ${style.dim(says)}`),
  ].join('\n');
}

/** Name, number and meaning, which goes on below itself. */
function numbers(results: Findings['results'], width: number): string[] {
  const widest = (cells: readonly string[]): number =>
    cells.reduce((most, cell) => Math.max(most, cell.length), 0);
  const left = widest(results.map(({ name }) => name));
  const right = widest(results.map(({ text }) => text));
  const room = Math.max(24, width - left - right - 6);
  return results.flatMap(({ name, text, meaning }) =>
    wrap(meaning, room).map((line, i) =>
      i === 0
        ? `  ${name.padEnd(left)}  ${text.padStart(right)}  ${line}`
        : `${' '.repeat(left + right + 6)}${line}`,
    ),
  );
}
