import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Entry } from '../../adapters/web/entry.ts';
import { PLATFORM_TRACES } from '../../src/cli/adapters.ts';
import { openPeople, type People } from '../../src/people/people.ts';
import { HELD, type HeldTable, namedIn, rewrite } from '../../src/people/rows.ts';
import { CORE_TRACES } from '../../src/people/shelf-traces.ts';
import { sayHeld } from '../../src/people/words.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import type { Tables } from '../../src/store/tables.ts';
import { createSchema, noServer } from '../store/server.ts';

/** Whose rows are planted. `mark` is in all that only they have written. */
interface Whose {
  space: string;
  channel: string;
  direct: string;
  person: string;
  name: string;
}
const slack = (team: string, user: string, name: string): Whose => ({
  space: `slack:${team}`,
  channel: `slack:${team}:C${team}`,
  direct: `slack:${team}:D${user}`,
  person: `slack:${team}:${user}`,
  name,
});
const ada = slack('TONE', 'UADA', 'Ada Lovelace');
const bob = slack('TTWO', 'UBOB', 'Bob Babbage');

/** One row of each table that holds people, as they are written. A table without one does not compile. */
type Planted = { [T in keyof Tables]: (whose: Whose) => Partial<Tables[T]>[] };
const none = () => [];
const PLANTS: Planted = {
  channels: ({ channel, direct, person, name }) =>
    [channel, direct].map((id) => ({
      id,
      record: JSON.stringify({ id, name: '#general', paused: { by: { id: person, name }, at: 1 } }),
      version: 1,
      rev: 1,
    })),
  subscriptions: ({ channel, direct, person, name }) =>
    [channel, direct].map((one) => ({
      ...{
        key: `${one} abc`,
        channel: one,
        query: 'about:"cheaper rlhf"',
        meaning: 'x',
        at: 1,
        rev: 1,
        name: null,
      },
      ...{ by_id: person, by_name: name, edited_by_id: person, edited_by_name: name, edited_at: 2 },
    })),
  removals: ({ channel }) => [
    { kind: 'channel', key: channel, rev: 1 },
    { kind: 'subscription', key: `${channel} old`, rev: 1 },
  ],
  channel_changes: ({ channel, person, name }) => [
    {
      ...{ id: `change ${name.length}${channel.length}${channel.at(-1)}`, channel, by_id: person, at: 1 },
      record: JSON.stringify({
        by: { id: person, name },
        before: { paused: { by: { id: person, name }, at: 1 } },
        added: [{ query: 'x', by: { id: person, name } }],
      }),
      undone: JSON.stringify({ by: { id: person, name }, at: 2 }),
    },
  ],
  saved: ({ person, name }) => [{ person, paper: '2511.1', seq: 1, done_at: null, note: `note of ${name}` }],
  signals: ({ person, channel, direct }) => [
    { person, channel, paper: '2511.1', kind: 'relevant', at: 1, text: null },
    { person, channel: direct, paper: '2511.2', kind: 'relevant', at: 1, text: null },
    { person: channel, channel, paper: '2511.3', kind: 'library', at: 1, text: null },
  ],
  library_items: ({ person, channel }) =>
    [person, channel].map((owner) => ({
      ...{ owner, paper: '2511.1', origin: 'file' as const, key: null, title: '', abstract: '', at: 1 },
    })),
  deliveries: ({ channel, direct, person, name }) =>
    [channel, direct].map((one) => ({
      ...{ key: `${one}@2026-11-20`, channel: one, day: '2026-11-20', slot_at: 1, state: 'skipped' as const },
      ...{
        plan: JSON.stringify({ kind: 'silence', silence: { why: 'paused', by: name, byId: person, at: 1 } }),
        updated_at: 1,
      },
    })),
  sent: ({ channel, direct }) =>
    [channel, direct].map((one) => ({
      ...{ channel: one, paper: '2511.1', delivery: `${one}@2026-11-20`, day: '2026-11-20', topics: '[]' },
    })),
  turns: ({ channel, space, person }) =>
    [`messages to ${channel}`, `claim removing ${space}`, `saved ${person}`].map((name) => ({
      name,
      open_at: 1,
    })),
  judgements: none,
  model_days: none,
  revisions: none,
  arrivals: none,
  vote_counts: none,
  aliases: none,
  identity: none,
  answers: none,
};

