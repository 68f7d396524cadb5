/** Requests for pages, feeds and the API, and for the pages that links in mail lead to: paths, parameters and headers of any form. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { XMLValidator } from 'fast-xml-parser';
import type { Invitation } from '../../../adapters/email/invitation.ts';
import { createInvitations } from '../../../adapters/email/invitations.ts';
import {
  confirmPage,
  type Page,
  type PagesContext,
  unsubscribePage,
} from '../../../adapters/email/link-pages.ts';
import { createLinks, tokenOf } from '../../../adapters/email/links.ts';
import { createSite } from '../../../adapters/pages/index.ts';
import type { Site } from '../../../src/model/catalog.ts';
import { createShelves } from '../../adapters/shelves.ts';
import { isHarmlessHtml } from '../checks.ts';
import { piece, text } from '../hostile.ts';
import { target } from '../target.ts';
import { openCommandWorld } from './commands.ts';
import { query } from './queries.ts';

const TOKEN = 'a-t0ken-of-16-characters';
const BASE = 'https://papers.example';

const part = fc.oneof(
  fc.constantFrom(
    'd',
    'newest',
    '2026-11-22',
    '2025-02-30',
    't',
    'week',
    'p',
    '2512.00001',
    '2512.00009v2',
    '10.1000/abc',
    'c',
    'general',
    's',
    'feeds',
    'search.atom',
    'search.rss',
    'search.json',
    'general.atom',
    'api',
    'v1',
    'papers',
    'search',
    'digests',
    'channels',
    'posts',
    'trending',
    'openapi.json',
    'docs',
    'robots.txt',
    '..',
    '.',
    '%2e%2e',
    '%00',
    '%',
    '%ff',
    '%E0%A4%A',
    '__proto__',
    '',
  ),
  text.map((one) => encodeURIComponent(one.toWellFormed())),
);
const path = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '/d/newest',
      '/d/2026-11-22',
      '/t/week',
      '/t/today',
      '/p/2512.00001',
      '/c',
      '/s',
      '/feeds/search.atom',
      '/feeds/search.rss',
      '/feeds/search.json',
      '/api/v1/search',
      '/api/v1/papers/2512.00003',
      '/api/v1/digests',
      '/api/v1/digests/2026-11-22',
      '/api/v1/trending',
      '/api/v1/channels',
      '/api/v1/openapi.json',
      '//evil.example/d',
      '/d/',
    ),
  },
  { weight: 3, arbitrary: fc.array(part, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`) },
);
const parameter = fc.tuple(
  fc.constantFrom('q', 'from', 'limit', 'sort', 'period', 'x', 'q[]', '__proto__'),
  fc.oneof(
    { weight: 3, arbitrary: query },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        '0',
        '10',
        '10000',
        '10001',
        '-1',
        '1e9',
        'date',
        'votes',
        'relevance',
        'week',
        '',
      ),
    },
    text,
  ),
);
const headers = fc.dictionary(
  fc.constantFrom(
    'host',
    'accept',
    'if-none-match',
    'if-modified-since',
    'range',
    'cookie',
    'x-forwarded-for',
    'forwarded',
    'referer',
    'origin',
    'accept-encoding',
    'user-agent',
  ),
  fc.oneof(
    fc.constantFrom(
      '*',
      '"x"',
      'W/"x"',
      'Wed, 21 Oct 2099 07:28:00 GMT',
      'bytes=0-1',
      'evil.example',
      'text/html',
      'gzip',
    ),
    piece.map((one) => one.replace(/[^\x20-\x7e]/g, '')),
  ),
  { maxKeys: 4 },
);

interface Asked {
  path: string;
  parameters: [string, string][];
  headers: Record<string, string>;
  method: string;
  token: string | undefined;
}
const asked: fc.Arbitrary<Asked> = fc.record({
  path,
  parameters: fc.array(parameter, { maxLength: 3 }),
  headers,
  method: fc.constantFrom(...Array<string>(14).fill('GET'), 'HEAD', 'POST', 'OPTIONS'),
  token: fc.constantFrom<(string | undefined)[]>(
    ...Array<string>(9).fill(`Bearer ${TOKEN}`),
    `Basic ${Buffer.from(`x:${TOKEN}`).toString('base64')}`,
    'Basic !',
    undefined,
  ),
});
const search = (q: string): Asked => ({
  path: '/api/v1/search',
  parameters: [['q', q]],
  headers: {},
  method: 'GET',
  token: `Bearer ${TOKEN}`,
});

interface World {
  site: Site;
  told: string[];
}

async function openSite(): Promise<World> {
  const { app } = await openCommandWorld();
  const told: string[] = [];
  const log = (message: string, facts?: object) =>
    void told.push(`${message} ${JSON.stringify(facts ?? {})}`);
  const settings = {
    audience: 'token',
    token: TOKEN,
    publicUrl: BASE,
    host: '127.0.0.1',
    port: 0,
    isBeside: false,
  } as const;
  const site = createSite({
    settings,
    catalog: app.app.catalog,
    log: { debug: log, info: log, warn: log, error: log },
  });
  return { site, told };
}

const STATUSES = new Set([200, 302, 304, 400, 401, 403, 404, 405]);
const MOST_BYTES = 2_000_000;

export const pages = [
  target({
    name: 'requests for pages, feeds and the API',
    cases: 80,
    generate: asked,
    open: openSite,
    async run({ path: at, parameters, headers: sent, method, token }, { site, told }: World) {
      told.length = 0;
      const search = new URLSearchParams(parameters).toString();
      let request: Request;
      try {
        request = new Request(`${BASE}${at}${search === '' ? '' : `?${search}`}`, {
          method,
          headers: { ...sent, ...(token === undefined ? {} : { authorization: token }) },
        });
      } catch {
        return undefined;
      }
      const answer = await site.answer(request, '127.0.0.1');
      return {
        status: answer.status,
        type: answer.headers.get('content-type') ?? '',
        location: answer.headers.get('location'),
        csp: answer.headers.get('content-security-policy'),
        body: await answer.text(),
      };
    },
    holds(outcome, given, { told }: World) {
      const answer = outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused));
      assert.deepEqual(told, [], 'the log tells of an error');
      if (answer === undefined) return;
      const { status, type, location, csp, body } = answer;
      assert.ok(STATUSES.has(status), `the status ${status}`);
      assert.ok(body.length <= MOST_BYTES, `${body.length} characters`);
      assert.ok(!body.includes(TOKEN), 'the token stands in an answer');
      if (status === 200 && given.path !== '/robots.txt' && !/\.css$/.test(given.path))
        assert.ok(given.token?.includes(' '), 'it is read without a token');
      if (location !== null) assert.match(location, /^\/(?![/\\])/, `it leads to ${location}`);
      assert.ok(csp?.includes("default-src 'none'"), 'no policy for content');
      if (body === '') return;
      if (/html/.test(type)) isHarmlessHtml(body);
      if (/json/.test(type)) JSON.parse(body);
      if (/xml/.test(type)) assert.equal(XMLValidator.validate(body), true, 'a feed that is not well-formed');
    },
    texts: {
      'a search': search,
      'a path': (mark) => ({ ...search('a'), path: `/p/${encodeURIComponent(mark)}` }),
      'a tag': (mark) => ({
        ...search('a'),
        headers: { 'if-none-match': mark.replace(/[^\x20-\x7e]/g, '') },
      }),
    },
  }),
  target({
    name: 'links in mail',
    cases: 80,
    generate: fc.record({
      kind: fc.constantFrom<string[]>('confirm', 'unsubscribe'),
      token: fc.oneof(
        piece,
        text,
        fc.tuple(text, text).map(([one, other]) => `${Buffer.from(one).toString('base64url')}.${other}`),
        fc
          .tuple(
            fc.constantFrom('me@lab.example', 'other@lab.example'),
            fc.constantFrom('t', 'x', '__proto__'),
          )
          .map(([one, other]) => tokenOf(one, other)),
      ),
      body: fc.option(
        fc.oneof(
          fc.constantFrom(
            '',
            'do=1',
            'do=weekly',
            'do=all',
            'do=9999999999999',
            'List-Unsubscribe=One-Click',
          ),
          text,
        ),
        { nil: undefined },
      ),
    }),
    open: () => createLinkPages(),
    run: ({ kind, token, body }, { context }: LinkPages): Promise<Page> =>
      kind === 'confirm' ? confirmPage(token, body, context) : unsubscribePage(token, body, context),
    holds(outcome, _, { changed }: LinkPages) {
      const { status, html } =
        outcome.refused === undefined ? outcome.value : assert.fail(String(outcome.refused));
      assert.ok([200, 404].includes(status), `the status ${status}`);
      isHarmlessHtml(html);
      assert.deepEqual(changed, [], 'a link that nobody wrote changed something');
    },
    texts: {
      'a link to confirm': (mark) => ({ kind: 'confirm', token: mark, body: undefined }),
      'a link to unsubscribe': (mark) => ({ kind: 'unsubscribe', token: mark, body: mark }),
    },
  }),
];

interface LinkPages {
  context: PagesContext;
  changed: string[];
}

/** The pages of an address that was invited: none of the links that are made up here is its own. */
async function createLinkPages(): Promise<LinkPages> {
  const { shelf } = createShelves();
  const changed: string[] = [];
  const change = (what: string) => async () => void changed.push(what);
  const invitations = createInvitations(shelf<Invitation>('email_invitations'), () => 0);
  await invitations.open('me@lab.example', { topic: 'lora' });
  const context: PagesContext = {
    invitations,
    links: createLinks(shelf<string>('email_keys')),
    service: { leave: change('leave'), ask: change('ask') as never, placesIn: async () => [] },
    confirmed: async () => assert.fail('a link that nobody wrote confirmed something'),
  };
  return { context, changed };
}
