/** Prepares a store of channels as different as a real installation's, all due in the same minute of a second day. */
import { sql } from 'kysely';
import type { App } from '../src/app/app.ts';
import type { Channel, NewChannel, Subscription } from '../src/channels/channel.ts';
import type { Schedule } from '../src/channels/schedule.ts';
import type { Paper } from '../src/model/paper.ts';
import { meaningKey, printQuery } from '../src/query/print.ts';
import type { Query } from '../src/query/tree.ts';
import { openStore } from '../src/store/store.ts';
import { appOn, papersBefore, papersOfTheDay, silent } from './delivery-store.ts';
import { repeat, somePapers } from './papers.ts';
import { createRandom } from './report.ts';
import { makeSubscriptions } from './subscriptions.ts';

/** A Tuesday: every rhythm is due. */
export const due = Date.parse('2026-11-24T09:00:00Z');
const DAY_MS = 24 * 3_600_000;
const joined = due - 1.5 * DAY_MS;
const [before, yesterday, today] = ['2026-11-20', '2026-11-23', '2026-11-24'];
/** Topics that most channels share. */
const sharedTopics = 300;
const mostTopics = 5;
/** Papers of one digest that have votes: as many as a month of a source that counts them brings. */
const mostVoted = 1_000;
/** Channels written in one transaction. */
const PAGE = 2_000;
const zones = [
  ...['UTC', 'Europe/London', 'Europe/Berlin', 'Europe/Helsinki', 'Asia/Kolkata', 'Asia/Shanghai'],
  ...[
    'Asia/Tokyo',
    'Australia/Sydney',
    'America/New_York',
    'America/Chicago',
    'America/Los_Angeles',
    '+03:00',
  ],
];
type Random = ReturnType<typeof createRandom>;

/** The local time of the slot in a zone. */
function timeIn(zone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' }).format(due);
}

const times = new Map(zones.map((zone) => [zone, timeIn(zone)]));

function scheduleIn(zone: string, random: Random): Schedule {
  const time = times.get(zone) as string;
  const kind = random.below(100);
  if (kind < 60) return { every: 'day', time };
  if (kind < 85) return { every: 'weekday', time };
  if (kind < 97) return { every: 'week', on: [2], time };
  return { every: 'month', on: 24, time };
}

/** One in seven orders by date or relevance, one in ten gets what is trending, a few are paused. */
function settingsOf(random: Random): Partial<Channel> {
  const zone = zones[random.below(zones.length)] as string;
  const order = random.below(14);
  return {
    zone,
    schedule: scheduleIn(zone, random),
    order: order === 0 ? 'date' : order === 1 ? 'relevance' : 'votes',
    limit: [5, 10, 10, 10, 20][random.below(5)] as number,
    ...(random.below(10) === 0 ? { trending: true } : {}),
    ...(random.below(10) === 0 ? { quietLine: true } : {}),
    ...(random.below(50) === 0 ? { paused: { by: { id: 'u', name: 'U' }, at: joined } } : {}),
  };
}

/** One in ten channels has no topic and gets every paper; one in ten has a topic that no other has. */
function topicsFor(shared: readonly Query[], own: Iterator<[string, Query]>, random: Random): Query[] {
  const kind = random.below(10);
  if (kind === 0) return [];
  // The earlier, the more popular.
  const pick = () => shared[Math.floor(shared.length ** random.next()) - 1] as Query;
  const some = Array.from({ length: 1 + random.below(mostTopics) }, pick);
  return [...new Set(some), ...(kind === 1 ? [own.next().value?.[1] as Query] : [])];
}

async function join(app: App, papers: readonly Paper[], count: number): Promise<void> {
  const random = createRandom(5);
  const fromSeq = await app.archive.head();
  const made = makeSubscriptions(papers, sharedTopics * 2 + count)[Symbol.iterator]();
  const shared = new Map<string, Query>();
  while (shared.size < sharedTopics) {
    const query = made.next().value?.[1] as Query;
    shared.set(meaningKey(query), query);
  }
  const topics = [...shared.values()];
  const by = { id: 'u', name: 'U' };
  for (let from = 0; from < count; from += PAGE) {
    const page = Array.from({ length: Math.min(PAGE, count - from) }, (_, at) => {
      const id = `bench:b:${from + at}`;
      const fresh: NewChannel = {
        id,
        name: `#${from + at}`,
        joinedAt: joined,
        fromSeq,
        fromDay: before,
        joined: true,
      };
      const settings = settingsOf(random);
      const add = topicsFor(topics, made, random).map(
        (query, at): Subscription => ({
          channel: id,
          query: printQuery(query),
          meaning: meaningKey(query),
          by,
          at,
        }),
      );
      return { id, fresh, edit: (channel: Channel) => ({ channel: { ...channel, ...settings }, add }) };
    });
    await app.channels.changeAll(page);
  }
}

/** Channels, their posts of the day before, and the papers of the day. Runs in a process of its own. */
export async function prepare(path: string, channels: number, docs: string | undefined): Promise<void> {
  const store = await openStore(path);
  const { papers } = somePapers(docs);
  const all = repeat(papers, papersBefore + 2 * papersOfTheDay);
  let now = joined;
  const app = await appOn(store, path, () => now, silent);
  app.connect({ platform: 'bench', post: () => new Promise(() => {}), find: async () => undefined });
  const put = (date: string, some: readonly Paper[], votes: number) => {
    const voted = some.map((paper, at) =>
      at < mostVoted ? { ...paper, upvotes: votes + ((at * 37) % 100) } : paper,
    );
    return app.archive.put({ date, papers: voted, skipped: [] }, 'bench');
  };
  await put(before, all.slice(2 * papersOfTheDay), 0);
  await join(app, papers, channels);
  now = due - DAY_MS;
  await put(yesterday, all.slice(0, papersOfTheDay), 0);
  await app.plan();
  await sql`UPDATE deliveries SET state = 'posted' WHERE state = 'planned'`.execute(store.db);
  now = due - 3_600_000;
  await put(yesterday, all.slice(0, papersOfTheDay), 7);
  await put(today, all.slice(papersOfTheDay, 2 * papersOfTheDay), 0);
  await app.keepIndex();
  await store.close();
}
