/** What is stored, of an older form or damaged: any column of any row of every table and shelf, read by an app that starts on it. */
import assert from 'node:assert/strict';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { PaperboyError } from '../../../src/model/errors.ts';
import { openStore } from '../../../src/store/store.ts';
import { type AppWorld, createAppWorld, digestOf, paperOf } from '../../app/world.ts';
import { isSentence } from '../checks.ts';
import { junk, text } from '../hostile.ts';
import { place } from '../mutate.ts';
import { isHarmlessMessage } from '../rendered.ts';
import { target } from '../target.ts';

const DAY_MS = 86_400_000;
const BAD = { id: 'test:t:bad', name: '#bad' };
const GOOD = { id: 'test:t:good', name: '#good' };
const ASKED = [
  'topics',
  'status',
  'schedule',
  'saved',
  'search agents',
  'changes',
  'my-data export',
  'my-data',
];

interface Damage {
  /** Which table, column and row, from 0 to 1 among those that there are. */
  table: number;
  column: number;
  row: number;
  how: 'value' | 'part' | 'gone';
  by: unknown;
}

const stored = fc.oneof<fc.Arbitrary<unknown>[]>(
  fc.constantFrom<unknown>(
    '',
    '{bad',
    'null',
    '{}',
    '[]',
    '7',
    '{"value":null}',
    '{"value":{}}',
    '{"value":[null]}',
    '__proto__',
    0,
    -1,
    1.5,
    9007199254740991n,
    9223372036854775000n,
    new Uint8Array([255, 0]),
    null,
  ),
  text,
  junk.map((value) => JSON.stringify(value) ?? ''),
);
const damage: fc.Arbitrary<Damage> = fc.record({
  table: place,
  column: place,
  row: place,
  how: fc.constantFrom('value', 'value', 'part', 'part', 'part', 'gone'),
  by: stored,
});

interface World {
  folder: string;
  whole: string;
  next: number;
}

/** A store with two channels that got a post, votes, a reading list and a library, closed. */
async function open(): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-fuzz-'));
  const whole = join(folder, 'whole.sqlite');
  const store = await openStore(whole);
  const world = await createAppWorld('2026-11-23T08:00:00Z', { store });
  const papers = ['Agents that plan', 'Diffusion for video', 'Agents again'].map((title, at) =>
    paperOf(title, { id: `2611.0000${at}`, upvotes: at, authors: ['Ada Lovelace'] }),
  );
  world.digests = [digestOf('2026-11-23', ...papers)];
  for (const place of [BAD, GOOD]) {
    await world.app.service.join(place);
    await world.ask('subscribe agents as "Mine", diffusion', place);
  }
  await world.tick('2026-11-23T09:00:00Z');
  for (const line of [
    'save 2611.00000',
    'note 2611.00000 an old note',
    'limit 5',
    'taste +2611.00001',
    'ours Ada Lovelace',
  ])
    await world.ask(line, BAD);
  await world.app.service.importLibrary({
    place: BAD,
    person: { id: 'u1', name: 'Ada' },
    file: { name: 'a.bib', content: '@misc{a, title={One}, doi={10.1000/one}}' },
  });
  await store.close();
  const raw = new DatabaseSync(whole);
  raw.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
  raw.close();
  return { folder, whole, next: 0 };
}

/** Damages one value; returns what was damaged, and whether it may concern more than one channel. */
function spoil(
  path: string,
  { table, column, row, how, by }: Damage,
): { what: string; isShared: boolean } | undefined {
  const file = new DatabaseSync(path);
  try {
    const all = file
      .prepare(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'kysely%' ORDER BY name",
      )
      .all();
    const tables = all
      .map((one) => String(one.name))
      .filter((one) => file.prepare(`SELECT 1 FROM "${one}" LIMIT 1`).get() !== undefined);
    const name = tables[Math.floor(table * tables.length)] ?? '';
    const columns = file
      .prepare(`PRAGMA table_info("${name}")`)
      .all()
      .map((one) => String(one.name));
    const field = columns[Math.floor(column * columns.length)] ?? '';
    const rows = file.prepare(`SELECT * FROM "${name}" ORDER BY 1, 2`).all();
    const at = Math.floor(row * rows.length);
    const chosen = rows[at];
    if (chosen === undefined) return undefined;
    const isSame = columns.map((one) => `"${one}" IS ?`).join(' AND ');
    const values = columns.map((one) => chosen[one] ?? null);
    const what = `${name}.${field} of ${words(chosen).slice(0, 400)}`;
    const isShared = !what.includes(BAD.id) && !['subscriptions', 'channels'].includes(name);
    const isOfGood = words(chosen).includes(GOOD.id);
    if (isOfGood) return undefined;
    if (how === 'gone') file.prepare(`DELETE FROM "${name}" WHERE ${isSame}`).run(...values);
    else
      file
        .prepare(`UPDATE "${name}" SET "${field}" = ? WHERE ${isSame}`)
        .run((how === 'part' ? spoilPart(chosen[field], by) : by) as never, ...values);
    return { what, isShared };
  } catch {
    // A value that the table itself refuses is stored nowhere.
    return undefined;
  } finally {
    file.close();
  }
}

