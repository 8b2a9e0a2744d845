// Measures rows of cases in one JavaScript engine: a request is a JSON line { case, row, calls }, the answer { ns } a call.
import { createInterface } from 'node:readline';
import { pathToFileURL } from 'node:url';

const prepared = new Map();

async function prepare(casePath, rowName) {
  const key = `${casePath} ${rowName}`;
  if (!prepared.has(key)) {
    const { default: topic } = await import(pathToFileURL(casePath).href);
    const row = topic.rows.find(({ name }) => name === rowName);
    prepared.set(key, await row.setup());
  }
  return prepared.get(key);
}

for await (const line of createInterface({ input: process.stdin })) {
  const { case: casePath, row, calls } = JSON.parse(line);
  let answer;
  try {
    const run = await prepare(casePath, row);
    const start = process.hrtime.bigint();
    for (let i = 0; i < calls; i++) {
      const pending = run();
      if (pending instanceof Promise) await pending;
    }
    answer = { ns: Number(process.hrtime.bigint() - start) / calls };
  } catch (error) {
    answer = { error: String(error?.stack ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
