import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { createLog } from '../../src/config/log.ts';
import { later, PaperboyError } from '../../src/model/errors.ts';
import { createAppWorld, digestOf, general, ml, paperOf } from './world.ts';

/** The lines of a real log, read back. */
function createLines() {
  const lines: Record<string, unknown>[] = [];
  const log = createLog('debug', (text) => text, {
    write: (line: string) => void lines.push(JSON.parse(line)),
  });
  return { lines, log };
}

test("every line about a delivery carries its key, the platform's own lines too", async () => {
  const { lines, log } = createLines();
  const world = await createAppWorld('2026-11-23T08:00:00Z', { log });
  const { readers } = world;
  world.app.connect({
    ...readers,
    async post(post) {
      // As a client of a platform logs, which knows nothing of deliveries.
      await new Promise((resolve) => setTimeout(resolve, 5));
      log.warn('the client of a platform says something', { channel: post.channel });
      if (post.channel === ml.id) throw new Error('socket hang up');
      return readers.post(post);
    },
    tell: async () => {
      throw new PaperboyError('refused', 'No messages from strangers.');
    },
  });
  const closed = { id: 'test:t:closed', name: '#closed' };
  for (const place of [general, ml]) await world.app.service.join(place);
  await world.ask('subscribe logged', closed);
  world.faultFor = ({ channel }) => (channel === closed.id ? 'no-access' : 'none');
  world.digests = [digestOf('2026-11-23', paperOf('Logged'))];
  await world.tick('2026-11-23T09:00:00Z');

  const keyOf = ({ id }: { id: string }) => `${id} 2026-11-23`;
  const about = (place: { id: string }) =>
    lines.filter(({ delivery }) => delivery === keyOf(place)).map(({ msg }) => msg);
  expect(about(general)).toEqual(['planned', 'the client of a platform says something', 'posted']);
  expect(about(ml)).toEqual([
    'planned',
    'the client of a platform says something',
    'a post failed unexpectedly',
    'post unknown',
  ]);
  expect(about(closed)).toEqual([
    'planned',
    'the client of a platform says something',
    'post failed',
    'the subscriber could not be told',
  ]);
  // Deliveries that run at once do not mix their keys up.
  const said = lines.filter(({ msg }) => msg === 'the client of a platform says something');
  expect(said.every(({ channel, delivery }) => delivery === `${channel} 2026-11-23`)).toBe(true);
  // What is about no delivery names none.
  const others = lines.filter(({ delivery }) => delivery === undefined).map(({ msg }) => msg);
  expect(new Set(others)).toEqual(new Set(['digest read', 'planned']));
});

test("Paperboy's own pace is no warning, and a wait that the platform asks for is one", async () => {
  const { lines, log } = createLines();
  const world = await createAppWorld('2026-11-23T08:00:00Z', { log });
  world.app.connect({
    ...world.readers,
    async post({ channel }) {
      throw later('It is put off.', 60_000, channel === ml.id);
    },
  });
  for (const place of [general, ml]) await world.app.service.join(place);
  world.digests = [digestOf('2026-11-23', paperOf('Paced'))];
  await world.tick('2026-11-23T09:00:00Z');
  const levelOf = ({ id }: { id: string }) =>
    lines.filter(({ msg, delivery }) => msg === 'post put off' && String(delivery).startsWith(id));
  expect(levelOf(general)).toMatchObject([{ level: 'warn' }]);
  expect(levelOf(ml)).toMatchObject([{ level: 'debug' }]);
});

test.each(['key', 'channel'])(
  'a delivery whose %s is damaged fails with a line in the log',
  async (column) => {
    const { lines, log } = createLines();
    const world = await createAppWorld('2026-11-23T08:00:00Z', { log });
    await world.app.service.join(general);
    world.digests = [digestOf('2026-11-23', paperOf('Lost'))];
    await world.tick('2026-11-23T09:00:00Z');
    const { db } = world.store;
    await sql`UPDATE deliveries SET state = 'planned', receipts = '[]', ${sql.ref(column)} = 'nonsense'`.execute(
      db,
    );
    for (const minute of ['01', '02', '03']) await world.tick(`2026-11-23T09:${minute}:00Z`);
    const { rows } = await sql`SELECT state, reason FROM deliveries WHERE day = '2026-11-23'
    AND (key = 'nonsense' OR channel = 'nonsense')`.execute(db);
    expect(rows).toEqual([{ state: 'failed', reason: "Its stored key can't be read." }]);
    expect(lines.filter(({ msg }) => String(msg).startsWith("a delivery can't be sent"))).toHaveLength(1);
  },
);