function words(row: object): string {
  return JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** JSON with one part replaced, chosen by what replaces it; other values as a whole. */
function spoilPart(value: unknown, by: unknown): unknown {
  if (typeof value !== 'string' || !/^[{[]/.test(value)) return by;
  const parts: { holder: Record<string, unknown>; key: string }[] = [];
  const whole = JSON.parse(value, function (this: Record<string, unknown>, key, part) {
    if (key !== '') parts.push({ holder: this, key });
    return part;
  });
  const shown = String(by);
  const part =
    parts[
      [...shown].reduce((sum, one) => (sum * 31 + (one.codePointAt(0) ?? 0)) % 99_991, shown.length) %
        Math.max(1, parts.length)
    ];
  if (part !== undefined)
    part.holder[part.key] = typeof by === 'bigint' || by instanceof Uint8Array ? String(by) : by;
  return JSON.stringify(whole);
}

/** How many rows each table has. */
function countRows(path: string): Map<string, number> {
  const file = new DatabaseSync(path);
  try {
    const tables = file.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all();
    return new Map(
      tables.map(({ name }) => [
        String(name),
        Number(file.prepare(`SELECT count(*) AS rows FROM "${String(name)}"`).get()?.rows),
      ]),
    );
  } finally {
    file.close();
  }
}

interface Read {
  /** Tables with fewer rows than before. */
  lost: string[];
  what: string;
  isShared: boolean;
  replies: Awaited<ReturnType<AppWorld['ask']>>[];
  posts: number;
}

async function readAll(path: string): Promise<Pick<Read, 'replies' | 'posts'>> {
  const store = await openStore(path);
  try {
    const world = await createAppWorld('2026-11-24T08:00:00Z', { store });
    world.digests = [digestOf('2026-11-24', paperOf('New agents', { id: '2611.00009' }))];
    await world.tick(new Date(world.now + DAY_MS / 20).toISOString());
    const replies = [];
    for (const line of ASKED) for (const one of [BAD, GOOD]) replies.push(await world.ask(line, one));
    return { replies, posts: world.readers.seen.filter(({ channel }) => channel === GOOD.id).length };
  } finally {
    await store.close();
  }
}

export const storedRecords = [
  target({
    name: 'stored records',
    cases: 12,
    mostMs: 5_000,
    generate: damage,
    open,
    async run(given, world: World): Promise<Read | undefined> {
      const path = join(world.folder, `${++world.next}.sqlite`);
      copyFileSync(world.whole, path);
      try {
        const spoiled = spoil(path, given);
        if (spoiled === undefined) return undefined;
        const before = countRows(path);
        const read = await readAll(path);
        const after = countRows(path);
        const lost = [...before].flatMap(([name, rows]) => ((after.get(name) ?? 0) < rows ? [name] : []));
        return { ...spoiled, ...read, lost };
      } finally {
        for (const end of ['', '-wal', '-shm', '-journal']) rmSync(path + end, { force: true });
      }
    },
    async holds(outcome) {
      if (outcome.refused !== undefined) {
        assert.ok(
          outcome.refused instanceof PaperboyError && outcome.refused.code === 'store',
          String(outcome.refused),
        );
        return isSentence(outcome.refused);
      }
      if (outcome.value === undefined) return;
      const { what, isShared, replies, posts, lost } = outcome.value;
      assert.deepEqual(lost, [], `rows are gone, with ${what}`);
      if (!isShared) assert.equal(posts, 1, `another channel got ${posts} posts, with ${what}`);
      for (const reply of replies) {
        assert.doesNotMatch(
          JSON.stringify(reply),
          /didn't work|unexpected error/,
          `an answer tells of an error, with ${what}`,
        );
        await isHarmlessMessage(reply, true);
      }
    },
    close: ({ folder }) => rmSync(folder, { recursive: true }),
  }),
];
