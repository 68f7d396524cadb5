import { describe, expect, it } from 'vitest';
import { sampleCard, sampleReply } from '../samples.ts';
import { createShelves } from '../shelves.ts';
import { inBrowser, noBrowser, type as send, useWorkspace } from './chromium.ts';
import { openWorkspace } from './workspace.ts';

describe.skipIf(noBrowser)(inBrowser('the log on the page'), () => {
  const bench = useWorkspace();

  it('shows a new post without a reload, and marks the channel it came to', async () => {
    const { page } = await bench.open();
    await bench.post('news', 'News of the day');
    await page.getByText('News of the day').first().waitFor();
    await bench.post('elsewhere', 'For the others', 'ml-papers');
    const link = page.getByRole('link', { name: 'ml-papers (unread)' });
    await link.click();
    await page.locator('.message').getByText('For the others').waitFor();
    expect(
      await page.getByRole('link', { name: 'ml-papers', exact: true }).getAttribute('aria-current'),
    ).toBe('page');
    expect(await page.title()).toBe('#ml-papers · Paperboy');
  });

  it('says that it is reconnecting while the server is away, and misses nothing', async () => {
    const { page } = await bench.open();
    await bench.post('a post of yesterday');
    await page.locator('.message').waitFor();
    const { shelves, port } = bench.workspace;
    await bench.workspace.stop();
    await page.getByText('Reconnecting…').waitFor();
    await send(page, '/papers lora');
    await page.getByText("Paperboy can't be reached").waitFor();
    expect(await page.evaluate("probes.isInView('.pending button')")).toBe(true);
    bench.workspace = await openWorkspace({ shelves, port, at: Date.now() });
    await bench.post('while it was away');
    await page.locator('.message').getByText('while it was away').waitFor();
    await page
      .getByText('Reconnecting…')
      .waitFor({ state: 'detached' })
      .catch(() => undefined);
    expect(await page.locator('#line').textContent()).toBe('');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.card').first().waitFor();
    expect(await page.locator('.message').getByText('a post of yesterday').count()).toBe(1);
  });

  it('learns of channels that came and went while the server was away', async () => {
    const { page } = await bench.open();
    const { shelves, port } = bench.workspace;
    await bench.workspace.stop();
    await page.getByText('Reconnecting…').waitFor();
    const rows = shelves.shelf<{ name: string; addedAt: number; deletedAt?: number }>('web_channels');
    await rows.set('agents', { name: 'agents', addedAt: 1 });
    await rows.set('ml-papers', { name: 'ml-papers', addedAt: 1, deletedAt: Date.now() });
    bench.workspace = await openWorkspace({ shelves, port, at: Date.now() });
    await page.getByRole('link', { name: 'agents' }).waitFor();
    expect(await page.getByRole('link', { name: 'ml-papers' }).count()).toBe(0);
  });

  it('shows an answer that was stored late once, and no longer says that it may not have been', async () => {
    const shelves = createShelves();
    const gate = Promise.withResolvers<void>();
    const shelf: typeof shelves.shelf = (name) => {
      const own = shelves.shelf<never>(name);
      const merge: typeof own.merge = (entries, join) => gate.promise.then(() => own.merge(entries, join));
      return name === 'web_messages' ? { ...own, merge } : (own as never);
    };
    await bench.workspace.stop();
    bench.workspace = await openWorkspace({ shelves: { ...shelves, shelf }, at: Date.now() });
    const { page } = await bench.open();
    await send(page, '/papers lora');
    const doubt = page.locator('.message').getByText('may not have been stored');
    await doubt.waitFor();
    const shown = await page.locator('article').count();
    gate.resolve();
    await doubt.waitFor({ state: 'detached' });
    await page.locator('.card').first().waitFor();
    expect(await page.locator('article').count()).toBe(shown);
  });

  it('shows the channel that its address names once it hears of it', async () => {
    const { page } = await bench.open({}, 'agents');
    await page.getByRole('heading', { name: '#general' }).waitFor();
    const rows = bench.workspace.shelves.shelf<{ name: string; addedAt: number }>('web_channels');
    await rows.set('agents', { name: 'agents', addedAt: 1 });
    await bench.post('news', 'News for agents', 'agents');
    await page.getByRole('heading', { name: '#agents' }).waitFor();
  });

  it('adds a channel by a forgiving name and says what is wrong with a bad one', async () => {
    const { page } = await bench.open();
    const add = async (name: string) => {
      await page.getByRole('button', { name: 'Add a channel' }).click();
      await page.getByLabel('Name', { exact: true }).fill(name);
      await page.keyboard.press('Enter');
    };
    await add('#General');
    await page.getByRole('alert').filter({ hasText: '#general already exists.' }).waitFor();
    await page.keyboard.press('Escape');
    await add('My Channel');
    await page.getByRole('heading', { name: '#my-channel' }).waitFor();
    await page.locator('.welcome').waitFor();
  });

  it('stays where one reads above, and tells of new messages below', async () => {
    for (let i = 0; i < 30; i += 1) await bench.post(`old ${i}`);
    const { page } = await bench.open();
    await page.getByText('old 29').waitFor();
    const pill = page.getByRole('button', { name: 'New messages' });
    await page.locator('#log').evaluate((log) => {
      log.scrollTop = 200;
    });
    await bench.post('new one');
    await pill.waitFor();
    expect(await page.locator('#log').evaluate((log) => log.scrollTop)).toBe(200);
    await pill.click();
    await pill.waitFor({ state: 'hidden' });
    await bench.post('newer one');
    await page.getByText('newer one').last().waitFor();
    const rest = await page
      .locator('#log')
      .evaluate((log) => log.scrollHeight - log.scrollTop - log.clientHeight);
    expect(rest).toBeLessThan(2);
  });

  it('keeps the end in view when the box below it grows', async () => {
    for (let i = 0; i < 30; i += 1) await bench.post(`old ${i}`);
    const { page } = await bench.open();
    await page.getByText('old 29').waitFor();
    await page.evaluate("localStorage.removeItem('paperboy asked for a name')");
    await send(page, '/papers lora');
    await page.getByText('What should others call you?').waitFor();
    await page.locator('#write').fill('one\ntwo\nthree\nfour');
    await expect.poll(() => page.evaluate("probes.isInView('.message:last-child')")).toBe(true);
  });

  it('reads earlier messages when one scrolls up, without moving what is read', async () => {
    for (let i = 0; i < 70; i += 1) await bench.post(`line ${i}.`);
    const { page } = await bench.open();
    await page.getByText('line 69.').waitFor();
    expect(await page.getByText('line 5.', { exact: true }).count()).toBe(0);
    await page.locator('#log').evaluate((log) => {
      log.scrollTop = 0;
    });
    await page.getByText('line 5.', { exact: true }).waitFor({ state: 'attached' });
    expect(await page.getByText('line 20.', { exact: true }).isVisible()).toBe(true);
    expect(await page.locator('.message').count()).toBe(70);
    const order = await page.locator('.message .text').allTextContents();
    expect(order).toEqual(Array.from({ length: 70 }, (_, i) => `line ${i}.`));
  });

  it('begins a long answer and a long digest at their beginning', async () => {
    const { page } = await bench.open();
    const cards = Array.from({ length: 28 }, (_, index) => sampleCard(index));
    bench.workspace.service.script = () => sampleReply({ blocks: [{ kind: 'cards', cards }] });
    await send(page, '/papers *');
    await page.locator('.card').nth(27).waitFor();
    expect(await page.evaluate("probes.isInView('.message.person')")).toBe(true);
    expect(await page.locator('.cards.many').count()).toBe(1);
  });

  it('divides the days and says new where the unread begins', async () => {
    const day = 24 * 60 * 60 * 1000;
    bench.workspace.now.at = Date.now() - day;
    await bench.post('old');
    const { page } = await bench.open();
    await page.getByText('Yesterday').waitFor();
    await page.getByRole('link', { name: 'ml-papers' }).click();
    await page.getByRole('heading', { name: '#ml-papers' }).waitFor();
    bench.workspace.now.at = Date.now();
    await bench.post('fresh');
    await page.getByRole('link', { name: 'general (unread)' }).click();
    await page.getByText('Today', { exact: true }).waitFor();
    await page.getByRole('separator', { name: 'New messages' }).waitFor();
  });

  it('goes on in a tab that was put to rest', async () => {
    const { page } = await bench.open();
    const open = async () => {
      const other = await page.context().newPage();
      await other.goto(bench.workspace.address);
      await other.locator('.welcome').waitFor();
      return other;
    };
    const others = await Promise.all([open(), open(), open(), open()]);
    await bench.post('news', 'News for all tabs');
    await others[3]?.getByText('News for all tabs').first().waitFor();
    await page.bringToFront();
    await page.evaluate("window.dispatchEvent(new Event('focus'))");
    await page.getByText('News for all tabs').first().waitFor();
  });
});
