// Runs prepared snippets, one module after the other, in a process of their own; answers with what each said.
import { taken } from './runtime.mjs';

const answers = [];
for (const url of process.argv.slice(2)) {
  try {
    await import(url);
    answers.push({ said: taken() });
  } catch (error) {
    answers.push({ said: taken(), error: String(error?.stack ?? error) });
  }
}
process.send(answers);
process.disconnect();
