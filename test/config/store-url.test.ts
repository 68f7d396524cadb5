import { expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { readStoreAddress } from '../../src/config/store-url.ts';

test.each([
  [undefined, '/home/data/paperboy.sqlite'],
  ['sqlite:///var/lib/p.sqlite', '/var/lib/p.sqlite'],
  ['sqlite://p.sqlite', '/home/p.sqlite'],
  ['sqlite://backup-2026-11-26T18:00.sqlite', '/home/backup-2026-11-26T18:00.sqlite'],
  ['sqlite://backup@old.sqlite', '/home/backup@old.sqlite'],
  [
    'postgres://u:p%40ss@db.example:5433/x?sslmode=require',
    'postgres://u:p%40ss@db.example:5433/x?sslmode=require',
  ],
  ['postgresql:///x?host=/var/run/postgresql', 'postgresql:///x?host=/var/run/postgresql'],
])('STORE_URL=%s is the store %s', (STORE_URL, storeUrl) => {
  const env = STORE_URL === undefined ? {} : { STORE_URL };
  expect(readSettings(env, '/home').settings).toMatchObject({ storeUrl, dataDir: '/home/data' });
});

test.each([
  ['mysql://u:hunter22@h/x', /must be sqlite:/],
  ['sqlite://', /must be sqlite:/],
  ['postgres://u:hun/ter22@h/x', /write \/ as %2F/],
  ['postgres://u:hunter@22@h/x', /@ as %40/],
  ['postgres://u:1?hunter22@h/x', /\? as %3F/],
  ['postgres://u:hunter#22@h/x', /# as %23/],
  ['/var/lib/hunter22.sqlite', /must be sqlite:/],
  ['"postgres://u:hunter22@h/x"', /must be sqlite:/],
  ['host=h password=hunter22', /must be sqlite:/],
  ['sqlite://u:hunter22@h/x.sqlite', /doesn't name a file/],
  ['sqlite://h:5432/x.sqlite', /doesn't name a file/],
  ['sqlite://:memory:', /doesn't name a file/],
  ['postgres://u:hunter22@/x?host=/var/run/postgresql', /names no host.*%2Fvar%2Frun/],
  ['postgres://u:hunter22@:5432/x', /names no host/],
  ['postgres://u:hunter22@h1:5432,h2:5432/x', /several hosts, which isn't supported/],
  ['postgres://u:hunter22@h1,h2/x', /several hosts, which isn't supported/],
  ['postgres:///x?host=h1,h2', /several hosts, which isn't supported/],
  ['postgres://u:hunter22@h:99999/x', /has the port 99999, which isn't a number from 1 to 65535/],
  ['postgres://u:hunter22@h:0/x', /has the port 0, which/],
  ['postgres://u:hunter22@h/x?port=abc', /has the port abc, which/],
  ['postgres:///x?host=h&port=hunter22', /has a port that isn't a number from 1 to 65535/],
  ['postgres://u:hunter22/x', /has a port that isn't a number from 1 to 65535; .*write @ and the host/],
  ['postgres://u:99999/hunter22@h/x', /write \/ as %2F/],
  ['postgres://u:hunter22@h/x?sslmode=bogus', /sslmode=bogus, which isn't supported; use disable, require/],
])('STORE_URL=%s is a problem that shows no password', (STORE_URL, problem) => {
  const { problems } = readSettings({ STORE_URL }, '/home');
  expect(problems).toEqual([expect.stringMatching(problem)]);
  expect(problems[0]).not.toMatch(/hunter/);
});

test('a password of digits without a host is not shown as a port', () => {
  const { problems } = readSettings({ STORE_URL: 'postgres://ada:99999999/db' }, '/home');
  expect(problems).toEqual([expect.stringMatching(/has a port that isn't a number/)]);
  expect(problems[0]).not.toContain('99999999');
});

test.each(['backup-2026-11-26T18:00.sqlite', 'backup@old.sqlite', 'backup:old.sqlite', 'a@b:1/s.sqlite'])(
  'the path %s alone is that of a file',
  (path) => expect(readStoreAddress(path, '/home')).toEqual({ url: `/home/${path}` }),
);

test.each(['', ':memory:', 'mysql://h/x', 'sqlite:x.sqlite', 'postgres:x', 'file:/x.sqlite'])(
  '"%s" is no address of a store',
  (text) => expect(readStoreAddress(text, '/home')).toHaveProperty('problem'),
);

test('a socket is named by its folder in the place of the host', () => {
  const STORE_URL = 'postgres://u:p@%2Fvar%2Frun%2Fpostgresql/x';
  expect(readSettings({ STORE_URL }, '/home').settings).toMatchObject({ storeUrl: STORE_URL });
});

test.each(['abc', '-1', '65536'])('HEALTH_PORT=%s is one problem', (HEALTH_PORT) => {
  const { problems } = readSettings({ HEALTH_PORT }, '/home');
  expect(problems).toEqual([
    expect.stringContaining(`HEALTH_PORT is "${HEALTH_PORT}": must be a whole number`),
  ]);
});
