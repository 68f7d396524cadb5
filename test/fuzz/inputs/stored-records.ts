/** What is stored, of an older form or damaged: any column of any row of every table and shelf, read by an app that starts on it. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { PaperboyError } from '../../../src/model/errors.ts';
import type { Store } from '../../../src/store/store.ts';
import { type AppWorld, createAppWorld, digestOf, paperOf } from '../../app/world.ts';
import { noServer } from '../../store/server.ts';
import { isSentence } from '../checks.ts';
import { openPostgresRows } from '../damaged/postgres.ts';
import type { Copies, Row, Rows } from '../damaged/rows.ts';
import { openSqliteRows } from '../damaged/sqlite.ts';
import { junk, text } from '../hostile.ts';
import { place } from '../mutate.ts';
import { isHarmlessMessage } from '../rendered.ts';
import { type Target, target } from '../target.ts';

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

/** Fills a store: two channels that got a post, votes, a reading list and a library. Closes it. */
async function fill(store: Store): Promise<void> {
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
}

/** Damages one value; returns what was damaged, and whether it may concern more than one channel. */
async function spoil(
  held: Rows,
  { table, column, row, how, by }: Damage,
): Promise<{ what: string; isShared: boolean } | undefined> {
  const tables = [...(await held.counts())].flatMap(([name, rows]) => (rows > 0 ? [name] : []));
  const name = tables[Math.floor(table * tables.length)] ?? '';
  const columns = await held.columns(name);
  const field = columns[Math.floor(column * columns.length)] ?? '';
  const rows = await held.rows(name);
  const chosen = rows[Math.floor(row * rows.length)];
  if (chosen === undefined) return undefined;
  const what = `${name}.${field} of ${words(chosen).slice(0, 400)}`;
  const isShared = !what.includes(BAD.id) && !['subscriptions', 'channels'].includes(name);
  if (words(chosen).includes(GOOD.id)) return undefined;
  try {
    if (how === 'gone') await held.delete(name, chosen);
    else await held.set(name, chosen, field, how === 'part' ? spoilPart(chosen[field], by) : by);
  } catch {
    // A value that the table itself refuses is stored nowhere.
    return undefined;
  }
  return { what, isShared };
}

function words(row: Row): string {
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

interface Read {
  /** Tables with fewer rows than before. */
  lost: string[];
  what: string;
  isShared: boolean;
  replies: Awaited<ReturnType<AppWorld['ask']>>[];
  posts: number;
}

async function readAll(store: Store): Promise<Pick<Read, 'replies' | 'posts'>> {
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

function recordsIn(name: string, more: Pick<Target, 'cases' | 'lacks'>, open: () => Promise<Copies>): Target {
  return target({
    name,
    ...more,
    mostMs: 5_000,
    generate: damage,
    open,
    async run(given, copies: Copies): Promise<Read | undefined> {
      const held = await copies.fresh();
      try {
        const spoiled = await spoil(held, given);
        if (spoiled === undefined) return undefined;
        const before = await held.counts();
        const read = await readAll(await held.open());
        const after = await held.counts();
        const lost = [...before].flatMap(([name, rows]) => ((after.get(name) ?? 0) < rows ? [name] : []));
        return { ...spoiled, ...read, lost };
      } finally {
        await held.end();
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
    close: (copies) => copies.end(),
  });
}

export const storedRecords = [
  recordsIn('stored records', { cases: 6 }, () => openSqliteRows(fill)),
  recordsIn('stored records on PostgreSQL', { cases: 2, lacks: noServer }, () => openPostgresRows(fill)),
];
