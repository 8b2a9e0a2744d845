// What is done with models that were trained: sample, interpolate, generate, reproduce.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { loadModel, type Transformer, type Vae } from '@stokast/models';
import { stream } from '@stokast/sampling';
import { beforeAll, describe, expect, test } from 'vitest';
import { decodePng, encodePng } from '../../src/pictures/png.ts';
import { readOrigin } from '../../src/train/origin.ts';
import { stokast } from '../run.ts';
import { at, bytesOf, points, train } from './tiny.ts';

beforeAll(async () => {
  await train('vae', 'vae', ['--steps', '5']);
  await train('diffusion', 'diffusion', ['--steps', '5']);
  await train('gan', 'gan', ['--steps', '3', '--conditional']);
  await train('gpt', 'gpt', ['--steps', '3']);
  await train('gan', 'points', ['--steps', '3', '--data', points]);
}, 120_000);

const on = (kind: string, line: string) => stokast(line.replace('MODEL', `--model ${at(kind)}`));

describe('sample --model', () => {
  test('is what the library says, in JSON and as rows', async () => {
    const model = loadModel(bytesOf('vae', 'model.safetensors')) as Vae;
    const values = Array.from(model.sample(stream(7), 2));
    const json = JSON.parse((await on('vae', 'sample MODEL --n 2 --seed 7 --json')).out);
    expect(json).toMatchObject({ command: 'sample', shape: [8, 8], n: 2, seed: '7', values });
    const { out } = await on('vae', 'sample MODEL --n 2 --seed 7 --format csv');
    expect(out.trim().split(/[\n,]/).map(Number)).toEqual(values);
    const { bytes } = await on('vae', 'sample MODEL --n 2 --seed 7 --format f32');
    expect(Array.from(new Float32Array(bytes.buffer.slice(0, bytes.length)))).toEqual(values);
  });

  test('shows images, and writes them as a picture that knows its origin', async () => {
    const { out } = await on('vae', 'sample MODEL --n 8 --seed 7 --ascii');
    expect(out.split('\n').slice(0, 4).join('')).toMatch(/^[ .:=+*#%@-]{200,}$/);
    const file = at('samples.png');
    const { err } = await on('vae', `sample MODEL --n 10 --seed 7 --out ${file}`);
    expect(err).toMatch(/wrote .*samples\.png: 10 samples/);
    const { origin } = readOrigin(file, readFileSync(file));
    expect(origin).toMatchObject({
      step: 5,
      run: { kind: 'vae' },
      picture: { command: 'sample', given: { n: 10, seed: '7' } },
    });
  });

  test('of one class, with samplers of a diffusion', async () => {
    const draw = (flags: string) => on('diffusion', `sample MODEL --n 1 --seed 1 --format csv ${flags}`);
    const three = (await draw('--class 3')).out;
    expect(three.split(',')).toHaveLength(64);
    expect((await draw('--class 4')).out).not.toBe(three);
    expect((await draw('--class 3 --sampler ddim --sampler-steps 5 --guidance-scale 2')).code).toBe(0);
    expect((await on('gan', 'sample MODEL --n 2 --class 9 --seed 1')).code).toBe(0);
  });

  test('points are rows, or a picture', async () => {
    expect((await on('points', 'sample MODEL --n 3 --seed 1')).out).toMatch(/^(-?[\d.e-]+,-?[\d.e-]+\n){3}$/);
    expect((await on('points', `sample MODEL --seed 1 --out ${at('cloud.png')}`)).code).toBe(0);
    expect(decodePng('cloud', readFileSync(at('cloud.png'))).picture.channels).toBe(3);
  });

  test('a file alone is enough, though its pictures know no origin', async () => {
    copyFileSync(at('vae', 'model.safetensors'), at('alone.safetensors'));
    const line = `sample --model ${at('alone.safetensors')} --n 2 --seed 7`;
    expect((await stokast(`${line} --format csv`)).out).toBe(
      (await on('vae', 'sample MODEL --n 2 --seed 7 --format csv')).out,
    );
    await stokast(`${line} --out ${at('alone.png')}`);
    const { code, err } = await stokast(`reproduce ${at('alone.png')}`);
    expect([code, err]).toEqual([3, expect.stringMatching(/nothing in it says how it was made/)]);
  });

  test.each([
    ['vae', 'sample MODEL normal', /leave out normal/],
    ['vae', 'sample MODEL --class 1', /has learnt no classes: train it with --conditional/],
    ['gan', 'sample MODEL --class 10', /--class must be from 0 to 9: got 10/],
    ['vae', 'sample MODEL --sampler ddim', /--sampler is for diffusion models/],
    ['diffusion', 'sample MODEL --sampler dim --seed 1', /sampler/],
    ['vae', 'sample MODEL --n inf', /say how many/],
    ['vae', 'sample MODEL --out a.png --json', /leave out --json/],
    ['vae', 'sample MODEL --out a.png --n 0', /nothing to draw/],
    ['gpt', 'sample MODEL', /it writes text: stokast generate --model/],
    ['vae', 'generate MODEL', /it draws images or points: stokast sample --model/],
    ['gpt', 'generate MODEL --corpus everyday', /exclude each other/],
    ['gpt', 'generate MODEL --order 3', /--order is for n-grams/],
    ['vae', 'interpolate MODEL 0 447', /there are 447 held-out images, from 0 on: got 447/],
    ['vae', 'interpolate MODEL a b', /ends are numbers of held-out images, or seed:text/],
    ['diffusion', 'interpolate MODEL 0 1', /VAEs and GANs have latents/],
    ['points', 'interpolate MODEL 0 1', /has learnt points/],
    ['vae', 'interpolate MODEL 0', /<b> is missing/],
    ['vae', 'interpolate 0 1', /--model is missing/],
    ['vae', 'sample normal --class 3', /--class is for samples of a --model/],
  ])('%s: %s', async (kind, line, message) => {
    const { code, err } = await on(kind, line);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
  });

  test('what is no model is said to be none', async () => {
    writeFileSync(at('text.safetensors'), 'no model at all, but quite some text'.repeat(10));
    for (const [path, message] of [
      [at('text.safetensors'), /text\.safetensors: /],
      [at('none'), /there is no such file/],
      [at(), /there is no model\.safetensors in .*: --model takes the folder of a run/],
    ] as const) {
      const { code, err } = await stokast(['sample', '--model', path]);
      expect([code, err]).toEqual([3, expect.stringMatching(message)]);
    }
  });
});

describe('interpolate', () => {
  test('begins and ends at the reconstructions of two images', async () => {
    const { out } = await on('vae', 'interpolate MODEL 3 8 --n 4 --json');
    const { linear, spherical, n } = JSON.parse(out);
    expect([n, linear.length, spherical.length]).toEqual([4, 256, 256]);
    expect(linear.slice(0, 64)).toEqual(spherical.slice(0, 64));
    expect(linear.slice(192)).toEqual(spherical.slice(192));
    const back = JSON.parse((await on('vae', 'interpolate MODEL 8 3 --n 4 --json')).out);
    expect(back.linear.slice(0, 64)).toEqual(linear.slice(192));
  });
  test('from seed to seed, on a terminal and in a file', async () => {
    const { out } = await on('gan', 'interpolate MODEL 1 2 --class 3 --ascii');
    expect(out).toMatch(/^ {2}linear\n[\s\S]*\n {2}spherical\n/);
    expect((await on('vae', `interpolate MODEL seed:1 seed:2 --out ${at('way.png')}`)).code).toBe(0);
    expect(readOrigin('way', readFileSync(at('way.png'))).origin.picture).toEqual({
      command: 'interpolate',
      given: { a: 'seed:1', b: 'seed:2', n: 10 },
    });
  });
});

test('generate --model goes on from a prompt, as the library does', async () => {
  const model = loadModel(bytesOf('gpt', 'model.safetensors')) as Transformer;
  const drawn = model
    .generate({ prompt: 'The cat', stream: stream(5).split(['text', 0]), maxNewTokens: 20 })
    .text();
  const line = 'generate MODEL --max-new-tokens 20 --seed 5 --prompt';
  const argv = [...line.replace('MODEL', `--model ${at('gpt')}`).split(' '), 'The cat'];
  expect((await stokast(argv)).out).toBe(`The cat${drawn}\n`);
  const json = JSON.parse((await stokast([...argv, '--json', '--top-k', '1', '--n', '2'])).out);
  expect(json).toMatchObject({
    command: 'generate',
    prompt: 'The cat',
    topK: 1,
    seed: '5',
    texts: [json.texts[0], json.texts[0]],
  });
});

describe('reproduce', () => {
  test('pictures of a run, of sample and of interpolate, to the byte', async () => {
    await on('vae', `sample MODEL --n 10 --seed 7 --out ${at('s.png')}`);
    await on('vae', `interpolate MODEL 1 2 --n 5 --out ${at('i.png')}`);
    for (const [i, file] of [
      at('vae', 'manifold.png'),
      at('vae', 'loss.svg'),
      at('s.png'),
      at('i.png'),
    ].entries()) {
      const { code, out } = await stokast(['reproduce', file, '--out', at(`again-${i}`), '--quiet']);
      expect([file, code, out]).toEqual([file, 0, expect.stringMatching(/: the same bytes\n$/)]);
    }
  });

  test('says when the bytes are others', async () => {
    const { picture, texts } = decodePng('p', bytesOf('vae', 'samples.png'));
    const old = { ...JSON.parse(texts.stokast), stokast: '0.0.1' };
    writeFileSync(at('old.png'), encodePng(picture, { ...texts, stokast: JSON.stringify(old) }));
    const { code, out, err } = await stokast(['reproduce', at('old.png'), '--out', at('again-old')]);
    expect([code, out]).toEqual([1, expect.stringMatching(/the same picture, with other metadata/)]);
    expect(err).toMatch(/old\.png is by stokast 0\.0\.1; this is/);
    picture.data[5000] ^= 1;
    writeFileSync(at('other.png'), encodePng(picture, texts));
    const json = JSON.parse(
      (await stokast(['reproduce', at('other.png'), '--out', at('again-other'), '--json', '--quiet'])).out,
    );
    expect(json).toMatchObject({
      isSame: false,
      verdict: 'another picture',
      of: { picture: 'samples.png', step: 5 },
    });
  });

  test.each([
    ['no picture', () => Buffer.from('text'), /no picture of ours: PNG, GIF or SVG/],
    [
      'a picture by another program',
      () => encodePng({ width: 1, height: 1, channels: 1, data: Uint8Array.of(1) }),
      /nothing in it says/,
    ],
    ['nonsense in it', () => changed({ run: { kind: 'vae' } }), /data is missing/],
    ['a path out of the folder', () => changed({ picture: '../../x.png' }), /not what stokast writes/],
    [
      'a count beyond reason',
      () => changed({ picture: { command: 'sample', given: { n: 1e9, seed: '1' } } }),
      /not what stokast writes/,
    ],
    ['a setting of another kind', () => changed({ run: { steps: '5' } }), /steps must be/],
  ])('%s', async (_, bytes, message) => {
    writeFileSync(at('bad.png'), bytes());
    const { code, err } = await stokast(['reproduce', at('bad.png'), '--out', at('never')]);
    expect([code, err]).toEqual([3, expect.stringMatching(message)]);
  });
});

/** A picture that says something else of its making. */
function changed(fields: object): Uint8Array {
  const { picture, texts } = decodePng('p', bytesOf('vae', 'samples.png'));
  return encodePng(picture, { stokast: JSON.stringify({ ...JSON.parse(texts.stokast), ...fields }) });
}
