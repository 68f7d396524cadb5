import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseDigests } from '../../src/digest/parse.ts';
import type { Shelf } from '../../src/model/ports.ts';
import type { Batch, Source } from '../../src/model/source-ports.ts';
import { createFileSource, type FileMemory, folderName } from '../../src/sources/folder.ts';
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

const build = () =>
  createFileSource({
    name: 'folder x',
    path: folder,
    clock: () => Date.parse('2026-11-23T12:00:00Z'),
    memory,
  });
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
  expect(first.problems).toEqual([expect.stringMatching(/^bad\.json: it is JSON without papers\.$/)]);
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

test('many files come in parts, and what is kept of them is not given again', async () => {
  for (let at = 0; at < 120; at++) put(`${String(at).padStart(3, '0')}.json`, '2026-11-23', `Number ${at}`);
  const first = await fetch();
  expect([titles(first).length, first.more]).toEqual([50, true]);
  source = build();
  const second = await fetch();
  const third = await fetch();
  expect([second, third].map((batch) => [titles(batch).length, batch.more])).toEqual([
    [50, true],
    [20, undefined],
  ]);
  expect(new Set([first, second, third].flatMap(titles)).size).toBe(120);
  expect(titles(await fetch())).toEqual([]);
});

test('a large file is read on a thread of its own, and gives what a small one would', async () => {
  const papers = Array.from({ length: 900 }, (_, at) => ({
    title: `Number ${at}`,
    abstract: `About ${at}. `.repeat(20),
  }));
  writeFileSync(join(folder, 'large.json'), JSON.stringify({ date: '2026-11-22', papers }));
  writeFileSync(join(folder, 'large-bad.json'), `{"nothing": "${'x'.repeat(100_000)}"}`);
  writeFileSync(join(folder, '2026-11-23.jsonl'), papers.map((paper) => JSON.stringify(paper)).join('\n'));
  const batch = await fetch();
  expect(batch.digests).toEqual([
    ...parseDigests(readFileSync(join(folder, 'large.json'))),
    ...parseDigests(readFileSync(join(folder, '2026-11-23.jsonl')), { fileName: '2026-11-23.jsonl' }),
  ]);
  expect(batch.problems).toEqual([expect.stringMatching(/^large-bad\.json: it .+\.$/)]);
});

test('what is wrong with a folder names it as people know it, not its path', async () => {
  source = createFileSource({ name: 'folder none', path: join(folder, 'none'), clock: Date.now });
  await expect(source.fetch()).rejects.toThrow(/^folder none cannot be read: it does not exist\.$/);
});

test.each([
  [['/srv/papers'], ['papers']],
  [
    ['/srv/a/papers', '/srv/b/papers', '/srv/c/'],
    ['a/papers', 'b/papers', 'c'],
  ],
  [
    ['/papers', '/srv/papers'],
    ['papers', 'srv/papers'],
  ],
  [['/'], ['/']],
])('folders %j are called %j', (paths, names) => {
  expect(paths.map((path) => folderName(path, paths))).toEqual(names);
});

test('no word of a file is told where it cannot be read, whatever it is', async () => {
  const secret = 'hunter2';
  const bad: Record<string, string> = {
    'passwd.txt': `root:${secret}:0:0:root:/root:/bin/sh\n`,
    'env.json': `{"token": "${secret}"}`,
    'broken.json': `{"token": ${secret}`,
    'page.html': `<html><title>${secret}</title><body>${secret}</body></html>`,
    'lines.jsonl': `{"token": "${secret}"}\n{"token": "${secret}"}\n`,
    'feed.xml': `<rss><channel><title>${secret}</title><item><${secret}>1</item></channel></rss>`,
    'error.json': `{"error": "${secret}"}`,
    'large.json': `{"token": "${secret}", "more": "${'x'.repeat(100_000)}"}`,
  };
  const folder = mkdtempSync(join(tmpdir(), 'paperboy-secret-'));
  for (const [name, text] of Object.entries(bad)) writeFileSync(join(folder, name), text);
  const source = createFileSource({
    name: 'folder',
    path: folder,
    clock: () => Date.parse('2026-11-23T00:00:00Z'),
  });
  const batch = (await source.fetch()) as Batch;
  expect(batch.problems?.length).toBe(Object.keys(bad).length);
  for (const problem of batch.problems ?? []) expect(problem).not.toContain(secret);
});
