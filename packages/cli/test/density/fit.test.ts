// `stokast fit --density`: against the families' own fits, against closed forms, and with all that can be wrong.
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { stokast } from '../run.ts';

const NORMAL = "--density 'exp(-((x-mu)/sigma)^2/2)/(sigma*sqrt(2*pi))' --param mu --param sigma>0";
const normalOf = (column: string): string => NORMAL.replace('x-mu', `${column}-mu`);

/** A file in a folder of its own. */
function file(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'stokast-')), 'data.csv');
  writeFileSync(path, text);
  return path;
}

interface Fitted {
  readonly parameters: Readonly<Record<string, number>>;
  readonly standardErrors: Readonly<Record<string, number>>;
  readonly logLikelihood: number;
  readonly n: number;
}

async function fitted(line: string, stdin?: string): Promise<Fitted> {
  const { out, err } = await stokast(`${line} --json`, { stdin: stdin ?? '' });
  expect(err.replace(/^left out .*\n/, '')).toBe('');
  return JSON.parse(out).fit;
}

const near = (got: number, expected: number, tolerance: number): void =>
  expect(Math.abs(got - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected));

describe('the same as the families', () => {
  test.each(['body_mass_g', 'flipper_length_mm', 'bill_depth_mm'])(
    'normal, %s of penguins',
    async (column) => {
      const own = await fitted(`fit normal penguins --column ${column} --missing drop`);
      const formula = await fitted(`fit ${normalOf(column)} penguins --missing drop`);
      for (const name of ['mu', 'sigma']) {
        near(formula.parameters[name], own.parameters[name], 1e-10);
        near(formula.standardErrors[name], own.standardErrors[name], 1e-9);
      }
      near(formula.logLikelihood, own.logLikelihood, 1e-12);
    },
  );

  test('by group', async () => {
    const line = `${normalOf('body_mass_g')} penguins --by species --missing drop`;
    const { out } = await stokast(`fit ${line} --start mu=4000,sigma=500`);
    expect(out).toBe(
      (await stokast('fit normal penguins --column body_mass_g --by species --missing drop')).out,
    );
  });

  test('exponential and bernoulli, from a pipe without a heading', async () => {
    const exponential = "fit --density 'rate * exp(-rate * x)' - --param rate>0";
    near((await fitted(exponential, '1\n2\n3\n')).parameters.rate, 0.5, 1e-12);
    const bernoulli = "fit --density 'p^x * (1-p)^(1-x)' - --param 0<p<1";
    const { parameters, standardErrors } = await fitted(bernoulli, '0\n1\n1\n0\n1\n');
    near(parameters.p, 0.6, 1e-12);
    near(standardErrors.p, Math.sqrt((0.6 * 0.4) / 5), 1e-9);
  });
});

test('several columns: a regression, in closed form', async () => {
  const path = file('x,y\n1,2.1\n2,3.9\n3,6.2\n4,7.8\n');
  const line = "fit --log-density '-((y-a-b*x)/s)^2/2-log(s)' --param a --param b --param s>0";
  const { parameters } = await fitted(`${line} ${path}`);
  near(parameters.b, 1.94, 1e-10);
  near(parameters.a, 0.15, 1e-8);
  const heads = await fitted(
    `${line.replaceAll('x)', 'x1)').replace('(y', '(x2')} -`,
    '1,2.1\n2,3.9\n3,6.2\n4,7.8\n',
  );
  near(heads.parameters.b, 1.94, 1e-10);
});

test('densities far from the data are not rounded to 0', async () => {
  // At mu = 0 and sigma = 1 the density of a penguin's mass is exp(-10^7).
  const { parameters } = await fitted(`fit ${normalOf('body_mass_g')} penguins --missing drop`);
  near(parameters.mu, 4201.754385964912, 1e-11);
});

test('bounds made of earlier parameters', async () => {
  const stdin = Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 1 : i % 3 === 1 ? 2 : 3)).join('\n');
  const line = "fit --density '(x==1)*a + (x==2)*b + (x==3)*(1-a-b)' - --param 0<a<1 --param '0<b<1-a'";
  const { parameters } = await fitted(line, stdin);
  near(parameters.a, 1 / 3, 1e-10);
  near(parameters.b, 1 / 3, 1e-10);
});

test.each([
  ['a<0', -1 / 2],
  ['0>a', -1 / 2],
  ['-10<a<0', -1 / 2],
  ['0>a>-10', -1 / 2],
])('--param %s', async (param, expected) => {
  const { parameters } = await fitted(`fit --density '-a*exp(a*x)' - --param '${param}'`, '1\n2\n3\n');
  near(parameters.a, expected, 1e-9);
});

test('as JSON', async () => {
  const { out } = await stokast("fit --density 'r*exp(-r*x)' - --param r>0 --start r=2 --json", {
    stdin: '1\n2\n3\n',
  });
  expect(JSON.parse(out)).toEqual({
    command: 'fit',
    density: 'r*exp(-r*x)',
    parameters: ['r>0'],
    start: { r: 2 },
    file: '-',
    columns: ['x'],
    rows: 3,
    dropped: 0,
    stokast: expect.any(String),
    algorithms: { 'maximum-likelihood': 1 },
    fit: expect.objectContaining({ type: 'stokast-likelihood-fit', n: 3, free: 1 }),
  });
});

