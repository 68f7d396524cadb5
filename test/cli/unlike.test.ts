/** Processes on one Postgres that were given different settings say so. */
import { expect, test } from 'vitest';
import { because } from '../skip.ts';
import { noServer } from '../store/server.ts';
import { createReplicas } from './replicas.ts';

test.skipIf(noServer !== undefined)(
  because(
    'a replica that starts with another time zone than one that runs says both, and is degraded',
    noServer,
  ),
  async (context) => {
    const replicas = await createReplicas(context);
    await replicas.startHere().ready;
    const other = replicas.startHere(undefined, { TIMEZONE: 'Asia/Tokyo' });
    const told = await other.line('running processes have different settings');
    expect(told).toContain('TIMEZONE is Asia/Tokyo here and UTC there');
    const { health } = await other.ready;
    const ready = async () => {
      const answer = await fetch(new URL('/health/ready', health));
      return { code: answer.status, body: await answer.json() };
    };
    // Asked until the store answers in time for a probe, as it may not on a busy machine.
    await expect
      .poll(ready)
      .toMatchObject({ code: 200, body: { status: 'degraded', parts: { settings: { ok: false } } } });
  },
);
