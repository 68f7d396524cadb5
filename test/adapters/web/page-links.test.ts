import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { samplePost } from '../samples.ts';
import { inBrowser, noBrowser, useWorkspace, violationsOf } from './chromium.ts';
import { openBrowser, openWorkspace, type Workspace } from './workspace.ts';

const WIDE = { viewport: { width: 1280, height: 800 } };
const PHONE = { viewport: { width: 320, height: 640 }, hasTouch: true, isMobile: true };
const GENERAL = { page: '/c/general', feed: '/feeds/general.atom' };
const site = {
  owns: () => false,
  answer: () => new Response('a page'),
  links: {
    newest: '/d/newest',
    paper: '/p/',
    channel: async (id: string) => (id === 'web:local:general' ? GENERAL : undefined),
  },
};

describe('pages beside the workspace', () => {
  let workspace: Workspace;
  beforeEach(async () => {
    workspace = await openWorkspace({ site });
  });
  afterEach(() => workspace.stop());

  it('are named where they are served, and of a channel where it has one', async () => {
    const browser = openBrowser(workspace.address);
    const read = async (path: string) => (await (await browser.get(path)).json()) as { pages?: object };
    expect((await read('/api/channels')).pages).toEqual({ newest: '/d/newest', paper: '/p/' });
    for (const part of ['settings', 'overview']) {
      expect((await read(`/api/channels/general/${part}`)).pages).toEqual(GENERAL);
      expect((await read(`/api/channels/ml-papers/${part}`)).pages).toBeUndefined();
    }
  });
});

describe.skipIf(noBrowser)(inBrowser('links to the pages beside the workspace'), () => {
  const bench = useWorkspace({ site });
  beforeEach(async () => {
    const place = { id: 'web:local:general', name: '#general' };
    const next = [{ text: 'Next post: tomorrow.' }];
    bench.workspace.service.home = async () => ({
      channels: [{ place, topics: [], schedule: 'every day at 09:00', next }],
      moreChannels: 0,
      unshown: [],
      saved: [],
      sources: [],
    });
    await bench.workspace.adapter.messenger.post(samplePost());
  });

  it.each(['light', 'dark'] as const)(
    'lead to the newest digest, a channel and a paper, %s',
    async (scheme) => {
      const { page, complaints } = await bench.open({ ...WIDE, colorScheme: scheme });
      const to = (name: string | RegExp) => page.getByRole('link', { name }).first().getAttribute('href');
      const pane = page.locator('#pane');
      await pane.getByText('Links', { exact: true }).waitFor();
      expect(await to('Newest digest')).toBe('/d/newest');
      expect(await to(/^Page$/)).toBe(`${bench.workspace.address}/c/general`);
      expect(await to(/^Feed$/)).toBe(`${bench.workspace.address}/feeds/general.atom`);
      expect(await violationsOf(page)).toEqual([]);
      await page.locator('.card .title a').nth(1).click();
      await pane.getByText('The whole abstract of 2408.01001').waitFor();
      expect(complaints).toEqual([]);
    },
  );

  it('are in the settings too, and fit a narrow screen', async () => {
    const { page } = await bench.open(PHONE);
    await page.getByRole('button', { name: 'Settings' }).tap();
    await page.locator('#settings').getByRole('link', { name: 'Feed' }).waitFor();
    expect(await page.evaluate('probes.tooWide()')).toEqual([]);
  });

  it('are absent where nobody may read pages', async () => {
    const plain = await openWorkspace();
    const { page } = await bench.open(WIDE);
    await page.goto(`${plain.address}/#/general`);
    await page.locator('#pane').getByText('Open a paper').waitFor();
    expect(await page.getByRole('link', { name: 'Newest digest' }).isVisible()).toBe(false);
    await plain.stop();
  });
});
