import { expect, test } from 'vitest';
import { openLedger } from '../../src/delivery/ledger.ts';
import type { QueueWriter } from '../../src/delivery/queue.ts';
import { breakWrites } from '../store/break-writes.ts';
import { describeOnStores } from '../store/stores.ts';
import { createWorld as createWorldOn, deliveryOf } from './world.ts';

const silence = { kind: 'silence', silence: { why: 'no-batch' } } as const;

describeOnStores('the ledger', (stores) => {
  const createWorld = async () => createWorldOn(await stores.open());

  test('takes a channel and a day once', async () => {
    const { ledger, now } = await createWorld();
    expect(await ledger.plan([deliveryOf('a', 23, 'p1')], now)).toEqual(new Set(['test:t:a 2026-11-23']));
    expect(await ledger.plan([deliveryOf('a', 23, 'p2')], now)).toEqual(new Set());
    expect(await ledger.taken(['test:t:a', 'test:t:b'], '2026-11-23')).toEqual(new Set(['test:t:a']));
  });

  test('takes a paper for a channel once, and leaves the rest of a refused plan free', async () => {
    const { ledger, now } = await createWorld();
    await ledger.plan([deliveryOf('a', 23, 'p1')], now);
    expect(await ledger.plan([deliveryOf('a', 24, 'p2', 'p1')], now)).toEqual(new Set());
    expect(await ledger.sent('test:t:a', ['p1', 'p2'])).toEqual(new Map([['p1', '2026-11-23']]));
    expect(await ledger.get('test:t:a 2026-11-24')).toBeUndefined();
    expect(await ledger.plan([deliveryOf('b', 23, 'p1')], now)).toEqual(new Set(['test:t:b 2026-11-23']));
  });

  test('takes the first of two plans of one batch that want the same paper, or the same day', async () => {
    const { ledger, now } = await createWorld();
    const batch = [
      deliveryOf('a', 23, 'p1', 'p2'),
      deliveryOf('a', 24, 'p2', 'p3'),
      deliveryOf('a', 23, 'p4'),
      deliveryOf('b', 24, 'p2'),
    ];
    expect(await ledger.plan(batch, now)).toEqual(new Set(['test:t:a 2026-11-23', 'test:t:b 2026-11-24']));
    expect([...(await ledger.sent('test:t:a', ['p1', 'p2', 'p3', 'p4'])).keys()]).toEqual(['p1', 'p2']);
    expect(await ledger.history('test:t:a', 10)).toMatchObject([{ day: '2026-11-23', upTo: 230 }]);
  });

  test('takes many plans with many papers at once', async () => {
    const { ledger, now } = await createWorld();
    const papers = Array.from({ length: 30 }, (_, at) => `p${at}`);
    const batch = Array.from({ length: 250 }, (_, at) => deliveryOf(`c${at}`, 23, ...papers));
    expect((await ledger.plan(batch, now)).size).toBe(250);
    expect((await ledger.sent('test:t:c249', papers)).size).toBe(30);
  });

  test('frees the papers of a post that came back, once, in whatever order posts come back', async () => {
    const { ledger, now } = await createWorld();
    const days = [23, 24, 25];
    const keys = days.map((day) => `test:t:a 2026-11-${day}`);
    const post = async (day: number, ...papers: string[]) => {
      await ledger.plan([deliveryOf('a', day, ...papers)], now);
      const key = `test:t:a 2026-11-${day}`;
      await ledger.claim(key, 'me', now, 1000);
      await ledger.settle(key, 'me', { kind: 'part', receipt: { messageId: 'm' }, done: true }, now);
    };
    const held = async () => [...(await ledger.sent('test:t:a', ['p1', 'p2', 'p3'])).keys()];
    const upTo = async () => (await ledger.covered([{ channel: 'test:t:a' }])).get('test:t:a')?.upTo;
    const [first = '', second = '', third = ''] = keys;
    await post(23, 'p1');
    await post(24, 'p2');
    expect(await ledger.returned('test:t:b', first, 'no', now)).toBe(false);
    expect(await ledger.returned('test:t:a', first, 'no such user', now)).toBe(true);
    expect(await ledger.returned('test:t:a', first, 'no such user', now)).toBe(false);
    expect(await held()).toEqual(['p2']);
    expect(await upTo()).toBeUndefined();
    expect(await ledger.get(first)).toMatchObject({ state: 'failed', reason: 'no such user' });
    // The next post holds it again: it came back later than that, and the one between them last.
    await post(25, 'p1', 'p3');
    expect(await upTo()).toBe(250);
    expect(await ledger.returned('test:t:a', first, 'no such user', now)).toBe(false);
    expect(await held()).toEqual(['p1', 'p2', 'p3']);
    expect(await Promise.all([1, 2].map(() => ledger.returned('test:t:a', second, 'no', now)))).toContain(
      true,
    );
    expect(await held()).toEqual(['p1', 'p3']);
    expect(await upTo()).toBeUndefined();
    expect(await ledger.get(third)).toMatchObject({ state: 'posted' });
  });

  test('does not take a post for one that came back while it is being sent', async () => {
    const { ledger, now } = await createWorld();
    const key = 'test:t:a 2026-11-23';
    await ledger.plan([deliveryOf('a', 23, 'p1')], now);
    await ledger.claim(key, 'me', now, 1000);
    expect(await ledger.returned('test:t:a', key, 'no', now)).toBe(false);
    expect((await ledger.sent('test:t:a', ['p1'])).size).toBe(1);
  });

  test('writes a silence as skipped, with nothing to work on', async () => {
    const { ledger, now } = await createWorld();
    await ledger.plan([{ ...deliveryOf('a', 23), plan: silence }], now);
    expect(await ledger.get('test:t:a 2026-11-23')).toMatchObject({ state: 'skipped', plan: silence });
    expect(await ledger.ready(now, 10)).toEqual([]);
  });

  test('knows up to where a channel was dealt with', async () => {
    const { ledger, now } = await createWorld();
    const { upTo: _, ...merged } = { ...deliveryOf('a', 25), plan: silence };
    await ledger.plan([deliveryOf('a', 23, 'p1'), deliveryOf('a', 24, 'p2'), merged], now);
    await ledger.plan([deliveryOf('b', 23, 'p1')], now);
    const channels = ['a', 'b', 'c'].map((name) => ({ channel: `test:t:${name}` }));
    expect(await ledger.covered(channels)).toEqual(
      new Map([
        ['test:t:a', { upTo: 240, newest: '2026-11-24' }],
        ['test:t:b', { upTo: 230, newest: '2026-11-23' }],
      ]),
    );
  });

  test('reserves hundreds of papers at once, and writes no plan with one that is reserved already', async () => {
    const { ledger, now } = await createWorld();
    const papers = Array.from({ length: 250 }, (_, at) => `p${at}`);
    expect((await ledger.plan([deliveryOf('a', 23, ...papers)], now)).size).toBe(1);
    expect((await ledger.sent('test:t:a', papers)).size).toBe(250);
    const later = [
      deliveryOf('a', 24, 'p249', ...papers.map((id) => `other ${id}`)),
      deliveryOf('b', 24, ...papers),
    ];
    expect([...(await ledger.plan(later, now))]).toEqual(['test:t:b 2026-11-24']);
    expect((await ledger.sent('test:t:a', ['other p0', 'other p249'])).size).toBe(0);
  });

  test('knows which of some papers each of several channels got', async () => {
    const { ledger, now } = await createWorld();
    await ledger.plan([deliveryOf('a', 23, 'p1', 'p2'), deliveryOf('b', 23, 'p2')], now);
    const wanted = ['a', 'b', 'c'].map((name) => ({ channel: `test:t:${name}`, papers: ['p1', 'p3'] }));
    expect(await ledger.sentTo(wanted)).toEqual(new Map([['test:t:a', new Set(['p1'])]]));
    expect(await ledger.sentTo([])).toEqual(new Map());
  });

  test('knows which papers of a list that many channels share each of them got', async () => {
    const { ledger, now } = await createWorld();
    await ledger.plan([deliveryOf('a', 23, 'p1', 'p700'), deliveryOf('b', 23, 'p2', 'other')], now);
    const papers = Array.from({ length: 600 }, (_, at) => `p${at}`);
    const wanted = ['a', 'b', 'c'].map((name) => ({ channel: `test:t:${name}`, papers }));
    const alone = { channel: 'test:t:a', papers: ['p700', 'p701'] };
    expect(await ledger.sentTo([...wanted, alone])).toEqual(
      new Map([
        ['test:t:a', new Set(['p1', 'p700'])],
        ['test:t:b', new Set(['p2'])],
      ]),
    );
  });

  test('knows which of several channels had a post lately', async () => {
    const { ledger, now } = await createWorld();
    const quiet = { kind: 'silence', silence: { why: 'no-batch' }, said: true } as const;
    const post = async (delivery: ReturnType<typeof deliveryOf>) => {
      const [key = ''] = await ledger.plan([delivery], now);
      await ledger.claim(key, 'me', now, 60_000);
      await ledger.settle(key, 'me', { kind: 'part', receipt: { messageId: 'm' }, done: true }, now);
    };
    await post(deliveryOf('a', 22, 'p1'));
    await post({ ...deliveryOf('a', 23), plan: quiet });
    await post({ ...deliveryOf('b', 23), plan: quiet });
    await ledger.plan([deliveryOf('c', 23, 'p1')], now);
    const channels = ['a', 'b', 'c'].map((name) => ({ channel: `test:t:${name}` }));
    expect([...(await ledger.posted(channels, 2)).keys()]).toEqual(['test:t:a']);
    expect(await ledger.posted(channels, 1)).toEqual(new Map());
  });

  test('tells when each topic last brought a paper', async () => {
    const { ledger, now } = await createWorld();
    const plan = (topics: string[], id: string) => ({
      kind: 'post' as const,
      shown: [{ id, topics }],
      rest: [],
      of: 1,
    });
    await ledger.plan([{ ...deliveryOf('a', 23), plan: plan(['lora', 'rl'], 'p1') }], now);
    await ledger.plan([{ ...deliveryOf('a', 24), plan: plan(['rl'], 'p2') }], now);
    expect(await ledger.lastHits('test:t:a')).toEqual(
      new Map([
        ['lora', '2026-11-23'],
        ['rl', '2026-11-24'],
      ]),
    );
  });

  test('fails what waits for a channel that cannot be posted to, and frees its papers', async () => {
    const { ledger, now } = await createWorld();
    await ledger.plan([deliveryOf('a', 23, 'p1'), deliveryOf('b', 23, 'p1')], now);
    await ledger.failWaiting('test:t:a', 'removed', now);
    expect(await ledger.get('test:t:a 2026-11-23')).toMatchObject({ state: 'failed', reason: 'removed' });
    expect((await ledger.sent('test:t:a', ['p1'])).size).toBe(0);
    expect(await ledger.ready(now, 10)).toHaveLength(1);
  });

  test('forgets old deliveries, so many at a time, but neither the newest nor that a paper was sent', async () => {
    const { ledger, now } = await createWorld();
    for (const day of [19, 20, 21, 22]) {
      const entry = { ...deliveryOf('a', day, `p${day}`) };
      await ledger.plan([entry], now);
      const key = `test:t:a 2026-11-${day}`;
      await ledger.claim(key, 'me', now, 1_000);
      await ledger.settle(key, 'me', { kind: 'part', receipt: { messageId: 'm' }, done: true }, now);
    }
    expect(await ledger.prune(now + 1, 2)).toBe(2);
    expect(await ledger.prune(now + 1, 100)).toBe(1);
    expect((await ledger.history('test:t:a', 10)).map(({ day }) => day)).toEqual(['2026-11-22']);
    expect((await ledger.sent('test:t:a', ['p21', 'p22'])).size).toBe(2);
    expect((await ledger.covered([{ channel: 'test:t:a' }])).get('test:t:a')).toEqual({
      upTo: 220,
      newest: '2026-11-22',
    });
  });

  test('tells the queue of the next delivery of a channel when one was posted, and of nothing where none waits', async () => {
    const store = await stores.open();
    const told: string[][] = [];
    const settled: QueueWriter['settled'] = async (_tx, ...[key, ready]) =>
      void told.push([key, ...ready.map((next) => next.key)]);
    const ledger = openLedger(store, { enqueue: async () => {}, settled });
    await ledger.plan([deliveryOf('a', 23, 'p1'), deliveryOf('a', 24, 'p2'), deliveryOf('b', 23, 'p1')], 0);
    const post = async (key: string) => {
      await ledger.claim(key, 'me', 0, 1_000);
      const held = await ledger.settle(
        key,
        'me',
        { kind: 'part', receipt: { messageId: 'm' }, done: true },
        0,
      );
      return held && (await ledger.get(key))?.state;
    };
    for (const key of ['test:t:a 2026-11-23', 'test:t:b 2026-11-23', 'test:t:a 2026-11-24'])
      expect(await post(key)).toBe('posted');
    expect(told).toEqual([['test:t:a 2026-11-23', 'test:t:a 2026-11-24']]);
  });

  test('forgets a channel whole', async () => {
    const { ledger, now } = await createWorld();
    await ledger.plan([deliveryOf('a', 23, 'p1')], now);
    await ledger.forget('test:t:a');
    expect(await ledger.history('test:t:a', 10)).toEqual([]);
    expect((await ledger.sent('test:t:a', ['p1'])).size).toBe(0);
  });

  test('says which store it is and what to do when it cannot be written', async () => {
    const { ledger, store, now } = await createWorld();
    const mend = await breakWrites(store, 'deliveries');
    const writing = ledger.plan([deliveryOf('a', 23, 'p1')], now);
    await expect(writing).rejects.toMatchObject({
      code: 'store',
      message: expect.stringMatching(/read-only|full/),
    });
    await mend();
    expect(await ledger.get('test:t:a 2026-11-23')).toBeUndefined();
  });
});
