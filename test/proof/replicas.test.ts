import { expect, test } from 'vitest';
import { because } from '../skip.ts';
import { createSchema, noServer } from '../store/server.ts';
import { growthOf, proveReplicas } from './replicas.ts';

test.skipIf(noServer !== undefined)(
  because(
    'replicas that are killed, stopped and have wrong clocks lose nothing and show nothing twice',
    noServer,
  ),
  async () => {
    const { url, drop } = await createSchema();
    // By progress and not by time: a busy machine must not be struck before it gets anywhere.
    const options = {
      seed: 1,
      deliveries: 420,
      replicas: 3,
      leaseMs: 3_000,
      every: { posts: 70 },
      faults: 0.02,
    };
    const { problems, kills, stops, ...report } = await proveReplicas({
      ...options,
      url,
      strikes: ['kill', 'stop'],
      perSecond: 60,
    }).finally(drop);
    expect(problems).toEqual([]);
    expect(report).toMatchObject({ shown: 420, lost: 0, doubled: 0 });
    expect(kills).toBeGreaterThan(0);
    expect(stops).toBeGreaterThan(0);
  },
);

test.each([
  [[100, 125], []],
  [[100, 126], ['handles grew from 100 to 126']],
  [[undefined, 100], ['nothing told its handles in the first third of the time']],
  [[100, undefined], ['nothing told its handles in the last third of the time']],
] as const)(
  'handles that were %j in the first and the last third are the problems %j',
  ([first, last], said) => expect(growthOf('handles', [first, last])).toEqual(said),
);
