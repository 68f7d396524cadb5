import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Batch, Source } from '../../src/model/source-ports.ts';
import { type ArxivMemory, createArxiv, nextAt } from '../../src/sources/arxiv.ts';
import { type ArxivApi, createArxivApi } from '../../src/sources/arxiv-api.ts';
import { type ArxivPaper, arxiv, type Loopback, send, startServer } from './server.ts';
import { createHttpWorld, type HttpWorld } from './world.ts';

let world: HttpWorld;
let server: Loopback;
let papers: ArxivPaper[];
let announced: string;
let api: ArxivApi;
let source: Source;

beforeEach(async () => {
  world = await createHttpWorld({}, Date.parse('2026-11-23T06:00:00Z'));
  announced = '2026-11-23';
  papers = [
    {
      id: '2611.00001',
      title: 'Learning where $a < b$ & more',
      submitted: '2026-11-20',
      kind: 'new',
      comment: '12 pages',
      doi: '10.1000/x.1',
    },
    { id: '2611.00002', title: 'Seen from elsewhere', submitted: '2026-11-20', kind: 'cross' },
    { id: '2511.00003', title: 'Better than before', submitted: '2025-11-03', kind: 'replace' },
    {
      id: '2611.00004',
      title: 'Taken back',
      submitted: '2026-11-20',
      kind: 'new',
      comment: 'This paper has been withdrawn by the authors',
    },
    { id: '2611.00009', title: 'Submitted only', submitted: '2026-11-10' },
  ];
  server = await startServer(
    (hit, response) => arxiv({ papers, announced: () => announced })(hit, response),
    () => world.now,
  );
  api = createArxivApi(world.http, { apiUrl: server.url, listingUrl: server.url });
  const memory = world.store.shelf<ArxivMemory>('memory');
  source = createArxiv({
    categories: ['cs.LG', 'cs.CL'],
    api,
    memory,
    clock: () => world.now,
    random: () => 0,
  });
});
afterEach(() => server.close());

const fetch = async (): Promise<Batch> => {
  const batch = (await source.fetch()) as Batch;
  await batch.kept?.();
  return batch;
};

