/** Several Discord adapters on one store, as replicas are. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createDiscord } from '../../../adapters/discord/index.ts';
import { createLifecycle } from '../../../adapters/discord/lifecycle.ts';
import type { PaperboyError } from '../../../src/model/errors.ts';
import type { Post } from '../../../src/model/message.ts';
import type { Messenger } from '../../../src/model/ports.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTurns } from '../../../src/store/turns.ts';
import { silent } from '../../delivery/world.ts';
import { describeOnStores } from '../../store/stores.ts';
import { samplePost } from '../samples.ts';
import { createCommandService } from '../scripted-service.ts';
import { TOKEN } from './cloud.ts';

const SETTINGS = {
  botToken: TOKEN,
  apiUrl: 'http://127.0.0.1:9/api',
  register: false,
  managersOnly: true,
  crosspost: false,
};
/** Of each replica: so many posts are under way at once, as the core has them, each to a channel that was not looked up before. */
const LANES = 15;
const POSTS = 25;

describeOnStores(
  'Discord replicas',
  (stores) => {
    it('make at most 50 requests in any second together, posts and all else, with nothing cached', async () => {
      const place = await stores.newPlace();
      const [one, two] = [await place.open(), await place.open()];
      const clock = one.now;
      /** When each request was on its way, oldest first. */
      const times: number[] = [];
      const fetching = async (url: string) => {
        times.push(clock());
        const listed = url.includes('limit=') ? [] : answerTo(url);
        return new Response(JSON.stringify(listed), { headers: { 'content-type': 'application/json' } });
      };
      const replicas = [one, two].map((store) => messengerOn(store, fetching));
      const lanes = replicas.flatMap((messenger, replica) => {
        const left = Array.from({ length: POSTS }, (_, number) =>
          samplePost({ channel: `discord:1:${10 + replica * POSTS + number}`, key: `${replica} ${number}` }),
        );
        return Array.from({ length: LANES }, async () => {
          for (let post = left.pop(); post; post = left.pop()) {
            await untilPosted(messenger, post);
            if (left.length % 5 === 0) await messenger.find(post).catch(() => {});
          }
        });
      });
      await Promise.all(lanes);
      // A look at the channel and the message, at least.
      expect(times.length).toBeGreaterThanOrEqual(2 * replicas.length * POSTS);
      const inWindow = times.map((at) => times.filter((other) => other >= at && other < at + 1_000).length);
      expect(Math.max(...inWindow)).toBeLessThanOrEqual(50);
    });

    it('all wait for a limit on all requests that one of them was told of', async () => {
      const place = await stores.newPlace();
      let asked = 0;
      const headers = { 'retry-after': '30', 'x-ratelimit-global': 'true' };
      const limited = messengerOn(
        await place.open(),
        async () => new Response('{}', { status: 429, headers }),
      );
      const other = messengerOn(await place.open(), async (url) => {
        asked++;
        return new Response(JSON.stringify(answerTo(url)), {
          headers: { 'content-type': 'application/json' },
        });
      });
      await expect(limited.post(samplePost({ channel: 'discord:1:11' }))).rejects.toMatchObject({
        code: 'later',
      });
      // The store is told of it in a moment.
      await expect
        .poll(() => other.post(samplePost({ channel: 'discord:1:12' })).catch(({ code }) => code))
        .toBe('later');
      const before = asked;
      await expect(other.post(samplePost({ channel: 'discord:1:12' }))).rejects.toMatchObject({
        code: 'later',
        retry: { afterMs: expect.closeTo(30_000, -4) },
      });
      expect(asked).toBe(before);
    });

    it('remember a server again that another one has forgotten', async () => {
      const place = await stores.newPlace();
      const open = async () => {
        const store = await place.open();
        let now = 1_000_000;
        const service = createCommandService();
        const lifecycle = createLifecycle({
          api: {} as never,
          service,
          shelf: store.shelf('discord_guilds'),
          actions: { deleteWhere: async () => {} } as never,
          forms: { deleteWhere: async () => {} } as never,
          clock: () => now,
          log: silent,
        });
        const pass = (ms: number) => {
          now += ms;
        };
        return { lifecycle, service, pass, store };
      };
      const [one, two] = [await open(), await open()];
      const asked = { id: 'discord:1:11', name: '#papers' };
      await one.lifecycle.note(asked);
      await two.lifecycle.left('1');
      one.pass(60_001);
      await one.lifecycle.note(asked);
      expect(await two.store.shelf('discord_guilds').get('1')).toBeDefined();
    });
  },
  ['SQLite', 'Postgres'],
);

function messengerOn(store: Store, fetching: (url: string) => Promise<Response>): Messenger {
  const outside = { service: createCommandService(), shelf: store.shelf, clock: store.now, log: silent };
  return createDiscord(SETTINGS, { ...outside, turns: openTurns(store), fetch: fetching as never }).messenger;
}

function answerTo(url: string): object {
  if (url.endsWith('/users/@me')) return { id: '100' };
  return url.includes('/messages') ? { id: '5' } : { id: '1', type: 0 };
}

/** A busy machine puts some off, which the core sends again when it was told to. */
async function untilPosted(messenger: Messenger, post: Post): Promise<void> {
  try {
    await messenger.post(post);
  } catch (error) {
    const { code, retry } = error as PaperboyError;
    if (code !== 'later' || retry === 'never') throw error;
    await pause(retry.afterMs);
    await untilPosted(messenger, post);
  }
}
