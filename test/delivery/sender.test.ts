import { sql } from 'kysely';
import { describe, expect, test, vi } from 'vitest';
import { later, PaperboyError } from '../../src/model/errors.ts';
import type { Messenger } from '../../src/model/ports.ts';
import { createReaders, type Fault } from './readers.ts';
import { createWorld, deliveryOf, settleAll, type World } from './world.ts';

/** Gives each attempt the next fault; when they are used up, all is well. */
function inOrder(...faults: Fault[]): () => Fault {
  const left = [...faults];
  return () => left.shift() ?? 'none';
}

const key = 'test:t:a 2026-11-23';
const HOUR = 3_600_000;

/** Changes what is stored of the delivery with `key`. */
const set = (world: World, change: string) =>
  sql
    .raw(`UPDATE deliveries SET ${change}, owner = NULL, lease_until = NULL WHERE key = '${key}'`)
    .execute(world.store.db);

describe('a post', () => {
  test('is shown once and has its receipt', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const readers = createReaders(inOrder());
    await settleAll(world, world.sender(readers));
    expect(await world.ledger.get(key)).toMatchObject({ state: 'posted', receipts: [{ messageId: 'm1' }] });
    await settleAll(world, world.sender(readers));
    expect(readers.seen).toHaveLength(1);
  });

  test.each<Fault>(['drop-before', 'drop-after', 'error-before', 'error-after', 'hang-after'])(
    'is seen exactly once when its fate is not known: %s',
    async (fault) => {
      const world = await createWorld();
      await world.ledger.plan([deliveryOf('a', 23, 'p1', 'p2', 'p3')], world.now);
      const readers = createReaders(inOrder(fault, 'none', fault));
      await settleAll(world, world.sender(readers));
      expect([...readers.counts().values()]).toEqual([1, 1]);
      expect(await world.ledger.get(key)).toMatchObject({ state: 'posted' });
    },
  );

  test('that the platform held back and carried out 40 seconds after the request is seen once', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const readers = createReaders(inOrder());
    let heldUntil: number | undefined;
    const sender = world.sender({
      ...readers,
      async post(post, first) {
        if (heldUntil !== undefined) return readers.post(post, first);
        heldUntil = world.now + 40_000;
        throw new PaperboyError('uncertain', 'No answer within 10 seconds.');
      },
      async find(post) {
        if (readers.seen.length === 0 && world.now >= (heldUntil ?? 0)) await readers.post(post);
        return readers.find(post);
      },
    });
    await settleAll(world, sender);
    expect(readers.seen).toHaveLength(1);
    expect(await world.ledger.get(key)).toMatchObject({ state: 'posted' });
  });

  test('that nothing could send for more than a day and a half is left to the next one', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const readers = createReaders(inOrder());
    await world.pass(37 * 3_600_000);
    await settleAll(world, world.sender(readers));
    expect(readers.seen).toEqual([]);
    expect(await world.ledger.get(key)).toMatchObject({ state: 'failed' });
    expect(await world.ledger.sent('test:t:a', ['p1'])).toEqual(new Map());
  });

  test('that is a day late and told to wait is sent after the wait', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const readers = createReaders(inOrder('later', 'later'));
    await world.pass(24 * HOUR);
    await settleAll(world, world.sender(readers));
    expect(readers.seen).toHaveLength(1);
    expect(await world.ledger.get(key)).toMatchObject({ state: 'posted' });
  });

  test('that is told to wait again and again is left to the next one after a day and a half', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const began = world.now;
    const readers = createReaders(inOrder());
    const post = async () => {
      throw later('Too many requests.', 6 * HOUR);
    };
    await settleAll(world, world.sender({ ...readers, post }));
    const left = await world.ledger.get(key);
    expect(left).toMatchObject({
      state: 'failed',
      reason: 'Gave up until the next post: Too many requests.',
    });
    expect(left?.updatedAt).toBeGreaterThan(began + 36 * HOUR);
    expect(left?.updatedAt).toBeLessThanOrEqual(began + 43 * HOUR);
  });

  test('is not given up as Paperboy itself puts it off', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const readers = createReaders(inOrder());
    let waits = 8;
    await settleAll(
      world,
      world.sender({
        ...readers,
        async post(post, first) {
          if (waits-- > 0) throw later('Posting continues later.', 6 * HOUR, true);
          return readers.post(post, first);
        },
      }),
    );
    expect(await world.ledger.get(key)).toMatchObject({ state: 'posted' });
  });

  test.each(['planned', 'posting', 'unknown'])(
    'with a receipt for each part is posted without another request, were it %s',
    async (state) => {
      const world = await createWorld();
      await world.ledger.plan([deliveryOf('a', 23, 'p1'), deliveryOf('a', 24, 'p2')], world.now);
      await set(world, `state = '${state}', receipts = '[{"messageId":"m0"}]', not_before = 0`);
      const readers = createReaders(inOrder());
      await settleAll(world, world.sender(readers));
      expect(await world.ledger.get(key)).toMatchObject({
        state: 'posted',
        receipts: [{ messageId: 'm0' }],
      });
      expect(readers.seen.map(({ key: seen }) => seen)).toEqual(['test:t:a 2026-11-24']);
    },
  );

  test.each(['9223372036854775807', '-5'])(
    'whose count of attempts is damaged to %s is sent',
    async (attempts) => {
      const world = await createWorld();
      await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
      await set(world, `attempts = ${attempts}`);
      await settleAll(world, world.sender(createReaders(inOrder())));
      expect(await world.ledger.get(key)).toMatchObject({ state: 'posted' });
    },
  );

  test('that a person sends again is sent, however old', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const readers = createReaders(inOrder('drop-before'), { find: 'never' });
    await settleAll(world, world.sender(readers));
    expect(await world.ledger.get(key)).toMatchObject({ state: 'unknown' });
    await world.pass(7 * 24 * 3_600_000);
    await world.ledger.sendAgain(key, world.now);
    await settleAll(world, world.sender(readers));
    expect(readers.seen).toHaveLength(1);
    expect(await world.ledger.get(key)).toMatchObject({ state: 'posted' });
  });

  test('is looked for by the next process when the platform hangs while this one is stopped', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1', 'p2', 'p3')], world.now);
    const readers = createReaders(inOrder('none', 'hang-after'));
    const sender = world.sender(readers);
    void sender.sendReady();
    await vi.waitUntil(() => readers.seen.length === 2);
    const stopped = sender.stop();
    await world.pass(5_000);
    await stopped;
    const left = await world.ledger.get(key);
    expect(left).toMatchObject({ state: 'unknown', receipts: [{ messageId: 'm1' }] });
    expect(left?.reason).toBe('Paperboy was stopped before there was an answer.');
    expect((left?.notBefore ?? 0) - world.now).toBeLessThanOrEqual(50_000);
    await settleAll(world, world.sender(readers, 'two'));
    expect([...readers.counts().values()]).toEqual([1, 1]);
    expect(await world.ledger.get(key)).toMatchObject({ state: 'posted' });
  });

  test('begins no part once it is stopped, and the next process begins there', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1', 'p2', 'p3')], world.now);
    const readers = createReaders(inOrder());
    let stopped: Promise<void> | undefined;
    const sender = world.sender({
      ...readers,
      post(post, first) {
        stopped ??= sender.stop();
        return readers.post(post, first);
      },
    });
    await sender.sendReady();
    await stopped;
    expect(await world.ledger.get(key)).toMatchObject({
      state: 'planned',
      attempts: 0,
      receipts: [{ messageId: 'm1' }],
    });
    await settleAll(world, world.sender(readers, 'two'));
    expect(readers.seen.map((post) => post.summary)).toEqual(['p1 p2', 'p3']);
  });

  test('goes on at the part that failed', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1', 'p2', 'p3', 'p4', 'p5')], world.now);
    const readers = createReaders(inOrder('none', 'later', 'none', 'drop-after'));
    await settleAll(world, world.sender(readers));
    expect(readers.seen.map((post) => post.summary)).toEqual(['p1 p2', 'p3 p4', 'p5']);
  });

  test('waits exactly as long as it was told, and its channel alone waits', async () => {
    const world = await createWorld();
    const start = world.now;
    await world.ledger.plan([deliveryOf('a', 23, 'p1'), deliveryOf('b', 23, 'p1')], world.now);
    let first = true;
    const readers = createReaders((post) => {
      const later = first && post.channel === 'test:t:a';
      if (later) first = false;
      return later ? 'later' : 'none';
    });
    const sender = world.sender(readers);
    await sender.sendReady();
    expect(readers.seen.map(({ channel }) => channel)).toEqual(['test:t:b']);
    expect(await world.ledger.get(key)).toMatchObject({
      state: 'planned',
      notBefore: start + 3_000,
      attempts: 0,
    });
    world.now = start + 2_999;
    await sender.sendReady();
    expect(readers.seen).toHaveLength(1);
    world.now = start + 3_000;
    await sender.sendReady();
    expect(readers.seen).toHaveLength(2);
  });

  test('that is refused is given up with its reason, and its papers are free for the next slot', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1', 'p2')], world.now);
    await settleAll(world, world.sender(createReaders(inOrder('refuse'))));
    expect(await world.ledger.get(key)).toMatchObject({
      state: 'failed',
      reason: 'The message is malformed.',
    });
    expect(await world.ledger.sent('test:t:a', ['p1', 'p2'])).toEqual(new Map());
    expect(await world.ledger.covered([{ channel: 'test:t:a' }])).toEqual(new Map());
  });

  test('that fails at its second part keeps the papers that were seen', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1', 'p2', 'p3')], world.now);
    await settleAll(world, world.sender(createReaders(inOrder('none', 'no-access'))));
    expect([...(await world.ledger.sent('test:t:a', ['p1', 'p2', 'p3'])).keys()]).toEqual(['p1', 'p2']);
  });

  test('whose fate cannot be looked for is left to a person, and sent again when asked', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const readers = createReaders(inOrder('drop-before'), { find: 'never' });
    const sender = world.sender(readers);
    await settleAll(world, sender);
    expect(await world.ledger.get(key)).toMatchObject({ state: 'unknown' });
    expect((await world.ledger.get(key))?.notBefore).toBeUndefined();
    expect(readers.seen).toHaveLength(0);
    expect(await world.ledger.sendAgain(key, world.now)).toBe(true);
    await settleAll(world, sender);
    expect(readers.seen).toHaveLength(1);
    expect(await world.ledger.sendAgain(key, world.now)).toBe(false);
  });

  test('is not sent again because a look failed', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const readers = createReaders(inOrder('drop-after'), { find: 'fails' });
    await settleAll(world, world.sender(readers));
    expect(readers.seen).toHaveLength(1);
    expect(await world.ledger.get(key)).toMatchObject({ state: 'unknown' });
  });
});

