import { expect, onTestFinished, test } from 'vitest';
import { createAccessRecorder } from '../../src/delivery/access.ts';
import type { Delivery } from '../../src/delivery/delivery.ts';
import { createAppWorld, general } from '../app/world.ts';
import { createReaders } from './readers.ts';
import { silent } from './world.ts';

test('of replicas that find the same channel closed, one tells its subscriber', async () => {
  const one = await createAppWorld();
  const other = await createAppWorld(undefined, { store: one.store });
  onTestFinished(() => Promise.all([one.app.stop(), other.app.stop()]).then(() => {}));
  await one.app.service.join(general);
  await one.ask('subscribe lora');
  await other.app.channels.refresh();
  const told: string[] = [];
  const readers = { ...createReaders(() => 'none'), tell: async () => void told.push('told') };
  for (const { app, now } of [one, other]) {
    const record = createAccessRecorder({
      ...app,
      messengers: new Map([['test', readers]]),
      ...{ clock: () => now, log: silent, sleep: () => new Promise(() => {}) },
    });
    // What was found before the other replica had written it.
    expect(app.channels.get(general.id)?.state.kind).toBe('ok');
    await record({ key: 'test:t:general 2026-11-23', channel: general.id } as Delivery, {
      ...{ kind: 'failed', reason: 'The bot was removed.', free: 'all', noAccess: true },
    });
  }
  expect(told).toEqual(['told']);
  expect(other.app.channels.get(general.id)?.state.kind).toBe('no-access');
});
