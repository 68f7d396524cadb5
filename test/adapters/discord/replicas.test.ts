/** Several Discord adapters on one store, as replicas are. */
import { setTimeout as pause } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createDiscord } from '../../../adapters/discord/index.ts';
import { createLifecycle } from '../../../adapters/discord/lifecycle.ts';
import { createPlatformRateLimiter } from '../../../src/delivery/platform-rate-limiter.ts';
import { createSharedTurns } from '../../../src/delivery/shared-turns.ts';
import type { Messenger } from '../../../src/model/ports.ts';
import { openInOneProcess } from '../../../src/store/alone.ts';
import { openLocks } from '../../../src/store/locks.ts';
import type { Store } from '../../../src/store/store.ts';
import { openTurns } from '../../../src/store/turns.ts';
import { silent } from '../../delivery/world.ts';
import { describeOnStores } from '../../store/stores.ts';
import { samplePost } from '../samples.ts';
import { createCommandService } from '../scripted-service.ts';
import { TOKEN } from './cloud.ts';

/**
 * Discord allows 50 (https://discord.com/developers/docs/topics/rate-limits#global-rate-limit), and 45 turns a second are given. On
 * a busy machine some requests start late and meet those after them. Without shared turns there would be 135.
 */
const MOST_A_SECOND = 60;

describeOnStores(
  'Discord replicas',
  (stores) => {
    it('make no more requests a second together than Discord allows, posts and all else', async () => {
      const place = await stores.newPlace();
      const times: number[] = [];
      const answerTo = (url: string) =>
        url.endsWith('/users/@me')
          ? { id: '100' }
          : url.includes('/messages')
            ? { id: '5' }
            : { id: '1', type: 0 };
      const fetching = async (url: string) => {
        times.push(performance.now());
        await pause(5);
        const listed = url.includes('limit=') ? [] : answerTo(url);
        return new Response(JSON.stringify(listed), { headers: { 'content-type': 'application/json' } });
      };
      const open = async () => {
        const store = await place.open();
        const settings = {
          botToken: TOKEN,
          apiUrl: 'http://127.0.0.1:9/api',
          register: false,
          managersOnly: true,
          crosspost: false,
        };
        const { messenger } = createDiscord(settings, {
          service: createCommandService(),
          shelf: store.shelf,
          clock: store.now,
          log: silent,
          fetch: fetching as never,
          alone: openInOneProcess(store).alone,
          turns: openTurns(store),
        });
        return { messenger, inTurn: coreTurns(messenger, store) };
      };
      const replicas = await Promise.all([open(), open(), open()]);
      const work = replicas.flatMap(({ messenger, inTurn }, replica) =>
        Array.from({ length: 50 }, async (_, number) => {
          const post = samplePost({
            channel: `discord:1:${10 + (number % 10)}`,
            key: `${replica} ${number}`,
          });
          // A busy machine puts some off, as the core does with what Discord puts off.
          for (let isPosted = false; !isPosted; ) {
            await inTurn(async () => {});
            isPosted = await messenger.post(post).then(
              () => true,
              (error: { code?: string }) => {
                if (error.code !== 'later') throw error;
                return false;
              },
            );
          }
          // Messages are read to find it, and the channel where there are none.
          if (number % 5 === 0) await messenger.find(post).catch(() => {});
        }),
      );
      await Promise.all(work);
      expect(times.length).toBeGreaterThan(200);
      const inWindow = times.map((at) => times.filter((other) => other >= at && other < at + 1_000).length);
      expect(Math.max(...inWindow)).toBeLessThanOrEqual(MOST_A_SECOND);
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

/** Turns as the core takes them for posts. */
function coreTurns({ platform, perSecond = 1 }: Messenger, store: Store) {
  const nextTurn = createSharedTurns(
    `posts ${platform}`,
    1_000 / perSecond,
    openLocks(store).take,
    store.now,
  );
  const sleep = (ms: number) => pause(ms).then(() => {});
  return createPlatformRateLimiter(perSecond, { clock: store.now, sleep, nextTurn });
}