/** One value of each shelf that holds people. */
const SHELVES: Record<string, (whose: Whose) => [key: string, value: unknown][]> = {
  greetings: ({ direct }) => [[`${direct} again`, { at: 1 }]],
  taste_resets: ({ channel, person, direct }) => [
    [
      `reset ${channel}`,
      {
        at: 1,
        channel: 'slack:TTHREE:C',
        signals: [{ person, channel: 'slack:TTHREE:C', paper: 'p', kind: 'saved', at: 1 }],
      },
    ],
    [`reset ${direct}`, { at: 1, channel: direct, signals: [] }],
  ],
  zotero: ({ channel }) => [[`42 ${channel}`, { version: 1, at: 1 }]],
  slack_installations: ({ space }) => [[space.slice(6), { sealed: 'x', storedAt: 1 }]],
  slack_removals: ({ space }) => [[space.slice(6), { at: 1 }]],
  slack_acts: ({ space }) => [[`${space.slice(6)}:key`, { at: 1, act: { do: 'ask', text: 'lora' } }]],
  slack_channels: ({ channel, person }) => [
    [channel, { name: 'general', hidden: true, seen: ['UELSE', person.split(':').at(-1)] }],
  ],
  discord_guilds: none,
  discord_acts: none,
  discord_forms: none,
  web_channels: none,
  web_messages: none,
  web_numbers: none,
  web_people: none,
  email_invitations: ({ channel }) => [
    ['me@lab.org', { wish: { copies: { id: channel, name: '#general' } }, token: 't', at: 1 }],
  ],
  email_refused: none,
  email_sent: none,
  email_asked: ({ person }) => [[`person ${person}`, [{ id: '1', at: 1 }]]],
};

let store: Store;
let people: People;
beforeEach(async () => {
  store = await openStore(':memory:');
  people = openPeople(store, PLATFORM_TRACES);
});
afterEach(() => store.close());

async function plant(whose: Whose): Promise<void> {
  for (const [table, make] of Object.entries(PLANTS))
    for (const row of make(whose))
      await store.db
        .insertInto(table as 'saved')
        .values(row as never)
        .execute();
  for (const [name, make] of Object.entries(SHELVES))
    for (const [key, value] of make(whose)) await store.shelf(name).set(key, value);
}

/** All that is stored, as text. */
async function dump(): Promise<string> {
  const { rows } = await sql<{ name: string }>`SELECT name FROM sqlite_master WHERE type = 'table'`.execute(
    store.db,
  );
  const texts: string[] = [];
  for (const { name } of rows) {
    const all = await sql<object>`SELECT * FROM ${sql.table(name)}`.execute(store.db);
    for (const row of all.rows) texts.push(`${name} ${JSON.stringify(row)}`);
  }
  return texts.join('\n');
}

const subject = (id: string) => {
  const found = PLATFORM_TRACES.subjectOf(id);
  if (found === undefined) throw new Error(`no subject ${id}`);
  return found;
};

describe('every place where people can be stored', () => {
  test('has a rule: each table that holds people is planted, and each shelf that any file opens', () => {
    const all = [...CORE_TRACES, ...PLATFORM_TRACES.shelves];
    const opened = ['src', 'adapters'].flatMap((folder) =>
      (readdirSync(folder, { recursive: true }) as string[])
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) => [
          ...readFileSync(join(folder, file), 'utf8').matchAll(/shelf(?:<[^()]*>)?\('([a-z_]+)'\)/g),
        ])
        .map(([, name]) => name as string),
    );
    expect([...new Set(opened)].filter((name) => !all.some(({ shelf }) => shelf === name))).toEqual([]);
    expect(opened.length).toBeGreaterThan(20);
    const held = all.flatMap((one) => ('kind' in one ? [one.shelf] : []));
    expect(Object.keys(SHELVES).toSorted()).toEqual(held.toSorted());
    const unplanted = HELD.filter(({ table }) => PLANTS[table](ada).length === 0);
    expect(unplanted).toEqual([]);
    const unnamed = Object.entries(PLANTS).flatMap(([table, make]) =>
      make(ada).flatMap((row) =>
        Object.entries(row)
          .filter(([, value]) => String(value).startsWith('{') && !String(value).includes(ada.name))
          .map(([column]) => `${table}.${column}`),
      ),
    );
    expect(unnamed).toEqual([]);
  });
});

