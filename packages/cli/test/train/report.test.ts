// report.html in a browser: alone, without a network, in light and in dark.
import { pathToFileURL } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { reportHtml } from '../../src/train/report.ts';
import { at, type Kind, train } from './tiny.ts';

const { findBrowser } = (await import('../../../../tools/lib/browser.mjs' as string)) as {
  findBrowser(kind: string): string | undefined;
};
const program = findBrowser('chromium');

describe.skipIf(!program && !process.env.CI)('in Chromium', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: program as string, args: ['--no-sandbox'] });
  }, 60_000);
  afterAll(() => browser?.close());

  /** The page of a run, and everything that it complained about or asked a network for. */
  async function open(
    kind: Kind,
    scheme: 'light' | 'dark',
    width: number,
  ): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage({ viewport: { width, height: 900 }, colorScheme: scheme });
    const faults: string[] = [];
    page.on('console', (message) => faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('requestfailed', (request) => faults.push(request.url()));
    page.on('request', (request) => /^(file|data):/.test(request.url()) || faults.push(request.url()));
    await page.goto(pathToFileURL(at(kind, 'report.html')).href);
    return { page, faults };
  }

  test.each([
    ['vae', ['Samples', 'Reconstructions', 'Manifold', 'Interpolation', 'Robustness', 'Loss']],
    ['diffusion', ['Samples', 'Classes', 'Denoising', 'Loss']],
  ] as const)('%s', async (kind, titles) => {
    await train(kind, kind, ['--steps', '4', ...(kind === 'vae' ? ['--corrupt', '0.2'] : [])]);
    const backgrounds: string[] = [];
    for (const [scheme, width] of [
      ['light', 1200],
      ['dark', 400],
    ] as const) {
      const { page, faults } = await open(kind, scheme, width);
      expect(await page.locator('figure h3').allTextContents()).toEqual(titles);
      const sizes = await page
        .locator('figure img')
        .evaluateAll((all) =>
          all.map((each) => [(each as HTMLImageElement).naturalWidth, each.getBoundingClientRect().width]),
        );
      for (const [natural, seen] of sizes) expect(natural > 100 && seen > 100).toBe(true);
      expect((await page.locator('figure svg').boundingBox())?.width).toBeGreaterThan(200);
      // Nothing sticks out to the side.
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
      backgrounds.push(await page.evaluate(() => getComputedStyle(document.body).backgroundColor));
      expect(faults).toEqual([]);
      await page.screenshot({ path: at(`${kind}-${scheme}.png`), fullPage: true });
      await page.close();
    }
    expect(backgrounds[0]).not.toBe(backgrounds[1]);
  });
});

test('names and texts cannot break out of the page', () => {
  const evil = '</pre><script>alert(1)</script>"\'&\x07';
  const html = reportHtml({
    title: evil,
    about: evil,
    figures: [],
    findings: {
      results: [{ name: evil, value: 1, text: evil, meaning: evil }],
      tables: [{ title: evil, caption: evil, rows: [[evil], [evil]] }],
      goodLoss: [evil],
      texts: [{ title: evil, text: evil }],
    },
    next: [[evil, evil]],
    command: evil,
    config: evil,
  });
  expect(html).not.toContain('<script');
  expect(html).not.toContain('\x07');
});
