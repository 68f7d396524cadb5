import { describe, expect, test } from 'vitest';
import { createMonitor } from '../../src/cli/monitor.ts';
import type { CommandService } from '../../src/model/ports.ts';
import { openStore } from '../../src/store/store.ts';
import { type AppWorld, ada, createAppWorld, digestOf, general, ml, paperOf } from '../app/world.ts';
import { createReaders } from '../delivery/readers.ts';
import { type Family, readExposition, sampleOf } from './exposition.ts';

interface Seen {
  world: AppWorld;
  service: CommandService;
  read(): Promise<Map<string, Family>>;
  /** One value, as a scrape finds it. */
  value(name: string, labels?: Record<string, string>): Promise<number | undefined>;
}

/** A whole app that is watched as `start` watches it. */
async function createSeen(perSecond?: number): Promise<Seen> {
  const now = { clock: () => Date.parse('2026-11-23T08:00:00Z') };
  const monitor = createMonitor({
    clock: () => now.clock(),
    version: '1.2.3',
    redact: (text) => text,
    sharedMs: 0,
  });
  const { metrics, endpoints } = monitor;
  const store = await openStore(':memory:', { onStatement: metrics.store.onStatement });
  const world = await createAppWorld('2026-11-23T08:00:00Z', {
    store,
    observer: metrics.deliveries.observer,
    // A turn comes when it is due; what is waited for longer has its answer before.
    sleep: (ms) =>
      ms >= 2_000
        ? new Promise(() => {})
        : new Promise((done) => {
            world.now += ms;
            setImmediate(done);
          }),
  });
  now.clock = () => world.now;
  // Without the store's own clock: time passes when the test says so.
  monitor.watchStore({ db: store.db, health: store.health });
  monitor.watchApp(world.app);
  monitor.setPhase('running');
  const readers =
    perSecond === undefined ? world.readers : createReaders((post) => world.faultFor(post), { perSecond });
  const { adapter } = monitor.watchAdapter({
    adapter: { messenger: readers, start: async () => ({}), stop: async () => {} },
    local: undefined,
  });
  world.app.connect(adapter.messenger);
  await adapter.start();
  const read = async () => {
    const page = endpoints.find(({ path }) => path === '/metrics');
    const { status, type, body } = (await page?.answer()) ?? {};
    expect({ status, type }).toEqual({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' });
    return readExposition(body ?? '');
  };
  return {
    world,
    service: metrics.measureCommands(world.app.service),
    read,
    value: async (name, labels) => sampleOf(await read(), name, labels),
  };
}

const outcome = (kind: string) => ({ platform: 'test', outcome: kind });

describe('deliveries', () => {
  test('a post that arrives counts, with how late it was', async () => {
    const { world, read } = await createSeen();
    await world.app.service.join(general);
    world.digests = [digestOf('2026-11-23', paperOf('Posted on time'))];
    await world.tick('2026-11-23T09:04:00Z');
    const seen = await read();
    expect(sampleOf(seen, 'paperboy_plans_total', { kind: 'post', reason: 'on-time' })).toBe(1);
    expect(sampleOf(seen, 'paperboy_delivery_outcomes_total', outcome('posted'))).toBe(1);
    expect(sampleOf(seen, 'paperboy_delivery_outcomes_total', outcome('failed'))).toBe(0);
    expect(sampleOf(seen, 'paperboy_delivery_lag_seconds_sum', { platform: 'test' })).toBe(240);
    const within = (le: string) =>
      sampleOf(seen, 'paperboy_delivery_lag_seconds_bucket', { platform: 'test', le });
    expect([within('120'), within('300')]).toEqual([0, 1]);
    expect(
      sampleOf(seen, 'paperboy_platform_seconds_count', { platform: 'test', request: 'post', result: 'ok' }),
    ).toBe(1);
    expect(sampleOf(seen, 'paperboy_deliveries', { state: 'planned' })).toBe(0);
  });

  test('a post after a downtime counts as late', async () => {
    const { world, value } = await createSeen();
    await world.app.service.join(general);
    world.digests = [digestOf('2026-11-23', paperOf('Posted late'))];
    await world.tick('2026-11-23T12:00:00Z');
    expect(await value('paperboy_plans_total', { kind: 'post', reason: 'late' })).toBe(1);
    expect(await value('paperboy_delivery_lag_seconds_sum', { platform: 'test' })).toBe(10_800);
  });

  test('a silence counts by the kind of its reason', async () => {
    const { world, value } = await createSeen();
    await world.ask('subscribe "a topic that nobody writes about"');
    world.digests = [digestOf('2026-11-23', paperOf('Something else'))];
    await world.tick('2026-11-23T09:00:00Z');
    expect(await value('paperboy_plans_total', { kind: 'silence', reason: 'no-match' })).toBe(1);
    await world.ask('pause');
    await world.tick('2026-11-24T09:00:00Z');
    expect(await value('paperboy_plans_total', { kind: 'silence', reason: 'paused' })).toBe(1);
    expect(await value('paperboy_plans_total', { kind: 'silence', reason: 'no-match' })).toBe(1);
  });

  test('a failure, a wait that the platform told, and an answer that is missing each count as what they are', async () => {
    const { world, read } = await createSeen();
    await world.app.service.join(general);
    await world.app.service.join(ml);
    const other = { id: 'test:t:other', name: '#other' };
    await world.app.service.join(other);
    world.digests = [digestOf('2026-11-23', paperOf('Not everywhere'))];
    world.faultFor = ({ channel }) => {
      if (channel === general.id) return 'refuse';
      return channel === ml.id ? 'later' : 'drop-before';
    };
    await world.tick('2026-11-23T09:00:00Z');
    const seen = await read();
    for (const kind of ['failed', 'later', 'unknown'])
      expect(sampleOf(seen, 'paperboy_delivery_outcomes_total', outcome(kind))).toBe(1);
    expect(sampleOf(seen, 'paperboy_delivery_wait_seconds_sum', { cause: 'platform' })).toBe(3);
    expect(sampleOf(seen, 'paperboy_delivery_wait_seconds_count', { cause: 'confirmation' })).toBe(1);
    expect(sampleOf(seen, 'paperboy_deliveries', { state: 'planned' })).toBe(1);
    expect(sampleOf(seen, 'paperboy_deliveries', { state: 'unknown' })).toBe(1);
    expect(sampleOf(seen, 'paperboy_deliveries_ready')).toBe(0);
    expect(sampleOf(seen, 'paperboy_delivery_oldest_seconds')).toBe(0);

    world.now += 3_000;
    expect(sampleOf(await read(), 'paperboy_deliveries_ready')).toBe(1);
    world.faultFor = () => 'none';
    await world.tick('2026-11-23T09:10:00Z');
    const later = await read();
    expect(sampleOf(later, 'paperboy_delivery_outcomes_total', outcome('posted'))).toBe(2);
    expect(sampleOf(later, 'paperboy_deliveries', { state: 'planned' })).toBe(0);
    expect(sampleOf(later, 'paperboy_delivery_lag_seconds_sum', { platform: 'test' })).toBe(1_200);
  });

  test('a post that waits for its turn counts as a wait', async () => {
    const { world, read } = await createSeen(2);
    for (const at of [1, 2, 3, 4]) await world.app.service.join({ id: `test:t:${at}`, name: `#${at}` });
    world.digests = [digestOf('2026-11-23', paperOf('In turn'))];
    await world.tick('2026-11-23T09:00:00Z');
    const seen = await read();
    expect(sampleOf(seen, 'paperboy_delivery_outcomes_total', outcome('posted'))).toBe(4);
    expect(sampleOf(seen, 'paperboy_delivery_wait_seconds_count', { cause: 'turn' })).toBe(3);
  });

  test('a post that could not be confirmed waits for a person', async () => {
    const { world, value } = await createSeen();
    await world.app.service.join(general);
    world.digests = [digestOf('2026-11-23', paperOf('Perhaps there'))];
    await world.tick('2026-11-23T09:00:00Z');
    await world.store.db.updateTable('deliveries').set({ state: 'unknown', not_before: null }).execute();
    expect(await value('paperboy_deliveries_unconfirmed')).toBe(1);
    expect(await value('paperboy_deliveries', { state: 'unknown' })).toBe(1);
    expect(await value('paperboy_delivery_oldest_seconds')).toBe(0);
  });
});

describe('everything else', () => {
  test('a command is measured by its name, and a button and a form by what they are', async () => {
    const { service, read } = await createSeen();
    const asked = { place: general, person: ada };
    await service.ask({ ...asked, text: 'hyperparameter tuning' });
    await service.ask({ ...asked, text: 'subscribe lora' });
    await service.ask({ ...asked, text: 'schedule at the crack of dawn' });
    await service.press({ ...asked, act: { do: 'ask', text: 'status' } });
    await service.press({ ...asked, act: { do: 'saved', from: 0 } });
    await service.form(general);
    await service.suggest({ place: general, person: ada, typed: 'lo', limit: 5 });
    const seen = await read();
    const count = (command: string, how: string) =>
      sampleOf(seen, 'paperboy_command_seconds_count', { command, asked: how });
    expect([count('search', 'text'), count('subscribe', 'text'), count('misused', 'text')]).toEqual([
      1, 1, 1,
    ]);
    expect([count('status', 'button'), count('saved', 'button')]).toEqual([1, 1]);
    expect([count('settings', 'form'), count('suggest', 'suggest')]).toEqual([1, 1]);
  });

  test('sources, the index, the store and the process tell how they are', async () => {
    const { world, read } = await createSeen();
    await world.app.service.join(general);
    world.digests = [digestOf('2026-11-23', paperOf('Indexed'), paperOf('Also indexed'))];
    await world.tick('2026-11-23T09:00:00Z');
    await world.ask('indexed');
    const seen = await read();
    const nine = Date.parse('2026-11-23T09:00:00Z') / 1000;
    const source = { source: 'test source' };
    expect(sampleOf(seen, 'paperboy_source_read_timestamp_seconds', source)).toBe(nine);
    expect(sampleOf(seen, 'paperboy_source_new_timestamp_seconds', source)).toBe(nine);
    expect(sampleOf(seen, 'paperboy_source_failures', source)).toBe(0);
    expect(sampleOf(seen, 'paperboy_source_stale', source)).toBe(0);
    expect(sampleOf(seen, 'paperboy_index_papers')).toBe(2);
    expect(sampleOf(seen, 'paperboy_index_terms')).toBeGreaterThan(3);
    expect(sampleOf(seen, 'paperboy_index_bytes')).toBeGreaterThan(100);
    expect(sampleOf(seen, 'paperboy_store_up')).toBe(1);
    expect(sampleOf(seen, 'paperboy_store_errors_total', { kind: 'read' })).toBe(0);
    for (const kind of ['read', 'write'])
      expect(sampleOf(seen, 'paperboy_store_statement_seconds_count', { kind })).toBeGreaterThan(3);
    expect(sampleOf(seen, 'paperboy_ready')).toBe(1);
    expect(sampleOf(seen, 'paperboy_channels')).toBe(1);
    expect(sampleOf(seen, 'paperboy_channels_parked')).toBe(0);
    expect(sampleOf(seen, 'paperboy_platform_connected', { platform: 'test' })).toBe(1);
    expect(sampleOf(seen, 'paperboy_info', { version: '1.2.3' })).toBe(1);
    expect(sampleOf(seen, 'process_resident_memory_bytes')).toBeGreaterThan(1_000_000);
  });

  test('a source that fails, and a statement that fails, count', async () => {
    const { world, value } = await createSeen();
    Object.defineProperty(world, 'digests', {
      get() {
        throw new Error('the server is gone');
      },
    });
    await world.tick('2026-11-23T09:00:00Z');
    await world.tick('2026-11-23T09:01:00Z');
    expect(await value('paperboy_source_failures', { source: 'test source' })).toBe(2);
    await world.store.db
      .selectFrom('nothing' as never)
      .execute()
      .catch(() => {});
    // A statement that cannot be prepared was tried all the same.
    expect(await value('paperboy_store_errors_total', { kind: 'read' })).toBe(1);
  });

  test('what the store holds is left out while it does not answer', async () => {
    const { world, read } = await createSeen();
    await world.app.service.join(general);
    expect(sampleOf(await read(), 'paperboy_channels')).toBe(1);
    await world.store.close();
    const seen = await read();
    expect(sampleOf(seen, 'paperboy_store_up')).toBe(0);
    for (const name of [
      'paperboy_channels',
      'paperboy_channels_parked',
      'paperboy_deliveries_ready',
      'paperboy_delivery_oldest_seconds',
    ])
      expect(sampleOf(seen, name)).toBeUndefined();
  });

  test('no channel, person, query or paper is in a label, and more of them make no more series', async () => {
    const { world, service, read } = await createSeen();
    const use = async (many: number) => {
      for (let at = 0; at < many; at++) {
        const place = { id: `test:t:secret-channel-${at}`, name: `#secret-channel-${at}` };
        const person = { id: `secret-person-${at}`, name: `Secret Person ${at}` };
        await service.join(place);
        await service.ask({ place, person, text: `secret query ${at}` });
        await service.ask({ place, person, text: `subscribe secret topic ${at}` });
        await service.press({ place, person, act: { do: 'abstract', id: `2611.0000${at}` } });
      }
    };
    world.digests = [digestOf('2026-11-23', paperOf('Secret topic 1'))];
    await service.join(general);
    await use(1);
    await world.tick('2026-11-23T09:00:00Z');
    const first = await read();
    const series = (seen: Map<string, Family>) =>
      [...seen.values()].flatMap(({ samples }) =>
        samples
          .filter(({ name }) => name.startsWith('paperboy_'))
          .map(({ name, labels }) => `${name} ${JSON.stringify(labels)}`),
      );
    await use(9);
    await world.tick('2026-11-24T09:00:00Z');
    const second = await read();
    expect(series(second).sort()).toEqual(series(first).sort());
    expect(series(second).filter((one) => /secret|2611/i.test(one))).toEqual([]);
  });
});

test('what a scraper would refuse is refused here', () => {
  const wrong = [
    'a 1',
    '# TYPE a gauge\na 1\na 2\n',
    '# TYPE a gauge\nb 1\n',
    '# TYPE a gauge\na{b=c} 1\n',
    '# TYPE a gauge\na{b="c} 1\n',
    '# TYPE a gauge\na one\n',
    '# TYPE a gauge\n# TYPE a gauge\n',
    '# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n',
    '# TYPE a histogram\na_bucket{le="1"} 1\na_sum 1\na_count 1\n',
  ];
  for (const text of wrong) expect(() => readExposition(text), text).toThrow();
  const right = '# HELP a What it is.\n# TYPE a gauge\na{b="c \\"d\\" \\\\"} 1e-7\n';
  expect(readExposition(right).get('a')?.samples).toEqual([
    { name: 'a', labels: { b: 'c "d" \\' }, value: 1e-7 },
  ]);
});
