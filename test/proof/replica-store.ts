/** The store that replicas share: channels whose post is due, and how many have it. */
import { setTimeout as pause } from 'node:timers/promises';
import type { NewChannel } from '../../src/channels/channel.ts';
import type { Store } from '../../src/store/store.ts';
import { appOn } from './app-on.ts';

/** When all of them are due. */
export const DUE = Date.parse('2026-11-24T09:00:00Z');
const HOUR_MS = 3_600_000;
/** When nothing was posted for so long, nothing will be. Milliseconds. */
const STALLED_MS = 180_000;

/** Channels whose post is due, and the papers of the day. */
export async function prepareChannels(store: Store, deliveries: number): Promise<void> {
  const app = await appOn(store, '', () => DUE - HOUR_MS);
  const channels = Array.from({ length: deliveries }, (_, number): NewChannel => {
    const id = `test:t:${number}`;
    return {
      id,
      name: `#${number}`,
      joinedAt: DUE - HOUR_MS,
      fromSeq: 0,
      fromDay: '2026-11-23',
      joined: true,
    };
  });
  await app.channels.changeAll(channels.map((fresh) => ({ id: fresh.id, fresh, edit: () => ({}) })));
  const papers = Array.from({ length: 3 }, (_, number) => ({
    id: `2611.0000${number}`,
    title: `Agents that deliver, number ${number}`,
    abstract: 'A short abstract.',
  }));
  await app.archive.put({ date: '2026-11-24', papers, skipped: [] }, 'proof');
}

/** Resolves when so many deliveries are posted, or to what is wrong when nothing moves any more. */
export async function untilPosted(store: Store, deliveries: number): Promise<string | undefined> {
  let last = 0;
  let movedAt = performance.now();
  while (performance.now() - movedAt < STALLED_MS) {
    await pause(250);
    const { count } = await store.db
      .selectFrom('deliveries')
      .select((build) => build.fn.countAll().as('count'))
      .where('state', '=', 'posted')
      .executeTakeFirstOrThrow();
    if (Number(count) >= deliveries) return undefined;
    if (Number(count) > last) movedAt = performance.now();
    last = Number(count);
  }
  return `nothing moved for ${STALLED_MS / 1_000} s, at ${last} of ${deliveries}`;
}
