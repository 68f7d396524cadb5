import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Batch, Source } from '../../src/model/source-ports.ts';
import { createHuggingFace, type HuggingFaceMemory } from '../../src/sources/hugging-face.ts';
import { createHuggingFaceApi, type HuggingFaceApi } from '../../src/sources/hugging-face-api.ts';
import { type FakePaper, huggingFace, itemOf, type Loopback, send, startServer } from './server.ts';
import { createHttpWorld, type HttpWorld } from './world.ts';

let world: HttpWorld;
let server: Loopback;
let papers: FakePaper[];
let api: HuggingFaceApi;
let source: Source;

beforeEach(async () => {
  world = await createHttpWorld();
  papers = [];
  server = await startServer(huggingFace({ papers, now: () => world.now }), () => world.now);
  build();
});
afterEach(() => server.close());

function build(): void {
  api = createHuggingFaceApi(world.http, { url: server.url });
  const memory = world.store.shelf<HuggingFaceMemory>('memory');
  source = createHuggingFace({ api, memory, clock: () => world.now, random: () => 0 });
}

const add = (day: string, count: number, from = papers.length) => {
  for (let at = 0; at < count; at++) {
    const id = `2611.${String(from + at + 1).padStart(5, '0')}`;
    papers.push({ id, title: `Number ${from + at + 1} of many papers`, day });
  }
};
const fetch = async (): Promise<Batch> => {
  const batch = (await source.fetch()) as Batch;
  await batch.kept?.();
  return batch;
};
const daysAsked = () => server.hits.map(({ url }) => url.searchParams.get('date'));
const sizes = ({ digests }: Batch) => digests.map(({ date, papers: list }) => [date, list.length]);

