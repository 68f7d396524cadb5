/**
 * One channel of fifty is poisoned in every way that was thought of. The other forty-nine are posted to on time, the
 * poisoned one's status says why it is not, and it can be repaired from chat.
 */
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setImmediate as breathe } from 'node:timers/promises';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app/app.ts';
import { readSettings } from '../../src/config/settings.ts';
import type { Post } from '../../src/model/message.ts';
import type { Messenger } from '../../src/model/ports.ts';
import type { Source } from '../../src/model/source-ports.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { silent } from '../delivery/world.ts';
import { ada, digestOf, paperOf, wordsOf } from './world.ts';

const CHANNELS = Array.from({ length: 50 }, (_, at) => `test:t:c${String(at).padStart(2, '0')}`);
const BAD = 'test:t:c07';
const TODAY = '2026-11-23';
const DUE = Date.parse(`${TODAY}T09:00:00Z`);
const DAY = 86_400_000;
/** Larger than a number of JavaScript holds exactly. */
const HUGE = '9223372036854775000';

let folder: string;
let path: string;
let store: Store;
let app: App;
let now: number;
let seen: Post[];
/** What posting to the poisoned channel does; undefined: it is shown. */
let fault: (() => unknown) | undefined;

async function open(): Promise<void> {
  const { settings } = readSettings({}, '/');
  if (!settings) throw new Error('the defaults are wrong');
  const source: Source = {
    name: 'test source',
    fetch: async () => [
      digestOf(
        '2026-11-23',
        { ...paperOf('Agents that plan'), id: '2611.00001' },
        { ...paperOf('Diffusion for video'), id: '2611.00002' },
      ),
      ...(now > DUE + DAY / 2
        ? [digestOf('2026-11-24', { ...paperOf('More agents'), id: '2611.00003' })]
        : []),
    ],
  };
  store = await openStore(path);
  // What is tested is not the disk: fifty posts a test need not wait for it.
  await sql.raw('PRAGMA synchronous = OFF').execute(store.db);
  app = await createApp({
    settings,
    store,
    sources: [source],
    clock: () => now,
    random: () => 0.5,
    // No real time: what never answers is given up after some turns of the loop.
    sleep: async (_ms, signal) => {
      for (let turn = 0; turn < 30 && !signal?.aborted; turn++) await breathe();
    },
    log: silent,
  });
  const messenger: Messenger = {
    platform: 'test',
    post: ((post: Post) => {
      if (post.channel === BAD && fault) return fault();
      seen.push(post);
      return Promise.resolve({ messageId: `m${seen.length}` });
    }) as Messenger['post'],
    find: async (post) => (seen.some(({ key }) => key === post.key) ? { messageId: 'm' } : undefined),
    tell: () => new Promise(() => {}),
  };
  app.connect(messenger);
}

let template: string;

beforeAll(async () => {
  template = mkdtempSync(join(tmpdir(), 'paperboy-poison-'));
  path = join(template, 'store.sqlite');
  now = DUE - 3_600_000;
  await open();
  await app.readSources();
  for (const id of CHANNELS) {
    await app.service.join({ id, name: `#${id.slice(-3)}` });
    await ask('subscribe agents', id);
  }
  await close();
});

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-poison-'));
  cpSync(template, folder, { recursive: true });
  path = join(folder, 'store.sqlite');
  now = DUE - 3_600_000;
  seen = [];
  fault = undefined;
});

afterEach(async () => {
  await close();
  rmSync(folder, { recursive: true });
});

afterAll(() => rmSync(template, { recursive: true }));

async function close(): Promise<void> {
  await app.stop();
  await store.close();
}

const ask = async (text: string, id = BAD) =>
  wordsOf(await app.service.ask({ place: { id, name: `#${id.slice(-3)}` }, person: ada, text }));

async function tick(at: number): Promise<void> {
  now = at;
  await app.readSources();
  await app.deliver();
}

/** Writes into the file as it lies there, and starts on it. */
async function plant(...statements: string[]): Promise<void> {
  const raw = new DatabaseSync(path);
  for (const statement of statements) raw.exec(statement);
  raw.close();
  await open();
}

const others = () => CHANNELS.filter((id) => id !== BAD);
const postsTo = (id: string) => seen.filter(({ channel }) => channel === id).length;
const record = (change: string) => `UPDATE channels SET record = ${change} WHERE id = '${BAD}'`;
const set = (field: string, value: string) => record(`json_set(record, '$.${field}', ${value})`);
const PLAN = JSON.stringify({
  kind: 'post',
  shown: [{ id: '2611.00001', topics: ['agents'] }],
  rest: [],
  of: 2,
});
const delivery = (values: Record<string, string>) => {
  const row = {
    key: `'${BAD} ${TODAY}'`,
    channel: `'${BAD}'`,
    day: `'${TODAY}'`,
    slot_at: String(DUE),
    state: "'planned'",
    plan: `'${PLAN}'`,
    updated_at: '1',
    ...values,
  };
  return `INSERT INTO deliveries (${Object.keys(row)}) VALUES (${Object.values(row)})`;
};
const topic = (change: string) => `UPDATE subscriptions SET ${change} WHERE channel = '${BAD}'`;
const paper = (value: string) => `UPDATE papers SET value = ${value} WHERE key LIKE '%2611.00001'`;

