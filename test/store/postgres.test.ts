/** Postgres stores that cannot be opened or are gone for a while: what is said, and how it goes on. */

import { createServer as createHttpServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { sql } from 'kysely';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { PaperboyError } from '../../src/model/errors.ts';
import { isStoreDown } from '../../src/store/failure.ts';
import { nameOfAddress } from '../../src/store/postgres/address.ts';
import type { Connections } from '../../src/store/postgres/connections.ts';
import { openPostgres } from '../../src/store/postgres/driver.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { silent } from '../delivery/world.ts';
import { because } from '../skip.ts';
import { createProxy } from './proxy.ts';
import { createSchema, newName, noServer, onServer, SERVER } from './server.ts';
import { type Certificate, createTlsProxy, makeCertificate } from './tls-proxy.ts';

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A server that refuses every connection with an error code of Postgres. */
async function refusing(code: string, message: string): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => {
      const fields = [`SFATAL`, `VFATAL`, `C${code}`, `M${message}`].map((field) => `${field}\0`).join('');
      const body = Buffer.from(`${fields}\0`);
      const head = Buffer.alloc(5);
      head.write('E');
      head.writeInt32BE(body.length + 4, 1);
      socket.end(Buffer.concat([head, body]));
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ends.push(async () => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const SECRET = 'hunter22';
/** Milliseconds. */
const MINUTE = 60_000;

async function saidOf(opening: Promise<Store>): Promise<string> {
  const error = await opening.then(
    async (store) => {
      await store.close();
      throw new Error('it was opened');
    },
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ code: 'store' });
  const { message } = error as Error;
  expect(message).not.toContain(SECRET);
  expect(message).not.toContain('\n');
  return message;
}

describe('a server that refuses is said by its address, without the password, with what to do', () => {
  test.each([
    ['28P01', 'password authentication failed for user "ada"', /check both in STORE_URL/],
    [
      '28000',
      'no pg_hba.conf entry for host "h", user "ada", database "x", no encryption',
      /pg_hba.conf allows no such connection; check its user, .*, or encrypt with sslmode=require\.$/,
    ],
    ['28000', 'pg_hba.conf rejects connection for host "h", SSL off', /sslmode=require/],
    ['28000', 'no pg_hba.conf entry for host "h", SSL encryption', /and address, or allow it there\.$/],
    ['28000', 'no pg_hba.conf entry for host "[local]", no encryption', /and address, or allow it there\.$/],
    ['28000', 'role "ada" is not permitted to log in', /check both in STORE_URL/],
    ['3D000', 'database "x" does not exist', /createdb/],
    ['53300', 'sorry, too many clients already', /max_connections/],
    ['57P03', 'the database system is starting up', /wait and try again/],
  ])('%s', async (code, message, advice) => {
    const host = await refusing(code, message);
    const said = await saidOf(openStore(`postgres://ada:${SECRET}@${host}/x`));
    expect(said).toMatch(advice);
    expect(said).toContain(`postgres://${host}/x could not be opened`);
  });

  test('nobody answers at the port', async () => {
    const said = await saidOf(openStore(`postgres://ada:${SECRET}@127.0.0.1:1/x`));
    expect(said).toMatch(/check that Postgres is running/);
  });

  test('the host is unknown', async () => {
    // On a busy machine it may take long to hear that there is no such host.
    const said = await saidOf(openStore(`postgres://ada:${SECRET}@nowhere.invalid/x?connect_timeout=120`));
    expect(said).toMatch(/check the host in STORE_URL/);
  });

  test('it accepts the connection and is silent', async () => {
    const server = createServer((socket) => socket.on('error', () => {}));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    ends.push(async () => server.close());
    const { port } = server.address() as AddressInfo;
    const said = await saidOf(openStore(`postgres://ada:${SECRET}@127.0.0.1:${port}/x?connect_timeout=1`));
    expect(said).toMatch(/check that Postgres is running/);
  });

  test('it speaks HTTP', async () => {
    const server = createHttpServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    ends.push(async () => server.close());
    const { port } = server.address() as AddressInfo;
    const said = await saidOf(openStore(`postgres://ada:${SECRET}@127.0.0.1:${port}/x`));
    expect(said).toMatch(/check that Postgres, and no other program, answers/);
  });

  test('it speaks no TLS, which the address asks for', async () => {
    const server = createServer((socket) =>
      socket.on('error', () => {}).once('data', () => socket.write('N')),
    );
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    ends.push(async () => server.close());
    const { port } = server.address() as AddressInfo;
    const said = await saidOf(openStore(`postgres://ada:${SECRET}@127.0.0.1:${port}/x?sslmode=require`));
    expect(said).toMatch(/check sslmode/);
  });

  test.each([
    [
      'too old',
      { number: 120_017, version: '12.17', encoding: 'UTF8', schema: 'public' },
      /12\.17, which is too old.*13 or newer/,
    ],
    [
      'without a schema',
      { number: 150_000, version: '15.0', encoding: 'UTF8', schema: null },
      /create the schema/,
    ],
  ])('it is %s', async (_, row, advice) => {
    const connections: Connections = {
      acquire: async () => ({ query: async () => ({ rows: [row], changed: undefined }), release() {} }),
      listen: () => ({ stop: async () => {} }),
      close: async () => {},
    };
    await expect(openPostgres(connections, 'postgres://h/x')).rejects.toThrow(advice);
  });

  test.each([
    ['postgres://ada:hunter22@h:5433/x?sslmode=require', 'postgres://h:5433/x'],
    ['postgresql://h/x', 'postgres://h/x'],
    ['postgres:///x?host=/var/run/postgresql&password=hunter22', 'postgres:///var/run/postgresql/x'],
    ['postgres://ada:hun/ter22@h/x', 'postgres://'],
    ['postgres://ada:1?hunter22@h/x', 'postgres://'],
    ['postgres://ad/a:hunter22@h/x', 'postgres://'],
  ])('%s is called %s', (url, name) => expect(nameOfAddress(url)).toBe(name));
});

describe.skipIf(noServer !== undefined)(because('a real server', noServer), () => {
  const withUser = async (rights: string) => {
    const { url, schema, drop } = await createSchema();
    const user = schema;
    ends.push(async () => {
      await drop();
      await onServer(`DROP OWNED BY "${user}"; DROP ROLE "${user}"`);
    });
    await onServer(`CREATE ROLE "${user}" LOGIN PASSWORD '${SECRET}' ${rights}`);
    const address = new URL(url);
    address.username = user;
    address.password = SECRET;
    if (address.pathname.length <= 1) address.pathname = '/postgres';
    return { url: address.href, user, schema };
  };

  test('a user who may not create tables', async () => {
    const { url, user, schema } = await withUser('');
    await onServer(`GRANT USAGE ON SCHEMA "${schema}" TO "${user}"`);
    expect(await saidOf(openStore(url))).toMatch(/lacks a right; grant it CREATE/);
    await onServer(`GRANT CREATE ON SCHEMA "${schema}" TO "${user}"`);
    const store = await openStore(url);
    await store.shelf('things').set('a', 1);
    expect(await store.health()).toEqual({ ok: true });
    await store.close();
  });

  test.each(['LATIN1', 'SQL_ASCII'])('a database whose encoding is %s', async (encoding) => {
    const database = newName();
    await onServer(`CREATE DATABASE "${database}" ENCODING '${encoding}' LOCALE 'C' TEMPLATE template0`);
    ends.push(() => onServer(`DROP DATABASE "${database}"`));
    const url = new URL(SERVER);
    url.pathname = `/${database}`;
    expect(await saidOf(openStore(url.href))).toMatch(
      `the database's encoding is ${encoding}, which can't hold every paper. Create one with UTF8 (\`createdb --encoding=UTF8 --locale=C`,
    );
  });

  test('a database that does not exist', async () => {
    const url = new URL(SERVER);
    url.pathname = '/paperboy_no_such_database';
    expect(await saidOf(openStore(url.href))).toMatch(/createdb/);
  });

  test('too many connections', async () => {
    const { url, schema, user } = await withUser('CONNECTION LIMIT 0');
    await onServer(`GRANT ALL ON SCHEMA "${schema}" TO "${user}"`);
    expect(await saidOf(openStore(url))).toMatch(/max_connections/);
  });

  test('tables that a newer version made unusable for this one, or of another program, are refused and left', async () => {
    const { url, schema, drop } = await createSchema();
    ends.push(drop);
    const store = await openStore(url);
    await sql
      .raw("INSERT INTO kysely_migration VALUES ('0042-since-0041-what-comes', '2030-01-01')")
      .execute(store.db);
    await store.close();
    expect(await saidOf(openStore(url))).toMatch(
      /newer version of Paperboy \(schema 0042-since-0041-what-comes\)\. Update Paperboy, or set STORE_URL/,
    );
    const other = await createSchema();
    ends.push(other.drop);
    await onServer(`CREATE TABLE "${other.schema}".channels (key text, value text)`);
    await onServer(`INSERT INTO "${other.schema}".channels VALUES ('theirs', '1')`);
    expect(await saidOf(openStore(other.url))).toMatch(
      /another program has the name of one of its own; set STORE_URL/,
    );
    const { rows } = await onServer(`SELECT * FROM "${other.schema}".channels`);
    expect(rows).toEqual([{ key: 'theirs', value: '1' }]);
    expect(schema).not.toBe(other.schema);
  });

  /** A store that is reached through a proxy. */
  test('a store opens as many connections as its address allows', async () => {
    const { url, drop } = await createSchema(1);
    const store = await openStore(`${url.replace('?', '?application_name=limited&')}`);
    const busy = Array.from({ length: 12 }, () => sql`SELECT pg_sleep(0.05)`.execute(store.db));
    await Promise.all(busy);
    const { rows } = await onServer(
      "SELECT count(*)::int FROM pg_stat_activity WHERE application_name = 'limited'",
    );
    // The least that work, whatever the address says.
    expect(rows).toEqual([{ count: 3 }]);
    await store.close();
    await drop();
  });

  const openThroughProxy = async () => {
    const { url, drop } = await createSchema();
    ends.push(drop);
    const proxy = await createProxy(url);
    ends.push(proxy.close);
    const store = await openStore(proxy.url);
    ends.push(() => store.close());
    return { url, proxy, store };
  };

  test('one that is gone for a while: statements fail at once, nothing is lost, and it goes on by itself', async () => {
    const { url, proxy, store } = await openThroughProxy();
    const direct = await openStore(url);
    ends.push(() => direct.close());
    const heard: (string | undefined)[] = [];
    store.watch('things', (key) => heard.push(key));
    const shelf = store.shelf<number>('s');
    await shelf.set('a', 1);
    await expect
      .poll(async () => {
        await direct.transact(({ changed }) => changed('things', 'before'));
        return heard.includes('before');
      })
      .toBe(true);

    await proxy.cut();
    const failures = await Promise.allSettled([
      shelf.get('a'),
      shelf.set('b', 2),
      store.transact(async () => {}),
    ]);
    for (const failure of failures) {
      expect(failure.status).toBe('rejected');
      expect(isStoreDown((failure as PromiseRejectedResult).reason)).toBe(true);
    }
    const health = await store.health();
    expect(health.ok).toBe(false);
    expect(health.line).toMatch(/could not be read: .*(lost|running)/);
    const now = store.now();
    expect(Math.abs(now - direct.now())).toBeLessThan(MINUTE);
    // Nobody hears of this.
    heard.length = 0;
    await direct.transact(({ changed }) => changed('things', 'unheard'));
    // A shelf that is opened meanwhile works later.
    await expect(store.shelf('later').get('a')).rejects.toMatchObject({ code: 'store' });

    await proxy.mend();
    await expect.poll(() => store.health()).toEqual({ ok: true });
    await expect.poll(() => heard).toContain(undefined);
    expect(await shelf.getMany(['a', 'b'])).toEqual([1, undefined]);
    await store.shelf('later').set('a', 1);
    await direct.transact(({ changed }) => changed('things', 'after'));
    await expect.poll(() => heard).toContain('after');
  });

  test('one that is lost says of what it may have done that nobody knows, and of nothing else', async () => {
    const { proxy, store } = await openThroughProxy();
    const insert = (db: Store['db']) => db.insertInto('turns').values({ name: 'a', open_at: 1 }).execute();
    /** Whether it says so, when the answer to what is sent after `begin` does not come. */
    const isUncertain = async (work: (lose: () => void) => Promise<unknown>) => {
      const lose = () => proxy.freeze(() => void proxy.cut());
      const error = await work(lose).then(String, (thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: 'store' });
      await proxy.mend();
      await expect.poll(() => store.health()).toEqual({ ok: true });
      return (error as PaperboyError).isUncertain;
    };
    const later = (work: () => Promise<unknown>) => async (lose: () => void) => {
      lose();
      await work();
    };
    expect(await isUncertain(later(() => insert(store.db)))).toBe(true);
    expect(await isUncertain(later(() => store.revision('x')))).toBe(false);
    const transaction = (at: 'statement' | 'commit') => (lose: () => void) =>
      store.transact(async ({ query }) => {
        if (at === 'statement') lose();
        await insert(query);
        if (at === 'commit') lose();
      });
    expect(await isUncertain(transaction('statement'))).toBe(false);
    expect(await isUncertain(transaction('commit'))).toBe(true);
    await proxy.cut();
    // By then, every connection is known to be lost.
    await expect.poll(() => insert(store.db).catch((error: PaperboyError) => error.isUncertain)).toBe(false);
  });

  test('one from which nothing comes any more is said to be out of order in a moment', async () => {
    const { proxy, store } = await openThroughProxy();
    proxy.freeze();
    expect(await store.health()).toMatchObject({
      ok: false,
      line: expect.stringContaining('within 3 seconds'),
    });
    await proxy.cut();
    await proxy.mend();
    await expect.poll(() => store.health()).toEqual({ ok: true });
  });

  const certificate = noServer === undefined ? makeCertificate() : undefined;
  const noTls = certificate === undefined ? 'openssl is not installed' : undefined;
  test.skipIf(noTls !== undefined)(because('encryption as the address asks for it', noTls), async () => {
    const { url, drop } = await createSchema();
    ends.push(drop);
    const proxy = await createTlsProxy(url, certificate as Certificate);
    ends.push(proxy.close);
    const root = `sslrootcert=${encodeURIComponent(certificate?.path ?? '')}`;
    const opens = async (parameters: string, address = proxy.url) => {
      await (await openStore(`${address}&${parameters}`)).close();
    };
    await opens('sslmode=require');
    await opens(`sslmode=verify-ca&${root}`, proxy.url.replace('localhost', '127.0.0.1'));
    await opens(`sslmode=verify-full&${root}`);
    const store = await openStore(`${proxy.url}&sslmode=require`);
    await (await store.openJobs?.(silent))?.stop(0);
    await store.close();
    expect(proxy.secured).toBeGreaterThanOrEqual(3);
    for (const [parameters, address] of [
      ['sslmode=verify-full', proxy.url],
      ['sslmode=verify-ca', proxy.url],
      [`sslmode=verify-full&${root}`, proxy.url.replace('localhost', '127.0.0.1')],
    ] as const)
      expect(await saidOf(openStore(`${address}&${parameters}`))).toMatch(/check sslmode and sslrootcert/);
    for (const path of ['/none.pem', '/']) {
      const opening = openStore(`${proxy.url}&sslmode=verify-full&sslrootcert=${path}`);
      await expect(opening).rejects.toMatchObject({
        advice: "a file that STORE_URL names can't be read; check sslrootcert, sslcert and sslkey there",
      });
    }
    expect(await saidOf(openStore(`${proxy.url}&sslmode=verify-full&sslrootcert=/none.pem`))).toContain(
      "there (ENOENT: no such file or directory, open '/none.pem').",
    );
    expect(await saidOf(openStore(proxy.url))).toMatch(/could not be opened/);
  });

  test('sessions that the server ends cost only what ran on them', async () => {
    const { url, schema, drop } = await createSchema();
    ends.push(drop);
    const address = new URL(url);
    address.searchParams.set('application_name', schema);
    const store = await openStore(address.href.replaceAll('+', '%20'));
    ends.push(() => store.close());
    const end = () =>
      onServer(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '${schema}'`);
    expect((await end()).rows.length).toBeGreaterThan(0);
    await expect.poll(() => store.health()).toEqual({ ok: true });
    const broken = store.transact(async ({ query }) => {
      await query.insertInto('turns').values({ name: 'a', open_at: 1 }).execute();
      await end();
      await query.insertInto('turns').values({ name: 'b', open_at: 1 }).execute();
    });
    await expect(broken).rejects.toMatchObject({ code: 'store' });
    await expect.poll(() => store.health()).toEqual({ ok: true });
    expect(await store.db.selectFrom('turns').selectAll().execute()).toEqual([]);
  });

  test('the time is the database’s, whatever the clock of this machine says', async () => {
    const { url, drop } = await createSchema();
    ends.push(drop);
    const store = await openStore(url);
    ends.push(() => store.close());
    const { rows } = await onServer('SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS at');
    const now = vi.spyOn(Date, 'now').mockReturnValue(0);
    const told = store.now();
    now.mockRestore();
    expect(Math.abs(told - rows[0].at)).toBeLessThan(MINUTE);
  });

  test('statements end, and so do transactions of a process that stopped in one', async () => {
    const { url, drop } = await createSchema();
    ends.push(drop);
    const store = await openStore(url);
    ends.push(() => store.close());
    const { rows } = await sql`SELECT current_setting('statement_timeout') AS statement,
      current_setting('idle_in_transaction_session_timeout') AS pause,
      current_setting('application_name') AS name`.execute(store.db);
    expect(rows).toEqual([{ statement: '1min', pause: '10s', name: 'paperboy' }]);
  });

  test('transactions that wait for each other are run again', async () => {
    const { url, drop } = await createSchema();
    ends.push(drop);
    const store = await openStore(url);
    ends.push(() => store.close());
    await store.db
      .insertInto('turns')
      .values(['a', 'b'].map((name) => ({ name, open_at: 0 })))
      .execute();
    let met = 0;
    const cross = (first: string, second: string) =>
      store.transact(async ({ query }) => {
        const raise = (name: string) =>
          query
            .updateTable('turns')
            .set(({ eb }) => ({ open_at: eb('open_at', '+', 1) }))
            .where('name', '=', name)
            .execute();
        await raise(first);
        met++;
        while (met < 2) await new Promise((done) => setTimeout(done, 5));
        await raise(second);
      });
    await Promise.all([cross('a', 'b'), cross('b', 'a')]);
    const rows = await store.db.selectFrom('turns').select('open_at').execute();
    expect(rows).toEqual([{ open_at: 2 }, { open_at: 2 }]);
    expect(met).toBeGreaterThan(2);
  });
});
