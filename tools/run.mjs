// The scripts of the root package.json, for a machine that has only Node and npm:
// installs what is missing, builds, then does the one thing that was asked for.
// Before anything that an old Node cannot read: the rest is imported only when the version will do.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`stokast needs Node 20.19 or newer; this is ${process.versions.node} (${process.execPath}).`);
  process.exit(1);
}

const tasks = ['start', 'test', 'bench', 'data', 'results', 'engines', 'nightly'];
const [task, ...rest] = process.argv.slice(2);
if (!tasks.includes(task)) {
  console.error(`usage: node tools/run.mjs <${tasks.join('|')}>`);
  process.exit(2);
}

if (task !== 'data') {
  const { install } = await import('./lib/install.mjs');
  await install();
}
const { default: perform } = await import(`./tasks/${task}.mjs`);
process.exitCode = await perform(rest);
