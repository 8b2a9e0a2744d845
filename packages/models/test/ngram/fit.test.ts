import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type FitProgress, ngram } from '../../src/index.ts';

const fault = (code: string, parameter: string) => expect.objectContaining({ code, parameter });
const bytes = (model: { save(): Uint8Array }): string => Buffer.from(model.save()).toString('hex');

test('the parts of a corpus make no difference, nor does the way they come', async () => {
  async function* late(parts: string[]): AsyncGenerator<string> {
    for (const part of parts) yield part;
  }
  await fc.assert(
    fc.asyncProperty(
      fc.string({
        unit: fc.constantFrom('a', 'b', "'", ' ', '\n', '.', '🐈', 'é'),
        minLength: 1,
        maxLength: 50,
      }),
      fc.array(fc.nat(50)),
      fc.constantFrom('character', 'word'),
      async (text, cuts, level) => {
        const ends = [...cuts, text.length].sort((a, b) => a - b);
        const parts = ends.map((end, i) => text.slice(ends[i - 1] ?? 0, end));
        const spec = ngram({ order: 3, level });
        const whole = bytes(await spec.fit(text));
        expect(bytes(await spec.fit(parts))).toBe(whole);
        expect(bytes(await spec.fit(new Set(parts).size === parts.length ? new Set(parts) : parts))).toBe(
          whole,
        );
        expect(bytes(await spec.fit(late(parts)))).toBe(whole);
      },
    ),
    { seed: 44 },
  );
});

test.each([
  ['order', { order: 0 }, 'STOKAST_E_RANGE'],
  ['order', { order: 17 }, 'STOKAST_E_RANGE'],
  ['order', { order: 2.5 }, 'STOKAST_E_RANGE'],
  ['order', { order: Number.NaN }, 'STOKAST_E_RANGE'],
  ['order', { order: '3' }, 'STOKAST_E_TYPE'],
  ['order', {}, 'STOKAST_E_TYPE'],
  ['level', { order: 3, level: 'byte' }, 'STOKAST_E_RANGE'],
  ['level', { order: 3, level: 3 }, 'STOKAST_E_TYPE'],
  ['options', undefined, 'STOKAST_E_TYPE'],
  ['options', null, 'STOKAST_E_TYPE'],
  ['options.ordr', { ordr: 3 }, 'STOKAST_E_TYPE'],
])('%s of %o is refused', (parameter, options, code) => {
  expect(() => ngram(options as never)).toThrow(fault(code, parameter));
});

test.each([
  ['corpus', undefined],
  ['corpus', 3],
  ['corpus', null],
  ['corpus', {}],
  ['corpus', new Uint8Array(3)],
  ['corpus[1]', ['a', 3]],
  ['corpus[0]', [undefined]],
])('%s given as %o is a TypeError', async (parameter, corpus) => {
  await expect(ngram({ order: 2 }).fit(corpus as never)).rejects.toThrow(fault('STOKAST_E_TYPE', parameter));
});

test.each([
  ['', /empty/],
  [[], /empty/],
  [['', ''], /empty/],
  ['ab\ud800cd', /lone surrogate in the corpus at UTF-16 unit 2/],
  [['ab', '\ud83d', 'x'], /UTF-16 unit 2/],
  ['a\udc08', /UTF-16 unit 1/],
  ['a\ud83d', /UTF-16 unit 1/],
  ['\ufffd', /only U\+FFFD/],
])('corpus %j is a DataError', async (corpus, message) => {
  for (const level of ['character', 'word'] as const) {
    const fit = ngram({ order: 2, level }).fit(corpus);
    await expect(fit).rejects.toThrow(expect.objectContaining({ code: 'STOKAST_E_DATA' }));
    await expect(fit).rejects.toThrow(message);
  }
});

test('options of fit are checked', async () => {
  const spec = ngram({ order: 2 });
  await expect(spec.fit('a', { onProgress: 3 as never })).rejects.toThrow(
    fault('STOKAST_E_TYPE', 'onProgress'),
  );
  await expect(spec.fit('a', { signal: {} as never })).rejects.toThrow(fault('STOKAST_E_TYPE', 'signal'));
  await expect(spec.fit('a', { sginal: undefined } as never)).rejects.toThrow(/did you mean signal/);
});

test('a long fit lets others run, tells where it is, and ends when it is told to', async () => {
  const long = 'the cat sleeps and the dog runs. '.repeat(60_000);
  const seen: FitProgress[] = [];
  let ticks = 0;
  const timer = setInterval(() => ticks++, 1);
  const model = await ngram({ order: 3 }).fit(long, { onProgress: (progress) => seen.push(progress) });
  clearInterval(timer);
  expect(model.trainingTokens).toBe(long.length);
  expect(ticks).toBeGreaterThan(5);
  expect(seen.length).toBeGreaterThan(5);
  expect(seen.at(-1)).toEqual({ phase: 'count', read: long.length, counted: 1 });
  seen.forEach(({ read, counted }, i) => {
    expect(read).toBeGreaterThanOrEqual(seen[i - 1]?.read ?? 0);
    expect(counted).toBeGreaterThanOrEqual(seen[i - 1]?.counted ?? 0);
  });
  for (const phase of ['read', 'count']) {
    const control = new AbortController();
    const stopped = ngram({ order: 3 }).fit(long, {
      signal: control.signal,
      onProgress: (progress) => progress.phase === phase && control.abort(new Error(`stop while ${phase}`)),
    });
    await expect(stopped).rejects.toThrow(`stop while ${phase}`);
  }
  await expect(ngram({ order: 3 }).fit(long, { signal: AbortSignal.abort() })).rejects.toThrow(/abort/i);
});

test('a fit ends when it is told to also while it waits for the corpus', async () => {
  const control = new AbortController();
  let returned = 0;
  async function* hangs(): AsyncGenerator<string> {
    yield 'a';
    await new Promise(() => undefined);
  }
  const stopped = ngram({ order: 2 }).fit(hangs(), { signal: control.signal });
  setTimeout(() => control.abort(new Error('enough')), 5);
  await expect(stopped).rejects.toThrow('enough');

  const between = new AbortController();
  function* small(): Generator<string> {
    try {
      for (let i = 0; i < 1000; i++) {
        if (i === 3) between.abort(new Error('between parts'));
        yield 'abc';
      }
    } finally {
      returned++;
    }
  }
  await expect(ngram({ order: 2 }).fit(small(), { signal: between.signal })).rejects.toThrow('between parts');
  expect(returned).toBe(1);
  // The specification has no memory of it.
  const spec = ngram({ order: 2 });
  await expect(spec.fit('abc', { signal: AbortSignal.abort() })).rejects.toThrow();
  expect((await spec.fit('abc')).trainingTokens).toBe(3);
});

test('a corpus in many small parts without white space takes time in proportion', async () => {
  const parts = Array.from({ length: 100_000 }, () => '中');
  const start = performance.now();
  const model = await ngram({ order: 2, level: 'word' }).fit(parts);
  expect(model.tokens[0]).toBe('中'.repeat(100_000));
  expect(performance.now() - start).toBeLessThan(5000);
});
