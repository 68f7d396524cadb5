import { expect, test } from 'vitest';
import { because } from '../skip.ts';
import { createSchema, noServer } from '../store/server.ts';
import { proveReplicas } from './replicas.ts';

test.skipIf(noServer !== undefined)(
  because(
    'replicas that are killed, stopped and have wrong clocks lose nothing and show nothing twice',
    noServer,
  ),
  async () => {
    const { url, drop } = await createSchema();
    const options = { seed: 1, deliveries: 600, replicas: 3, leaseMs: 3_000, everyMs: 2_500, faults: 0.02 };
    const { problems, kills, stops, ...report } = await proveReplicas({
      ...options,
      url,
      strikes: ['kill', 'stop'],
      perSecond: 60,
    }).finally(drop);
    expect(problems).toEqual([]);
    expect(report).toMatchObject({ shown: 600, lost: 0, doubled: 0 });
    expect(kills).toBeGreaterThan(0);
    expect(stops).toBeGreaterThan(0);
  },
);
