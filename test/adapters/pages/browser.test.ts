import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { general, paperOf } from '../../app/world.ts';
import { inBrowser, noBrowser, violationsOf } from '../web/chromium.ts';
import { type ServedSite, serveSite } from './site.ts';

const PROBES = new URL('../web/probes.js', import.meta.url).pathname;
const LONG = 'Donaudampfschifffahrtsgesellschaftskapitän'.repeat(6);
const PATHS = [
  '/d',
  '/t/week',
  '/d/2026-11-20',
  '/p/2611.20001',
  '/c',
  '/c/general',
  '/s?q=studied',
  '/api/v1',
  '/p/none',
];

describe.skipIf(noBrowser)(inBrowser('the pages in a browser'), () => {
  let site: ServedSite;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    site = await serveSite();
    await site.world.app.service.join(general);
    const first = paperOf(`Long words: ${LONG}`, {
      id: '2611.20001',
      authors: Array.from({ length: 40 }, (_, at) => `Author ${at} ${LONG.slice(0, 60)}`),
      keywords: [LONG],
      upvotes: 12,
      summary: 'In short.',
      comment: LONG,
    });
    await site.postDay('2026-11-20', first, paperOf('Another that is studied'));
    const shared = inject('browser');
    if (!('endpoint' in shared)) return;
    const browser = await chromium.connect(shared.endpoint);
    const context = await browser.newContext({ locale: 'en-US', timezoneId: 'UTC' });
    await context.addInitScript({ path: PROBES });
    page = await context.newPage();
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', ({ message }) => complaints.push(message));
  });
  afterAll(async () => {
    await page?.context().close();
    await site?.stop();
  });

  it.each([
    ['light', 1280],
    ['dark', 320],
    ['dark', 1280],
    ['light', 320],
  ] as const)(
    'hold WCAG 2.2 AA and fit the window in the %s scheme at %i pixels',
    async (colorScheme, width) => {
      await page.emulateMedia({ colorScheme, media: 'screen' });
      await page.setViewportSize({ width, height: 800 });
      for (const path of PATHS) {
        await page.goto(site.address + path);
        expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), path).toBe(true);
        expect(await violationsOf(page), path).toEqual([]);
      }
      // The missing paper answers 404, which the browser notes.
      expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
    },
  );

  it('print without the way to other pages, dark on white, with the addresses of links', async () => {
    await page.emulateMedia({ colorScheme: 'dark', media: 'print' });
    await page.goto(`${site.address}/p/2611.20001`);
    expect(await page.locator('header.site').isVisible()).toBe(false);
    expect(await page.locator('#similar').isVisible()).toBe(false);
    const colors = await page.evaluate(
      '[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor]',
    );
    expect(colors).toEqual(['rgb(0, 0, 0)', 'rgb(255, 255, 255)']);
    const printed = await page.evaluate(
      "getComputedStyle(document.querySelector('.links a'), '::after').content",
    );
    expect(printed).toContain('https://arxiv.org/abs/2611.20001');
  });

  it('are searched with the keyboard alone', async () => {
    await page.emulateMedia({ media: 'screen' });
    await page.goto(`${site.address}/d`);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.getByRole('searchbox').focus();
    await page.keyboard.type('studied');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '2 papers for “studied”' }).waitFor();
    await page.getByRole('link', { name: 'Another that is studied' }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Another that is studied' }).waitFor();
  });
});
