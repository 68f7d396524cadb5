/** A server on loopback that answers as the papers' sources do, and misbehaves when told: what came in is remembered. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';

export interface Hit {
  url: URL;
  headers: IncomingMessage['headers'];
  /** By the test's own clock. */
  at: number;
}

export type Answer = (hit: Hit, response: ServerResponse) => void;

export interface Loopback {
  url: string;
  hits: Hit[];
  /** Connections that were opened, answered or not. */
  connections: number;
  answer: Answer;
  close(): Promise<void>;
}

export async function startServer(answer: Answer, clock: () => number = Date.now): Promise<Loopback> {
  const server = createServer((request, response) => {
    const hit = { url: new URL(request.url ?? '/', 'http://x'), headers: request.headers, at: clock() };
    loopback.hits.push(hit);
    // Who hangs up early is no fault of the server.
    response.on('error', () => {});
    loopback.answer(hit, response);
  });
  server.on('connection', () => {
    loopback.connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const loopback: Loopback = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hits: [],
    connections: 0,
    answer,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return loopback;
}

export function send(
  response: ServerResponse,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  status = 200,
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
}

export function sendGzip(response: ServerResponse, body: string, headers: Record<string, string> = {}): void {
  send(response, gzipSync(body), { 'content-encoding': 'gzip', ...headers });
}

export interface FakePaper {
  id: string;
  title: string;
  day: string;
  upvotes?: number;
  comments?: number;
}

/** An item of `/api/daily_papers`. */
export function itemOf({ id, title, day, upvotes = 1, comments = 0 }: FakePaper): object {
  return {
    paper: {
      id,
      title,
      summary: `${title}. What it is good for is told here in a sentence.`,
      authors: [{ _id: '1', name: 'Ines Caldeira', hidden: false }],
      publishedAt: `${day}T09:00:00.000Z`,
      submittedOnDailyAt: `${day}T11:00:00.000Z`,
      upvotes,
    },
    title,
    summary: 'the same',
    publishedAt: `${day}T04:00:00.000Z`,
    numComments: comments,
  };
}

/** Hugging Face as far as Paperboy asks it: days in pages with `Link`, 304 by ETag, 400 for the future, search, papers. */
export function huggingFace(world: { papers: FakePaper[]; now: () => number }): Answer {
  return ({ url, headers }, response) => {
    const { papers, now } = world;
    if (url.pathname === '/api/daily_papers') {
      const day = url.searchParams.get('date') ?? '';
      if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || day > new Date(now()).toISOString().slice(0, 10)) {
        return send(response, JSON.stringify({ error: 'Invalid date' }), {}, 400);
      }
      const page = Number(url.searchParams.get('p') ?? 0);
      const limit = Number(url.searchParams.get('limit') ?? 50);
      const all = papers.filter((paper) => paper.day === day);
      const body = JSON.stringify(all.slice(page * limit, (page + 1) * limit).map(itemOf));
      const etag = `W/"${Buffer.from(body).length}-${all.reduce((sum, { upvotes = 1 }) => sum + upvotes, 0)}"`;
      if (headers['if-none-match'] === etag) return send(response, '', { etag }, 304);
      const next = `<https://huggingface.co/api/daily_papers?date=${day}&limit=${limit}&p=${page + 1}>; rel="next"`;
      return sendGzip(response, body, { etag, ...(all.length > (page + 1) * limit ? { link: next } : {}) });
    }
    if (url.pathname === '/api/papers/search') {
      const words = (url.searchParams.get('q') ?? '').toLowerCase().split(' ');
      const found = papers.filter(({ title }) => words.some((word) => title.toLowerCase().includes(word)));
      return send(response, JSON.stringify(found.map(itemOf)));
    }
    const id = decodeURIComponent(/^\/api\/papers\/(.+)$/.exec(url.pathname)?.[1] ?? '');
    const paper = papers.find((one) => one.id === id);
    if (paper === undefined) return send(response, JSON.stringify({ error: 'Paper not found' }), {}, 404);
    send(response, JSON.stringify((itemOf(paper) as { paper: object }).paper));
  };
}

export interface ArxivPaper {
  id: string;
  title: string;
  authors?: string[];
  comment?: string;
  doi?: string;
  submitted: string;
  kind?: 'new' | 'cross' | 'replace' | 'replace-cross';
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** arXiv as far as Paperboy asks it: the listing of the announced day, papers by id, papers by the day of submission. */
export function arxiv(world: { papers: ArxivPaper[]; announced: () => string }): Answer {
  return ({ url, headers }, response) => {
    const { papers } = world;
    if (url.pathname.startsWith('/atom/')) {
      const day = world.announced();
      const body = listingOf(papers, day);
      const etag = `"${day} ${papers.length}"`;
      if (headers['if-none-match'] === etag) return send(response, '', { etag }, 304);
      return send(response, body, { etag, 'content-type': 'application/atom+xml' });
    }
    const ids = url.searchParams.get('id_list')?.split(',');
    const on = /submittedDate:\[(\d{4})(\d{2})(\d{2})/.exec(url.searchParams.get('search_query') ?? '');
    const day = on ? `${on[1]}-${on[2]}-${on[3]}` : undefined;
    const found = papers.filter(({ id, submitted }) => (ids ? ids.includes(id) : submitted === day));
    const start = Number(url.searchParams.get('start') ?? 0);
    const slice = found.slice(start, start + Number(url.searchParams.get('max_results') ?? 10));
    send(response, answerOf(slice, found.length), { 'content-type': 'application/atom+xml' });
  };
}

export function listingOf(papers: readonly ArxivPaper[], day: string): string {
  const entries = papers
    .filter(({ kind }) => kind !== undefined)
    .map(
      ({ id, title, authors = ['Ines Caldeira', 'Tomasz Wierzbicki'], kind }) => `<entry>
    <id>oai:arXiv.org:${id}v1</id><title>${escaped(title)}</title><updated>${day}T04:10:00+00:00</updated>
    <link href="https://arxiv.org/abs/${id}" rel="alternate" type="text/html"/>
    <summary>arXiv:${id}v1 Announce Type: ${kind} \nAbstract: ${escaped(title)}, told at length.</summary>
    <category term="cs.LG"/><published>${day}T00:00:00-04:00</published>
    <arxiv:announce_type>${kind}</arxiv:announce_type><dc:creator>${authors.join(', ')}</dc:creator></entry>`,
    );
  return `<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns="http://www.w3.org/2005/Atom">
  <id>http://rss.arxiv.org/atom/cs.LG</id><title>cs.LG updates</title><updated>${day}T04:10:00+00:00</updated>
  ${entries.join('\n')}
</feed>`;
}

export function answerOf(papers: readonly ArxivPaper[], total: number): string {
  const entries = papers.map(
    ({ id, title, authors = ['Ines Caldeira', 'Tomasz Wierzbicki'], comment, doi, submitted }) => `<entry>
    <id>http://arxiv.org/abs/${id}v1</id><updated>${submitted}T10:00:00Z</updated><published>${submitted}T10:00:00Z</published>
    <title>${escaped(title)}</title><summary>  ${escaped(title)}, told at length.\n</summary>
    ${authors.map((name) => `<author><name>${name}</name></author>`).join('')}
    ${comment ? `<arxiv:comment xmlns:arxiv="http://arxiv.org/schemas/atom">${escaped(comment)}</arxiv:comment>` : ''}
    ${doi ? `<arxiv:doi xmlns:arxiv="http://arxiv.org/schemas/atom">${doi}</arxiv:doi>` : ''}
    <link href="http://arxiv.org/abs/${id}v1" rel="alternate" type="text/html"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="cs.LG"/><category term="cs.LG"/><category term="stat.ML"/></entry>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title type="html">ArXiv Query</title>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">${total}</opensearch:totalResults>
  ${entries.join('\n')}
</feed>`;
}
