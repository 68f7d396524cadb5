import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sql } from 'kysely';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readSettings } from '../../src/config/settings.ts';
import { createZotero } from '../../src/library/zotero.ts';
import { openSignals } from '../../src/taste/signals.ts';
import { silent } from '../delivery/world.ts';
import { ada, createAppWorld, digestOf, general, paperOf, wordsOf } from './world.ts';

const BIB = '@article{a, title={One}, doi={10.1000/one}}\n@article{b, title={Two}}\n@article{c, year=2020}';

describe('a library', () => {
  test('is read in from a file, and the answer says exactly what was imported and what was not', async () => {
    const world = await createAppWorld();
    await world.app.service.join(general);
    const hand = (name: string, content: string) =>
      world.app.service.importLibrary({ place: general, person: ada, file: { name, content } });
    const said = wordsOf(await hand('refs.bib', BIB));
    expect(said).toContain("refs.bib: 2 papers added to this channel's library.");
    expect(said).toContain('BibTeX, 3 entries: 1 with an arXiv ID or DOI, 1 by title alone.');
    expect(said).toContain('1 entry not imported:\nc: it has no title, DOI or arXiv ID.');
    expect(wordsOf(await hand('refs.bib', BIB))).toContain(
      "0 papers added to this channel's library; 2 were already there.",
    );
    expect(wordsOf(await world.ask('library'))).toContain("This channel's library has 2 papers.");
    const signals = openSignals(world.store);
    expect((await signals.of({ channel: general.id })).map(({ kind }) => kind)).toEqual([
      'library',
      'library',
    ]);
    const refused = await hand('notes.txt', 'hello');
    expect(refused.refused).toBe(true);
    expect(wordsOf(refused)).toContain(
      "This isn't a BibTeX, RIS, CSL-JSON or OPML file. Nothing was imported.",
    );
    const feeds = await hand(
      'f.opml',
      '<opml version="2.0"><body><outline xmlUrl="https://a.test/rss"/></body></opml>',
    );
    expect(wordsOf(feeds)).toContain('feed:https://a.test/rss');
    const asked = await world.ask('library clear');
    expect(wordsOf(asked)).toContain("This deletes 2 papers from this channel's library.");
    expect(asked.actions).toMatchObject([{ act: { do: 'ask', text: 'library clear now' } }]);
    expect(wordsOf(await world.ask('library'))).toContain('has 2 papers');
    const cleared = wordsOf(await world.ask('library clear now'));
    expect(await signals.of({ channel: general.id })).toEqual([]);
    expect(cleared).toContain("Deleted 2 papers from this channel's library.");
  });

  test('is one of few that are read at once, under a name that can be seen', async () => {
    const world = await createAppWorld();
    await world.app.service.join(general);
    const file = { name: 'a\u202ebib.\u0007exe', content: BIB };
    const hand = () => world.app.service.importLibrary({ place: general, person: ada, file });
    const said = (await Promise.all(Array.from({ length: 7 }, hand))).map(wordsOf);
    expect(said.filter((words) => words.includes('are being read right now'))).toHaveLength(3);
    expect(said.filter((words) => words.includes('2 papers added'))).toHaveLength(1);
    for (const words of said) expect(words).toMatch(/^abib\.exe: /);
  });

  test('beyond the limit of a file says how much was left out', async () => {
    const world = await createAppWorld();
    await world.app.service.join(general);
    const hand = async (entries: number) => {
      const file = { name: 'refs.bib', content: '@a{x, doi={10.1000/one}}'.repeat(entries) };
      return wordsOf(await world.app.service.importLibrary({ place: general, person: ada, file }));
    };
    const some = await hand(10_500);
    expect(some).toContain('BibTeX, 10,500 entries:');
    expect(some).toContain('9,999 entries not imported: listed twice.');
    expect(some).toContain('500 entries not imported: one file can have 10,000. Split it.');
    const many = await hand(40_000);
    expect(many).toContain('BibTeX, more than 30,000 entries:');
    expect(many).toContain('More than 20,000 entries not imported: one file can have 10,000. Split it.');
  });

  test('whose entries have no date stays older than every mark', async () => {
    const world = await createAppWorld();
    await world.app.service.join(general);
    const signals = openSignals(world.store);
    await signals.add({ person: ada.id, channel: general.id, paper: 'p', kind: 'not-relevant', at: 5 });
    const bib = { name: 'refs.bib', content: BIB };
    await world.app.service.importLibrary({ place: general, person: ada, file: bib });
    const said = await signals.of({ channel: general.id });
    expect(said.map(({ kind }) => kind)).toEqual(['not-relevant', 'library', 'library']);
  });

  test('is stored, and the answer says so, where taste cannot learn from it', async () => {
    const world = await createAppWorld();
    await world.app.service.join(general);
    await sql`DROP TABLE signals`.execute(world.store.db);
    const file = { name: 'refs.bib', content: BIB };
    const said = wordsOf(await world.app.service.importLibrary({ place: general, person: ada, file }));
    expect(said).toContain('2 papers added');
  });

  test('knows its papers by the ids that they have here, and is deleted with its channel', async () => {
    const world = await createAppWorld();
    await world.app.service.join(general);
    world.digests = [digestOf('2026-11-23', paperOf('One', { id: '2611.00001', doi: '10.1000/one' }))];
    await world.app.readSources();
    await world.app.sourcesAnswered();
    const { libraries } = world.app;
    await libraries.add(general.id, 'file', [
      { paper: '10.1000/one', isKnown: true, title: 'One', abstract: '', addedAt: 5 },
    ]);
    expect(await libraries.items.of(general.id, 9)).toEqual([
      { paper: '2611.00001', title: 'One', abstract: '', at: 5 },
    ]);
    await world.app.service.leave(general.id);
    expect(await libraries.items.count(general.id)).toBe(0);
  });
});

