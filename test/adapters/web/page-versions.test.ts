import { describe, expect, it } from 'vitest';
import { inBrowser, noBrowser, useWorkspace } from './chromium.ts';
import { openWorkspace } from './workspace.ts';

describe.skipIf(noBrowser)(inBrowser('a page of another version than the server'), () => {
  const bench = useWorkspace();

  it('loads itself again where its files are gone, however often that takes', async () => {
    const { page } = await bench.open();
    let count = 0;
    await page.route(
      (url) => url.pathname === '/',
      async (route) => {
        count += 1;
        const answer = await route.fetch();
        const html = await answer.text();
        const body = count > 2 ? html : html.replaceAll(/\/files-\w+\//g, '/files-0123456789ab/');
        await route.fulfill({ response: answer, body });
      },
    );
    await page.reload();
    await page.locator('.welcome').waitFor();
    expect(count).toBe(3);
    await page.unrouteAll();
  });

  it('stays while the server is away, and loads itself again once it is back', async () => {
    const { page } = await bench.open();
    const away = { isUp: false };
    await page.route('**/health', (route) => (away.isUp ? route.continue() : route.abort()));
    await page.route('**/app.js', (route) => route.abort(), { times: 1 });
    await page.reload();
    await page.waitForRequest('**/health');
    expect(await page.locator('.welcome').count()).toBe(0);
    away.isUp = true;
    await page.locator('.welcome').waitFor();
    await page.unrouteAll();
  });

  /** The server stops, and one with other files starts at its address. */
  async function update(): Promise<void> {
    const { shelves, port } = bench.workspace;
    await bench.workspace.stop();
    bench.workspace = await openWorkspace({ shelves, port, at: Date.now(), version: 'abc123' });
  }

  it('loads itself again when the server was replaced by a newer one', async () => {
    const { page, complaints } = await bench.open();
    await page.locator('.welcome').waitFor();
    const loaded = page.waitForEvent('load');
    await update();
    await loaded;
    await page.locator('.welcome').waitFor();
    expect(await page.locator('script[type=module]').getAttribute('src')).toBe('/files-abc123/app.js');
    expect(complaints.filter((text) => !text.includes('ERR_CONNECTION_REFUSED'))).toEqual([]);
  });

  it('waits for what is being written', async () => {
    const { page } = await bench.open();
    await page.locator('.welcome').waitFor();
    const box = page.getByLabel(/^Message /);
    await box.fill('half a thought');
    await update();
    await page.getByText("This page reloads when you've finished writing").waitFor();
    expect(await box.inputValue()).toBe('half a thought');
    const loaded = page.waitForEvent('load');
    await box.fill('');
    await loaded;
  });

  it('loads itself again at once when told to', async () => {
    const { page } = await bench.open();
    await page.locator('.welcome').waitFor();
    await page.getByLabel(/^Message /).fill('half a thought');
    await update();
    const loaded = page.waitForEvent('load');
    await page.getByRole('button', { name: 'Reload now' }).click();
    await loaded;
  });
});
