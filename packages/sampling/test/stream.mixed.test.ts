// Draws one at a time, of all kinds in any order: each is what it would be alone, whatever was made ahead for others.
import { expect, test } from 'vitest';
import { Bernoulli, Categorical, Exponential, Normal, type Stream, stream, Uniform } from '../src/index.ts';
import { onBothBackends } from './backends.ts';

const categories = Categorical({ probabilities: [1, 2, 3] });
const inverse = { method: 'inverse-cdf' } as const;
/** By name: its words, one draw of it, and the same as a fill of one. */
const kinds: readonly [
  name: string,
  words: number,
  one: (s: Stream) => number,
  fill: (s: Stream) => number,
][] = [
  ['word', 1, (s) => s.integers(0, 2 ** 32), (s) => s.words(1)[0]],
  ['uniform', 2, (s) => s.uniform(), (s) => s.uniform(1)[0]],
  ['open uniform', 2, (s) => s.uniform(undefined, '()'), (s) => s.uniform(1, '()')[0]],
  ['die', 1, (s) => s.integers(1, 7), (s) => s.integers(1, 7, 1)[0]],
  // A word is drawn again for one in 4096 of these.
  ['integer', 1, (s) => s.integers(0, 1048582), (s) => s.integers(0, 1048582, 1)[0]],
  ['integer of two words', 2, (s) => s.integers(0, 2 ** 40), (s) => s.integers(0, 2 ** 40, 1)[0]],
  ['Uniform', 2, (s) => Uniform(1, 5).sample(s), (s) => Uniform(1, 5).sample(s, 1)[0]],
  ['Normal', 2, (s) => Normal(2, 3).sample(s), (s) => Normal(2, 3).sample(s, 1)[0]],
  ['Normal.rsample', 2, (s) => Normal().rsample(s).value, (s) => Normal().rsample(s, 1).value[0]],
  [
    'Normal by inversion',
    2,
    (s) => Normal().sample(s, undefined, inverse),
    (s) => Normal().sample(s, 1, inverse)[0],
  ],
  ['Exponential', 2, (s) => Exponential(3).sample(s), (s) => Exponential(3).sample(s, 1)[0]],
  ['Bernoulli', 1, (s) => Bernoulli(0.3).sample(s), (s) => Bernoulli(0.3).sample(s, 1)[0]],
  ['Categorical', 2, (s) => categories.sample(s), (s) => categories.sample(s, 1)[0]],
];

onBothBackends(() => {
  test('of random kinds, in runs, from where the cursor jumps to', () => {
    const chance = stream('which');
    const origin = stream('mixed');
    let s = origin.at(0);
    for (let i = 0; i < 3000; i++) {
      const [name, words, one, fill] = kinds[chance.integers(0, kinds.length)];
      for (let run = chance.integers(1, 6); run > 0; run--) {
        const { position } = s;
        const alone = fill(origin.at(position));
        if (one(s) !== alone) throw new Error(`${name} at word ${position} is not ${alone}`);
        expect(s.position).toBe(position + words);
      }
      // Odd and even words, ahead of what was drawn and behind it.
      if (chance.integers(0, 40) === 0) s = origin.at(chance.integers(0, 5000));
    }
  });

  test('integers one at a time are a fill, also where a word is drawn again', () => {
    const range = 1048582;
    const s = stream('again');
    const redrawn = stream('again').words(50000);
    expect(redrawn.some((word) => (word * range) % 2 ** 32 < 2 ** 32 % range)).toBe(true);
    stream('again')
      .integers(-7, range - 7, 50000)
      .forEach((integer) => {
        if (s.integers(-7, range - 7) !== integer) throw new Error(`not ${integer}`);
      });
  });

  test('little is drawn in vain where other draws shift these by half a draw', () => {
    const s = stream('shifted');
    const ahead = (): number =>
      (s as unknown as { normalsAhead: { values: Float64Array } }).normalsAhead.values.length;
    let longest = 0;
    for (let i = 0; i < 1000; i++) {
      Normal().sample(s);
      Bernoulli(0.5).sample(s);
      longest = Math.max(longest, ahead());
    }
    expect(longest).toBeLessThanOrEqual(4);
    for (let i = 0; i < 1000; i++) Normal().sample(s);
    expect(ahead()).toBe(512);
  });
});
