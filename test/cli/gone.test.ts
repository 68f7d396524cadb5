/** A process whose Postgres is gone for a while says so, and goes on by itself when it is back. */
import pg from 'pg';
import { test, vi } from 'vitest';
import { because } from '../skip.ts';
import { noServer } from '../store/server.ts';
import { createReplicas } from './replicas.ts';

/** What other processes change shows within two seconds; a busy machine is given much more. Milliseconds. */
const FRESH_MS = 40_000;

test.skipIf(noServer !== undefined)(
  because(
    'posts under way when Postgres goes are made once when it is back, and meanwhile nothing is promised',
    noServer,
  ),
  { concurrent: true },
  async (context) => {
    const { expect } = context;
    const replicas = await createReplicas(context);
    const { slack, proxy } = replicas;
    slack.delays.set('chat.postMessage', 500);
    const due = await replicas.makeDue(20);
    const { address, health } = await replicas.startHere().ready;
    const ask = async (text: string) => {
      const answer = await fetch(new URL('/api/channels/general/ask', address), {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ text }),
      });
      return answer.text();
    };
    const readiness = async () => {
      const answer = await fetch(new URL('/health/ready', health));
      return `${answer.status} ${await answer.text()}`;
    };
    const channels = async () =>
      /^paperboy_channels (\d+)/m.exec(await (await fetch(new URL('/metrics', health))).text())?.[1];
    await vi.waitUntil(() => slack.shown.length >= 5, { timeout: 120_000 });

    await proxy.cut();
    expect(await readiness()).toMatch(/^503 .*"store": \{\s+"ok": false,/s);
    for (const text of ['status', 'subscribe lora'])
      expect(await ask(text)).toMatch(/store can't be used right now: /);
    // Leases end meanwhile.
    await vi.waitUntil(async () => (await replicas.leased()) === 0, { timeout: 120_000 });

    await proxy.mend();
    await expect.poll(readiness).toMatch(/^200 /);
    expect(await ask('topics')).toContain('follows no topics');
    await vi.waitUntil(() => replicas.shownIn(due).every((times) => times > 0), { timeout: 120_000 });
    expect(replicas.shownIn(due)).toEqual(due.map(() => 1));
    const known = Number(await channels());
    await replicas.makeDue(3);
    await vi.waitUntil(async () => Number(await channels()) === known + 3, { timeout: FRESH_MS });
  },
);

test.skipIf(noServer !== undefined)(
  because('people are told in time that the store is busy when something holds one of its tables', noServer),
  { concurrent: true },
  async (context) => {
    const { expect } = context;
    const replicas = await createReplicas(context);
    const one = replicas.startHere(replicas.url);
    const { address, health } = await one.ready;
    const holder = new pg.Client(replicas.url);
    await holder.connect();
    await holder.query('BEGIN; LOCK TABLE channels IN ACCESS EXCLUSIVE MODE');
    const asked = fetch(new URL('/api/channels/general/ask', address), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: '{"text":"subscribe lora"}',
    });
    const line = await one.line('a command could not be answered');
    // Asked until it is answered: the store may be too slow for a probe on a busy machine.
    await expect.poll(async () => (await fetch(new URL('/health/ready', health))).status).toBe(200);
    await holder.end();
    expect(line).toContain('a statement has been waiting for');
    expect(await (await asked).text()).toContain("store can't be used right now: it's busy");
  },
);