/** Zotero's API with one library on loopback. */
async function startZotero() {
  const server = {
    version: 10,
    items: [] as object[],
    deleted: [] as string[],
    asked: [] as string[],
    keys: [] as unknown[],
    fail: 0,
    /** Done before the next answer is given. */
    meanwhile: undefined as (() => Promise<unknown>) | undefined,
  };
  const http = createServer(async (request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    server.asked.push(url.pathname + url.search);
    server.keys.push(request.headers['zotero-api-key']);
    const { meanwhile } = server;
    server.meanwhile = undefined;
    await meanwhile?.();
    if (server.fail > 0) {
      server.fail--;
      return void response.writeHead(429, { 'retry-after': '7' }).end();
    }
    const headers = { 'last-modified-version': String(server.version), backoff: '3' };
    if (Number(request.headers['if-modified-since-version']) >= server.version)
      return void response.writeHead(304, headers).end();
    const start = Number(url.searchParams.get('start'));
    const body = url.pathname.endsWith('/deleted')
      ? { items: server.deleted }
      : server.items.slice(start, start + 100);
    response.writeHead(200, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void http.close());
  return Object.assign(server, { url: `http://127.0.0.1:${(http.address() as AddressInfo).port}` });
}

describe('a Zotero library', () => {
  async function world() {
    const zotero = await startZotero();
    const { settings } = readSettings(
      { ZOTERO_USER: '7', ZOTERO_KEY: 'k'.repeat(24), ZOTERO_CHANNEL: general.id },
      '/',
    );
    if (!settings) throw new Error('the settings are wrong');
    const waits: number[] = [];
    const app = await createAppWorld('2026-11-23T08:00:00Z', {
      settings,
      zoteroUrl: zotero.url,
      sleep: async (ms) => {
        waits.push(ms);
        app.now += ms;
      },
    });
    await app.app.service.join(general);
    const sync = async () => {
      app.now += 3_600_000;
      app.app.readLibraries();
      await app.app.libraries.settled();
    };
    const papers = async () => (await app.app.libraries.items.of(general.id, 500)).map(({ paper }) => paper);
    /** Another process on the same store. */
    const other = () => createAppWorld('2026-11-23T08:00:00Z', { settings, store: app.store });
    return { app, zotero, waits, sync, papers, other };
  }
  const item = (key: string, doi: string) => ({
    key,
    data: { key, itemType: 'journalArticle', title: key, DOI: doi },
  });

  test('is read page by page with its key and the waits it asks for, and then only where it changed', async () => {
    const { app, zotero, waits, sync, papers } = await world();
    zotero.items = Array.from({ length: 130 }, (_, at) => item(`K${at}`, `10.1000/${at}`));
    await sync();
    expect(await papers()).toHaveLength(130);
    expect(zotero.asked.map((path) => path.replace(/\?.*start=/, ' '))).toEqual([
      '/users/7/items/top 0',
      '/users/7/items/top 100',
    ]);
    expect(new Set(zotero.keys)).toEqual(new Set(['k'.repeat(24)]));
    expect(waits.some((ms) => ms > 2_000 && ms <= 3_000)).toBe(true);
    zotero.asked.length = 0;
    await sync();
    expect(zotero.asked).toHaveLength(1);
    Object.assign(zotero, { version: 11, items: [item('N', '10.1000/new')], deleted: ['K1', 'K2'] });
    await sync();
    expect(zotero.asked.slice(1).every((path) => path.includes('since=10'))).toBe(true);
    expect(await papers()).toHaveLength(129);
    const taught = await openSignals(app.store).of({ channel: general.id });
    expect(taught.map(({ paper }) => paper).toSorted()).toEqual((await papers()).toSorted());
  });

  test('that was cleared is read anew from its first version', async () => {
    const { app, zotero, sync, papers } = await world();
    zotero.items = [item('K', '10.1000/k')];
    await sync();
    await app.ask('library clear now');
    expect(await papers()).toEqual([]);
    await sync();
    expect(await papers()).toEqual(['10.1000/k']);
  });

  test.each(['is read', 'cannot be read'])('that was cleared while it %s is read anew too', async (how) => {
    const { app, zotero, sync, papers } = await world();
    zotero.items = [item('K', '10.1000/k')];
    await sync();
    Object.assign(zotero, { version: 11, items: [item('N', '10.1000/n')] });
    zotero.meanwhile = async () => {
      await app.ask('library clear now');
      if (how === 'cannot be read') zotero.fail = 100;
    };
    await sync();
    Object.assign(zotero, { fail: 0, items: [item('K', '10.1000/k'), item('N', '10.1000/n')] });
    zotero.asked.length = 0;
    await sync();
    expect(zotero.asked[0]).toContain('since=0&');
    expect((await papers()).toSorted()).toEqual(['10.1000/k', '10.1000/n']);
  });

  test('that another process clears while it is read stays cleared, with its taste, until it is read anew', async () => {
    const { app, zotero, sync, papers, other } = await world();
    const elsewhere = await other();
    zotero.items = [item('K', '10.1000/k')];
    await sync();
    Object.assign(zotero, { version: 11, items: [item('N', '10.1000/n')] });
    zotero.meanwhile = () => elsewhere.ask('library clear now');
    await sync();
    expect(await papers()).toEqual([]);
    expect(await openSignals(app.store).of({ channel: general.id })).toEqual([]);
    expect(wordsOf(await app.ask('library'))).toContain('Zotero has not been read yet.');
    zotero.asked.length = 0;
    await sync();
    expect(zotero.asked[0]).toContain('since=0&');
    expect(await papers()).toEqual(['10.1000/n']);
    expect(wordsOf(await app.ask('library clear now'))).toContain(
      'Zotero fills it again when it is next read.',
    );
  });

  test('of more items than are read goes on from its version, and says that it is a part', async () => {
    const zotero = await startZotero();
    zotero.items = Array.from({ length: 350 }, (_, at) => item(`K${at}`, `10.1000/${at}`));
    const { changesSince } = createZotero({
      settings: { user: '7', key: 'k', url: zotero.url },
      userAgent: 'test',
      clock: () => 0,
      random: () => 0.5,
      sleep: async () => {},
      log: silent,
      mostItems: 200,
    });
    const read = await changesSince(0);
    expect(read?.entries).toHaveLength(200);
    expect(read).toMatchObject({ version: 10, isPart: true });
    expect(await changesSince(10)).toBeUndefined();
  });

  test('that is busy is asked again after the wait it asks for', async () => {
    const { zotero, waits, sync, papers } = await world();
    zotero.items = [item('K', '10.1000/k')];
    zotero.fail = 1;
    await sync();
    expect(waits.reduce((sum, ms) => sum + ms, 0)).toBeGreaterThanOrEqual(7_000);
    expect(await papers()).toEqual(['10.1000/k']);
  });

  test('that cannot be read changes nothing, and the answer says why', async () => {
    const { app, zotero, sync, papers } = await world();
    zotero.items = [item('K', '10.1000/k')];
    await sync();
    zotero.fail = 99;
    await sync();
    expect(await papers()).toEqual(['10.1000/k']);
    expect(wordsOf(await app.ask('library'))).toContain('It failed: Zotero answered with status 429.');
  });
});
