import fc from 'fast-check';
import { Parser } from 'htmlparser2';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { anyCharacter } from '../../any-character.ts';
import { general, ml, paperOf } from '../../app/world.ts';
import { type ServedSite, serveSite } from './site.ts';

let site: ServedSite;

beforeEach(async () => {
  site = await serveSite();
  await site.world.app.service.join(general);
});
afterEach(() => site.stop());

const HOSTILE = `</title><script>alert(1)</script>"><img src=x onerror=alert(1)>'&amp;`;

describe('a paper', () => {
  test('of thousands of authors names a hundred and says how many more there are', async () => {
    const authors = Array.from({ length: 3_000 }, (_, at) => `Ann N${at}`);
    await site.postDay('2026-11-20', paperOf('Crowded agents', { id: '2611.70009', authors }));
    const page = await site.text('/p/2611.70009');
    expect(page).toContain('Ann N99 and 2,900 more</p>');
    expect(page).not.toContain('Ann N100');
  });

  test('has its abstract, authors, links, BibTeX, similar papers, and where it was posted', async () => {
    const paper = paperOf('Continual learning of agents', {
      id: '2611.70001',
      authors: ['Ada Lovelace', 'Alan Turing'],
      publishedOn: '2026-11-19',
      upvotes: 12,
    });
    await site.postDay('2026-11-20', paper, paperOf('Agents in continual worlds'));
    const page = await site.text('/p/2611.70001');
    for (const said of [
      '<h1>Continual learning of agents</h1>',
      'Ada Lovelace, Alan Turing',
      'It is studied here.',
      'href="https://arxiv.org/abs/2611.70001"',
      'href="https://arxiv.org/pdf/2611.70001"',
      '@misc{lovelace2026continual,',
      'Agents in continual worlds</a>',
      '<a href="/c/general">#general</a> on',
      '<meta name="citation_author" content="Ada Lovelace">',
      `<meta property="og:url" content="${site.address}/p/2611.70001">`,
      '<meta property="og:title" content="Continual learning of agents">',
    ])
      expect(page).toContain(said);
  });

  test('is found by any of its ids and has one address', async () => {
    await site.postDay('2026-11-20', paperOf('By DOI', { id: '10.1000/a.b(c)', otherIds: ['2611.70009'] }));
    const found = await site.get('/p/2611.70009');
    expect([found.status, found.headers.get('location')]).toEqual([302, '/p/10.1000/a.b(c)']);
    expect(await site.text('/p/10.1000/a.b(c)')).toContain('<h1>By DOI</h1>');
  });

  test.each(['..', '.', '../x', 'a/../b', '~..', '~~.', '...'])(
    'has an address that programs do not make shorter where its ID is %s',
    async (id) => {
      await site.postDay('2026-11-20', paperOf(`Known as ${id}`, { id }));
      const day = await site.text('/d/2026-11-20');
      const links = [...day.matchAll(/href="(\/p\/[^"]+)">Known as ([^<]+)</g)];
      const [, path = ''] = links.find(([, , name]) => name === id) ?? [];
      expect(new URL(path, site.address).pathname).toBe(path);
      expect(await site.text(path)).toContain(`<h1>Known as ${id}</h1>`);
    },
  );

  test('that is not stored is said to be missing, as is an address that cannot be read', async () => {
    for (const path of [
      '/p/2611.99999',
      '/p/%E0%A4%A',
      '/p/..%2f..%2fetc',
      '/d/2026-02-30',
      '/d/x',
      '/c/nope',
    ])
      expect((await site.get(path)).status, path).toBe(404);
  });
});

describe('a day', () => {
  test('has its papers, most votes first, and the days beside it', async () => {
    await site.postDay('2026-11-20', paperOf('Few', { upvotes: 1 }), paperOf('Many', { upvotes: 9 }));
    await site.postDay('2026-11-21', paperOf('Later'));
    const page = await site.text('/d/2026-11-20');
    expect(page).toMatch(/Papers for <time datetime="2026-11-20">Fri, Nov 20, 2026[\s\S]*>Many<[\s\S]*>Few</);
    expect(page).toContain('href="/d/2026-11-21"');
    expect((await site.get('/d/newest')).headers.get('location')).toBe('/d/2026-11-21');
    expect(await site.text('/d')).toMatch(/2026-11-21[\s\S]*2026-11-20/);
  });
});

