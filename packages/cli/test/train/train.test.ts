// What is in the folder of a run, that equal runs are equal, and that a stop leaves no trace.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { readOrigin } from '../../src/train/origin.ts';
import { stokast } from '../run.ts';
import { at, bytesOf, expectSame, filesOf, type Kind, points, train } from './tiny.ts';

const ALWAYS = ['config.json', 'loss.svg', 'metrics.jsonl', 'model.safetensors', 'report.html'];
const PICTURES: Readonly<Record<Kind, string[]>> = {
  vae: ['interpolation.png', 'manifold.png', 'reconstruction.png', 'samples.png'],
  gan: ['interpolation.png', 'samples.png'],
  diffusion: ['classes.png', 'denoising.gif', 'samples.png'],
  gpt: ['samples.txt'],
};
const kinds = Object.keys(PICTURES) as Kind[];

describe.each(kinds)('%s', (kind) => {
  test('leaves a folder that says everything, the same each time, stopped or not', async () => {
    const { code, err, out } = await train(kind, `${kind}-a`, ['--steps', '12']);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('report.html');
    expect(filesOf(`${kind}-a`)).toEqual([...ALWAYS, ...PICTURES[kind]].sort());
    const config = JSON.parse(bytesOf(`${kind}-a`, 'config.json').toString());
    expect(config).toMatchObject({
      kind,
      seed: '1',
      steps: 12,
      stokast: expect.any(String),
      algorithms: { chacha8: 1, [kind === 'gpt' ? 'transformer' : kind]: 1 },
    });
    const lines = bytesOf(`${kind}-a`, 'metrics.jsonl').toString().trim().split('\n');
    expect(lines.map((line) => JSON.parse(line).step)).toEqual(Array.from({ length: 12 }, (_, i) => i + 1));
    for (const file of [...PICTURES[kind], 'loss.svg'].filter((name) => !name.endsWith('.txt'))) {
      const { origin } = readOrigin(file, bytesOf(`${kind}-a`, file));
      const { stokast: version, algorithms, command, ...run } = config;
      expect(origin).toEqual({ stokast: version, algorithms, command, run, step: 12, picture: file });
    }
    // Ctrl-C at once: the step ends, and the rest is done later.
    const stopped = await train(kind, `${kind}-b`, ['--steps', '12'], { interrupt: (stop) => stop() });
    expect([stopped.code, stopped.out]).toEqual([130, '']);
    const resumed = await stokast(['train', '--resume', at(`${kind}-b`), '--workers', '1', '--quiet']);
    expect(resumed.code).toBe(0);
    expectSame(`${kind}-a`, `${kind}-b`);
  });
});

test('Ctrl-C says how to go on', async () => {
  const out = at('said');
  const { code, err } = await stokast(`train vae --steps 5000 --workers 1 --seed 1 --out ${out}`, {
    interrupt: (stop) => setTimeout(stop, 100),
  });
  expect(code).toBe(130);
  expect(err).toMatch(
    /stopped after step \d+ of 5000, and saved; go on with: stokast train --resume .*said\n/,
  );
  expect(filesOf('said')).toContain('samples.png');
});

test('as JSON', async () => {
  const { out } = await train('vae', 'json', ['--steps', '3', '--json']);
  expect(JSON.parse(out)).toMatchObject({
    command: 'train',
    kind: 'vae',
    data: 'digits',
    steps: 3,
    step: 3,
    seed: '1',
    model: { latent: 2, hidden: [8] },
    results: { 'held-out loss (-ELBO)': expect.any(Number) },
    files: expect.arrayContaining(['samples.png', 'report.html']),
  });
});

test('two workers give the same bytes', async () => {
  await train('vae', 'one', ['--steps', '5']);
  await train('vae', 'two', ['--steps', '5', '--workers', '2']);
  expectSame('one', 'two');
});

test('points of a file are drawn as points, and their classes learnt', async () => {
  const { code } = await train('vae', 'points', ['--data', points, '--epochs', '1', '--conditional']);
  expect(code).toBe(0);
  expect(filesOf('points')).toEqual([...ALWAYS, 'samples.png'].sort());
  const { sha256, model, steps } = JSON.parse(bytesOf('points', 'config.json').toString());
  expect([sha256, model.classes, steps]).toEqual([expect.stringMatching(/^[0-9a-f]{64}$/), 2, 9]);
  const rows = (await stokast(['sample', '--model', at('points'), '--class', '1', '--n', '3', '--seed', '1']))
    .out;
  expect(
    rows
      .trim()
      .split('\n')
      .map((row) => row.split(',').map(Number).filter(Number.isFinite).length),
  ).toEqual([2, 2, 2]);
});

