// Holds the repository to its house rules; `npm test` runs this, and so can you (`npm run rules`).
// With --update, lists of the repository that a rule compares with are first written anew.
import { root } from '../lib/workspace.mjs';
import { rules } from './index.mjs';

let faults = 0;
for (const { name, about, check, update } of rules) {
  if (process.argv.includes('--update')) update?.(root);
  const problems = check(root);
  faults += problems.length;
  if (problems.length > 0)
    console.log(`${name}: ${about}\n${problems.map((line) => `  ${line}`).join('\n')}`);
}
console.log(faults === 0 ? `${rules.length} rules hold` : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