describe('a process that was stopped while its adapter waited', () => {
  test('may not send what another process has taken over', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const other = createReaders(inOrder());
    const asked: (boolean | undefined)[] = [];
    const stopped: Messenger = {
      ...createReaders(inOrder()),
      async post(_post, _first, mayStart) {
        asked.push(mayStart?.());
        // Its clock goes on, and nothing renews its lease.
        world.now += 10 * 60_000;
        await world.sender(other, 'two').sendReady();
        asked.push(mayStart?.());
        throw later('It was stopped.', 0);
      },
    };
    await world.sender(stopped).sendReady();
    expect(asked).toEqual([true, false]);
    expect(other.seen).toHaveLength(1);
    expect(await world.ledger.get(key)).toMatchObject({ state: 'posted' });
  });
});

test('an adapter that was given up begins nothing more', async () => {
  const world = await createWorld();
  await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
  const readers = createReaders(inOrder());
  const asked: (() => boolean)[] = [];
  const answers: boolean[][] = [];
  const hanging: Messenger = {
    ...readers,
    post(post, first, mayStart = () => true) {
      asked.push(mayStart);
      answers.push(asked.map((each) => each()));
      return asked.length === 1 ? new Promise(() => {}) : readers.post(post, first);
    },
  };
  await settleAll(world, world.sender(hanging));
  expect(answers).toEqual([[true], [false, true]]);
  expect(await world.ledger.get(key)).toMatchObject({ state: 'posted' });
});

