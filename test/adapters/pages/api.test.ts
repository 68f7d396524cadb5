import { type IncomingMessage, request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { general, paperOf } from '../../app/world.ts';
import { type ServedSite, serveSite } from './site.ts';

let site: ServedSite;

beforeEach(async () => {
  site = await serveSite();
  await site.world.app.service.join(general);
  const papers = Array.from({ length: 5 }, (_, at) =>
    paperOf(`Agents ${at}`, { id: `2611.3000${at}`, upvotes: 10 - at, authors: ['Ada Lovelace'] }),
  );
  await site.postDay('2026-11-20', ...papers, paperOf('By DOI', { id: '10.1000/x.1' }));
});
afterEach(() => site.stop());

interface Part {
  total: number;
  next?: string;
  items: { id: string; title: string; growth?: string }[];
}

/** All parts of a list, by the addresses that each gives for the next. */
async function all(path: string): Promise<string[]> {
  const ids: string[] = [];
  for (let next: string | undefined = path; next !== undefined; ) {
    const part: Part = await site.json(next);
    ids.push(...part.items.map(({ id }) => id));
    next = part.next?.slice(site.address.length);
  }
  return ids;
}

describe('the API', () => {
  test('answers with a paper, its BibTeX entry, similar ones, and where it was posted', async () => {
    const paper = await site.json<Record<string, unknown>>('/api/v1/papers/2611.30000');
    expect(paper).toMatchObject({
      id: '2611.30000',
      title: 'Agents 0',
      authors: ['Ada Lovelace'],
      upvotes: 10,
      bibtex: expect.stringContaining('@misc{'),
      page: `${site.address}/p/2611.30000`,
      postedIn: [{ channel: { slug: 'general', name: '#general' }, day: '2026-11-21' }],
    });
    expect((paper.similar as unknown[]).length).toBeGreaterThan(0);
    expect(await site.json('/api/v1/papers/10.1000%2Fx.1')).toMatchObject({ title: 'By DOI' });
  });

  test('pages through searches, days and digests, each paper once', async () => {
    const found = await all('/api/v1/search?q=agents&sort=votes&limit=2');
    expect(found).toEqual([0, 1, 2, 3, 4].map((at) => `2611.3000${at}`));
    expect(await all('/api/v1/digests/2026-11-20?limit=4')).toHaveLength(6);
    expect(await site.json('/api/v1/digests')).toEqual({
      total: 1,
      items: [
        {
          day: '2026-11-20',
          page: `${site.address}/d/2026-11-20`,
          digest: `${site.address}/api/v1/digests/2026-11-20`,
        },
      ],
    });
    const first = await site.get('/api/v1/search?q=agents&limit=2');
    expect(first.headers.get('link')).toBe(
      `<${site.address}/api/v1/search?q=agents&limit=2&offset=2>; rel="next"`,
    );
  });

  test('answers with posts of channels and with what is trending', async () => {
    const posts = await site.json<{ items: { papers: unknown[]; postedAt: string }[] }>(
      '/api/v1/channels/general/posts',
    );
    expect(posts.items).toHaveLength(1);
    expect(posts.items[0]).toMatchObject({ day: '2026-11-21', postedAt: '2026-11-21T09:00:00.000Z' });
    expect(posts.items[0]?.papers).toHaveLength(6);
    const trending = await site.json<Part>('/api/v1/trending?period=week&limit=1');
    expect(trending).toMatchObject({
      total: 5,
      items: [{ id: '2611.30000', growth: '+10 since yesterday' }],
    });
    const narrowed = await site.json<Part>('/api/v1/trending?q=id%3A2611.30000');
    expect(narrowed).toMatchObject({ total: 1, items: [{ id: '2611.30000' }] });
    expect((await site.get('/api/v1/trending?q=%28')).status).toBe(400);
  });

  test('shows nothing of a paper that is not meant for it', async () => {
    const { items } = await site.json<Part>('/api/v1/search?q=agents&limit=1');
    const document = await site.json<{ components: { schemas: { Paper: { properties: object } } } }>(
      '/api/v1/openapi.json',
    );
    const known = Object.keys(document.components.schemas.Paper.properties);
    expect(Object.keys(items[0] ?? {}).filter((key) => !known.includes(key))).toEqual([]);
  });

  test.each([
    ['/api/v1/search', 400, '"q" must be a query of 1 to 1000 characters.'],
    ['/api/v1/search?q=(open', 400, undefined],
    ['/api/v1/search?q=a&limit=0', 400, '"limit" must be a whole number from 1 to 100.'],
    ['/api/v1/search?q=a&limit=x', 400, '"limit" must be a whole number from 1 to 100.'],
    ...['0x10', '1e1', '%205', '5.0', '+5', '05', '00', '0b11', '', '1&limit=2', '9999999999'].map(
      (limit): [string, number, string] => [
        `/api/v1/search?q=a&limit=${limit}`,
        400,
        '"limit" must be a whole number from 1 to 100.',
      ],
    ),
    ['/api/v1/search?q=a&offset=-1', 400, '"offset" must be a whole number from 0 to 10000.'],
    ['/api/v1/search?q=a&from=5', 400, '"from" is no parameter here.'],
    ['/api/v1/digests?page=2', 400, '"page" is no parameter here.'],
    ['/api/v1/channels?limit=5', 400, '"limit" is no parameter here.'],
    ['/api/v1/search?q=a&sort=best', 400, '"sort" must be relevance, date or votes.'],
    ['/api/v1/digests/2026-02-30', 400, '"day" must be a day such as 2025-12-12.'],
    ['/api/v1/digests/2020-01-01', 404, 'There is no digest for this day.'],
    ['/api/v1/papers/2611.99999', 404, 'No paper with this ID is stored here.'],
    ['/api/v1/channels/nope/posts', 404, 'There is no page for a channel of this name.'],
    [`/api/v1/papers/${'a'.repeat(501)}`, 400, '"id" must have up to 500 characters.'],
    ['/api/v1/nope', 404, 'There is nothing here.'],
    ['/api/v1/../../etc/passwd', 404, undefined],
  ])('%s is refused with problem details', async (path, status, detail) => {
    const answer = await site.get(path);
    expect(answer.status).toBe(status);
    if (!path.includes('..'))
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
    if (detail !== undefined)
      expect(await answer.json()).toMatchObject({ status, detail, title: expect.any(String) });
  });

  test.each([
    ['GET', '/api/v1/papers/%2e%2e', 400],
    ['GET', '/api/v1/../../metrics', 400],
    ['GET', '/api/v1/papers/%ff', undefined],
    ['GET', '/api/v1/%', undefined],
    ['GET', '/api/v1//search', undefined],
    ['POST', '/api/v1/search', 405],
    ['DELETE', '/api/v1', 405],
  ])('%s %s is refused with problem details too, as it was sent', async (method, path, status) => {
    const { port } = new URL(site.address);
    const answer = await new Promise<IncomingMessage>((resolve) =>
      request({ host: '127.0.0.1', port, path, method, agent: false }, resolve).end(),
    );
    const problem = await json(answer);
    expect(answer.headers['content-type']).toContain('application/problem+json');
    expect(problem).toMatchObject({ type: 'about:blank', status: answer.statusCode });
    expect(answer.statusCode).toBe(status ?? answer.statusCode);
    expect(answer.statusCode).toBeLessThan(500);
  });

  test('has an ETag on every answer', async () => {
    const first = await site.get('/api/v1/search?q=agents');
    const tag = first.headers.get('etag') ?? '';
    expect((await site.get('/api/v1/search?q=agents', { 'if-none-match': tag })).status).toBe(304);
  });
});

describe('its description', () => {
  test('says how the access token is sent where one is needed, and nothing of one where none is', async () => {
    const open = await site.json<{ security?: unknown; components: object }>('/api/v1/openapi.json');
    expect(open).not.toHaveProperty('security');
    expect(open.components).not.toHaveProperty('securitySchemes');
    const token = 'a-token-of-16-or-more';
    const closed = await serveSite({ audience: 'token', token });
    const authorization = `Bearer ${token}`;
    expect(await (await closed.get('/api/v1/openapi.json', { authorization })).json()).toMatchObject({
      security: [{ bearer: [] }, { basic: [] }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          basic: { type: 'http', scheme: 'basic' },
        },
      },
    });
    expect(await (await closed.get('/api/v1', { authorization })).text()).toContain(
      'curl -H &#39;Authorization: Bearer ACCESS_TOKEN&#39; ',
    );
    await closed.stop();
  });

  test('is OpenAPI 3.1, and every answer has the shape that it says', async () => {
    const document = await site.json<OpenApi>('/api/v1/openapi.json');
    expect(document.openapi).toBe('3.1.0');
    const asked: Record<string, string> = {
      '/papers/{id}': '/papers/2611.30000',
      '/search': '/search?q=agents&limit=2',
      '/trending': '/trending?limit=2',
      '/digests': '/digests',
      '/digests/{day}': '/digests/2026-11-20?limit=2',
      '/channels': '/channels',
      '/channels/{channel}/posts': '/channels/general/posts',
    };
    expect(Object.keys(document.paths).toSorted()).toEqual(Object.keys(asked).toSorted());
    for (const [path, { get }] of Object.entries(document.paths)) {
      const told = Object.keys(get.responses);
      expect(told, path).toEqual(
        expect.arrayContaining(path === '/channels' ? ['default'] : ['400', 'default']),
      );
      const answer = await site.json(`/api/v1${asked[path]}`);
      const schema = {
        ...get.responses['200'].content['application/json'].schema,
        components: document.components,
      };
      const inlined = JSON.parse(JSON.stringify(schema).replaceAll('#/components/schemas/', '#/$defs/'));
      const { components, ...own } = inlined;
      const shape = z.fromJSONSchema({ ...own, $defs: components.schemas });
      expect(shape.safeParse(answer).error, path).toBeUndefined();
      expect(shape.safeParse({ items: 1 }).success, path).toBe(false);
    }
  });

  test('is shown on a page that names every address and shape', async () => {
    const page = await site.text('/api/v1');
    for (const path of ['/papers/{id}', '/search', '/digests/{day}', '/channels/{channel}/posts'])
      expect(page).toContain(`GET ${path}`);
    expect(page).toContain('id="shape-Problem"');
    expect(page).not.toContain('<script');
  });
});

interface OpenApi {
  openapi: string;
  paths: Record<
    string,
    { get: { responses: { '200': { content: { 'application/json': { schema: object } } } } } }
  >;
  components: { schemas: object };
}