test('what is trending has how many votes each paper gained', async () => {
  await site.postDay('2026-11-20', paperOf('Loved', { upvotes: 41 }), paperOf('Not loved', { upvotes: 0 }));
  const page = await site.text('/t/week');
  expect(page).toMatch(
    /<h1>Trending this week<\/h1>[\s\S]*1 paper gained votes[\s\S]*Loved[\s\S]*41 votes \(\+41 since yesterday\)/,
  );
  expect(page).not.toContain('Not loved');
  expect(await site.text('/t/today')).toContain('No paper gained votes.');
  const narrowed = await site.text('/t/week?q=loved');
  expect(narrowed).toMatch(/<h1>Trending this week for “loved”<\/h1>[\s\S]*1 paper gained votes/);
  expect(narrowed).toContain('href="/t/month?q=loved"');
  expect(await site.text('/t/week?q=nothing')).toContain('No paper that matches gained votes.');
  const like = (id: string) => site.get(`/t/week?q=like:${id}`);
  const found = await site.world.app.catalog.search({ query: 'loved', sort: 'votes', from: 0, limit: 1 });
  const [{ paper } = { paper: undefined }] = 'papers' in found ? found.papers : [];
  expect(await (await like(paper?.id ?? '')).text()).toMatch(/1 paper gained votes[\s\S]*Loved/);
  expect((await like('2611.99999')).status).toBe(400);
  expect((await site.get('/t/week?q=%28')).status).toBe(400);
  expect((await site.get('/t/year')).status).toBe(404);
});

test('a day and a post of many papers are shown in parts', async () => {
  const papers = Array.from({ length: 130 }, (_, at) => paperOf(`Paper <${at}>`, { upvotes: 200 - at }));
  await site.postDay('2026-11-20', ...papers);
  const [first, second] = [await site.text('/d/2026-11-20'), await site.text('/d/2026-11-20?from=100')];
  expect(first).toContain('<a href="/d/2026-11-20?from=100">30 more papers →</a>');
  expect([first, second].map((text) => text.match(/<h3>/g)?.length)).toEqual([100, 30]);
  expect(await site.text('/c/general')).toContain('And 80 more papers');
});

