// Data flows one way: a package imports only packages below it, and libraries import nothing of Node's.
import { builtinModules } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { parseFile } from '../lib/parse.mjs';
import { filesUnder, packages, shown } from '../lib/workspace.mjs';
import { importsOf } from './imports.mjs';

/** Lowest first; a package may import what stands above it in this list. `outside`: npm packages it may use. */
export const layers = [
  { folder: 'packages/core-wasm', name: '@stokast/core-wasm', library: true, outside: [] },
  { folder: 'packages/autodiff', name: '@stokast/autodiff', library: true, outside: [] },
  { folder: 'packages/sampling', name: '@stokast/sampling', library: true, outside: ['seedrandom'] },
  { folder: 'packages/models', name: '@stokast/models', library: true, outside: [] },
  { folder: 'packages/cli', name: 'stokast', library: false },
  { folder: 'benchmarks', name: '@stokast/benchmarks', library: false },
];

/** Inside core-wasm: folder of src -> the folders that it may import. */
const rooms = {
  platform: ['platform'],
  generated: ['platform'],
  kernels: ['kernels', 'platform', 'generated'],
  simd: ['simd', 'kernels', 'platform', 'generated'],
};

const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

function faultOf(specifier, layer, allowed) {
  if (specifier === undefined) return layer.library ? 'the module is computed at run time' : undefined;
  const name = packageOf(specifier);
  if (specifier.startsWith('#')) return undefined;
  if (specifier.startsWith('node:') || builtinModules.includes(name)) {
    return layer.library ? `${specifier} is Node's: libraries run everywhere` : undefined;
  }
  if (layers.some((other) => other.name === name)) {
    return allowed.includes(name) ? undefined : `${name} is not below ${layer.name}`;
  }
  if (!layer.outside || layer.outside.includes(name)) return undefined;
  return `${name} is not among the packages that ${layer.name} may use (${layer.outside.join(', ') || 'none'})`;
}

function roomFault(source, path, specifier) {
  const room = relative(source, path).split(/[\\/]/)[0];
  if (!(room in rooms)) return undefined;
  const target = relative(source, join(dirname(path), specifier)).split(/[\\/]/)[0];
  return rooms[room].includes(target)
    ? undefined
    : `${room}/ may import ${rooms[room].join(', ')}, not ${target}`;
}

export const name = 'layers';
export const about = 'imports go down the list of DESIGN.md, and libraries use nothing of Node';

export function check(base) {
  const problems = [];
  for (const { name: own, folder, directory, manifest } of packages(base)) {
    const index = layers.findIndex((layer) => layer.folder === folder);
    if (index < 0) {
      problems.push(`${folder}: not in the list of layers (tools/rules/layers.mjs)`);
      continue;
    }
    const layer = layers[index];
    const allowed = layers.slice(0, index).map((below) => below.name);
    if (own !== layer.name) problems.push(`${folder}/package.json: the name is ${own}, not ${layer.name}`);
    for (const dependency of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      const fault = faultOf(dependency, layer, allowed);
      if (fault) problems.push(`${folder}/package.json: ${fault}`);
    }
    const source = join(directory, layer.folder === 'benchmarks' ? '' : 'src');
    for (const path of filesUnder(source, (file) => /\.(ts|mts|js|mjs)$/.test(file))) {
      // What users would pick instead lives outside the workspace, with imports of its own.
      if (shown(base, path).startsWith('benchmarks/contenders/')) continue;
      const { program, lineOf } = parseFile(path);
      for (const { specifier, start } of importsOf(program)) {
        const say = (fault) => problems.push(`${shown(base, path)}:${lineOf(start)}: ${fault}`);
        if (specifier?.startsWith('.')) {
          if (relative(source, join(dirname(path), specifier)).startsWith('..')) {
            say(`${specifier} leaves ${shown(base, source)}: import the package by its name`);
          } else if (folder === 'packages/core-wasm') {
            const fault = roomFault(source, path, specifier);
            if (fault) say(fault);
          }
        } else {
          const fault = faultOf(specifier, layer, allowed);
          if (fault) say(fault);
        }
      }
    }
  }
  return problems;
}
