/** The whole app with live sources, a loopback server behind them and a clock that only moves by waiting. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type App, createApp } from '../../src/app/app.ts';
import { readAllSettings } from '../../src/cli/settings.ts';
import { type BuiltSources, buildSources } from '../../src/cli/sources.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { ada, general, titlesOf, wordsOf } from '../app/world.ts';
import { createReaders, type Readers } from '../delivery/readers.ts';
import { silent } from '../delivery/world.ts';
import {
  type Answer,
  type ArxivPaper,
  arxiv,
  type FakePaper,
  huggingFace,
  type Loopback,
  send,
  startServer,
} from './server.ts';

let now: number;
let server: Loopback;
let store: Store;
let papers: FakePaper[];
let onArxiv: ArxivPaper[];
let app: App;
let built: BuiltSources;
let readers: Readers;
let well: Answer;
/** The reasons of warnings that were logged. */
let warnings: string[];
let infos: string[];

const isArxiv = (path: string) => path === '/api/query' || path.startsWith('/atom/');

beforeEach(async () => {
  now = Date.parse('2026-11-23T08:00:00Z');
  papers = [];
  warnings = [];
  infos = [];
  onArxiv = [];
  for (let back = 0; back < 40; back++) {
    const day = new Date(now - back * 86_400_000).toISOString().slice(0, 10);
    if ([0, 6].includes(new Date(day).getUTCDay())) continue;
    for (let at = 0; at < 3; at++) {
      papers.push({
        id: `2611.${String(back * 10 + at).padStart(5, '0')}`,
        title: `Paper ${at} of ${day} about meadows`,
        day,
        upvotes: at,
      });
    }
  }
  well = (hit, response) => {
    const answer = isArxiv(hit.url.pathname)
      ? arxiv({ papers: onArxiv, announced: () => '2026-11-23' })
      : huggingFace({ papers, now: () => now });
    answer(hit, response);
  };
  server = await startServer(
    (hit, response) => well(hit, response),
    () => now,
  );
  store = await openStore(':memory:');
});
afterEach(async () => {
  built.close();
  await app.stop();
  await store.close();
  await server.close();
});

async function open(sources: string, fillDays?: number): Promise<void> {
  const { settings, problems } = readAllSettings(
    { SOURCES: sources, HF_API_URL: server.url, ARXIV_API_URL: server.url },
    '/',
  );
  if (!settings) throw new Error(problems.join());
  const outside = {
    settings,
    store,
    clock: () => now,
    random: () => 0.5,
    // Waiting takes no time but the clock's.
    sleep: async (ms: number) => {
      now += ms;
    },
    log: {
      ...silent,
      info: (line: string) => void infos.push(line),
      warn: (_: string, facts?: Record<string, unknown>) => void warnings.push(String(facts?.reason)),
    },
  };
  built = buildSources({ ...outside, isEmpty: () => false, redact: (text) => text });
  app = await createApp({ ...outside, ...built, ...(fillDays === undefined ? {} : { fillDays }) });
  readers = createReaders(() => 'none');
  app.connect(readers);
}

const read = async () => {
  await app.readSources();
  await app.sourcesAnswered();
};
const ask = (text: string) => app.service.ask({ place: general, person: ada, text });

describe('a first day', () => {
  test('brings today’s papers, fills thirty days behind them, and posts today’s alone', async () => {
    await open('hugging-face', 30);
    await read();
    await app.service.join(general);
    expect(wordsOf(await ask('status'))).toMatch(/hugging-face: read .*newest Mon, Nov 23, 2026, 3 papers/);
    while (app.search.size < 60) await new Promise((resolve) => setImmediate(resolve));
    expect(app.search.size).toBeGreaterThanOrEqual(60);
    expect(titlesOf(await ask('date 2026-11-02'))).toHaveLength(3);
    now = Date.parse('2026-11-23T09:00:00Z');
    await app.deliver();
    const posted = readers.seen.flatMap(titlesOf);
    expect(posted).toHaveLength(3);
    expect(posted.every((title) => title.includes('2026-11-23'))).toBe(true);
  });
  test('is not begun again by a restart', async () => {
    await open('hugging-face', 30);
    await read();
    while (!infos.includes('the archive is filled')) await new Promise((resolve) => setImmediate(resolve));
    const before = server.hits.length;
    built.close();
    await app.stop();
    await open('hugging-face', 30);
    now += 60_000;
    await read();
    expect(server.hits.length).toBe(before);
  });
});