describe('a post of which something stored cannot be read', () => {
  test.each(['posting', 'unknown', 'planned'])(
    'and that may have been shown (%s, receipts) is left to a person, keeps its papers, and is sent when asked',
    async (state) => {
      const world = await createWorld();
      await world.ledger.plan([deliveryOf('a', 23, 'p1', 'p2', 'p3')], world.now);
      const readers = createReaders(inOrder());
      const sender = world.sender(readers);
      await set(world, `state = '${state}', not_before = 1, receipts = 'xx'`);
      await settleAll(world, sender);
      const kept = await world.ledger.get(key);
      expect(kept).toMatchObject({ state: 'unknown', reason: "Its stored receipts can't be read." });
      expect(kept?.notBefore).toBeUndefined();
      expect([...(await world.ledger.sent('test:t:a', ['p1', 'p2', 'p3'])).keys()]).toEqual([
        'p1',
        'p2',
        'p3',
      ]);
      expect(readers.seen).toEqual([]);
      expect(await world.ledger.sendAgain(key, world.now)).toBe(true);
      await settleAll(world, sender);
      expect(readers.seen.map(({ summary }) => summary)).toEqual(['p1 p2', 'p3']);
      expect(await world.ledger.get(key)).toMatchObject({ state: 'posted', receipts: [{}, {}] });
    },
  );

  test.each([
    ['posting', '[]', { state: 'unknown', reason: "The stored plan can't be read." }],
    ['posting', '[{"messageId":"m1"}]', { state: 'unknown', reason: "The stored plan can't be read." }],
    ['planned', '[{"messageId":"m1"}]', { state: 'failed', reason: "The stored plan can't be read." }],
    ['planned', '[]', { state: 'failed', reason: "The stored plan can't be read, so nothing was sent." }],
  ])('(%s, plan, receipts %s) says only what is known', async (state, receipts, outcome) => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1', 'p2', 'p3')], world.now);
    await set(world, `state = '${state}', plan = '{bad', receipts = '${receipts}'`);
    await settleAll(world, world.sender(createReaders(inOrder())));
    expect(await world.ledger.get(key)).toMatchObject(outcome);
    const isFree = (await world.ledger.sent('test:t:a', ['p1'])).size === 0;
    expect(isFree).toBe(outcome.reason.includes('nothing was sent'));
  });

  test('and whose papers are gone is not said to have failed when it may have been shown', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23)], world.now);
    await set(world, "state = 'posting'");
    await settleAll(world, world.sender(createReaders(inOrder())));
    expect(await world.ledger.get(key)).toMatchObject({
      state: 'unknown',
      reason: 'Its papers are no longer stored.',
    });
  });
});

