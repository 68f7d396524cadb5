import { chmodSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { openIndexFile } from '../../src/app/index-file.ts';
import type { Log } from '../../src/model/ports.ts';
import { parseQuery } from '../../src/query/parse.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';
import { silent } from '../delivery/world.ts';
import { paperOf } from './world.ts';

let folder: string;
let warned: string[];
const log: Log = { ...silent, warn: (message) => void warned.push(message) };

beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), 'paperboy-index-')), 'data');
  warned = [];
});

function indexOf(...titles: string[]) {
  const index = createSearchIndex();
  index.putMany(titles.map((title) => paperOf(title)));
  return index;
}

function totalFor(index: { search: ReturnType<typeof createSearchIndex>['search'] }, text: string) {
  const parsed = parseQuery(text);
  return parsed.ok ? index.search(parsed.query, { limit: 1 }).total : undefined;
}

test('a kept index is there at the next start, in one file', async () => {
  const file = openIndexFile(folder, 'store', log);
  await file.keep(indexOf('LoRA'), 3);
  await file.keep(indexOf('LoRA', 'LoRA again'), 7);
  expect(readdirSync(folder)).toEqual(['search-7.index']);
  const kept = await openIndexFile(folder, 'store', log).load(9);
  expect(kept?.revision).toBe(7);
  expect(kept && totalFor(kept.index, 'lora')).toBe(2);
});

test('saves at the same time, also of the same state, follow one another', async () => {
  const file = openIndexFile(folder, 'store', log);
  await Promise.all([3, 3, 7].map((revision) => file.keep(indexOf('LoRA'), revision)));
  expect(warned).toEqual([]);
  expect(readdirSync(folder)).toEqual(['search-7.index']);
});

test('only the owner may read it, even one that was open before', async () => {
  const file = openIndexFile(folder, 'store', log);
  await file.keep(indexOf('LoRA'), 3);
  const path = join(folder, 'search-3.index');
  const mode = () => (statSync(path).mode & 0o777).toString(8);
  expect(mode()).toBe('600');
  chmodSync(path, 0o644);
  await file.load(9);
  expect(mode()).toBe('600');
});

test.each([
  ['torn', (bytes: Uint8Array) => bytes.subarray(0, bytes.length - 9)],
  ['changed', (bytes: Uint8Array) => bytes.with(bytes.length >> 1, (bytes[bytes.length >> 1] ?? 0) ^ 1)],
  ['empty', () => new Uint8Array(0)],
])('a %s index is said and never believed', async (_name, spoil) => {
  const file = openIndexFile(folder, 'store', log);
  await file.keep(indexOf('LoRA'), 3);
  const path = join(folder, 'search-3.index');
  writeFileSync(path, spoil(readFileSync(path)));
  expect(await file.load(9)).toBeUndefined();
  expect(warned).toHaveLength(1);
});

/** Before the description: a magic number, the checksum, and the lengths of the description and of all. */
const HEADING_BYTES = 16;

/** The bytes with something else in the description, and lengths and a checksum that fit. */
function rewritten(bytes: Buffer, change: (told: Told) => Partial<Told>): Uint8Array {
  const end = HEADING_BYTES + bytes.readUInt32LE(8);
  const told = JSON.parse(bytes.toString('utf8', HEADING_BYTES, end)) as Told;
  const json = Buffer.from(JSON.stringify({ ...told, ...change(told) }));
  const made = Buffer.concat([bytes.subarray(0, HEADING_BYTES), json, bytes.subarray(end)]);
  made.writeUInt32LE(json.length, 8);
  made.writeUInt32LE(made.length, 12);
  made.writeUInt32LE(crc32(made.subarray(8)), 4);
  return made;
}

interface Told {
  format: number;
  terms: string;
}

test.each<[string, string, (told: Told) => Partial<Told>]>([
  ['an earlier', 'format', ({ format }) => ({ format: format - 1 })],
  ['an earlier', 'analysis', ({ terms }) => ({ terms: `x${terms}` })],
  ['a later', 'format', ({ format }) => ({ format: format + 1 })],
])(
  'an index of %s version is built again and no damage: said once, as what it is (%s)',
  async (version, _, change) => {
    const told: string[] = [];
    const file = openIndexFile(folder, 'store', { ...log, info: (message) => void told.push(message) });
    await file.keep(indexOf('LoRA'), 3);
    const bytes = readFileSync(join(folder, 'search-3.index'));
    for (const revision of [3, 4])
      writeFileSync(join(folder, `search-${revision}.index`), rewritten(bytes, change));
    expect(await file.load(9)).toBeUndefined();
    expect(told).toEqual([expect.stringContaining(`of ${version} version`)]);
    expect(warned).toEqual([]);
  },
);

test('the index of another store, or one ahead of this one, is not used', async () => {
  await openIndexFile(folder, 'store', log).keep(indexOf('LoRA'), 3);
  expect(await openIndexFile(folder, 'another', log).load(9)).toBeUndefined();
  expect(await openIndexFile(folder, 'store', log).load(2)).toBeUndefined();
});

test('a folder that cannot be written costs nothing but a word', async () => {
  const blocked = join(folder, '..', 'blocked');
  writeFileSync(blocked, '');
  await openIndexFile(join(blocked, 'data'), 'store', log).keep(indexOf('LoRA'), 3);
  expect(warned).toHaveLength(1);
});
