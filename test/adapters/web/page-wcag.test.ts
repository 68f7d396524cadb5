import { describe, expect, it } from 'vitest';
import { fullCard, samplePost } from '../samples.ts';
import { inBrowser, noBrowser, type as send, useWorkspace, violationsOf } from './chromium.ts';

describe.skipIf(noBrowser)(inBrowser('the page and WCAG 2.2 AA'), () => {
  const bench = useWorkspace();

  it.each([
    ['light', { width: 1280, height: 800 }],
    ['dark', { width: 320, height: 640 }],
  ] as const)('holds in the %s scheme on every screen', async (colorScheme, viewport) => {
    const cards = [0, 1, 2].map((at) => fullCard(at));
    await bench.workspace.adapter.messenger.post(samplePost({ blocks: [{ kind: 'cards', cards }] }));
    const { page } = await bench.open({ colorScheme, viewport, reducedMotion: 'reduce' });
    const found: Record<string, string[]> = {};
    const look = async (screen: string) => {
      const violations = await violationsOf(page);
      if (violations.length > 0) found[screen] = violations;
    };
    await send(page, '/papers lora');
    await page.locator('.alone .card').first().waitFor();
    await page.locator('.marks .button').nth(5).waitFor();
    await look('the log');
    await page.locator('.card .title a').first().click();
    await page.locator('#pane').getByText('eprint').waitFor();
    await look('a paper');
    await page.getByRole('button', { name: 'Close the details' }).click();
    await page.getByRole('button', { name: 'Settings', exact: true }).click();
    await page.getByText('3 of the 28 papers').first().waitFor();
    await page.getByLabel('How often').selectOption('week');
    await look('the settings');
    await page.getByRole('button', { name: 'Delete channel' }).click();
    await look('the question before a channel is deleted');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Help', exact: true }).click();
    await look('help');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('lora');
    await page.keyboard.press('Enter');
    await page.locator('#results .card').first().waitFor();
    await page.getByRole('button', { name: 'Filters', exact: true }).click();
    await look('search results');
    expect(found).toEqual({});
  });
});
