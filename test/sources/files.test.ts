import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Batch, Shelf, Source } from '../../src/model/ports.ts';
import { createFileSource, type FileMemory } from '../../src/sources/files.ts';
import { openStore } from '../../src/store/store.ts';

let folder: string;
let memory: Shelf<FileMemory>;
let source: Source;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperboy-folder-'));
  memory = (await openStore(':memory:')).shelf('memory');
  source = build();
});
afterEach(() => rmSync(folder, { recursive: true }));

const build = () => createFileSource('folder', folder, () => Date.parse('2026-11-23T12:00:00Z'), memory);
const fetch = async (): Promise<Batch> => {
  const batch = (await source.fetch()) as Batch;
  await batch.kept?.();
  return batch;
};
const put = (name: string, day: string, title: string) =>
  writeFileSync(join(folder, name), JSON.stringify({ date: day, papers: [{ title }] }));
const titles = ({ digests }: Batch) => digests.flatMap(({ papers }) => papers.map(({ title }) => title));

test('files become digests once, over a restart too, oldest day first', async () => {
  put('b.json', '2026-11-22', 'The second');
  put('a.json', '2026-11-23', 'The third');
  put('c.json', '2026-11-21', 'The first');
  expect(titles(await fetch())).toEqual(['The first', 'The second', 'The third']);
  source = build();
  expect(titles(await fetch())).toEqual([]);
});

test('a file that changes is read again, and a new one when it comes', async () => {
  put('a.json', '2026-11-23', 'As it was');
  await fetch();
  put('a.json', '2026-11-23', 'As it is now');
  utimesSync(join(folder, 'a.json'), 1, 1);
  put('b.json', '2026-11-23', 'New');
  expect(titles(await fetch())).toEqual(['As it is now', 'New']);
});

test('a bad file stops no other, is told of until it is mended, and is not moved', async () => {
  writeFileSync(join(folder, 'bad.json'), '{"nothing": 1}');
  put('good.json', '2026-11-23', 'Good');
  const first = await fetch();
  expect(titles(first)).toEqual(['Good']);
  expect(first.problems).toEqual([expect.stringMatching(/^bad\.json: This is no digest/)]);
  source = build();
  expect((await fetch()).problems).toHaveLength(1);
  put('bad.json', '2026-11-23', 'Mended');
  const mended = await fetch();
  expect([titles(mended), mended.problems]).toEqual([['Mended'], []]);
});

test('what could not be kept is given again', async () => {
  put('a.json', '2026-11-23', 'Again');
  await source.fetch();
  expect(titles(await fetch())).toEqual(['Again']);
});

test('a folder that is missing is an error that names it', async () => {
  source = createFileSource('folder', join(folder, 'none'), Date.now, memory);
  await expect(source.fetch()).rejects.toThrow('none cannot be read');
});
