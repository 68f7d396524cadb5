/** Processes that are told to stop end in time, whatever hangs, and others take over what they had. */
import { test, vi } from 'vitest';
import { because } from '../skip.ts';
import { noServer } from '../store/server.ts';
import { createReplicas, type Replica, type Replicas } from './replicas.ts';

/** A stop is cut off after nine seconds, by the process's own clock; a busy machine is given more. Milliseconds. */
const MOST_STOP_MS = 20_000;
/** How long a lease lasts at most, by the database's clock. Milliseconds. */
const LEASE_MS = 10_000;
/** What a process left is taken over within fifteen seconds by one that is ready; a busy machine is given more. Milliseconds. */
const TAKE_OVER_MS = 45_000;

/** How long a process took to stop, by the times in its log: from the first line that says so to the last of all. */
function stopMs(out: string): number {
  const lines = out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { time: string; msg: string });
  const from = lines.find(({ msg }) => msg === 'stopping')?.time ?? '';
  return Date.parse(lines.at(-1)?.time ?? '') - Date.parse(from);
}

type Case = [name: string, stop: (one: Replica, replicas: Replicas) => unknown, code: number];
const CASES: Case[] = [
  ['', (one) => one.signal('SIGTERM'), 0],
  [', twice', (one) => one.signalUntilEnded('SIGTERM'), 1],
  [
    ', while Postgres hangs',
    (one, { proxy }) => {
      proxy.freeze();
      one.signal('SIGTERM');
    },
    0,
  ],
  [
    ', while Postgres is gone',
    async (one, { proxy }) => {
      await proxy.cut();
      one.signal('SIGTERM');
    },
    0,
  ],
];

for (const [name, stop, code] of CASES) {
  test.skipIf(noServer !== undefined)(
    because(
      `a process whose posts hang stops in time when it is told to${name}, and another takes over`,
      noServer,
    ),
    { concurrent: true },
    async (context) => {
      const { expect } = context;
      const replicas = await createReplicas(context);
      const due = await replicas.makeDue(3);
      replicas.slack.faults.set('chat.postMessage', Array(9).fill('hang'));
      const one = replicas.start();
      await vi.waitUntil(() => replicas.posts() >= 3, { timeout: 120_000 });
      // Not before the other is ready: on a busy machine, the posts that hang would have been given up by then.
      await stop(one, replicas);
      const other = replicas.startHere(replicas.url);
      const ended = await one.ended;
      await other.ready;
      const since = performance.now();
      replicas.slack.faults.clear();
      expect(ended.code).toBe(code);
      expect(stopMs(ended.out)).toBeLessThan(MOST_STOP_MS);
      await vi.waitUntil(() => replicas.shownIn(due).every((times) => times === 1), { timeout: 120_000 });
      expect(performance.now() - since).toBeLessThan(TAKE_OVER_MS);
    },
  );
}

test.skipIf(noServer !== undefined)(
  because('what a killed run-once was sending is soon taken over by the next', noServer),
  { concurrent: true },
  async (context) => {
    const { expect } = context;
    const replicas = await createReplicas(context);
    const due = await replicas.makeDue(1);
    replicas.slack.faults.set('chat.postMessage', ['hang']);
    const one = replicas.start(replicas.url, {}, 'run-once');
    await vi.waitUntil(() => replicas.posts() === 1, { timeout: 120_000 });
    one.signal('SIGKILL');
    await one.ended;
    expect(await replicas.longestLease()).toBeLessThan(LEASE_MS);
    await vi.waitUntil(async () => (await replicas.leased()) === 0, { timeout: 120_000 });
    expect(await replicas.runOnceHere()).toMatchObject({ code: 0 });
    expect(replicas.shownIn(due)).toEqual([1]);
  },
);

const STARTS: [
  name: string,
  hang: (replicas: Replicas) => void,
  begun: (one: Replica, replicas: Replicas) => unknown,
][] = [
  [
    'its platform',
    ({ slack }) => void slack.faults.set('*', ['hang']),
    (_, { slack }) => vi.waitUntil(() => slack.calls.length > 0, { timeout: 120_000 }),
  ],
  ['Postgres', ({ proxy }) => proxy.freeze(), (one) => one.line('health and metrics')],
];

for (const [name, hang, begun] of STARTS) {
  test.skipIf(noServer !== undefined)(
    because(`a process that is still starting, as ${name} hangs, stops when it is told to`, noServer),
    { concurrent: true },
    async (context) => {
      const { expect } = context;
      const replicas = await createReplicas(context);
      hang(replicas);
      const one = replicas.start();
      await begun(one, replicas);
      one.signal('SIGTERM');
      const { code, out } = await one.ended;
      expect(code).toBe(0);
      expect(stopMs(out)).toBeLessThan(MOST_STOP_MS);
      expect(out).not.toContain('paperboy ready');
    },
  );
}
