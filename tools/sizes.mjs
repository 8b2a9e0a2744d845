// What every entry costs, and imports of a part of one, and where the bytes of core.wasm are: its sections, its largest
// functions by the names they are exported under, its largest segments of static data. `npm run sizes [-- how many]`
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { bundled, entries } from './lib/bundle-size.mjs';
import { root } from './lib/workspace.mjs';

const bytes = readFileSync(join(root, 'packages', 'core-wasm', 'dist', 'core.wasm'));
const most = Number(process.argv[2] ?? 25);
let at = 8;

/** An unsigned number of the format: seven bits a byte. */
function number() {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return value;
  }
}
const text = () => {
  const length = number();
  at += length;
  return bytes.subarray(at - length, at).toString();
};

const names = [
  'custom',
  'types',
  'imports',
  'functions',
  'tables',
  'memories',
  'globals',
  'exports',
  'start',
  'elements',
  'code',
  'data',
  'data count',
];
const exported = new Map();
const functions = [];
const segments = [];
const budgets = JSON.parse(readFileSync(join(root, 'tools', 'sizes.json'), 'utf8'));
const parts = Object.keys(budgets).filter((name) => budgets[name].import);
for (const name of [...entries(), ...parts]) {
  const { minified, gzipped } = await bundled(budgets[name]?.import ?? `export * from '${name}';`);
  console.log(`${name}: ${minified} bytes minified, ${gzipped} gzipped`);
}
console.log(`core.wasm: ${bytes.length} bytes, ${gzipSync(bytes, { level: 9 }).length} gzipped`);
while (at < bytes.length) {
  const id = bytes[at++];
  const size = number();
  const end = at + size;
  console.log(`  ${names[id]}: ${size}`);
  if (id === 7) {
    for (let left = number(); left > 0; left--) {
      const name = text();
      const isFunction = bytes[at++] === 0;
      const index = number();
      if (isFunction) exported.set(index, name);
    }
  } else if (id === 10) {
    const count = number();
    for (let index = 0; index < count; index++) {
      const length = number();
      functions.push({ name: exported.get(index) ?? `inner function ${index}`, length });
      at += length;
    }
  } else if (id === 11) {
    for (let left = number(); left > 0; left--) {
      at += 1; // active, memory 0
      at += 1; // i32.const
      const address = number();
      at += 1; // end
      const length = number();
      segments.push({ name: `data at ${address}`, length });
      at += length;
    }
  }
  at = end;
}
for (const list of [functions, segments]) {
  for (const { name, length } of list.sort((a, b) => b.length - a.length).slice(0, most)) {
    console.log(`${String(length).padStart(7)}  ${name}`);
  }
}
