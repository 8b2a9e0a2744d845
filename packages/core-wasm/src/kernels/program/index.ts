export { run } from './run';
export { runMany } from './run-many';
