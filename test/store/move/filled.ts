/** A store with rows in every table and on shelves with odd keys and damaged values, and what a store holds as text. */
import { DatabaseSync } from 'node:sqlite';
import { openStore } from '../../../src/store/store.ts';
import type { DeliveryRow } from '../../../src/store/tables.ts';

/** Rows of the long tables, and bytes of the largest values: for several pages, or for few. */
export type Size = 'pages' | 'small';
const MANY: Record<Size, number> = { pages: 2_100, small: 60 };
const LARGEST: Record<Size, number> = { pages: 2_500_000, small: 1_000 };
const STATES: DeliveryRow['state'][] = ['planned', 'posting', 'posted', 'failed', 'skipped', 'unknown'];
const LONG = 'https://example.org/'.padEnd(5_000, 'lång');

export const ODD_KEYS: readonly string[] = [
  ...['a b', "it's", '"quoted"', 'back\\slash', '{curly,"x"}', 'Ω≈ç√', '論文', '🗞️', 'a:b', 'NULL', ' '],
  ...[
    'nul\0inside',
    '\0',
    '\u0001',
    '\u00010',
    '\u0001h',
    '\u00011',
    'tab\tand\nline',
    `${LONG}1`,
    `${LONG}2`,
    `\0${LONG}`,
  ],
];

/** Values as they stand in the file; none of them can be read. */
const DAMAGED: readonly (string | Uint8Array | null)[] = [
  ...[
    '',
    'no JSON',
    '{"value":',
    '{}',
    '{"key":"x"}',
    'nul\0inside',
    '{"value":"\0"}',
    '\u0001',
    '\u0001["x"]',
  ],
  ...[Buffer.from([0, 1, 254, 255]), null],
];

/** Fills the store of a new file, and closes it. */
export async function fillStore(path: string, size: Size): Promise<void> {
  const store = await openStore(path);
  const numbers = Array.from({ length: MANY[size] }, (_, at) => at);
  await store.transact(async ({ query, changed }) => {
    await changed('channels');
    for (const [table, rows] of Object.entries({ ...fewRows(LARGEST[size]), ...manyRows(numbers) })) {
      for (let at = 0; at < rows.length; at += LIST)
        await query
          .insertInto(table as 'sent')
          .values(rows.slice(at, at + LIST) as never)
          .execute();
    }
  });
  const paperOf = (at: number) => ({
    id: `2508.${at}`,
    title: `Paper ${at}: "quoted" \\ Ünï`,
    abstract: 'Ø and 🗞️. '.repeat(at % 40),
  });
  await store.shelf('papers').setMany(numbers.map((at) => ({ key: `2508.${at}`, value: paperOf(at) })));
  await store.shelf('slack_installations').set('T1', { sealed: 'v1.c2VhbGVk.dG9rZW4=' });
  await store.shelf('empty_one').delete('nothing');
  const odd = (at: number) => ({ at, text: 'nul \0, half \ud800, 🗞️' });
  await store.shelf('odd').setMany(ODD_KEYS.map((key, at) => ({ key, value: odd(at) })));
  await store.close();
  damage(path);
}

/** Rows of one INSERT. */
const LIST = 500;

function fewRows(largest: number): Record<string, object[]> {
  const channels = ['local:general', 'slack:T1:Ünï', '論文', '', 'last'];
  const queries = ['agents', '"scaling laws" -video', 'title:C++ \\ 🗞️', ''];
  const moments = [0, 1.5, -7.25, 1e15 + 0.375, 1 / 3, Number.MAX_SAFE_INTEGER];
  const body = (bytes: number) => Uint8Array.from({ length: bytes }, (_, at) => (at * 31) % 256);
  const record = (id: string) => (id === '論文' ? '{damaged' : `{"name":"#${id} \\u0000 \\"q\\""}`);
  const by = { by_id: 'ada', by_name: "Ада O'Neil\n" };
  return {
    channels: channels.map((id, at) => ({ id, record: record(id), version: at, rev: at * 2 })),
    subscriptions: queries.map((query, at) => {
      const topic = { key: `local:general ${query}`, channel: 'local:general', query, meaning: query };
      return { ...topic, ...by, at, rev: at };
    }),
    removals: ['channel', 'subscription'].map((kind, rev) => ({ kind, key: 'gone', rev })),
    revisions: [{ name: 'large', value: 2 ** 50 }],
    turns: moments.map((open_at, at) => ({ name: `t${at}`, open_at })),
    answers: [0, 1, 256, largest, largest + 1].map((bytes, at) => {
      const answer = {
        url: `https://example.org/${at}`,
        body: body(bytes),
        at: at + 0.5,
        link: '<x>; rel=y',
      };
      return { ...answer, etag: at === 0 ? null : `"${at}"`, charset: at === 1 ? 'utf-16' : null };
    }),
  };
}

