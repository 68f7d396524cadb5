import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Response } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createSetup } from '../../../src/cli/setup-form.ts';
import { inBrowser, noBrowser, useWorkspace, violationsOf } from './chromium.ts';

describe.skipIf(noBrowser)(inBrowser('the setup on the page'), () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-page-setup-'));
  // Nothing listens where Slack is said to be.
  const setup = createSetup({ env: { SLACK_API_URL: 'http://127.0.0.1:9/api/' }, cwd: () => folder });
  const bench = useWorkspace({ setup });

  it('asks as the terminal does, shows what fails, saves, and says what is next', async () => {
    const { page, complaints } = await bench.open({
      colorScheme: 'dark',
      viewport: { width: 390, height: 800 },
    });
    await page.getByRole('button', { name: 'Show the list of channels' }).click();
    await page.getByRole('button', { name: 'Set up Paperboy' }).click();
    await page.getByText('Open the link with the code').waitFor();
    await page.keyboard.press('Escape');
    await page.goto(bench.workspace.operatorAddress ?? '');
    await expect.poll(() => page.url()).not.toContain('code');
    complaints.length = 0;
    await page.getByRole('button', { name: 'Show the list of channels' }).click();
    await page.getByRole('button', { name: 'Set up Paperboy' }).click();
    await page.getByLabel('Where should Paperboy post?').selectOption('slack');
    await page.getByLabel('Bot User OAuth Token').fill('xoxb-1-s3cret');
    await page.getByLabel('App-level token').fill('xapp-1-s3cret');
    expect(await page.getByLabel('App-level token').getAttribute('type')).toBe('password');
    await page.getByLabel('Time zone').fill('Mars');
    await page.getByRole('button', { name: 'Check and save' }).click();
    await page.getByText("I don't know the time zone").waitFor();
    await page.getByLabel('Time zone').fill('Berlin');
    await page.getByRole('button', { name: 'Check and save' }).click();
    await page.getByText("Slack can't be reached").first().waitFor();
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Save anyway' }).click();
    await page.getByText('/invite @paperboy').waitFor();
    expect(readFileSync(join(folder, '.env'), 'utf8')).toContain('SLACK_APP_TOKEN=xapp-1-s3cret\n');
    await page.getByRole('button', { name: 'Done' }).click();
    await page.reload();
    await page.getByRole('button', { name: 'Show the list of channels' }).click();
    await page.getByRole('button', { name: 'Change the setup' }).click();
    await page.getByLabel('App-level token').waitFor();
    expect(await page.getByLabel('App-level token').inputValue()).toBe('');
    expect(await page.locator('#setup').innerHTML()).not.toContain('s3cret');
    expect(complaints).toEqual([]);
  });

  it('is open to two tabs that a fresh browser opens at once with the link, as one person', async () => {
    const { page } = await bench.open();
    const context = page.context();
    const link = bench.workspace.operatorAddress ?? '';
    await page.goto('about:blank');
    await context.clearCookies();
    const given: Promise<string | null>[] = [];
    const hear = (response: Response) => void given.push(response.headerValue('set-cookie'));
    context.on('response', hear);
    const tabs = [page, await context.newPage()];
    // The first requests of both tabs go out at the same moment, unless one tab waits for the answer to the other.
    const both = Promise.withResolvers<void>();
    let asked = 0;
    await context.route('**/api/{channels,operator}', async (route) => {
      if (++asked === tabs.length) both.resolve();
      setTimeout(both.resolve, 500);
      await both.promise;
      await route.continue();
    });
    await Promise.all(tabs.map((tab) => tab.goto(link)));
    for (const tab of tabs) {
      await expect.poll(() => tab.url()).not.toContain('code');
      await tab.locator('#setup-open').click();
      await tab.getByLabel('Where should Paperboy post?').waitFor({ timeout: 20_000 });
      expect(await tab.locator('#line').textContent()).toBe('');
    }
    context.off('response', hear);
    await context.unroute('**/api/{channels,operator}');
    const names = (await Promise.all(given)).flatMap((cookie) => cookie?.split('=')[0] ?? []);
    expect(names).toEqual(['paperboy_browser', `paperboy_operator_${bench.workspace.port}`]);
  });

  it('says no longer that a link is from an earlier start, once the link of this start was opened', async () => {
    const { page } = await bench.open();
    const link = bench.workspace.operatorAddress ?? '';
    await page.goto(link.replace(/code=.*/, 'code=earlier'));
    await page.getByText('This link is from an earlier start').waitFor({ timeout: 20_000 });
    await page.goto(link);
    await expect.poll(() => page.locator('#line').textContent(), { timeout: 5_000 }).toBe('');
    await page.locator('#setup-open').click();
    await page.getByLabel('Where should Paperboy post?').waitFor({ timeout: 20_000 });
  });
});
