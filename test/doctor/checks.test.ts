import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkEnvFile, checkPort, checkTime } from '../../src/doctor/machine-checks.ts';
import { runChecks, worstOf } from '../../src/doctor/run-checks.ts';
import { createServerDates } from '../../src/doctor/server-dates.ts';
import { checkSource } from '../../src/doctor/source-checks.ts';
import {
  checkWriting,
  sayClocks,
  sayParked,
  sayQueue,
  sayRoom,
  saySchema,
} from '../../src/doctor/store-checks.ts';
import { PaperboyError } from '../../src/model/errors.ts';
import { failed, well } from '../../src/model/finding.ts';
import { openStore } from '../../src/store/store.ts';
import { digestOf, paperOf } from '../app/world.ts';

const NOW = Date.parse('2026-11-27T12:00:00Z');
const asIs = (text: string) => text;

describe('checks', () => {
  test('each tell what they found, in their order, though one throws and one never answers', async () => {
    const found = await runChecks(
      [
        { about: 'a', look: () => new Promise(() => {}) },
        { about: 'b', look: async () => [well('b', 'Good.')] },
        {
          about: 'c',
          look: () => Promise.reject(new PaperboyError('later', 'c is away. It will be tried again.')),
        },
      ],
      20,
      asIs,
    );
    expect(found).toEqual([
      failed('a', 'There was no answer within 0.02 seconds.'),
      well('b', 'Good.'),
      failed('c', 'c is away.'),
    ]);
    expect(worstOf(found)).toBe('fail');
    expect(worstOf([])).toBe('ok');
  });

  test('show no secret, wherever it is said', async () => {
    const look = async () => [failed('x s3cret', 'The s3cret was refused.', 'Change s3cret.')];
    const [found] = await runChecks([{ about: 'x', look }], 1_000, (text) =>
      text.replaceAll('s3cret', '***'),
    );
    expect(JSON.stringify(found)).not.toContain('s3cret');
  });
});

describe('the store', () => {
  test('gives back what is written, or is said to fail', async () => {
    const store = await openStore(':memory:');
    expect(await checkWriting(store.shelf('doctor'), 'The store x', '1')).toMatchObject({ standing: 'ok' });
    const forgetful = { ...store.shelf<number>('doctor'), get: async () => undefined };
    expect(await checkWriting(forgetful, 'The store x', '1')).toMatchObject({ standing: 'fail' });
    expect(await Array.fromAsync(store.shelf('doctor').entries())).toEqual([]);
    await store.close();
  });

  test.each([
    [10e6, 0, 'fail', 'Only 10 MB'],
    [500e6, 0, 'warn', 'Only 500 MB'],
    [5e9, 6e9, 'warn', 'Only 5.0 GB'],
    [50e9, 6e9, 'ok', '50.0 GB are free in /data; the store has 6.0 GB.'],
  ])('with %d bytes free beside %d is %s', (free, used, standing, words) => {
    const found = sayRoom('/data', { free, used });
    expect(found.standing).toBe(standing);
    expect(found.line).toContain(words);
  });

  test('tells of posts that nobody sends, of channels that wait, and of clocks that are apart', () => {
    const queue = { waiting: 0, forPerson: 0 };
    expect(sayQueue(queue, NOW)).toEqual([well('posts', 'No post waits to be sent.')]);
    const due = (ago: number) => ({ ...queue, waiting: 2, oldestDue: NOW - ago });
    expect(sayQueue(due(60_000), NOW)[0]?.standing).toBe('ok');
    expect(sayQueue(due(3_600_000), NOW)).toMatchObject([
      { standing: 'warn', line: '2 posts to be sent; the oldest was due Fri, Nov 27, 2026 at 11:00 UTC.' },
    ]);
    expect(sayQueue({ ...queue, forPerson: 1 }, NOW)).toMatchObject([
      { standing: 'ok' },
      { standing: 'warn', line: "1 post couldn't be confirmed." },
    ]);
    const many = Array.from({ length: 12 }, (_, at) => ({
      name: `#c${at}`,
      why: 'It is archived.',
      todo: 'Unarchive it.',
    }));
    expect(sayParked(many).map(({ line }) => line)).toEqual([
      ...many.slice(0, 10).map(({ name }) => `${name}: It is archived.`),
      "2 more channels can't be posted to.",
    ]);
    for (const { todo } of sayParked(many)) expect(todo).toBeTruthy();
    expect(
      sayClocks(
        () => NOW,
        () => NOW + 1_000,
      ),
    ).toEqual([]);
    expect(
      sayClocks(
        () => NOW,
        () => NOW + 90_000,
      )[0]?.line,
    ).toContain('90 seconds apart');
  });
});