describe('sources', () => {
  test('one that fails delays no other, and status says so', async () => {
    onArxiv = [{ id: '2611.50000', title: 'From arXiv', submitted: '2026-11-20', kind: 'new' }];
    const usual = well;
    well = (hit, response) =>
      isArxiv(hit.url.pathname) ? usual(hit, response) : send(response, 'gone', {}, 410);
    await open('hugging-face,arxiv:cs.LG');
    await read();
    expect(app.search.size).toBe(1);
    const words = wordsOf(await ask('status'));
    expect(words).toMatch(
      /hugging-face: not read yet; next .* — 127\.0\.0\.1:\d+ refused the request \(HTTP 410\): gone/,
    );
    expect(words).toMatch(/arxiv:cs\.LG: read .*newest Mon, Nov 23, 2026, 1 paper/);
  });
  test('a paper found by two is one paper with both links', async () => {
    papers = [{ id: '2611.00001', title: 'Found by two', day: '2026-11-23' }];
    onArxiv = [
      { id: '2611.00001', title: 'Found by two', submitted: '2026-11-20', kind: 'new', comment: '9 pages' },
    ];
    await open('hugging-face,arxiv:cs.LG');
    await read();
    expect(app.search.size).toBe(1);
    const paper = await app.archive.get('2611.00001');
    expect([paper?.url, ...(paper?.otherUrls ?? [])].sort()).toEqual([
      'https://arxiv.org/abs/2611.00001',
      'https://huggingface.co/papers/2611.00001',
    ]);
    expect(paper).toMatchObject({ categories: ['cs.LG', 'stat.ML'], upvotes: 1, comment: '9 pages' });
    expect(titlesOf(await ask('cat:cs.LG author:caldeira'))).toEqual(['Found by two']);
  });
  test('a replacement marks what is kept, posts nothing, and brings in nothing old', async () => {
    onArxiv = [
      { id: '2611.00001', title: 'Kept', submitted: '2026-11-20', kind: 'new' },
      { id: '2511.00002', title: 'Unknown and old', submitted: '2025-11-20', kind: 'replace' },
    ];
    papers = [{ id: '2611.00003', title: 'To be revised', day: '2026-11-23' }];
    await open('hugging-face,arxiv:cs.LG');
    await read();
    expect(app.search.size).toBe(2);
    const head = await app.archive.head();
    await app.archive.revise([
      { id: '2611.00003', title: 'To be revised', abstract: '', revisedOn: '2026-11-24' },
    ]);
    expect((await app.archive.get('2611.00003'))?.revisedOn).toBe('2026-11-24');
    expect(await app.archive.head()).toBe(head);
  });
  test('an empty answer takes nothing away', async () => {
    await open('hugging-face');
    await read();
    const before = app.search.size;
    papers = [];
    now += 3_600_000;
    await read();
    expect(app.search.size).toBe(before);
    expect(titlesOf(await ask('today'))).toHaveLength(3);
  });
  test('votes of the day count at its end', async () => {
    await open('hugging-face');
    await read();
    const late = papers.find(({ title }) => title.startsWith('Paper 0 of 2026-11-23'));
    if (late) late.upvotes = 99;
    now += 30 * 60_000;
    await read();
    expect(titlesOf(await ask('today'))[0]).toBe(late?.title);
  });
  test('are asked when they want to be and not at each tick', async () => {
    await open('hugging-face');
    for (let minute = 0; minute < 60; minute++) {
      await read();
      now += 60_000;
    }
    expect(server.hits.length).toBeLessThanOrEqual(5);
  });
});

describe('what goes wrong', () => {
  test('a source that changed shape is shown in a sentence, and the log has a sample', async () => {
    well = (_, response) => send(response, JSON.stringify([{ work: { key: 'x1' } }]));
    await open('hugging-face');
    await read();
    const status = wordsOf(await ask('status'));
    expect(status).toContain("The source's format changed: ");
    expect(status).not.toMatch(/It begins|x1/);
    expect(warnings.join('\n')).toMatch(
      /The source's format changed: .*It begins: \[\{"work":\{"key":"x1"\}\}\]/,
    );
  });
  test('a source that fails is asked less and less often, and at once again when it is well', async () => {
    const usual = well;
    well = (_, response) => send(response, 'gone', {}, 410);
    await open('hugging-face');
    const tries: number[] = [];
    for (let minute = 0; minute < 240; minute++) {
      const before = server.hits.length;
      await read();
      if (server.hits.length > before) tries.push(minute);
      now = Date.parse('2026-11-23T08:00:00Z') + (minute + 1) * 60_000;
    }
    expect(tries.length).toBeGreaterThan(5);
    expect(tries.length).toBeLessThan(12);
    well = usual;
    now += 3_600_000;
    await read();
    expect(wordsOf(await ask('status'))).not.toContain('410');
  });
  test('what is skipped is counted in status, with its reason', async () => {
    papers = [{ id: '2611.00001', title: 'Good', day: '2026-11-23' }];
    const usual = well;
    well = (hit, response) =>
      hit.url.searchParams.get('date') === '2026-11-23'
        ? send(
            response,
            JSON.stringify([{ paper: { id: '2611.00001', title: 'Good' } }, { paper: { title: 'No id' } }]),
          )
        : usual(hit, response);
    await open('hugging-face');
    await read();
    expect(wordsOf(await ask('status'))).toContain('1 part skipped (item 2: its paper has no id)');
  });
  test('yesterday’s list again is said to be that, and is nothing new', async () => {
    papers = Array.from({ length: 8 }, (_, at) => ({
      id: `2611.0000${at}`,
      title: `Old ${at}`,
      day: '2026-11-23',
    }));
    await open('hugging-face');
    await read();
    const head = await app.archive.head();
    for (const paper of papers) paper.day = '2026-11-24';
    now += 24 * 3_600_000;
    await read();
    expect(wordsOf(await ask('status'))).toContain('The list for 2026-11-24 is the same as for 2026-11-23.');
    expect(await app.archive.head()).toBe(head);
  });
});