describe('two deliveries of one channel', () => {
  test('keep their order', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 24, 'p2'), deliveryOf('a', 23, 'p1')], world.now);
    const readers = createReaders(inOrder('later'));
    await settleAll(world, world.sender(readers));
    expect(readers.seen.map(({ key: seen }) => seen)).toEqual([key, 'test:t:a 2026-11-24']);
  });

  test('are not held up by one that waits for a person', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1'), deliveryOf('a', 24, 'p2')], world.now);
    const readers = createReaders(inOrder('drop-before'), { find: 'never' });
    await settleAll(world, world.sender(readers));
    expect(readers.seen.map(({ summary }) => summary)).toEqual(['p2']);
  });
});

describe('two processes', () => {
  test('show a post once, though both want to send it', async () => {
    const world = await createWorld();
    const channels = Array.from({ length: 50 }, (_, at) => `c${at}`);
    await world.ledger.plan(
      channels.map((channel) => deliveryOf(channel, 23, 'p1')),
      world.now,
    );
    const readers = createReaders(inOrder());
    await Promise.all([world.sender(readers, 'one').sendReady(), world.sender(readers, 'two').sendReady()]);
    expect(readers.seen).toHaveLength(50);
  });

  test('settle what the other left when it died in the middle of a post', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    const claimed = await world.ledger.claim(key, 'dead', world.now, 90_000);
    expect(claimed?.state).toBe('posting');
    const readers = createReaders(inOrder());
    const sender = world.sender(readers, 'alive');
    await sender.sendReady();
    expect(readers.seen).toHaveLength(0);
    world.now += 90_001;
    await sender.sendReady();
    expect(readers.seen).toHaveLength(1);
  });

  test('that lost its lease writes nothing more', async () => {
    const world = await createWorld();
    await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
    await world.ledger.claim(key, 'slow', world.now, 90_000);
    world.now += 90_001;
    expect(await world.ledger.renew(key, 'slow', world.now, 90_000)).toBe(false);
    const late = { kind: 'part', receipt: { messageId: 'm' }, done: true } as const;
    expect(await world.ledger.settle(key, 'slow', late, world.now)).toBe(false);
  });
});

