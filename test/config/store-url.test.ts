import { expect, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';

test.each([
  [undefined, '/home/data/paperboy.sqlite'],
  ['sqlite:///var/lib/p.sqlite', '/var/lib/p.sqlite'],
  ['sqlite://p.sqlite', '/home/p.sqlite'],
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
])('STORE_URL=%s is a problem that shows no password', (STORE_URL, problem) => {
  const { problems } = readSettings({ STORE_URL }, '/home');
  expect(problems).toEqual([expect.stringMatching(problem)]);
  expect(problems[0]).not.toMatch(/hunter/);
});