test('two processes on one store ask once', async () => {
  await open('hugging-face');
  await read();
  const [firstApp, firstBuilt] = [app, built];
  const hits = server.hits.length;
  await open('hugging-face');
  await read();
  expect(server.hits).toHaveLength(hits);
  now += 25 * 60_000;
  await Promise.all([firstApp.readSources(), app.readSources()]);
  await Promise.all([firstApp.sourcesAnswered(), app.sourcesAnswered()]);
  expect(server.hits).toHaveLength(hits + 1);
  firstBuilt.close();
  await firstApp.stop();
});

describe('beyond the archive', () => {
  test('an empty result shows what Hugging Face finds, marked, and what is opened joins the archive', async () => {
    papers.push({ id: '2401.00001', title: 'Quokkas at large', day: '2024-01-05' });
    await open('hugging-face');
    await read();
    const answer = await ask('quokkas');
    expect(wordsOf(answer)).toContain('From Hugging Face, not stored here yet');
    expect(titlesOf(answer)).toEqual(['Quokkas at large']);
    const size = app.search.size;
    await app.service.press({ place: general, person: ada, act: { do: 'save', id: '2401.00001' } });
    expect(app.search.size).toBe(size + 1);
    expect(titlesOf(await ask('saved'))).toEqual(['Quokkas at large']);
    expect((await app.archive.after(0)).some(({ paper }) => paper === '2401.00001')).toBe(false);
  });
  test('a small result offers to look there', async () => {
    papers.push({ id: '2611.70000', title: 'A lonely quokka', day: '2026-11-23' });
    papers.push({ id: '2401.00001', title: 'Quokka elsewhere', day: '2024-01-05' });
    await open('hugging-face');
    await read();
    const answer = await ask('quokka');
    const action = answer.actions.find(({ label }) => label === 'Look on Hugging Face');
    expect(action?.act).toEqual({ do: 'beyond', query: 'quokka' });
    const more = await app.service.press({
      place: general,
      person: ada,
      act: action?.act ?? { do: 'ask', text: '' },
    });
    expect(titlesOf(more)).toContain('Quokka elsewhere');
  });
  test('a large result does not', async () => {
    await open('hugging-face');
    await read();
    expect((await ask('meadows')).actions.map(({ label }) => label)).not.toContain('Look on Hugging Face');
  });
  test('an id or a link that is not kept is fetched, answered and kept', async () => {
    onArxiv = [
      {
        id: '2508.01234',
        title: 'Only on arXiv',
        submitted: '2025-08-02',
        comment: 'Withdrawn by the authors',
      },
    ];
    await open('hugging-face');
    await read();
    expect(titlesOf(await ask('https://arxiv.org/pdf/2508.01234v2'))).toEqual(['Only on arXiv']);
    expect(await app.archive.get('2508.01234')).toMatchObject({ withdrawn: true });
    const hits = server.hits.length;
    expect(titlesOf(await ask('2508.01234'))).toEqual(['Only on arXiv']);
    expect(server.hits).toHaveLength(hits);
    now += 3_000;
    expect(wordsOf(await ask('2508.09999'))).toContain('neither Hugging Face nor arXiv has one');
  });
  test('what was asked for before its digest came is news all the same', async () => {
    papers.push({ id: '2611.80000', title: 'Tomorrow’s paper', day: '2026-11-24' });
    await open('hugging-face');
    await read();
    await ask('2611.80000');
    const head = await app.archive.head();
    now = Date.parse('2026-11-24T08:00:00Z');
    await read();
    expect((await app.archive.after(head)).map(({ paper }) => paper)).toContain('2611.80000');
  });
  test('when it cannot be asked the answer says so, and is an answer', async () => {
    await open('hugging-face');
    await read();
    well = (_, response) => send(response, '', {}, 503);
    expect(wordsOf(await ask('quokkas'))).toContain("Hugging Face couldn't be reached just now.");
    expect(wordsOf(await ask('2508.01234'))).toContain("couldn't be fetched");
  });
  test('without a live source nobody is asked', async () => {
    await open('bundled');
    const answer = await ask('quokkas');
    expect(wordsOf(answer)).toContain('No papers are stored yet');
    await ask('2508.01234');
    expect(server.connections).toBe(0);
  });
});
