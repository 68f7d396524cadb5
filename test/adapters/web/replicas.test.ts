/** Two local workspaces on one store, as replicas behind one address are. */
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Entry } from '../../../adapters/web/entry.ts';
import { createHistory } from '../../../adapters/web/history.ts';
import { createWeb } from '../../../adapters/web/index.ts';
import type { Given } from '../../../adapters/web/sequence.ts';
import { silent } from '../../delivery/world.ts';
import { describeOnStores } from '../../store/stores.ts';
import { samplePost } from '../samples.ts';
import { createCommandService } from '../scripted-service.ts';
import { openBrowser } from './workspace.ts';

/** Within this time every replica looks for what another one was told. Milliseconds. */
const FRESH_MS = 2_000;

interface Log {
  messages: { seq: number; text?: string; message?: { summary: string } }[];
}

describeOnStores(
  'local workspaces on one store',
  (stores) => {
    const openTwo = async () => {
      const place = await stores.newPlace();
      const service = createCommandService();
      const open = async () => {
        const store = await place.open();
        const settings = { host: '127.0.0.1', port: 0 };
        const web = createWeb(settings, { service, shelf: store.shelf, clock: store.now, log: silent });
        const { address = '' } = await web.start();
        return { web, address, browser: openBrowser(address) };
      };
      const both = [await open(), await open()] as const;
      return { both, service, close: () => Promise.all(both.map(({ web }) => web.stop())) };
    };
    const logOf = async ({ browser }: { browser: ReturnType<typeof openBrowser> }, channel = 'general') =>
      (await (await browser.get(`/api/channels/${channel}/messages`)).json()) as Log;

    it('show within two seconds what another one was told, channels too', async () => {
      vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
      onTestFinished(() => void vi.useRealTimers());
      const { both, close } = await openTwo();
      const [one, two] = both;
      await one.browser.post('/api/channels', { name: 'agents' });
      await one.web.messenger.post(samplePost({ channel: 'web:local:general' }));
      const seen = async () => {
        const { channels } = (await (await two.browser.get('/api/channels')).json()) as {
          channels: { name: string }[];
        };
        return [channels.map(({ name }) => name).includes('agents'), (await logOf(two)).messages.length];
      };
      expect(await seen()).toEqual([false, 0]);
      vi.advanceTimersByTime(FRESH_MS);
      await expect.poll(seen).toEqual([true, 1]);
      await close();
    });

    it('store a request that a page repeats to another one once', async () => {
      const { both, close } = await openTwo();
      const [one, two] = both;
      await one.browser.get('/api/channels');
      const cookie = one.browser.cookie();
      const asked = { text: 'topics', nonce: 'n-1' };
      const ask = (address: string) =>
        fetch(`${address}/api/channels/general/ask`, {
          method: 'POST',
          headers: { 'content-type': 'application/json', cookie },
          body: JSON.stringify(asked),
        }).then((response) => response.json()) as Promise<{ entries: { id: string; seq: number }[] }>;
      const [first, again] = [await ask(one.address), await ask(two.address)];
      expect(again.entries.map(({ id, seq }) => [id, seq])).toEqual(
        first.entries.map(({ id, seq }) => [id, seq]),
      );
      await close();
    });

    it('number what they store without a gap or a number given twice, and store a post once', async () => {
      const place = await stores.newPlace();
      const open = async () => {
        const store = await place.open();
        const history = createHistory({
          shelf: store.shelf<Entry>('web_messages'),
          numbers: store.shelf<Given>('web_numbers'),
          clock: store.now,
          log: silent,
          added() {},
        });
        await history.load();
        return history;
      };
      const all = [await open(), await open(), await open()];
      await Promise.all(
        all.flatMap((history, at) => [
          ...Array.from({ length: 15 }, (_, number) =>
            history.add({ channel: 'general', text: `${at} ${number}` }),
          ),
          history.add({ id: 'post', channel: 'general', text: 'post' }),
        ]),
      );
      for (const history of all) await history.refresh();
      const pages = all.map((history) => history.page('general', 'me', 500).entries);
      for (const entries of pages) {
        expect(entries).toEqual(pages[0]);
        expect(entries).toHaveLength(46);
        expect(new Set(entries.map(({ seq }) => seq)).size).toBe(46);
      }
    });
  },
  ['SQLite', 'Postgres'],
);
