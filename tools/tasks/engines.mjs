// `npm run test:engines`: all cases in every engine, on both backends, against golden.json; writes docs/engines.md.
// With --update, golden.json is first written anew from this Node: a change of values, to be argued for.
import { rmSync } from 'node:fs';
import { step } from '../lib/command.mjs';
import { turbo } from '../lib/turbo.mjs';

export default async function engines(rest) {
  const built = await step('build', () => turbo(['build']));
  if (built.code !== 0) return built.code;
  // Only now: these need what the install brings.
  const { makeConsumer } = await import('../packed/consumer.mjs');
  const { compareEngines, updateGolden } = await import('../engines/compare.mjs');
  const { folder, app } = await makeConsumer();
  try {
    if (rest.includes('--update')) return await updateGolden(app);
    return await compareEngines(app);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
