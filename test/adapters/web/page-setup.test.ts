import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
});