function manyRows(numbers: readonly number[]): Record<string, object[]> {
  const [day, topics] = ['2025-08-01', '["agents"]'];
  return {
    saved: numbers.map((seq) => ({ person: `p${seq % 7}`, paper: `25${seq}`, seq })),
    arrivals: numbers.map((seq) => {
      const paper = { paper: `2508.${seq}`, day, hash: 'h', work: `w${seq}` };
      return { ...paper, seq: seq + 1, rev: seq, news: seq % 2 };
    }),
    aliases: numbers.map((at) => ({ alias: `10.1/${at}`, paper: at % 3 === 0 ? '' : `2508.${at}` })),
    deliveries: numbers.slice(0, 600).map(deliveryRow),
    sent: numbers.map((at) => {
      const paper = { channel: `c${at % 9}`, paper: `2508.${at}` };
      return { ...paper, delivery: `d${at}`, day, topics };
    }),
  };
}

function deliveryRow(at: number): object {
  const isOpen = at % 2 === 0;
  const slot = {
    key: `c${at} 2025-08-01`,
    channel: `c${at}`,
    day: '2025-08-01',
    slot_at: 1_754_000_000_000 + at,
  };
  const plan = { plan: '{"papers":[]}', up_to: isOpen ? at : null, newest: isOpen ? null : '2025-08-01' };
  const lease = { owner: isOpen ? 'host 1' : null, lease_until: isOpen ? 1_754_000_001_000 : null };
  return {
    ...{ ...slot, ...plan, ...lease },
    state: STATES[at % STATES.length],
    reason: isOpen ? null : 'it was refused: "no"',
    receipts: '["r"]',
    attempts: at % 3,
    not_before: isOpen ? at : null,
    updated_at: at,
  };
}

/** What no program wrote: values that are no JSON, bytes, a number beyond 2^53, and rows of another namespace. */
function damage(path: string): void {
  const database = new DatabaseSync(path);
  const insert = database.prepare('INSERT INTO odd (key, value, namespace) VALUES (?, ?, ?)');
  for (const [at, value] of DAMAGED.entries()) {
    insert.run(`damaged ${at}`, value, '');
    insert.run(`damaged ${at} \0`, value, '');
    insert.run(`${LONG} damaged ${at}`, value, '');
    insert.run(`damaged ${at}`, value, 'another');
  }
  database.exec("INSERT INTO revisions VALUES ('damaged', 9223372036854775807)");
  database.close();
}

/** All rows of all tables of a file, as SQL literals. */
export function contentsOf(path: string): Record<string, string[]> {
  const database = new DatabaseSync(path);
  const names = database
    .prepare(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'kysely%' AND name <> 'opened'",
    )
    .all()
    .map(({ name }) => String(name));
  const contents = names.sort().map((name) => {
    const columns = database.prepare(`SELECT name FROM pragma_table_info('${name}') ORDER BY name`).all();
    const texts = columns.map((column) => `quote(CAST("${column.name}" AS BLOB)), typeof("${column.name}")`);
    const rows = database.prepare(`SELECT concat_ws(' ', ${texts.join(', ')}) AS row FROM "${name}"`).all();
    return [name, rows.map(({ row }) => String(row)).sort()] as const;
  });
  database.close();
  return Object.fromEntries(contents);
}