describe('what cannot be meant', () => {
  const gaps = 'x,y\n1,2\n,3\n3,4\n';
  test.each([
    [
      "--density 'r*exp(-r*z)' - --param r>0",
      2,
      /no column "z".*it has x, y; --param z makes it a parameter/,
    ],
    ["--density 'r*exp(-r*xx)' - --param r>0", 2, /no column "xx"; it has x, y/],
    ["--density 'r*exp(-r*x)' - --param r>0", 3, /column x has no value in 1 of 3 rows/],
    ["--density 'r*exp(-r*x*y)' - --param r>0", 3, /one of the columns x, y has no value in 1 of 3 rows/],
    ["--density 'r*exp(-r*x)' - --param r>0 --param s", 2, /does not use the parameter s/],
    ["--density 'r*exp(-r)' - --param r>0", 2, /must depend on a column/],
    ["--density 'exp(-x)' -", 2, /needs a parameter, as in/],
    ["--density 'r*exp(-r*x)' - --param r>0 --start r=-1", 2, /--start r=-1 breaks its constraint r > 0/],
    ["--density 'r*exp(-r*x)' - --param r>0 --start r=0", 2, /--start r=0 breaks its constraint/],
    ["--density 'r*exp(-r*x)' - --param r>0 --start q=1", 2, /there is no --param q/],
    [
      "--density 'rate*exp(-rate*x)' - --param rate>0 --start rat=1",
      2,
      /no --param rat \(did you mean rate\?\)/,
    ],
    ["--density 'r*exp(-r*x)' - --param r>0 --start r=1,r=2", 2, /gives r twice/],
    ["--density 'r*exp(-r*x)' - --param r>0 --start r=lots", 2, /must be a finite number: got "lots"/],
    ["--density 'r*exp(-r*x)' - --param r>0 --start 3", 2, /must be names with values/],
    ["--density 'r*exp(-r*x)' - --param r>0 --param r<1", 2, /--param r is given twice/],
    ["--density 'r*exp(-r*x)' - --param r>=0", 2, /ends are not reached: write > \(column 2\)/],
    ["--density 'r*exp(-r*x)' - --param 0<r>1", 2, /both signs must point the same way/],
    ["--density 'r*exp(-r*x)' - --param r>0>1", 2, /stands in the middle/],
    ["--density 'r*exp(-r*x)' - --param r>s", 2, /s is not known here/],
    ["--density 'r*exp(-r*x)' - --param 5", 2, /expected a name, as in/],
    ["--density 'r*exp(-r*x)' - --param ''", 2, /expected/],
    ["--density 'r*exp(-r*x)' - --param r>1/0", 2, /no finite number/],
    ["--density 'r*exp(-r*x)' - --param 2<r<1", 2, /nothing is between 2 and 1/],
    ["--density 'e*exp(-e*x)' - --param e>0", 2, /e is a constant in expressions/],
    ["--density 'exp*x' - --param exp>0", 2, /exp is a function in expressions/],
    ["--density '__proto__*x' - --param '__proto__>0'", 2, /two underscores/],
    ["--density 'constructor*exp(-constructor*y)' - --param 'constructor>0'", 0, /^$/],
    ["--density 'y*exp(-y*x)' - --param y>0", 2, /y is a parameter and a column/],
    ["--density 'r*sine(x)' - --param r>0", 2, /sine is not known here.*did you mean sin\?/],
    ["--density 'r*exp(-r*x' - --param r>0", 2, /expected \) to close exp\(/],
    ["--density 'r*exp(-r*y)' --log-density 'x*r' - --param r>0", 2, /exclude each other/],
    ["normal - --density 'r*exp(-r*x)' --param r>0", 2, /there is no family: the file alone/],
    ["--density 'r*exp(-r*x)' - --column x --param r>0", 2, /there is no --column/],
    ["--density 'r*exp(-r*x)' --param r>0", 2, /<file> is missing/],
    ['normal', 2, /<file> is missing/],
    ['normal - --param r>0', 2, /go with --density/],
    ['normal - --start r=0', 2, /go with --density/],
    ['', 2, /which family\?/],
    // Data and formulas without a maximum.
    [
      "--density 'r*exp(-r*y)*(y<3)' - --param r>0",
      4,
      /log-density is -Infinity at observation 1 at the start; --start says where/,
    ],
    ["--density '-r*y' - --param r>0", 4, /log-density is NaN at observation 0/],
    ["--density 'exp(r*y)' - --param r", 4, /standard input: Cannot maximise/],
    ["--density 'exp(-(y-a-b)^2)' - --param a --param b", 4, /standard input: Cannot maximise.*flat/],
    ["--density '(y<b)/b' - --param b>0 --start b=9", 4, /standard input: Cannot maximise/],
  ])('%s', async (line, code, message) => {
    const outcome = await stokast(`fit ${line}`, { stdin: gaps });
    expect([outcome.code, outcome.err]).toEqual([code, expect.stringMatching(new RegExp(message, 's'))]);
  });

  test('a constant that is a column as well', async () => {
    const { code, err } = await stokast("fit --density 'r*exp(-r*e)*x' - --param r>0", {
      stdin: 'e,x\n1,2\n',
    });
    expect([code, err]).toEqual([2, expect.stringContaining('e is a constant in expressions, and a column')]);
  });

  test('a group of its own is named', async () => {
    const line = "fit --density 'p^y*(1-p)^(1-y)' - --param 0<p<1 --by g";
    const { code, err } = await stokast(line, { stdin: 'y,g\n0,a\n1,a\n1,b\n1,b\n' });
    expect([code, err]).toEqual([4, expect.stringContaining('-, g = b: Cannot maximise the likelihood')]);
  });
});