test('noise for robustness: the same without noise beside it, as a picture and a table', async () => {
  await train('vae', 'noise', ['--steps', '10', '--corrupt', '0.2']);
  expect(filesOf('noise')).toEqual([...ALWAYS, ...PICTURES.vae, 'robustness.png', 'without-noise'].sort());
  expect(JSON.parse(bytesOf('noise', 'without-noise', 'config.json').toString()).model.corruption).toBeNull();
  const report = bytesOf('noise', 'report.html').toString();
  expect(report).toMatch(/<td>20 %<\/td><td>clean images<\/td>/);
  await train('vae', 'plain', ['--steps', '10']);
  expect(
    bytesOf('noise', 'without-noise', 'model.safetensors').equals(bytesOf('plain', 'model.safetensors')),
  ).toBe(true);
});

describe('settings', () => {
  test('of a file, with flags before them', async () => {
    const file = at('settings.json');
    writeFileSync(
      file,
      JSON.stringify({ kind: 'vae', steps: 4, batchSize: 10, model: { latent: 3, hidden: [4] }, seed: '9' }),
    );
    await stokast([
      'train',
      '--config',
      file,
      '--latent=4',
      '--out',
      at('by-file'),
      '--workers',
      '1',
      '--quiet',
    ]);
    expect(JSON.parse(bytesOf('by-file', 'config.json').toString())).toMatchObject({
      steps: 4,
      batchSize: 10,
      seed: '9',
      model: { latent: 4, hidden: [4] },
    });
    // config.json of a run makes that run again.
    await stokast([
      'train',
      '--config',
      at('by-file', 'config.json'),
      '--out',
      at('again'),
      '--workers',
      '1',
      '--quiet',
    ]);
    expect(bytesOf('again', 'model.safetensors').equals(bytesOf('by-file', 'model.safetensors'))).toBe(true);
  });

  test.each([
    [['train'], /which model\? One of vae, gan, diffusion, gpt/],
    [['train', 'vea'], /the model must be one of .* \(did you mean vae\?\)/],
    [['train', 'vae', '--latnet=3'], /a vae has no setting "latnet" \(did you mean --latent\?\)/],
    [['train', 'vae', '--epohs=3'], /did you mean --epochs\?/],
    [['train', 'vae', '--latent=0'], /`latent` must be/],
    [['train', 'vae', '--data', 'shakespeare'], /shakespeare is text: that is for stokast train gpt/],
    [['train', 'gpt', '--data', 'digits'], /a gpt learns from text/],
    [['train', 'gan', '--corrupt', '0.2'], /--corrupt is for stokast train vae/],
    [['train', 'vae', '--corrupt', '1'], /--corrupt must lie between 0 and 1/],
    [['train', 'vae', '--epochs', '1', '--steps', '1'], /exclude each other/],
    [['train', 'vae', '--epochs', '0'], /--epochs must be > 0/],
    [['train', 'vae', '--batch-size', '2000', '--epochs', '1'], /at most the 1350 examples of digits/],
    [['train', 'vae', '--data', 'moons', '--conditional'], /moons has no labels/],
    [['train', 'gpt', '--epochs', '1'], /say --steps/],
    [['train', 'vae', '--data', '-'], /--data takes a name or a file/],
    [['train', 'vae', '--latent', '2'], /unknown flag --latent/],
  ])('%j', async (argv, message) => {
    const { code, err } = await stokast([...argv, '--out', at('never'), '--seed', '1']);
    expect([code, err]).toEqual([2, expect.stringMatching(message)]);
    expect(() => filesOf('never')).toThrow(/ENOENT/);
  });

  test.each([
    ['{', /not JSON/],
    ['[1]', /settings are an object/],
    ['{"epoch": 3}', /there is no setting "epoch" \(did you mean epochs\?\)/],
    ['{"steps": 1.5}', /steps must be a whole number >= 1: got 1\.5/],
    ['{"latent": 2}', /those of the model stand under "model"/],
  ])('a file with %s is refused', async (json, message) => {
    writeFileSync(at('bad.json'), json);
    const { code, err } = await stokast(['train', 'vae', '--config', at('bad.json'), '--out', at('never')]);
    expect([code, err]).toEqual([3, expect.stringMatching(message)]);
  });
});

