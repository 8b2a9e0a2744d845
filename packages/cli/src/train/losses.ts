// The chart of losses over steps.
import { type ChartSeries, chart, thinned } from '../pictures/chart.ts';
import type { Measured, Picture, Session } from './kind.ts';

/** loss.svg of a run. */
export function lossPicture(
  session: Pick<Session, 'chart' | 'title'>,
  history: readonly Measured[],
): Picture {
  const { y, train, heldOut = {}, levels = [] } = session.chart;
  const pointsOf = (from: 'train' | 'heldOut', name: string): (readonly [number, number])[] =>
    history.flatMap((each) => {
      const value = each[from]?.[name];
      return value === undefined ? [] : [[each.step, value] as const];
    });
  const series: ChartSeries[] = [];
  for (const [name, label] of Object.entries(train)) {
    const points = pointsOf('train', name);
    if (points.length > 300)
      series.push({ label: `${label}, each step`, points: thinned(points, 1500), faint: true });
    series.push({ label, points: thinned(points, 150) });
  }
  for (const [name, label] of Object.entries(heldOut)) {
    const points = pointsOf('heldOut', name);
    if (points.length > 0) series.push({ label, points });
  }
  const title = `Loss of ${session.title}`;
  return {
    file: 'loss.svg',
    title: 'Loss',
    caption:
      'What training makes small, step by step; on held-out data, which nothing was learnt from, where it was looked at.',
    bytes: (origin) => new TextEncoder().encode(chart({ title, x: 'step', y, series, levels }, origin)),
  };
}
