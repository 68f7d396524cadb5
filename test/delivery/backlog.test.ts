import { expect, test } from 'vitest';
import { readBacklog } from '../../src/delivery/backlog.ts';
import type { DeliveryState } from '../../src/delivery/delivery.ts';
import { createWorld } from './world.ts';

const STATES: DeliveryState[] = ['planned', 'posting', 'posted', 'failed', 'skipped', 'unknown'];

test('nothing is open in an empty ledger', async () => {
  const { store, now } = await createWorld();
  expect(await readBacklog(store, now)).toEqual({
    states: { planned: 0, posting: 0, unknown: 0 },
    ready: 0,
    forPerson: 0,
  });
});

test('what is open in many channels is counted as the slow, obvious way counts it', async () => {
  const { store, now } = await createWorld();
  // Two days in each of so many channels that they are counted in several pages.
  const rows = Array.from({ length: 5_000 }, (_, at) => {
    const waits = [null, now - 1, now + 60_000][at % 3] ?? null;
    return {
      key: `key ${at}`,
      channel: `test:t:${Math.floor(at / 2)}`,
      day: `2026-11-2${at % 2}`,
      slot_at: now - (at % 977) * 1_000,
      state: STATES[(at * 7) % 11] ?? ('planned' as const),
      plan: '{}',
      not_before: waits,
      lease_until: at % 5 === 0 ? now + 10_000 : null,
      owner: at % 5 === 0 ? 'one' : null,
      reason: null,
      up_to: null,
      newest: null,
      updated_at: now,
    };
  });
  for (let at = 0; at < rows.length; at += 500)
    await store.db
      .insertInto('deliveries')
      .values(rows.slice(at, at + 500))
      .execute();

  const count = (is: (row: (typeof rows)[number]) => boolean) => rows.filter(is).length;
  const forPerson = (row: (typeof rows)[number]) => row.state === 'unknown' && row.not_before === null;
  const open = rows.filter((row) => ['planned', 'posting', 'unknown'].includes(row.state));
  expect(await readBacklog(store, now)).toEqual({
    states: {
      planned: count(({ state }) => state === 'planned'),
      posting: count(({ state }) => state === 'posting'),
      unknown: count(({ state }) => state === 'unknown'),
    },
    ready: count(
      ({ state, not_before: wait, lease_until: lease }) =>
        state === 'planned' && (wait ?? 0) <= now && (lease ?? 0) <= now,
    ),
    forPerson: count(forPerson),
    oldestDue: Math.min(...open.filter((row) => !forPerson(row)).map((row) => row.slot_at)),
  });
});
