// A run from its settings to its folder: what `train` and `reproduce` do.
import { mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { versionsOf } from '../algorithms.ts';
import type { Context } from '../command.ts';
import { CONFIG, REPORT, RunFolder } from './folder.ts';
import type { Findings, Picture, Rival, Session } from './kind.ts';
import { type Ended, runTraining, writePictures } from './loop.ts';
import { lossPicture } from './losses.ts';
import type { Origin } from './origin.ts';
import { reportHtml } from './report.ts';

export interface TrainRun {
  readonly context: Context;
  readonly session: Session;
  readonly folder: RunFolder;
  /** The line that was typed. */
  readonly command: string;
  readonly workers?: number;
  readonly until?: number;
  readonly label?: string;
}

export interface Trained extends Ended<unknown> {
  /** Nothing when Ctrl-C came before the end. */
  readonly findings?: Findings;
  readonly files: readonly string[];
}

/** Two threads where the machine has two: more shards would mean other bits. */
export const usualWorkers = (): number => (availableParallelism() > 1 ? 2 : 1);

/** Every setting and version, as config.json and pictures say them. */
export const configJson = (session: Session, command: string): string =>
  `${JSON.stringify({ ...versionsOf(session.settings.kind), command, ...session.settings }, null, 2)}\n`;

/** Trains, or goes on; then writes pictures and report. */
export async function train(run: TrainRun): Promise<Trained> {
  const { context, session, folder, command, workers = usualWorkers(), until } = run;
  const origin = (picture: string, step: number): string => {
    const made: Origin = {
      ...versionsOf(session.settings.kind),
      command,
      run: session.settings,
      step,
      picture,
    };
    return JSON.stringify(made);
  };
  await folder.tidy();
  await folder.write(CONFIG, configJson(session, command));
  const ended = await runTraining({
    context,
    session,
    folder,
    workers,
    origin,
    label: run.label ?? session.title,
    ...(until === undefined ? {} : { until }),
  });
  const losses = lossPicture(session, ended.history);
  if (ended.step < ended.steps) {
    const drafts = [...session.drafts(ended.model), losses];
    await writePictures({ folder, origin }, drafts, ended.step);
    return { ...ended, files: drafts.map(({ file }) => file) };
  }
  const { rival } = session;
  const other = rival && (await trainRival(run, rival));
  if (other?.interrupted) return { ...ended, interrupted: true, files: [] };
  const pictures = [
    ...session.pictures(ended.model),
    ...(rival && other ? rival.pictures(ended.model, other.model) : []),
    losses,
  ];
  await writePictures({ folder, origin }, pictures, ended.step);
  const own = await session.findings(ended.model);
  const tables = [...(own.tables ?? []), ...(rival && other ? rival.tables(ended.model, other.model) : [])];
  const findings = { ...own, tables };
  await folder.write(REPORT, report(run, pictures, findings));
  return { ...ended, findings, files: [...pictures.map(({ file }) => file), REPORT] };
}

/** Trains the rival in a folder of its own, where Ctrl-C and a resume find it as any run. */
async function trainRival(run: TrainRun, { session, folder: name }: Rival<unknown>): Promise<Ended<unknown>> {
  const { context, workers = usualWorkers(), command } = run;
  const folder = new RunFolder(join(run.folder.path, name));
  await mkdir(folder.path, { recursive: true });
  await folder.write(CONFIG, configJson(session, command));
  return runTraining({
    context,
    session,
    folder,
    workers,
    label: session.title,
    origin: () => '',
    drafts: false,
  });
}

function report(
  { session, folder, command }: TrainRun,
  pictures: readonly Picture[],
  findings: Findings,
): string {
  const shown = pictures.filter(({ file }) => !file.endsWith('.txt'));
  return reportHtml({
    title: session.title,
    about: session.about,
    figures: shown.map(({ file, title, caption, bytes }) => ({ file, title, caption, bytes: bytes('') })),
    findings,
    next: session.next.map(([line, says]) => [line.replace('DIR', folder.path), says] as const),
    command,
    config: configJson(session, command),
  });
}
