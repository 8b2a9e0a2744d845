// One case: every row measured once a round, the order turning, so that a slow spell hits all rows alike. Each row has
// a process of its own (or shares that of the rows with the same `process`), so that neither the garbage of one nor
// what the engine learnt from its types stands in another's way.

const TARGET_NS = 60e6; // a measurement lasts about this long

/**
 * Timings of a case: { name -> ns an element, one a round }, and rows that could not run with the reason.
 * @param {{ path: string, topic: object, runtimes: object, rounds: number, onRound?: (round: number) => void }} options
 */
export async function measureCase({ path, topic, runtimes, rounds, onRound }) {
  const failed = {};
  const active = [];
  const processes = new Map();
  for (const row of topic.rows) {
    const runtime = runtimes[row.runtime ?? 'node'];
    if (!runtime) {
      failed[row.name] = `no ${row.runtime} here`;
      continue;
    }
    const owner = row.process ?? row.name;
    if (!processes.has(owner)) processes.set(owner, runtime.open());
    const ask = (calls) =>
      processes
        .get(owner)
        .ask(
          row.runtime === 'numpy'
            ? { setup: row.setup, statement: row.statement, calls }
            : { case: path, row: row.name, calls },
        );
    const entry = { row, ask, calls: 1, times: [] };
    // Warm up until the engine has settled: at least 0.6 s or 30 requests.
    let spent = 0;
    let last;
    for (let i = 0; i < 30 && spent < 6e8; i++) {
      last = await ask(entry.calls);
      if (last.error) break;
      spent += last.ns * entry.calls;
      entry.calls = Math.max(1, Math.min(10000, Math.round(TARGET_NS / last.ns)));
    }
    if (last.error) failed[row.name] = last.error.split('\n')[0];
    else active.push(entry);
  }
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < active.length; i++) {
      const entry = active[(i + round) % active.length];
      const { ns } = await entry.ask(entry.calls);
      entry.times.push(ns / (entry.row.elements ?? topic.elements));
    }
    onRound?.(round);
  }
  for (const open of processes.values()) open.close();
  return { times: Object.fromEntries(active.map(({ row, times }) => [row.name, times])), failed };
}