interface Poison {
  /** Statements on the stored file. */
  rows?: string[];
  fault?: () => unknown;
  /** What `status` has to say; absent where the channel is none the worse. */
  says?: RegExp;
  /** What is typed to repair it; nothing where it recovers by itself. */
  repair?: string[];
}

const damaged = (rows: string[], says: RegExp): Poison => ({ rows, says, repair: ['schedule daily 9:00'] });
const POISONS: Record<string, Poison> = {
  'an unknown zone': damaged([set('zone', "'Mars/Olympus'")], /can't be read: Time zone/),
  'a zone that Intl takes and Temporal refuses': damaged(
    [set('zone', "'PST'")],
    /1 stored setting can't be read: Time zone \("PST"\)/,
  ),
  'a limit that is no number': damaged([set('limit', "json('null')")], /Papers per post/),
  'a limit beyond all bounds': damaged([set('limit', '1e99')], /Papers per post/),
  'a negative limit': damaged([set('limit', '-3')], /Papers per post \(-3\)/),
  'a schedule of an eighth day': damaged(
    [set('schedule', `json('{"every":"week","on":[8],"time":"09:00"}')`)],
    /can't be read: Schedule\./,
  ),
  'a schedule at 99:99': damaged([set('schedule', `json('{"every":"day","time":"99:99"}')`)], /Schedule/),
  'a schedule that is text': damaged([set('schedule', "'daily'")], /Schedule/),
  'a pause by nobody': damaged([set('paused', "'yes'")], /Pause posts/),
  'an order of no kind': damaged([set('order', "'__proto__'")], /Sort by/),
  'a moment that no date holds': damaged(
    [set('since', '1e300')],
    /Paperboy's own notes about this channel can't be read/,
  ),
  'a place among the arrivals that is no number': damaged([set('fromSeq', "'x'")], /Paperboy's own notes/),
  'a first day that is none': damaged([set('fromDay', "'2026-13-45'")], /Paperboy's own notes/),
  'missing fields': damaged([record("'{}'")], /can't be read/),
  'a record that is no JSON': damaged([record("'{oops'")], /aren't JSON/),
  'a record that is null': damaged([record("'null'")], /can't be read/),
  'a record that is a list of prototypes': damaged(
    [record(`'[{"__proto__":{"limit":3}}]'`)],
    /can't be read/,
  ),
  'a state of no kind': damaged([set('state', `json('{"kind":"happy"}')`)], /own notes/),
  'the time of a change in the far future': { rows: [set('since', '8e15')] },
  'a beginning beyond the newest arrival': { rows: [set('fromSeq', '9007199254740991')] },
  'a topic that cannot be read': {
    rows: [topic("query = '(agents'")],
    says: /\(agents.*can't be read/,
    repair: ['unsubscribe #1', 'subscribe agents'],
  },
  'a topic of no words': {
    rows: [topic("query = ''")],
    says: /can't be read/,
    repair: ['unsubscribe #1', 'subscribe agents'],
  },
  'a topic of a huge time': { rows: [topic(`at = ${HUGE}`)] },
  'a plan that is no JSON': { rows: [delivery({ plan: "'{oops'" })], says: /stored plan can't be read/ },
  'a plan of another shape': {
    rows: [delivery({ plan: `'{"kind":"post","shown":7}'` })],
    says: /stored plan can't be read/,
  },
  'a silence without a reason': {
    rows: [delivery({ plan: `'{"kind":"silence"}'` })],
    says: /stored plan can't be read/,
  },
  'receipts that are no JSON': {
    rows: [delivery({ receipts: "'[['" })],
    says: /stored receipts can't be read/,
  },
  'receipts of another shape': {
    rows: [delivery({ receipts: "'[7]'" })],
    says: /stored receipts can't be read/,
  },
  'a negative slot': { rows: [delivery({ slot_at: '-1' })] },
  'a slot beyond all time': { rows: [delivery({ slot_at: HUGE })] },
  'numbers beyond all bounds': {
    rows: [delivery({ updated_at: HUGE, attempts: HUGE, up_to: HUGE, not_before: HUGE })],
  },
  'a day that is none': { rows: [delivery({ day: "'__proto__'", key: `'${BAD} __proto__'` })] },
  'a plan of papers that are not kept': {
    rows: [delivery({ plan: `'${PLAN.replace('2611.00001', 'nowhere')}'` })],
    says: /no longer stored/,
  },
  'a paper stands reserved by nobody': {
    rows: [
      `INSERT INTO sent (channel, paper, delivery, day, topics) VALUES ('${BAD}', '2611.00001', 'x', '${TODAY}', '{oops')`,
    ],
  },
  'a post that throws at once': {
    fault: () => {
      throw new TypeError('render is not a function');
    },
    says: /unexpected error. Its log/,
  },
  'a post that throws a string': {
    fault: () => {
      throw 'boom';
    },
    says: /unexpected error. Its log/,
  },
  'a post that rejects with nothing': {
    fault: () => Promise.reject(undefined),
    says: /unexpected error. Its log/,
  },
  'a post that rejects with an object of no prototype': {
    fault: () => Promise.reject(Object.create(null)),
    says: /waiting|unknown|couldn't confirm/i,
  },
  'a post that never answers': { fault: () => new Promise(() => {}), says: /No answer within/ },
  'a post that answers with nothing': { fault: () => undefined, says: /had no message ID/ },
};

test.each(Object.entries(POISONS))(
  '%s stops no other channel, is told, and is repaired',
  async (_name, poison) => {
    await plant(...(poison.rows ?? []));
    fault = poison.fault;
    await tick(DUE);
    await tick(DUE + 60_000);
    for (const id of others()) expect([id, postsTo(id)]).toEqual([id, 1]);
    if (poison.says) {
      expect(await ask('status')).toMatch(poison.says);
      expect(postsTo(BAD)).toBe(0);
    }
    for (const text of ['topics', 'preview', 'schedule', 'status']) {
      expect(await ask(text)).not.toContain("didn't work");
    }
    fault = undefined;
    for (const text of poison.repair ?? []) await ask(text);
    await tick(DUE + 3_600_000);
    await tick(DUE + DAY);
    await tick(DUE + DAY + 60_000);
    expect(postsTo(BAD)).toBeGreaterThanOrEqual(1);
    expect(await ask('status')).toMatch(/Last post/);
    for (const id of others()) expect([id, postsTo(id)]).toEqual([id, 2]);
  },
);

test.each([
  "'{oops'",
  "'null'",
  `'{"value":{"id":"2611.00001","title":7}}'`,
  `'{"value":{"id":"2611.00001","title":"x","abstract":"y","authors":"z"}}'`,
])('a stored paper %s is left out of posts, and costs none', async (value) => {
  await plant(delivery({ plan: `'${PLAN.replace('2611.00001', '2611.00002')}'` }), paper(value));
  await tick(DUE);
  expect(postsTo(BAD)).toBe(1);
  await tick(DUE + DAY);
  for (const id of CHANNELS) expect(postsTo(id)).toBeGreaterThanOrEqual(1);
});

test('a topic that cannot be read costs the channel none of its other topics', async () => {
  await plant();
  await ask('subscribe diffusion');
  await close();
  await plant(`${topic("query = '(agents'")} AND query = 'agents'`);
  await tick(DUE);
  const [post] = seen.filter(({ channel }) => channel === BAD);
  expect(wordsOf(post as Post)).toContain('Diffusion for video');
  expect(wordsOf(post as Post)).not.toContain('Agents that plan');
  for (const id of CHANNELS) expect([id, postsTo(id)]).toEqual([id, 1]);
  for (const text of ['status', 'topics']) expect(await ask(text)).toMatch(/\(agents.*can't be read/);
  expect(app.parked().size).toBe(0);
});

test.each(["'{oops'", "'null'", `'{"value":{"papers":7}}'`])(
  'a kept digest %s stops no post and no answer about days',
  async (value) => {
    await plant(`UPDATE digests SET value = ${value}`);
    await tick(DUE);
    await tick(DUE + DAY);
    for (const id of CHANNELS) expect(postsTo(id)).toBeGreaterThanOrEqual(1);
    expect(await ask('preview')).not.toContain("didn't work");
    expect(await app.archive.days()).toContain('2026-11-24');
  },
);

test('a channel called __proto__ is one like any other', async () => {
  await plant();
  const id = 'test:t:__proto__';
  await app.service.join({ id, name: '__proto__' });
  await ask('subscribe agents', id);
  await tick(DUE);
  for (const one of [...CHANNELS, id]) expect([one, postsTo(one)]).toEqual([one, 1]);
  expect(await ask('status', id)).toContain('1 paper');
});

test('a platform that is not connected keeps its channels waiting, and says so', async () => {
  const id = 'gone:t:a';
  await plant(delivery({ key: `'${id} ${TODAY}'`, channel: `'${id}'` }));
  await app.service.join({ id, name: '#a' });
  await tick(DUE);
  for (const one of CHANNELS) expect([one, postsTo(one)]).toEqual([one, 1]);
  expect(await ask('status', id)).toMatch(/waiting: gone is not connected/);
});
