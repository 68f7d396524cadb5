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
  const { transact } = store;
  const numbers = Array.from({ length: MANY[size] }, (_, at) => at);
  const inLists = async (rows: object[], insert: (list: never[]) => { execute(): Promise<unknown> }) => {
    for (let at = 0; at < rows.length; at += 500) await insert(rows.slice(at, at + 500) as never[]).execute();
  };
  await transact(async ({ query, changed }) => {
    await inLists(
      ['local:general', 'slack:T1:Ünï', '論文', '', 'nul-free'].map((id, at) => ({
        ...{
          id,
          record: at === 2 ? '{damaged' : `{"name":"#${id} \\u0000 \\"q\\""}`,
          version: at,
          rev: at * 2,
        },
      })),
      (rows) => query.insertInto('channels').values(rows),
    );
    await inLists(
      ['agents', '"scaling laws" -video', 'title:C++ \\ 🗞️', ''].map((text, at) => {
        const by = { by_id: 'ada', by_name: at === 1 ? "Ada O'Neil\n" : 'Ада' };
        return {
          key: `local:general ${text}`,
          channel: 'local:general',
          query: text,
          meaning: text,
          ...by,
          at,
          rev: at,
        };
      }),
      (rows) => query.insertInto('subscriptions').values(rows),
    );
    await query.insertInto('removals').values({ kind: 'channel', key: 'gone', rev: 3 }).execute();
    await query.insertInto('removals').values({ kind: 'subscription', key: 'gone', rev: 4 }).execute();
    await inLists(
      numbers.map((seq) => ({ person: `p${seq % 7}`, paper: `25${seq}`, seq })),
      (rows) => query.insertInto('saved').values(rows),
    );
    await changed('channels');
    await query
      .insertInto('revisions')
      .values({ name: 'large', value: 2 ** 50 })
      .execute();
    await inLists(
      numbers.map((seq) => ({
        ...{
          seq: seq + 1,
          paper: `2508.${seq}`,
          day: '2025-08-01',
          rev: seq,
          hash: 'h',
          work: `w${seq}`,
          news: seq % 2,
        },
      })),
      (rows) => query.insertInto('arrivals').values(rows),
    );
    await inLists(
      numbers.map((at) => ({ alias: `10.1/${at}`, paper: at % 3 === 0 ? '' : `2508.${at}` })),
      (rows) => query.insertInto('aliases').values(rows),
    );
    await inLists(numbers.slice(0, 600).map(deliveryRow), (rows) =>
      query.insertInto('deliveries').values(rows),
    );
    await inLists(
      numbers.map((at) => ({
        ...{
          channel: `c${at % 9}`,
          paper: `2508.${at}`,
          delivery: `d${at}`,
          day: '2025-08-01',
          topics: '["agents"]',
        },
      })),
      (rows) => query.insertInto('sent').values(rows),
    );
    await inLists(
      [0, 1.5, -7.25, 1e15 + 0.375, 1 / 3, Number.MAX_SAFE_INTEGER].map((open_at, at) => ({
        name: `t${at}`,
        open_at,
      })),
      (rows) => query.insertInto('turns').values(rows),
    );
    const body = (bytes: number) => Uint8Array.from({ length: bytes }, (_, at) => (at * 31) % 256);
    await inLists(
      [0, 1, 256, LARGEST[size], LARGEST[size] + 1].map((bytes, at) => ({
        ...{
          url: `https://example.org/${at}`,
          etag: at === 0 ? null : `"${at}"`,
          modified: null,
          link: '<x>; rel=y',
        },
        ...{ body: body(bytes), at: at + 0.5, charset: at === 1 ? 'utf-16' : null },
      })),
      (rows) => query.insertInto('answers').values(rows),
    );
  });
  await store.shelf('papers').setMany(numbers.map((at) => ({ key: `2508.${at}`, value: paperOf(at) })));
  await store.shelf('slack_installations').set('T1', { sealed: 'v1.c2VhbGVk.dG9rZW4=' });
  await store.shelf('empty_one').delete('nothing');
  await store
    .shelf('odd')
    .setMany(ODD_KEYS.map((key, at) => ({ key, value: { at, text: 'nul \0, half \ud800, 🗞️' } })));
  await store.close();
  damage(path);
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

function paperOf(at: number) {
  return { id: `2508.${at}`, title: `Paper ${at}: "quoted" \\ Ünï`, abstract: 'Ø and 🗞️. '.repeat(at % 40) };
}

function deliveryRow(at: number): DeliveryRow {
  const state = STATES[at % STATES.length] as DeliveryRow['state'];
  const isOpen = at % 2 === 0;
  return {
    ...{
      key: `local:c${at} 2025-08-01`,
      channel: `local:c${at}`,
      day: '2025-08-01',
      slot_at: 1_754_000_000_000 + at,
    },
    ...{
      state,
      reason: isOpen ? null : 'it was refused: "no"',
      plan: '{"papers":[]}',
      up_to: isOpen ? at : null,
    },
    ...{
      newest: isOpen ? null : '2025-08-01',
      receipts: '["r"]',
      attempts: at % 3,
      not_before: isOpen ? at : null,
    },
    ...{ owner: isOpen ? 'host 1' : null, lease_until: isOpen ? 1_754_000_001_000 : null, updated_at: at },
  } as unknown as DeliveryRow;
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
