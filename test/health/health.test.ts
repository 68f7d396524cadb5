import { describe, expect, test } from 'vitest';
import { bounded, shared } from '../../src/health/bounded.ts';
import { createConnections } from '../../src/health/connections.ts';
import { createHealth, type HealthContext } from '../../src/health/health.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { createReaders } from '../delivery/readers.ts';

const now = Date.parse('2026-11-23T09:00:00Z');
const day = 24 * 3_600_000;

function reportOf(more: Partial<HealthContext> = {}) {
  return createHealth({
    phase: () => 'running',
    store: async () => ({ ok: true }),
    connections: () => [{ platform: 'web', isLocal: true }],
    sources: () => [{ name: 'hugging-face', lastFetch: now }],
    settings: () => undefined,
    clock: () => now,
    redact: (text) => text,
    ...more,
  })();
}

describe('the report', () => {
  test('is ready, with one line for each part', async () => {
    expect(await reportOf()).toEqual({
      ready: true,
      status: 'ready',
      parts: {
        store: { ok: true, line: 'The store answers.' },
        web: { ok: true, line: 'Connected.' },
        'source hugging-face': { ok: true, line: 'Read Mon, Nov 23, 2026 at 09:00 UTC.' },
      },
    });
  });

  test.each(['starting', 'stopping'] as const)('is not ready while %s', async (phase) => {
    expect(await reportOf({ phase: () => phase })).toMatchObject({ ready: false, status: phase });
  });

  test('is not ready without the store, and says why', async () => {
    const down = { ok: false, line: "Paperboy's store can't be used right now: the disk is full." };
    expect(await reportOf({ store: async () => down })).toMatchObject({
      ready: false,
      status: 'not ready',
      parts: { store: down },
    });
    const silent = await reportOf({ store: async () => undefined });
    expect(silent).toMatchObject({ ready: false, parts: { store: { ok: false } } });
    expect(silent.parts.store?.line).toBe('The store did not answer in time.');
  });

  test('is degraded while jobs are worked on but something is wrong with them, and says what', async () => {
    const warning = "Posts are sent, but the job queue can't be maintained.";
    expect(await reportOf({ store: async () => ({ ok: true, warning }) })).toMatchObject({
      ready: true,
      status: 'degraded',
      parts: { store: { ok: true }, jobs: { ok: false, line: warning } },
    });
  });

  test('is not ready when no platform is connected, and is when one of two is', async () => {
    const web = { platform: 'web', isLocal: true };
    const [one, two] = ['one', 'two'].map((platform) => ({ platform, isLocal: false }));
    const problem = 'It cannot be reached.';
    const none = await reportOf({ connections: () => [web, { ...one!, problem }] });
    expect(none).toMatchObject({
      ready: false,
      parts: { one: { ok: false, line: problem }, web: { ok: true } },
    });
    const some = await reportOf({ connections: () => [{ ...one!, problem }, two!] });
    expect(some).toMatchObject({ ready: true, status: 'degraded', parts: { two: { ok: true } } });
  });

  test('a source that fails or is stale is told, and what is stored is still searched', async () => {
    const report = await reportOf({
      sources: () => [
        { name: 'stale', lastFetch: now, staleSince: now - 2 * day },
        { name: 'failing', lastFetch: now - 2 * day, failures: 9, problem: 'It answered 503.' },
        { name: 'new' },
      ],
    });
    expect(report).toMatchObject({ ready: true, status: 'degraded' });
    expect(report.parts['source stale']).toEqual({
      ok: false,
      line: 'Read Mon, Nov 23, 2026 at 09:00 UTC. Nothing new since Sat, Nov 21, 2026 at 09:00 UTC.',
    });
    expect(report.parts['source failing']?.line).toMatch(/^Read Sat, .* It answered 503\.$/);
    expect(report.parts['source new']).toEqual({ ok: true, line: 'Not read yet.' });
  });

  test('settings that differ between processes are told, and posts go on', async () => {
    const line = 'TIMEZONE is UTC here and Asia/Tokyo there.';
    const report = await reportOf({ settings: () => line });
    expect(report).toMatchObject({
      ready: true,
      status: 'degraded',
      parts: { settings: { ok: false, line } },
    });
  });

  test('shows no secret', async () => {
    const report = await reportOf({
      redact: (text) => text.replaceAll('hunter2', '[secret]'),
      connections: () => [{ platform: 'one', isLocal: false, problem: 'The token hunter2 is wrong.' }],
      sources: () => [{ name: 'feed hunter2', problem: 'hunter2 was refused.' }],
      store: async () => ({ ok: false, line: 'postgres://user:hunter2@host is gone.' }),
    });
    expect(JSON.stringify(report)).not.toContain('hunter2');
    expect(report.parts.one?.line).toBe('The token [secret] is wrong.');
  });
});

describe('connections', () => {
  const messenger = createReaders(() => 'none');

  test('a platform is noted when it starts, fails, is lost and stops', async () => {
    let failure: Error | undefined = new PaperboyError('later', 'It cannot be reached.');
    let trouble: string | undefined;
    const connections = createConnections();
    const adapter = connections.watch(
      {
        messenger,
        async start() {
          if (failure) throw failure;
          return {};
        },
        stop: async () => {},
        trouble: () => trouble,
      },
      false,
    );
    const problem = () => connections.all()[0]?.problem;
    expect(problem()).toBe('It is not connected yet.');
    await expect(adapter.start()).rejects.toThrow('It cannot be reached.');
    expect(problem()).toBe('It cannot be reached.');
    failure = undefined;
    await adapter.start();
    expect(connections.all()).toEqual([{ platform: 'test', isLocal: false }]);
    trouble = 'The connection was lost.';
    expect(problem()).toBe('The connection was lost.');
    trouble = undefined;
    expect(problem()).toBeUndefined();
    await adapter.stop();
    expect(problem()).toBe('It was stopped.');
  });
});

describe('what is waited for', () => {
  test('is given up after its time, and not begun again while it runs', async () => {
    let begun = 0;
    const answered = Promise.withResolvers<string>();
    const ask = bounded(() => {
      begun++;
      return answered.promise;
    }, 20);
    expect(await Promise.all([ask(), ask()])).toEqual([undefined, undefined]);
    expect(begun).toBe(1);
    answered.resolve('here');
    await answered.promise;
    expect(await ask()).toBe('here');
  });

  test('has no answer when it fails, and is begun again', async () => {
    const answers = [Promise.reject(new Error('gone')), Promise.resolve('back')];
    const ask = bounded(() => answers.shift() ?? Promise.resolve('more'), 1_000);
    expect([await ask(), await ask()]).toEqual([undefined, 'back']);
  });
});

describe('what is shared', () => {
  test('is made once for all who ask at once and for a while after, and again after a failure', async () => {
    let made = 0;
    const answers = [Promise.reject(new Error('gone')), Promise.resolve('back')];
    const ask = shared(() => answers[made++] ?? Promise.resolve('more'), 600_000);
    await expect(Promise.all([ask(), ask()])).rejects.toThrow('gone');
    expect(await Promise.all([ask(), ask()])).toEqual(['back', 'back']);
    expect(await ask()).toBe('back');
    expect(made).toBe(2);
  });

  test('is made anew when its time is over', async () => {
    let made = 0;
    const ask = shared(async () => ++made, 0);
    expect([await ask(), await ask()]).toEqual([1, 2]);
  });
});