describe('forgetting', () => {
  test('a workspace leaves nothing of it anywhere, nothing of another is touched, and kinds and counts are told', async () => {
    await plant(bob);
    const before = await dump();
    await plant(ada);
    const found = await people.count(subject('slack:TONE'));
    const done = await people.forget(subject('slack:TONE'));
    expect(done).toEqual(found);
    const after = await dump();
    expect(after).not.toMatch(/TONE|UADA|Lovelace/);
    const untouched = (text: string) =>
      text
        .split('\n')
        .filter((line) => /TTWO|UBOB|Babbage/.test(line))
        .toSorted();
    // Of the address, the newer wish stood.
    expect(untouched(after)).toEqual(
      untouched(before).filter((line) => !line.startsWith('email_invitations')),
    );
    expect(Object.fromEntries(done.deleted.map(({ kind, count }) => [kind, count]))).toMatchObject({
      channels: 2,
      topics: 2,
      'papers on reading lists': 1,
      'marks, saves and shares': 3,
      'papers of libraries': 2,
      deliveries: 2,
      'papers that were sent': 2,
      'installations with their tokens': 1,
      'buttons of messages': 1,
    });
    expect(await people.forget(subject('slack:TONE'))).toEqual({ deleted: [], named: 0 });
  });

  test('a person leaves neither id nor name anywhere, what others share stays, and their own conversation goes', async () => {
    await plant(ada);
    await people.forget(subject('slack:TONE:UADA'));
    const after = await dump();
    expect(after).not.toMatch(/UADA|Lovelace/);
    expect(after).toContain('slack:TONE:CTONE abc');
    expect(after).toContain('UELSE');
    expect(await people.count(subject('slack:TONE:UADA'))).toEqual({ deleted: [], named: 0 });
    const { rows } = await sql<{ by_name: string }>`SELECT by_name FROM subscriptions`.execute(store.db);
    expect(rows).toEqual([{ by_name: 'someone' }]);
  });

  describe('a person who only paused a channel', () => {
    /** The pauses that are stored, of whom, by their days. */
    const pause = (day: string, by: string, byId?: string, channel = ada.channel) => {
      const silence = { why: 'paused', by, ...(byId === undefined ? {} : { byId }), at: 1 };
      const plan = JSON.stringify({ kind: 'silence', silence });
      return sql`INSERT INTO deliveries (key, channel, day, slot_at, state, plan, updated_at)
        VALUES (${`${channel} ${day}`}, ${channel}, ${day}, 1, 'skipped', ${plan}, 1)`.execute(store.db);
    };
    const pausers = async () => {
      const found = await sql<{ day: string; plan: string }>`SELECT day, plan FROM deliveries`.execute(
        store.db,
      );
      return Object.fromEntries(found.rows.map(({ day, plan }) => [day, JSON.parse(plan).silence.by]));
    };

    test('is forgotten by the id, and another of the same name keeps it', async () => {
      await pause('1', 'Zelda', 'slack:TONE:UZELDA');
      await pause('2', 'Zelda', 'slack:TONE:UOTHER');
      const counted = await people.count(subject('slack:TONE:UZELDA'));
      expect(counted.named).toBe(1);
      expect(await people.forget(subject('slack:TONE:UZELDA'))).toEqual(counted);
      expect(await pausers()).toEqual({ 1: 'someone', 2: 'Zelda' });
      expect(await dump()).not.toContain('UZELDA');
    });

    test('is forgotten by the name where an earlier version stored it alone, on the same platform', async () => {
      await pause('1', 'Zelda');
      await pause('2', 'Zelda', undefined, 'discord:7:8');
      await people.forget({ ...subject('slack:TONE:UZELDA'), names: ['Zelda'] });
      expect(await pausers()).toEqual({ 1: 'someone', 2: 'Zelda' });
    });

    test('keeps a name that was stored alone where anyone else has it', async () => {
      await pause('1', ada.name);
      await plant({ ...slack('TONE', 'UTWIN', ada.name), channel: 'slack:TONE:CTWIN' });
      await people.forget({ ...subject(ada.person), names: [ada.name] });
      expect(await pausers()).toMatchObject({ 1: ada.name });
    });

    test('is named in the plans that can be read, where one is damaged', async () => {
      await pause('1', 'Zelda', 'slack:TONE:UZELDA');
      await sql`INSERT INTO deliveries (key, channel, day, slot_at, state, plan, updated_at)
        VALUES ('k', ${ada.channel}, '2', 1, 'skipped', '{"silence":{"why":"paused","by":', 1)`.execute(
        store.db,
      );
      await people.forget(subject('slack:TONE:UZELDA'));
      expect(await dump()).not.toContain('Zelda');
    });
  });

  test('a row that is changed while a person is forgotten keeps the change, and not the name', async () => {
    await plant(ada);
    const held = HELD.find(({ table }) => table === 'channels') as HeldTable;
    const whose = subject(ada.person);
    const read = await Array.fromAsync(namedIn(store, held, whose));
    await sql`UPDATE channels SET record = replace(record, '#general', '#renamed')`.execute(store.db);
    for (const one of read) await rewrite(store, held, one, whose);
    const { rows } = await sql<{ record: string }>`SELECT record FROM channels`.execute(store.db);
    for (const { record } of rows)
      expect(JSON.parse(record)).toMatchObject({ name: '#renamed', paused: { by: { name: 'someone' } } });
  });

  test('a person whose name was never stored beside the id is forgotten too', async () => {
    await plant(ada);
    await sql`UPDATE subscriptions SET edited_by_name = NULL`.execute(store.db);
    await people.forget(subject(ada.person));
    expect(await dump()).not.toContain('UADA');
  });

  test.skipIf(noServer)(`of a person works on Postgres too${noServer ? `: ${noServer}` : ''}`, async () => {
    const { url, drop } = await createSchema();
    await store.close();
    store = await openStore(url);
    people = openPeople(store, PLATFORM_TRACES);
    await plant(ada);
    await sql`UPDATE subscriptions SET edited_by_name = NULL`.execute(store.db);
    const found = await people.count(subject(ada.person));
    expect(await people.forget(subject(ada.person))).toEqual(found);
    expect(await people.count(subject(ada.person))).toEqual({ deleted: [], named: 0 });
    const { rows } = await sql<{ record: string }>`SELECT record FROM channels`.execute(store.db);
    expect(rows.map(({ record }) => JSON.parse(record).paused.by.name)).toEqual(['someone']);
    await store.close();
    await drop();
    store = await openStore(':memory:');
  });

  test('counts without deleting', async () => {
    await plant(ada);
    const before = await dump();
    await people.count(subject('slack:TONE'));
    expect(await dump()).toBe(before);
  });

  test('drops what a model said by the words of a topic that is gone, and keeps what another topic needs', async () => {
    await plant(ada);
    const judge = (criterion: string) =>
      sql`INSERT INTO judgements (paper, model, criterion, holds, said, at) VALUES ('p', 'm', ${criterion}, 1, '', 1)`.execute(
        store.db,
      );
    await judge('cheaper rlhf');
    await judge('secret plans');
    await judge('rlhf');
    await judge('');
    const left = async () =>
      (await sql<{ criterion: string }>`SELECT criterion FROM judgements`.execute(store.db)).rows.map(
        ({ criterion }) => criterion,
      );
    await people.forget(subject('slack:TONE:UADA'));
    expect((await left()).toSorted()).toEqual(['', 'cheaper rlhf']);
    await people.forget(subject('slack:TONE'));
    expect(await left()).toEqual(['']);
  });

  test('takes a value too that is changed meanwhile, and says where that never ends', async () => {
    await store.shelf('web_people').set('web:0123456789abcdef', 'Grace');
    let changes = 2;
    const shelf = (name: string) => {
      const whole = store.shelf(name);
      const deleteUnchanged: typeof whole.deleteUnchanged = async (key, value) => {
        if (changes-- > 0) await whole.set(key, `Grace ${changes}`);
        await whole.deleteUnchanged(key, value);
      };
      return { ...whole, deleteUnchanged };
    };
    const busy = openPeople({ ...store, shelf: shelf as Store['shelf'] }, PLATFORM_TRACES);
    expect(await busy.forget(subject('web:0123456789abcdef'))).not.toHaveProperty('left');
    expect(await dump()).not.toContain('Grace');
    await store.shelf('web_people').set('web:0123456789abcdef', 'Grace');
    changes = 100;
    const done = await busy.forget(subject('web:0123456789abcdef'));
    expect(done.left).toBe(1);
    expect(sayHeld(done).at(-1)).toContain('Try again');
  });

  test('takes a server, an address, a domain and a reader of the local workspace', async () => {
    const web = 'web:0123456789abcdef';
    const plants: Record<string, [string, unknown][]> = {
      discord_guilds: [
        ['77701', { at: 1 }],
        ['888', { at: 1 }],
      ],
      discord_acts: [
        ['k', { at: 1, guild: '77701', act: {} }],
        ['l', { at: 1, guild: '888', act: {} }],
      ],
      discord_forms: [['f', { at: 1, guild: '77701', typed: {} }]],
      web_channels: [['general', { name: 'general', addedAt: 1 }]],
      web_messages: [
        ['a', { id: 'a', seq: 1, channel: 'general', at: 1, author: { id: web, name: 'Grace' }, text: 'hi' }],
        ['b', { id: 'b', seq: 2, channel: 'general', at: 1, onlyFor: web, message: { blocks: [] } }],
        [`asked general ${web} n`, { id: `asked general ${web} n`, seq: 3, channel: 'general', at: 1 }],
        ['d', { id: 'd', seq: 4, channel: '~0123456789abcdef', at: 1, message: { blocks: [] } }],
        [
          'e',
          { id: 'e', seq: 5, channel: 'general', at: 1, author: { id: 'web:ffffffffffffffff', name: 'Kay' } },
        ],
        [
          'f',
          {
            ...{ id: 'f', seq: 6, channel: 'general', at: 1, about: { id: web, name: 'Grace' } },
            message: {
              summary: 'Grace subscribed this channel to lora.',
              blocks: [
                {
                  kind: 'text',
                  line: [{ text: 'Grace', style: 'strong' }, { text: ' subscribed this channel to lora.' }],
                },
              ],
              actions: [],
            },
          },
        ],
      ],
      web_numbers: [['seq', { seq: 5, ids: [`asked general ${web} n`] }]],
      web_people: [
        [web, 'Grace'],
        ['web:ffffffffffffffff', 'Kay'],
      ],
      email_invitations: [
        ['me@lab.org', { wish: { topic: 'x' } }],
        ['you@else.org', { wish: { topic: 'x' } }],
      ],
      email_refused: [['me@lab.org', { times: 1, why: 'no', at: 1 }]],
      email_sent: [
        ['h', { at: 1, channel: 'email:lab.org:me@lab.org/0123456789ab' }],
        ['i', { at: 1, invited: { address: 'me@lab.org', id: '1' } }],
        ['j', { at: 1, channel: 'email:else.org:you@else.org' }],
      ],
      email_asked: [
        ['address me@lab.org', []],
        ['domain lab.org', []],
        ['all', []],
      ],
    };
    for (const [name, entries] of Object.entries(plants))
      for (const [key, value] of entries) await store.shelf(name).set(key, value);
    await people.forget(subject('discord:77701'));
    expect(await dump()).not.toContain('77701');
    await people.forget(subject(web));
    expect(await dump()).not.toMatch(/0123456789abcdef|Grace/);
    expect(await store.shelf<Entry>('web_messages').get('f')).toMatchObject({
      message: { summary: 'Someone subscribed this channel to lora.' },
    });
    await people.forget(subject('email:me@lab.org'));
    expect(await dump()).not.toContain('me@lab.org');
    await people.forget(subject('email:lab.org'));
    const after = await dump();
    expect(after).not.toContain('lab.org');
    for (const kept of ['888', 'Kay', 'you@else.org', 'all', 'general']) expect(after).toContain(kept);
  });
});

