// The data of the experiments, read when they are asked for.
import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parseDigits, readIdx } from '@stokast/models';

const file = (path) => {
  const url = new URL(`../../${path}`, import.meta.url);
  if (!existsSync(url)) throw new Error(`${path} is not there: run npm run data first`);
  return readFileSync(url);
};

const mnistPart = (name) => {
  const images = readIdx(file(`data/mnist/${name}-images-idx3-ubyte`));
  const labels = readIdx(file(`data/mnist/${name}-labels-idx1-ubyte`));
  return { images: images.data, shape: [28, 28], labels: labels.data };
};

export const data = {
  /** { train, test }: images of 28 x 28 bytes with labels. */
  mnist: () => ({ train: mnistPart('train'), test: mnistPart('t10k') }),
  /** Images of 8 x 8 with labels: all 1797 of them, in their order. */
  digits: () => parseDigits(gunzipSync(file('packages/cli/data/digits.csv.gz')).toString('utf8')),
  shakespeare: () => file('packages/cli/data/tinyshakespeare.txt').toString('utf8'),
  soderberg: () => file('packages/cli/data/soderberg.txt').toString('utf8'),
};
