import { existsSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import type { Finding } from '../../src/model/finding.ts';
import { NEWEST } from '../../src/store/migrate.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { begin, newFolder, paperboy } from './run.ts';

const SECRET = 'xoxb-1-very-s3cret-token';
/** Nothing listens there, and nothing is asked beyond this machine. */
const AWAY = {
  SOURCES: 'bundled',
  SLACK_BOT_TOKEN: SECRET,
  SLACK_SIGNING_SECRET: 'a-signing-s3cret',
  SLACK_API_URL: 'http://127.0.0.1:9/api/',
  SLACK_PORT: '0',
  PORT: '0',
};
const findings = (out: string) => JSON.parse(out) as Finding[];

describe('paperboy doctor', () => {
  test('finds a new installation in order, and leaves nothing behind', async () => {
    const dataDir = join(newFolder(), 'data');
    const { code, out, err } = await paperboy(['doctor'], {
      dataDir,
      env: { SOURCES: 'bundled', PORT: '0' },
    });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('There is none yet. The first `paperboy start` makes it:');
    expect(out).toMatch(/^ok {4}source bundled digest {2}It answers\./m);
    expect(out).toMatch(/Everything is in order\.\n$/);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('names what is wrong with each setting, and looks at the platforms all the same', async () => {
    const { code, out } = await paperboy(['doctor', '--json'], { env: { ...AWAY, POST_AT: '99' } });
    expect(code).toBe(1);
    expect(findings(out)).toContainEqual(
      expect.objectContaining({
        about: 'settings',
        standing: 'fail',
        line: expect.stringMatching(/^POST_AT is "99"/),
      }),
    );
    expect(findings(out)).toContainEqual(expect.objectContaining({ about: 'slack', standing: 'fail' }));
  });

  test('tells of a platform that is away without a secret, and looks at the rest', async () => {
    const { code, out, err } = await paperboy(['doctor'], { env: AWAY });
    expect(code).toBe(1);
    expect(out).toMatch(/^fail {2}slack .*Slack can't be reached/m);
    expect(out).not.toContain('tried again');
    expect(out).toMatch(/^ok {4}store /m);
    expect(out + err).not.toContain('s3cret');
  });

  test('tells of a store that is damaged, and how to go on', async () => {
    const dataDir = newFolder();
    writeFileSync(join(dataDir, 'paperboy.sqlite'), 'this is no database'.repeat(1_000));
    const { code, out } = await paperboy(['doctor', '--json'], { dataDir, env: AWAY });
    expect(code).toBe(1);
    const [store] = findings(out).filter(({ about }) => about === 'store');
    expect(store).toMatchObject({ standing: 'fail', line: expect.stringContaining('paperboy.sqlite') });
    expect(findings(out)).toContainEqual(expect.objectContaining({ about: 'slack' }));
  });

  test('tells of a store of an older or newer version, and updates none', async () => {
    const dataDir = newFolder();
    const url = join(dataDir, 'paperboy.sqlite');
    const change = async (work: (store: Store) => Promise<unknown>) => {
      const store = await openStore(url);
      await work(store);
      await store.close();
    };
    const look = async () => {
      const { out } = await paperboy(['doctor', '--json'], {
        dataDir,
        env: { SOURCES: 'bundled', PORT: '0' },
      });
      return findings(out).filter(({ about }) => about === 'schema' || about === 'store');
    };
    await change(({ db }) =>
      sql`INSERT INTO kysely_migration VALUES ('9041-colors', '2030-01-01')`.execute(db),
    );
    expect((await look())[0]).toMatchObject({
      standing: 'warn',
      line: expect.stringContaining('9041-colors'),
    });
    await change(({ db }) => sql`DELETE FROM kysely_migration WHERE name >= ${NEWEST}`.execute(db));
    for (let asked = 0; asked < 2; asked++)
      expect(await look()).toMatchObject([
        { standing: 'warn', todo: expect.stringContaining('updates the store') },
      ]);
  });

  test("compares this machine's clock with that of a source", async () => {
    const late = new Date(Date.now() - 3_600_000).toUTCString();
    const server = createServer((_, response) => response.writeHead(404, { date: late }).end());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const env = { SOURCES: 'hugging-face', HF_API_URL: `http://127.0.0.1:${port}`, PORT: '0' };
    const { out } = await paperboy(['doctor', '--json'], { env });
    server.close();
    expect(findings(out)).toContainEqual(
      expect.objectContaining({
        about: 'clock',
        standing: 'warn',
        line: expect.stringMatching(/3,6\d\d seconds ahead/),
      }),
    );
  });

  test('looks at the store of a Paperboy that runs, and finds its port in use by it', async () => {
    const dataDir = newFolder();
    const env = { SOURCES: 'bundled', PORT: '0' };
    const running = begin(['start'], { dataDir, env });
    const ready = await running.line('paperboy ready');
    const port = /127\.0\.0\.1:(\d+)/.exec(ready)?.[1] ?? '';
    const { code, out } = await paperboy(['doctor'], { dataDir, env: { ...env, PORT: port } });
    expect(out).toContain(`PORT ${port} on 127.0.0.1 is in use, and a Paperboy runs on this store.`);
    expect(out).toMatch(/It holds \d+ papers and \d+ channels\./);
    expect(code).toBe(0);
    running.signal('SIGTERM');
    await running.ended;
  });
});