test('an export has of a reset in a shared channel only what the person said there', async () => {
  const channel = 'slack:TONE:C1';
  const said = ['slack:TONE:UADA', 'slack:TONE:UBEN'].map((person) => {
    return { person, channel, paper: `of ${person}`, kind: 'relevant', at: 1 };
  });
  await store.shelf('taste_resets').set('reset', { at: 1, channel, signals: said });
  const exported = JSON.stringify(await people.export(subject('slack:TONE:UBEN')));
  expect(exported).toContain('of slack:TONE:UBEN');
  expect(exported).not.toContain('of slack:TONE:UADA');
});

test('an export has all of a person, and neither what is of others nor a secret', async () => {
  await plant(ada);
  await plant(bob);
  await store
    .shelf('email_invitations')
    .set('me@lab.org', { wish: { copies: { id: ada.direct } }, token: 'tok-1' });
  const stored = await people.export(subject('slack:TONE:UADA'));
  expect(stored['papers on reading lists']).toEqual([
    { person: ada.person, paper: '2511.1', seq: 1, done_at: null, note: 'note of Ada Lovelace' },
  ]);
  expect(Object.keys(stored)).toEqual(
    expect.arrayContaining(['topics', 'marks, saves and shares', 'deliveries', 'papers of libraries']),
  );
  const text = JSON.stringify(stored);
  expect(text).not.toMatch(/TTWO|UBOB|Babbage|tok-1/);
  expect(text).toContain('me@lab.org');
});
