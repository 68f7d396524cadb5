import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Finder } from '../../src/model/source-ports.ts';
import { arxiv as arxivSource } from '../../src/sources/arxiv.ts';
import { createFinder } from '../../src/sources/finder.ts';
import { huggingFace as huggingFaceSource } from '../../src/sources/hugging-face.ts';
import { type Answer, arxiv, huggingFace, type Loopback, send, startServer } from './server.ts';
import { createHttpWorld, type HttpWorld } from './world.ts';

let world: HttpWorld;
let server: Loopback;
let finder: Finder;
let finderWithin: (ms: number) => Finder;
let well: Answer;

beforeEach(async () => {
  world = await createHttpWorld();
  const hf = huggingFace({
    papers: [{ id: '2508.00105', title: 'Quokkas at large', day: '2026-11-20' }],
    now: () => world.now,
  });
  const ar = arxiv({
    papers: [
      {
        id: '2508.01234',
        title: 'Only on arXiv',
        submitted: '2025-08-02',
        comment: 'Withdrawn by the authors: an error',
      },
    ],
    announced: () => '2026-11-20',
  });
  well = (hit, response) => (hit.url.pathname === '/api/query' ? ar : hf)(hit, response);
  server = await startServer((hit, response) => well(hit, response));
  finderWithin = (withinMs) =>
    createFinder({
      lookups: [
        huggingFaceSource.lookup?.({ http: world.http, settings: { url: server.url } }),
        arxivSource.lookup?.({ http: world.http, settings: { apiUrl: server.url, listingUrl: server.url } }),
      ].filter((lookup) => lookup !== undefined),
      clock: () => world.now,
      withinMs,
    });
  finder = finderWithin(30_000);
});
afterEach(() => server.close());

describe('words', () => {
  test('find papers, and the same words again ask nobody', async () => {
    expect((await finder.search('quokkas', 5)).map(({ title }) => title)).toEqual(['Quokkas at large']);
    await finder.search('quokkas', 5);
    expect(server.hits).toHaveLength(1);
    expect(server.hits[0]?.url.search).toBe('?q=quokkas&limit=5');
  });
  test('that find nothing find nothing', async () => {
    expect(await finder.search('zebras', 5)).toEqual([]);
  });
  test('end in time when nobody answers', async () => {
    server.answer = () => {};
    await expect(finderWithin(100).search('quokkas', 5)).rejects.toThrow();
  });
  test('lost zeros of an id come back', async () => {
    server.answer = (_, response) =>
      send(response, JSON.stringify([{ id: '2508.105', title: 'Short of zeros' }]));
    expect((await finder.search('zeros', 5))[0]?.id).toBe('2508.00105');
  });
});

describe('an id', () => {
  test('is asked of Hugging Face', async () => {
    expect((await finder.fetch('2508.00105'))?.title).toBe('Quokkas at large');
    expect(server.hits).toHaveLength(1);
  });
  test('then of arXiv; what was withdrawn says so', async () => {
    expect(await finder.fetch('2508.01234')).toMatchObject({ title: 'Only on arXiv', withdrawn: true });
  });
  test('of arXiv as well where Hugging Face is down', async () => {
    server.answer = (hit, response) =>
      hit.url.pathname === '/api/query' ? well(hit, response) : send(response, '', {}, 502);
    expect((await finder.fetch('2508.01234'))?.title).toBe('Only on arXiv');
  });
  test('that nobody knows is not asked for again and again', async () => {
    expect(await finder.fetch('2508.09999')).toBeUndefined();
    const before = server.hits.length;
    expect(await finder.fetch('2508.09999')).toBeUndefined();
    expect(server.hits).toHaveLength(before);
  });
  test('that a search just brought is at hand', async () => {
    await finder.search('quokkas', 5);
    await finder.fetch('2508.00105');
    expect(server.hits).toHaveLength(1);
  });
  test.each(['t-0123456789ab', '10.1101/2026.11.19.1', '../../admin', 'x'])(
    'that is no arXiv id (%s) is asked of nobody',
    async (id) => {
      expect(await finder.fetch(id)).toBeUndefined();
      expect(server.hits).toHaveLength(0);
    },
  );
});
