// Runs the code of every document and docstring (or of the files named): `npm run snippets`.
// With --update, `//=>` lines and the output of commands are written anew. CI never does that.
import { resolve } from 'node:path';
import { documents, sources } from './extract.mjs';
import { runPage } from './page.mjs';

const update = process.argv.includes('--update');
const named = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const pages = named.length > 0 ? named.map((path) => resolve(path)) : [...documents(), ...sources()];
let problems = 0;
for (const page of pages) {
  for (const problem of await runPage(page, { update })) {
    problems++;
    console.log(problem);
  }
}
console.log(
  `${pages.length} pages, ${problems} differences${update && problems > 0 ? ': written anew' : ''}`,
);
process.exitCode = problems > 0 && !update ? 1 : 0;
