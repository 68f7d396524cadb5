import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Shown } from '../../../adapters/web/conversation.ts';
import { samplePost, textReply } from '../samples.ts';
import { type Browser, openBrowser, openWorkspace, type Workspace } from './workspace.ts';

let workspace: Workspace;
let browser: Browser;

beforeEach(async () => {
  workspace = await openWorkspace();
  browser = openBrowser(workspace.address);
});
afterEach(() => workspace.stop());

const messages = async (of = browser, query = '') => {
  const answer = await of.get(`/api/channels/general/messages${query}`);
  return (await answer.json()) as { messages: Shown[]; more: boolean };
};
describe('the log over HTTP', () => {
  it('comes in pages, newest first, up to the beginning', async () => {
    for (let i = 0; i < 60; i += 1) await workspace.adapter.messenger.post(samplePost({ key: `day ${i}` }));
    const newest = await messages();
    expect(newest.messages).toHaveLength(50);
    expect(newest.more).toBe(true);
    const before = await messages(browser, `?before=${newest.messages[0]?.seq}`);
    expect(before.messages).toHaveLength(10);
    expect(before.more).toBe(false);
  });

  it.each(['x', '-1', '1.5'])('refuses before=%s', async (before) => {
    expect((await browser.get(`/api/channels/general/messages?before=${before}`)).status).toBe(400);
  });

  it('is still there after a restart, private answers too', async () => {
    await browser.post('/api/channels/general/ask', { text: 'lora' });
    await workspace.adapter.messenger.post(samplePost());
    const before = await messages();
    await workspace.stop();
    const { shelves, port } = workspace;
    workspace = await openWorkspace({ shelves, port });
    expect(await messages()).toEqual(before);
    await workspace.adapter.messenger.post(samplePost());
    expect((await messages()).messages).toHaveLength(3);
  });

  it('shows what another process on the store posts, also in a channel that it added', async () => {
    const other = await openWorkspace({ shelves: workspace.shelves });
    try {
      await other.adapter.messenger.post(samplePost());
      await expect.poll(async () => (await messages()).messages.length).toBe(1);
      await openBrowser(other.address).post('/api/channels', { name: 'agents' });
      await other.adapter.messenger.post(samplePost({ channel: 'web:local:agents' }));
      await expect.poll(async () => (await browser.get('/api/channels/agents/messages')).status).toBe(200);
    } finally {
      await other.stop();
    }
  });

  it('tells a channel of a change once a second person has used it', async () => {
    await browser.post('/api/channels/general/ask', { text: 'x' });
    const [asked] = workspace.service.asked;
    if (asked === undefined) throw new Error('nobody asked');
    const announce = () =>
      workspace.adapter.messenger.announce?.(
        'web:local:general',
        textReply('A reader paused.'),
        asked.person,
      );
    const lines = async () =>
      (await messages()).messages.filter(({ message }) => message?.summary === 'A reader paused.');
    await announce();
    expect(await lines()).toEqual([]);
    await openBrowser(workspace.address).post('/api/channels/general/ask', { text: 'y' });
    await announce();
    expect(await lines()).toMatchObject([{ onlyYou: false }]);
  });

  it('tells one person something alone', async () => {
    await browser.post('/api/channels/general/ask', { text: 'x' });
    const [asked] = workspace.service.asked;
    if (asked === undefined) throw new Error('nobody asked');
    await workspace.adapter.messenger.tell?.(asked.person, textReply('No access to #x any more.'));
    expect((await messages()).messages.at(-1)).toMatchObject({ onlyYou: true, channel: 'general' });
    expect((await messages(openBrowser(workspace.address))).messages).toEqual([]);
  });
});