describe('folders', () => {
  test('that are not empty are refused, and nothing in them changes', async () => {
    mkdirSync(at('full'));
    writeFileSync(at('full', 'mine.txt'), 'mine');
    const { code, err } = await train('vae', 'full', ['--steps', '1']);
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/full is not empty: name another folder by --out\n/),
    ]);
    expect(filesOf('full')).toEqual(['mine.txt']);
    await train('vae', 'twice', ['--steps', '1']);
    expect((await train('vae', 'twice', ['--steps', '1'])).err).toMatch(
      /or go on with it by stokast train --resume/,
    );
  });

  test('without a name are named after model and data, and never the same', async () => {
    const before = process.cwd();
    mkdirSync(at('cwd'));
    process.chdir(at('cwd'));
    try {
      for (let i = 0; i < 2; i++)
        await stokast('train vae --steps 1 --batch-size 10 --workers 1 --seed 1 --quiet');
      expect(filesOf('cwd')).toEqual(['vae-digits', 'vae-digits-2']);
    } finally {
      process.chdir(before);
    }
  });

  const resume = (name: string, ...more: string[]) =>
    stokast(['train', '--resume', at(name), '--quiet', ...more]);

  test('that are none of a run, or damaged, cannot be gone on with', async () => {
    expect(await resume('nowhere')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/there is no folder .*nowhere/),
    });
    mkdirSync(at('empty'));
    expect(await resume('empty')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/there is no config\.json in it/),
    });
    await train('vae', 'damaged', ['--steps', '3']);
    expect(await resume('damaged', '--steps', '4')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/leave out --steps/),
    });
    expect(await resume('damaged', '--latent=4')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/leave out --latent/),
    });
    expect(await stokast(['train', 'gan', '--resume', at('damaged')])).toMatchObject({ code: 2 });
    const model = readFileSync(at('damaged', 'model.safetensors'));
    writeFileSync(at('damaged', 'model.safetensors'), model.subarray(0, model.length / 2));
    expect(await resume('damaged')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/damaged.model\.safetensors: /),
    });
    writeFileSync(at('damaged', 'model.safetensors'), model);
    writeFileSync(at('damaged', 'metrics.jsonl'), '{"step":1}\nnot json\n');
    expect(await resume('damaged')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/metrics\.jsonl: line 2/),
    });
    writeFileSync(at('damaged', 'metrics.jsonl'), '');
    const config = bytesOf('damaged', 'config.json').toString();
    writeFileSync(
      at('damaged', 'config.json'),
      config.replace('"hidden": [\n      8', '"hidden": [\n      9'),
    );
    expect(await resume('damaged')).toMatchObject({
      code: 2,
      err: expect.stringMatching(/hidden/),
    });
    writeFileSync(at('damaged', 'config.json'), config);
    rmSync(at('damaged', 'model.safetensors'));
    expect((await stokast(['train', '--resume', at('damaged'), '--workers', '1'])).err).toMatch(
      /nothing was saved yet/,
    );
  });

  test('whose data have changed cannot either', async () => {
    writeFileSync(at('data.csv'), '1,2\n3,4\n5,6\n7,8\n');
    await train('vae', 'changed', ['--data', at('data.csv'), '--steps', '2', '--batch-size', '2']);
    writeFileSync(at('data.csv'), '1,2\n3,4\n5,6\n7,9\n');
    expect(await resume('changed')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/not what the run was made from/),
    });
    rmSync(at('data.csv'));
    expect(await resume('changed')).toMatchObject({
      code: 3,
      err: expect.stringMatching(/data\.csv: there is no such file/),
    });
  });
});

test.each([40, 120])('what is said fits %d columns', async (terminal) => {
  const { out, err } = await stokast(
    [
      'train',
      'vae',
      '--hidden=[8]',
      '--steps',
      '3',
      '--workers',
      '1',
      '--seed',
      '1',
      '--out',
      at(`wide-${terminal}`),
    ],
    { terminal, env: { NO_COLOR: '1' } },
  );
  expect(out + err).not.toContain('\x1b[3');
  for (const line of out.split('\n').filter((one) => !one.includes('wide-'))) {
    expect([line, [...line].length <= Math.max(terminal, 72)]).toEqual([line, true]);
  }
});

describe('few examples', () => {
  test('of images, of which fewer are held out than a strip shows', async () => {
    const n = 40;
    const bytes = new Uint8Array(16 + n * 6).map((_, i) => (i * 37) % 256);
    new DataView(bytes.buffer).setUint32(0, 0x803);
    for (const [i, size] of [n, 2, 3].entries()) new DataView(bytes.buffer).setUint32(4 + 4 * i, size);
    writeFileSync(at('few-images-idx3-ubyte'), bytes);
    const data = ['--data', at('few-images-idx3-ubyte')];
    const { code, err } = await train('vae', 'few', ['--steps', '1', ...data]);
    expect([code, err]).toEqual([0, '']);
  });

  test('of points make a smaller batch, and as many steps', async () => {
    writeFileSync(at('ten.csv'), Array.from({ length: 11 }, (_, i) => `${i}`).join('\n'));
    const line = ['train', 'vae', '--data', at('ten.csv'), '--hidden=[4]', '--out', at('ten'), '--seed', '1'];
    await stokast([...line, '--steps', '1', '--quiet', '--workers', '1']);
    expect(JSON.parse(bytesOf('ten', 'config.json').toString())).toMatchObject({ batchSize: 10 });
  });

  test('of text', async () => {
    writeFileSync(at('one.txt'), 'x');
    const { code, err } = await stokast(['train', 'gpt', '--data', at('one.txt'), '--out', at('never')]);
    expect([code, err]).toEqual([3, expect.stringMatching(/one\.txt has 1 characters: nine tenths/)]);
  });
});

test('a tighter bound is held against the loss of the same examples', async () => {
  const more = ['--data', 'moons', '--steps', '1', '--json'];
  const { results } = JSON.parse((await train('vae', 'bounds', more)).out);
  expect(results['importance-weighted bound']).toBeLessThan(results['-ELBO of the same']);
});