describe('a listing', () => {
  test('is the digest of its day: new papers and cross-lists, with what the API adds', async () => {
    const { digests, problems } = await fetch();
    expect(problems).toEqual([]);
    expect(digests).toHaveLength(1);
    expect(digests[0]?.date).toBe('2026-11-23');
    expect(digests[0]?.papers.map(({ id }) => id)).toEqual(['2611.00001', '2611.00002', '2611.00004']);
    expect(digests[0]?.papers[0]).toMatchObject({
      title: 'Learning where a < b & more',
      authors: ['Ines Caldeira', 'Tomasz Wierzbicki'],
      categories: ['cs.LG', 'stat.ML'],
      comment: '12 pages',
      doi: '10.1000/x.1',
      publishedOn: '2026-11-20',
      url: 'https://arxiv.org/abs/2611.00001',
    });
    expect(digests[0]?.papers[2]?.withdrawn).toBe(true);
  });
  test('gives replacements as such', async () => {
    const { revised } = await fetch();
    expect(revised?.map(({ id, revisedOn }) => [id, revisedOn])).toEqual([['2511.00003', '2026-11-23']]);
  });
  test('stands alone when the API does not answer, and says what is missing', async () => {
    const well = server.answer;
    server.answer = (hit, response) =>
      hit.url.pathname === '/api/query' ? send(response, '', {}, 400) : well(hit, response);
    const { digests, problems } = await fetch();
    expect(digests[0]?.papers[0]?.authors).toEqual(['Ines Caldeira', 'Tomasz Wierzbicki']);
    expect(problems?.[0]).toMatch(/^Comments and first dates are missing/);
  });
  test('comes once', async () => {
    await fetch();
    expect((await fetch()).digests).toEqual([]);
  });
  test('that is the old one under a new day is stale', async () => {
    for (let at = 10; at < 30; at++)
      papers.push({ id: `2611.000${at}`, title: `Number ${at}`, submitted: '2026-11-20', kind: 'new' });
    await fetch();
    announced = '2026-11-24';
    world.now += 24 * 3_600_000;
    const batch = await fetch();
    expect([batch.stale, batch.digests]).toEqual([true, []]);
  });
  test('that is empty is no error', async () => {
    papers = [];
    expect((await fetch()).digests).toEqual([]);
  });
  test('after days away, those between are asked of the API', async () => {
    await fetch();
    world.now = Date.parse('2026-11-26T06:00:00Z');
    announced = '2026-11-26';
    papers = [
      { id: '2611.00020', title: 'Of the day between', submitted: '2026-11-23' },
      { id: '2611.00021', title: 'Of today', submitted: '2026-11-25', kind: 'new' },
    ];
    const { digests } = await fetch();
    expect(digests.flatMap(({ date, papers: list }) => list.map(({ id }) => [date, id]))).toEqual([
      ['2026-11-23', '2611.00020'],
      ['2026-11-26', '2611.00021'],
    ]);
  });
  test.each([
    ['a page', '<html><body>Rate exceeded</body></html>'],
    [
      'cut off',
      '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><entry><id>oai:arXiv.org:2611.1',
    ],
    ['entities of its own', '<!DOCTYPE feed [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><feed>&b;</feed>'],
    ['entries of another shape', '<feed><entry><key>1</key></entry><entry><key>2</key></entry></feed>'],
    ['nested without end', `<feed>${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}</feed>`],
  ])('that is none (%s) is an error', async (_, body) => {
    server.answer = (_hit, response) => send(response, body);
    await expect(source.fetch()).rejects.toMatchObject({ code: 'source' });
  });
});

describe('manners', () => {
  test('a request every three seconds, over listing and API together', async () => {
    for (let at = 0; at < 900; at++)
      papers.push({ id: `2610.${10_000 + at}`, title: `Number ${at}`, submitted: '2026-11-20', kind: 'new' });
    await Promise.all([fetch(), api.papers(['2611.00001']), api.submitted(['cs.LG'], '2026-11-10')]);
    const times = server.hits.map(({ at }) => at);
    expect(times.length).toBeGreaterThanOrEqual(7);
    for (const [at, time] of times.entries())
      if (at > 0) expect(time - (times[at - 1] ?? 0)).toBeGreaterThanOrEqual(3_000);
  });
  test('a day of more than one slice is fetched whole', async () => {
    for (let at = 0; at < 1_100; at++)
      papers.push({ id: `2610.${10_000 + at}`, title: `Number ${at}`, submitted: '2026-11-11' });
    expect((await api.submitted(['cs.LG'], '2026-11-11')).papers).toHaveLength(1_100);
  });
  test.each([
    [
      'on a workday before the listing is there, within the hour',
      '2026-11-23T06:00:00Z',
      undefined,
      '2026-11-23T07:00:00Z',
    ],
    [
      'once it is there, after the next midnight in New York',
      '2026-11-23T06:00:00Z',
      '2026-11-23',
      '2026-11-24T05:20:00Z',
    ],
    ['on a Saturday, after midnight', '2026-11-21T12:00:00Z', '2026-11-20', '2026-11-22T05:20:00Z'],
    [
      'on a workday afternoon without one, such as a holiday, the next day',
      '2026-11-26T20:00:00Z',
      '2026-11-25',
      '2026-11-27T05:20:00Z',
    ],
    ['in summer, by summer time', '2026-07-01T12:00:00Z', '2026-07-01', '2026-07-02T04:20:00Z'],
  ])('it is asked %s', (_, now, newest, next) => {
    expect(new Date(nextAt(Date.parse(now), newest, () => 0)).toISOString()).toBe(
      new Date(next).toISOString(),
    );
  });
});
