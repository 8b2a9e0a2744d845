import { expect, test } from 'vitest';
import { coverage, covers } from './coverage.ts';
import { planted } from './planted.ts';

test.each(planted)('$name', ({ value, run, sound = false }) => {
  const found = coverage(value, 1000, run);
  if (sound) expect(found).toSatisfy(covers);
  else expect(found).not.toSatisfy(covers);
});