describe('a channel', () => {
  test('has its posts, newest first, with the topics that papers matched by their names', async () => {
    await site.world.ask('subscribe agents as "Our agents"');
    await site.postDay('2026-11-20', paperOf('First agents'));
    await site.postDay('2026-11-21', paperOf('Second agents'));
    const page = await site.text('/c/general');
    expect(page).toMatch(/<h1>#general<\/h1>[\s\S]*Second agents[\s\S]*First agents/);
    expect(page).toContain('Topics: Our agents');
    expect(page).toContain('<link rel="alternate" type="application/atom+xml"');
  });

  test('names all the days that a post holds, as the post itself did', async () => {
    await site.world.ask('schedule weekly mon 9:00');
    await site.postDay('2026-11-20', paperOf('Of Friday'));
    await site.postDay('2026-11-22', paperOf('Of Sunday'));
    expect(await site.text('/c/general')).toContain(
      '<h2>Papers for Fri, Nov 20, 2026 and Sun, Nov 22, 2026</h2>',
    );
  });

  test('without posts says so, and many posts are on several pages', async () => {
    expect(await site.text('/c/general')).toContain('Nothing was posted here yet.');
    for (let day = 1; day <= 12; day++)
      await site.postDay(`2026-12-${String(day).padStart(2, '0')}`, paperOf(`Of ${day}`));
    expect(await site.text('/c/general')).toContain('href="/c/general?from=10"');
    expect(await site.text('/c/general?from=10')).toMatch(/← Newer posts[\s\S]*/);
    expect((await site.get('/c/general?from=-1')).status).toBe(400);
  });
});

describe('what is private', () => {
  const own = { id: 'test:t:~0123', name: 'direct message', direct: true as const };
  const elsewhere = { id: 'other:w:C1', name: '#secret' };

  beforeEach(async () => {
    const paper = paperOf('Shared by all', { id: '2611.80001' });
    for (const place of [own, elsewhere, ml]) await site.world.app.service.join(place);
    await site.postDay('2026-11-20', paper);
    // As if another platform had delivered it: the messenger here knows only one.
    const rows = site.world.store.db;
    await rows
      .insertInto('sent')
      .values(
        [own.id, elsewhere.id].map((channel) => ({
          channel,
          paper: paper.id,
          delivery: `${channel} x`,
          day: '2026-11-21',
          topics: '[]',
        })),
      )
      .onConflict((on) => on.doNothing())
      .execute();
  });

  test.each(['/c', '/p/2611.80001', '/api/v1/channels', '/api/v1/papers/2611.80001', '/api/v1/openapi.json'])(
    'is in no list: %s',
    async (path) => {
      const text = await site.text(path);
      for (const word of ['~0123', 'direct message', 'C1', 'secret']) expect(text).not.toContain(word);
    },
  );

  test.each(['~0123', 'test:t:~0123', 'test%3At%3A~0123', 'other:w:C1', 'other%3Aw%3AC1', 'C1', 'secret'])(
    'has no page, no feed and no answer by the name %s',
    async (slug) => {
      for (const path of [`/c/${slug}`, `/feeds/${slug}.atom`, `/api/v1/channels/${slug}/posts`])
        expect((await site.get(path)).status, path).toBe(404);
    },
  );

  test('a channel of another platform has a page once someone there turns it on, and none once it is off', async () => {
    const ask = (text: string, place: { id: string; name: string; direct?: true } = elsewhere) =>
      site.world.ask(text, place);
    expect(JSON.stringify(await ask('page on'))).toContain('/c/other:w:C1');
    expect(await site.text('/c')).toContain('<a href="/c/other:w:C1">#secret</a>');
    expect(await site.text('/p/2611.80001')).toContain('#secret');
    await ask('page off');
    expect(await site.text('/c')).not.toContain('secret');
    await ask('page on', own);
    expect(await site.text('/c')).not.toContain('~0123');
  });

  test('a shared channel that turned its page off has none', async () => {
    expect((await site.get('/c/ml')).status).toBe(200);
    await site.world.ask('page off', ml);
    expect((await site.get('/c/ml')).status).toBe(404);
  });
});

/** Elements, attributes and addresses that no page has. */
function dangersIn(text: string): string[] {
  const found: string[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      if (/^(?:script|img|iframe|object|base|style)$/.test(name)) found.push(name);
      for (const [attribute, value] of Object.entries(attributes)) {
        if (/^on|^style$/.test(attribute)) found.push(`${name} ${attribute}`);
        if (/^(?:href|src|action)$/.test(attribute) && !/^(?:https?:\/\/|\/(?!\/)|#)/.test(value))
          found.push(value);
      }
    },
  });
  parser.end(text);
  return found;
}

describe('text from outside', () => {
  test('is text wherever it stands', async () => {
    const paper = paperOf(HOSTILE, {
      id: '2611.90001',
      abstract: HOSTILE,
      summary: HOSTILE,
      authors: [HOSTILE],
      organization: HOSTILE,
      keywords: [HOSTILE],
      comment: HOSTILE,
    });
    await site.world.app.service.join({ id: 'test:t:bad', name: HOSTILE });
    await site.postDay('2026-11-20', paper);
    const search = `/s?q=${encodeURIComponent(`"studied" ${HOSTILE}`)}`;
    for (const path of [
      '/p/2611.90001',
      '/d/2026-11-20',
      '/c',
      '/c/bad',
      '/c/general',
      search,
      `/s?q=${encodeURIComponent('"')}`,
    ]) {
      expect(dangersIn(await site.text(path)), path).toEqual([]);
    }
  });
});

test('every answer has the headers that keep scripts, frames and referrers out', async () => {
  for (const path of ['/d', '/p/none', '/api/v1/channels', '/feeds/general.atom', '/robots.txt']) {
    const { headers } = await site.get(path);
    expect(headers.get('content-security-policy'), path).toContain("default-src 'none'");
    expect(headers.get('content-security-policy')).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
  }
});

test('no address and no query is answered with a failure of the program', async () => {
  const part = fc.oneof(
    fc.string(),
    fc.string({ unit: anyCharacter }),
    fc.constantFrom('..', '%', '%00', '%2f', '\u0000', '{id}', '*'),
  );
  const path = fc
    .tuple(
      fc.constantFrom(
        '/d/',
        '/p/',
        '/c/',
        '/t/',
        '/s',
        '/feeds/',
        '/api/v1/papers/',
        '/api/v1/digests/',
        '/api/v1/search',
      ),
      part,
      fc.dictionary(fc.constantFrom('q', 'from', 'limit', 'offset', 'sort'), part, { maxKeys: 3 }),
    )
    .map(
      ([start, rest, query]) =>
        `${start}${escaped(rest)}?${Object.entries(query)
          .map(([key, value]) => `${key}=${escaped(value)}`)
          .join('&')}`,
    );
  await fc.assert(
    fc.asyncProperty(path, async (asked) => {
      expect((await site.get(asked)).status).toBeLessThan(500);
    }),
    { numRuns: 150 },
  );
});

/** Half of them as a browser writes them, half as they are, as far as a request can carry them. */
function escaped(text: string): string {
  const whole = text.toWellFormed();
  return whole.length % 2 === 0 ? encodeURIComponent(whole) : whole.replace(/[^!-~]|#/g, '');
}

test('a store that does not answer is told in a sentence, without its name', async () => {
  const other = await serveSite();
  await other.world.store.close();
  for (const path of ['/p/2611.1', '/c/general', '/feeds/general.atom', '/api/v1/papers/x']) {
    const answer = await other.get(path);
    expect(answer.status, path).toBeGreaterThanOrEqual(500);
    expect(await answer.text(), path).not.toMatch(/memory|sqlite|at .*\.ts|database/i);
  }
  await other.stop();
});

test.each([
  ['/d/', '/d'],
  ['/d/2026-11-20/?from=1', '/d/2026-11-20?from=1'],
  ['/c/general/', '/c/general'],
  ['/p/10.1000/x/', '/p/10.1000/x'],
  ['/api/v1/', '/api/v1'],
  ['/t', '/t/week'],
  ['/t/', '/t/week'],
  ['/', '/d'],
  ['//other.example/', null],
  ['//other.example/d/', null],
])('%s leads to %s', async (path, to) => {
  const answer = await fetch(`${site.address}${path}`, { redirect: 'manual' });
  expect([answer.status, answer.headers.get('location')]).toEqual([to === null ? 404 : 302, to]);
});

test('the last of many results that can be paged to has no link to more', async () => {
  const papers = Array.from({ length: 10_050 }, (_, at) => paperOf(`Agents ${at}`));
  await site.world.app.archive.put({ date: '2026-11-20', papers, skipped: [] }, 'test source');
  expect(await site.text('/s?q=agents&from=9980')).toContain('from=10000');
  const last = await site.get('/s?q=agents&from=10000');
  expect(last.status).toBe(200);
  expect(await last.text()).not.toContain('from=10020');
  const part = await site.json<object>('/api/v1/search?q=agents&offset=9990');
  expect([Object.keys(part).includes('next'), (part as { total: number }).total]).toEqual([false, 10_050]);
});

test('a search that cannot be read stays in the field, to be mended, and no search at all is asked for one', async () => {
  const wrong = await site.get('/s?q=(lora "x');
  const page = await wrong.text();
  expect([wrong.status, page.includes('value="(lora &quot;x"')]).toEqual([400, true]);
  expect(page).toMatch(/<h1>This search could not be read<\/h1><p>This (?:quote|`\()/);
  for (const path of ['/s', '/s?q=', '/s?q=%20']) {
    const none = await site.get(path);
    expect([none.status, (await none.text()).includes('Type what to look for')], path).toEqual([200, true]);
  }
});

test('only pictures that previews can load are promised to them', async () => {
  const [good, bad] = ['https://pictures.example/1.png', 'http://pictures.example/1.png'];
  await site.postDay(
    '2026-11-20',
    paperOf('Good', { id: '2611.60001', thumbnail: good }),
    paperOf('Bad', { id: '2611.60002', thumbnail: bad }),
  );
  expect(await site.text('/p/2611.60001')).toMatch(/summary_large_image[\s\S]*og:image" content="https:/);
  expect(await site.text('/p/2611.60002')).not.toMatch(/large_image|og:image/);
});

test('without styles, too, the ways to other pages are words apart, and a part of a list is said to be one', async () => {
  const papers = Array.from({ length: 60 }, (_, at) => paperOf(`Loved ${at}`, { upvotes: 5 + at }));
  await site.postDay('2026-11-20', ...papers);
  const page = await site.text('/t/week');
  expect(page.replace(/<[^>]*>/g, '')).toContain('Paperboy Days Trending Channels');
  expect(page).toContain('60 papers gained votes, most gained first; the first 50 are shown');
});

test.each(['/d/2026-11-20', '/c/general', '/s?q=studied'])(
  'behind the last page of %s it is said to be over',
  async (path) => {
    await site.postDay('2026-11-20', paperOf('The only one'));
    const page = await site.text(`${path}${path.includes('?') ? '&' : '?'}from=50`);
    expect(page).toMatch(/There are no more (?:papers|posts)\. <a href="[^"]*">Back to the first/);
    expect(page).not.toContain('Nothing was posted here yet');
  },
);

test('nothing can be written', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH'])
    expect((await site.get('/api/v1/channels', {}, method)).status).toBe(405);
});

test('an answer that a browser has already is not sent again', async () => {
  await site.postDay('2026-11-20', paperOf('Once', { id: '2611.60001' }));
  const tag = (await site.get('/p/2611.60001')).headers.get('etag') ?? '';
  const again = await site.get('/p/2611.60001', { 'if-none-match': `"x", W/${tag}` });
  expect([again.status, await again.text()]).toEqual([304, '']);
});