test('a clock set back does not leave a delivery hanging on a lease or a wait of the future', async () => {
  const world = await createWorld();
  await world.ledger.plan([deliveryOf('a', 23, 'p1')], world.now);
  world.now += 30 * 24 * 3_600_000;
  await world.ledger.claim(key, 'dead', world.now, 90_000);
  world.now -= 30 * 24 * 3_600_000;
  const readers = createReaders(inOrder());
  await settleAll(world, world.sender(readers));
  expect(readers.seen).toHaveLength(1);
});

test('a hundred ambiguous faults of each kind show at most one post a key, and leave none without a state', async () => {
  const kinds: Fault[] = ['drop-before', 'drop-after', 'error-before', 'error-after', 'hang-after'];
  for (const find of ['works', 'fails'] as const) {
    for (const kind of kinds) {
      const world = await createWorld();
      const channels = Array.from({ length: 100 }, (_, at) => `c${at}`);
      await world.ledger.plan(
        channels.map((channel) => deliveryOf(channel, 23, 'p1')),
        world.now,
      );
      const tried = new Set<string>();
      const readers = createReaders(
        (post) => {
          const first = !tried.has(post.key);
          tried.add(post.key);
          return first ? kind : 'none';
        },
        { find },
      );
      await settleAll(world, world.sender(readers));
      const states = await Promise.all(
        channels.map((channel) => world.ledger.get(`test:t:${channel} 2026-11-23`)),
      );
      expect(Math.max(0, ...readers.counts().values())).toBeLessThanOrEqual(1);
      expect(new Set(states.map((delivery) => delivery?.state))).toEqual(
        new Set([find === 'works' ? 'posted' : 'unknown']),
      );
      if (find === 'works') expect(readers.seen).toHaveLength(100);
    }
  }
});

test('a platform that is not connected does not keep the sender busy, and gets its post once it is', async () => {
  const world = await createWorld();
  const gone = ['a', 'b', 'c'].map((name) => ({ ...deliveryOf(name, 23, 'p1'), channel: `gone:t:${name}` }));
  await world.ledger.plan([...gone, deliveryOf('d', 23, 'p1')], world.now);
  const calls: string[] = [];
  const counted = new Proxy(world.ledger, {
    get(ledger, name) {
      calls.push(String(name));
      return Reflect.get(ledger, name);
    },
  });
  const readers = createReaders(inOrder());
  await world.sender(readers, 'one', counted).sendReady();
  expect(readers.seen.map(({ channel }) => channel)).toEqual(['test:t:d']);
  // Two looks at what is ready, and claim, renew and settle for the one that could be sent.
  expect(calls.length).toBeLessThanOrEqual(8);
  expect(await world.ledger.get('gone:t:a 2026-11-23')).toMatchObject({ state: 'planned', attempts: 0 });
  const back = createReaders(inOrder(), { platform: 'gone' });
  await settleAll(world, world.sender(back));
  expect(back.seen).toHaveLength(3);
});

test('a post that cannot be made is tried again, and given up with its papers free', async () => {
  const world = await createWorld();
  await world.ledger.plan([deliveryOf('a', 23, 'p1'), deliveryOf('b', 23, 'p1')], world.now);
  const readers = createReaders(inOrder());
  let fails = true;
  const sender = world.sender(readers, 'one', world.ledger, (delivery) => {
    if (fails && delivery.channel === 'test:t:a') throw new RangeError('Invalid time value');
  });
  await sender.sendReady();
  expect(readers.seen.map(({ channel }) => channel)).toEqual(['test:t:b']);
  expect(await world.ledger.get(key)).toMatchObject({
    state: 'planned',
    reason: 'The post could not be prepared: Paperboy had an unexpected error. Its log has the details.',
  });
  await settleAll(world, sender);
  expect(await world.ledger.get(key)).toMatchObject({ state: 'failed' });
  expect(await world.ledger.sent('test:t:a', ['p1'])).toEqual(new Map());
  fails = false;
  await world.ledger.plan([deliveryOf('a', 24, 'p1')], world.now);
  await settleAll(world, sender);
  expect(readers.seen).toHaveLength(2);
});