describe('a day', () => {
  test('is fetched over all its pages', async () => {
    add('2026-11-23', 230);
    const [digest] = (await api.day('2026-11-23', { keep: false })) ?? [];
    expect(digest?.papers).toHaveLength(230);
    expect(server.hits.map(({ url }) => url.searchParams.get('p'))).toEqual([null, '1', '2']);
  });
  test('is read in the encoding that the header names', async () => {
    const items = [itemOf({ id: '2611.00001', title: 'Poincar\u00e9 maps', day: '2026-11-23' })];
    const bytes = Buffer.from(JSON.stringify(items), 'latin1');
    const type = { 'content-type': 'application/json; charset=iso-8859-1' };
    server.answer = (_hit, response) => send(response, bytes, type);
    const [digest] = (await api.day('2026-11-23', { keep: false })) ?? [];
    expect(digest?.papers[0]?.title).toBe('Poincar\u00e9 maps');
    server.answer = (_hit, response) => send(response, Buffer.from(JSON.stringify(items[0]), 'latin1'), type);
    expect((await api.paper('2611.00001', 1000))?.title).toBe('Poincar\u00e9 maps');
  });
  test('that has not begun there is no error', async () => {
    expect(await api.day('2026-11-24', { keep: false })).toBeUndefined();
  });
  test('without papers is an empty digest', async () => {
    expect(await api.day('2026-11-22', { keep: false })).toEqual([
      { date: '2026-11-22', papers: [], skipped: [] },
    ]);
  });
  test('with one bad item has the others, and says why it is missing', async () => {
    const items = [
      itemOf({ id: '2611.00001', title: 'A good one', day: '2026-11-23' }),
      { paper: { nonsense: 1 } },
      7,
    ];
    server.answer = (_, response) => send(response, JSON.stringify(items));
    const [digest] = (await api.day('2026-11-23', { keep: false })) ?? [];
    expect(digest?.papers.map(({ id }) => id)).toEqual(['2611.00001']);
    expect(digest?.skipped.map(({ reason }) => reason)).toEqual([
      'item 2: its paper has no id',
      'item 3: it is a number, not a paper',
    ]);
  });
  test('takes fields that nobody knows yet', async () => {
    const item = {
      ...itemOf({ id: '2611.00001', title: 'From the future', day: '2026-11-23' }),
      novelty: { deep: [1] },
    };
    server.answer = (_, response) => send(response, JSON.stringify([item]));
    expect((await api.day('2026-11-23', { keep: false }))?.[0]?.papers).toHaveLength(1);
  });
  test.each([
    ['items of another shape', JSON.stringify([{ work: { identifier: 'x' } }, { work: {} }])],
    ['an object', JSON.stringify({ items: [] })],
    ['a page', '<!doctype html><html><body>We have moved</body></html>'],
    ['half an answer', '[{"paper": {"id": "2611.0'],
    ['nothing', ''],
  ])(
    'of which nothing can be read (%s) means that the source changed shape, with a sample',
    async (_, body) => {
      server.answer = (_hit, response) => send(response, body);
      await expect(api.day('2026-11-23', { keep: false })).rejects.toThrow(/^The source's format changed: /);
    },
  );
});

describe('a week', () => {
  test('brings every paper once, votes as they grow, late additions, and empty weekends', async () => {
    world.now = Date.parse('2026-11-20T08:00:00Z');
    add('2026-11-20', 40);
    const kept = new Map<string, { day: string; upvotes: number }>();
    const empty = new Set<string>();
    const stepMs = 30 * 60_000;
    let next = 0;
    for (let step = 0; step < 7 * 48; step++) {
      world.now = Math.max(world.now, Date.parse('2026-11-20T08:00:00Z') + step * stepMs);
      const today = new Date(world.now).toISOString().slice(0, 10);
      const isWeekend = [0, 6].includes(new Date(today).getUTCDay());
      if (!isWeekend && !papers.some(({ day }) => day === today)) add(today, 30);
      // One more for yesterday, in the morning.
      if (step === 5 * 48) papers.push({ id: '2611.77777', title: 'Added late', day: '2026-11-24' });
      for (const paper of papers) if (paper.day === today) paper.upvotes = (paper.upvotes ?? 0) + 1;
      if (world.now < next) continue;
      const batch = await fetch();
      next = batch.nextAt ?? 0;
      expect(batch.problems).toEqual([]);
      for (const { date, papers: list } of batch.digests) {
        if (list.length === 0) empty.add(date);
        for (const { id, upvotes = 0 } of list) kept.set(id, { day: date, upvotes });
      }
    }
    expect(kept.size).toBe(papers.length);
    expect(kept.get('2611.77777')?.day).toBe('2026-11-24');
    expect([...empty]).toEqual(expect.arrayContaining(['2026-11-21', '2026-11-22']));
    // The votes of a day's end are seen.
    for (const { id, day, upvotes } of papers)
      if (day < '2026-11-26') expect(kept.get(id)?.upvotes, id).toBe(upvotes ?? 1);
    // Most answers are "nothing changed", and there are few questions: today's at each turn, and yesterday's now and then.
    expect(server.hits.length).toBeLessThan(7 * 48 * 1.6);
  });
});

describe('what is due', () => {
  test('today and yesterday at first, then today; yesterday again after some hours', async () => {
    await fetch();
    world.now += 20 * 60_000;
    await fetch();
    world.now += 5 * 3_600_000;
    await fetch();
    expect(daysAsked()).toEqual(['2026-11-22', '2026-11-23', '2026-11-23', '2026-11-22', '2026-11-23']);
  });
  test('the lists of the last week once a day, for their votes, and no older ones', async () => {
    await fetch();
    for (let day = 1; day <= 9; day++) {
      world.now += 24 * 3_600_000;
      await fetch();
    }
    server.hits.length = 0;
    world.now += 3_600_000;
    await fetch();
    expect(daysAsked()).toEqual(['2026-12-02']);
    server.hits.length = 0;
    world.now += 23 * 3_600_000;
    await fetch();
    const days = [26, 27, 28, 29, 30].map((day) => `2026-11-${day}`);
    expect(daysAsked()).toEqual([...days, '2026-12-01', '2026-12-02', '2026-12-03']);
  });
  test('after some days away, those that were missed, oldest first', async () => {
    await fetch();
    server.hits.length = 0;
    world.now += 4 * 24 * 3_600_000;
    add('2026-11-25', 3);
    expect(sizes(await fetch())).toEqual([
      ['2026-11-22', 0],
      ['2026-11-23', 0],
      ['2026-11-24', 0],
      ['2026-11-25', 3],
      ['2026-11-26', 0],
      ['2026-11-27', 0],
    ]);
  });
  test('one day that fails keeps no other back, and is asked for again', async () => {
    add('2026-11-22', 2);
    add('2026-11-23', 3);
    const well = server.answer;
    server.answer = (hit, response) =>
      hit.url.searchParams.get('date') === '2026-11-22' ? send(response, 'no', {}, 404) : well(hit, response);
    const batch = await fetch();
    expect(sizes(batch)).toEqual([['2026-11-23', 3]]);
    expect(batch.problems?.[0]).toMatch(/^2026-11-22: .*HTTP 404/);
    server.answer = well;
    expect(sizes(await fetch())).toEqual([
      ['2026-11-22', 2],
      ['2026-11-23', 3],
    ]);
  });
  test('yesterday’s list served as today’s is stale, and no batch', async () => {
    add('2026-11-23', 10);
    await fetch();
    world.now += 24 * 3_600_000;
    for (const paper of papers) paper.day = '2026-11-24';
    const batch = await fetch();
    expect(batch.stale).toBe(true);
    expect(sizes(batch)).toEqual([
      ['2026-11-22', 0],
      ['2026-11-23', 0],
    ]);
  });
});

test('a token goes along, and nothing of it into errors', async () => {
  api = createHuggingFaceApi(world.http, { url: server.url, token: 'hf_secret' });
  server.answer = (_, response) => send(response, 'denied', {}, 401);
  const error = await api.day('2026-11-23', { keep: false }).catch((thrown) => thrown);
  expect(server.hits[0]?.headers.authorization).toBe('Bearer hf_secret');
  expect(error.message).not.toContain('hf_secret');
});