test('the schema of a store is known, of a newer version, or to be updated by the next start', () => {
  const names = { found: '0007-a', known: '0008-b' };
  expect(saySchema('current', names).standing).toBe('ok');
  expect(saySchema('newer', names)).toMatchObject({
    standing: 'warn',
    line: expect.stringContaining('works with it'),
  });
  expect(saySchema('older', names)).toMatchObject({
    standing: 'warn',
    todo: expect.stringContaining('updates the store'),
  });
});

describe('the clock', () => {
  const answer = (host: string, off: number) => ({
    host,
    date: NOW + off,
    askedAt: NOW - 2_000,
    cameAt: NOW,
  });

  test.each([
    [[0], 'ok', 'It agrees with that of a0.'],
    [[-1_500], 'ok', 'It agrees'],
    [[61_000], 'warn', "This machine's clock is 61 seconds behind that of a0."],
    [[-3_600_000], 'warn', 'is 3,598 seconds ahead of'],
    [[59_000], 'ok', 'It agrees'],
    // A server with a wrong clock of its own.
    [[-3_600_000, 500], 'ok', 'It agrees with that of a1.'],
  ])('that servers are apart from by %j ms is %s', (offs, standing, words) => {
    const dates = createServerDates();
    for (const [at, off] of offs.entries()) dates.heard(answer(`a${at}`, off));
    expect(dates.findings()).toMatchObject([
      { about: 'clock', standing, line: expect.stringContaining(words) },
    ]);
  });

  test('is not judged where no server said the time', () => {
    expect(createServerDates().findings()).toEqual([]);
  });
});

describe('a source', () => {
  const state = { name: 'lab feed', newest: '2026-11-26', papers: 3 };

  test('that answers says how new it is', async () => {
    const source = { name: 'lab feed', fetch: async () => [digestOf('2026-11-26', paperOf('One'))] };
    expect(await checkSource(source, state, NOW)).toEqual([
      well('source lab feed', 'It answers. Its newest digest is from Thu, Nov 26, 2026, with 3 papers.'),
    ]);
    const [unread] = await checkSource(source, { name: 'lab feed' }, NOW);
    expect(unread?.line).toBe("It answers. It has 1 paper that Paperboy hasn't read yet.");
  });

  test('that fails, has problems or gives nothing new says so', async () => {
    const down = { name: 'lab feed', fetch: () => Promise.reject(new Error('lab.example is away')) };
    expect((await checkSource(down, state, NOW))[0]).toMatchObject({
      standing: 'fail',
      line: 'lab.example is away',
    });
    const half = {
      name: 'lab feed',
      fetch: async () => ({ digests: [], problems: ['Entry 3 has no title.'] }),
    };
    expect(await checkSource(half, { ...state, staleSince: NOW - 1e9 }, NOW)).toMatchObject([
      { standing: 'warn', line: 'Entry 3 has no title.' },
      { standing: 'warn', line: expect.stringMatching(/^Nothing new came since/) },
    ]);
  });
});

describe('the machine', () => {
  test('tells the time in the zone of the posts, and that a clock is wrong', () => {
    expect(checkTime(NOW, 'Europe/Berlin')[0]).toEqual(
      well('clock', 'It is 2026-11-27 13:00 in Europe/Berlin.'),
    );
    expect(checkTime(Date.parse('2001-01-01T00:00:00Z'), 'UTC')[0]?.standing).toBe('fail');
  });

  test('tells that others may read a file with secrets, and nothing of one without', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'paperboy-doctor-')), '.env');
    expect(await checkEnvFile(path, true)).toEqual([]);
    writeFileSync(path, 'X=1');
    chmodSync(path, 0o644);
    expect(await checkEnvFile(path, true)).toMatchObject([
      { standing: 'warn', todo: `Run \`chmod 600 ${path}\`.` },
    ]);
    expect(await checkEnvFile(path, false)).toEqual([]);
    chmodSync(path, 0o600);
    expect(await checkEnvFile(path, true)).toEqual([]);
  });

  test('tells whose a port is', async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as { port: number };
    const place = { setting: 'PORT', host: '127.0.0.1', port };
    expect(await checkPort(place, async () => false)).toMatchObject({ standing: 'fail' });
    expect(await checkPort(place, async () => true)).toMatchObject({ standing: 'ok' });
    await new Promise((resolve) => server.close(resolve));
    expect((await checkPort(place, async () => false)).line).toBe(`PORT ${port} on 127.0.0.1 can be opened.`);
    expect(await checkPort({ ...place, host: '203.0.113.9' }, async () => false)).toMatchObject({
      standing: 'fail',
      line: expect.stringContaining('EADDRNOTAVAIL'),
    });
  });
});
