// What an import costs: everything of an entry, bundled, minified, gzipped.
import { gzipSync } from 'node:zlib';
import * as esbuild from 'esbuild';
import { publishable, root } from './workspace.mjs';

/** Bytes of a script of one line, such as `export * from '@stokast/sampling'`, as it reaches a browser. */
export async function bundled(contents) {
  const options = { bundle: true, minify: true, format: 'esm', write: false, logLevel: 'silent' };
  const { outputFiles } = await esbuild.build({ stdin: { contents, resolveDir: root }, ...options });
  const bytes = outputFiles[0].contents;
  return { minified: bytes.length, gzipped: gzipSync(bytes, { level: 9 }).length };
}

/** Entries of the libraries that have code, by the names they are imported under. */
export const entries = () =>
  publishable()
    .filter(({ manifest }) => manifest.exports['.'])
    .flatMap(({ name, manifest }) =>
      Object.entries(manifest.exports)
        .filter(([, target]) => target.default)
        .map(([subpath]) => name + subpath.slice(1)),
    );
