/** Makes feeds of papers as Atom, RSS 2.0 and JSON Feed, by the package `feed`. */
import { createHash } from 'node:crypto';
import { Feed } from 'feed';
import { html } from 'hono/html';
import type { Paper } from '../../src/model/paper.ts';
import { linksOf } from '../../src/model/paper-links.ts';
import { type FeedForm, paperPath } from './addresses.ts';
import { factsOf, NAMES, someOf } from './paper-list.ts';

/** A paper of a feed, with the moment at which it came into it, in milliseconds since 1970. */
export interface FeedPaper {
  paper: Paper;
  at: number;
}

export interface FeedInput {
  /** Tells the ids of this installation from another's. */
  storeId: string;
  /** What the feed is of, the same whenever it is asked for. */
  of: string;
  title: string;
  description: string;
  /** The page of the same papers, and the feed itself; absolute. */
  page: string;
  self: string;
  /** What absolute addresses begin with. */
  base: string;
  papers: readonly FeedPaper[];
}

export const FEED_TYPES: Record<FeedForm, string> = {
  atom: 'application/atom+xml; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  json: 'application/feed+json; charset=utf-8',
};

/** When the newest paper came in; undefined for an empty feed. */
export function updatedAt(papers: readonly FeedPaper[]): number | undefined {
  return papers.length === 0 ? undefined : Math.max(...papers.map(({ at }) => at));
}

/** The same input gives the same text. */
export async function feedText(input: FeedInput, form: FeedForm): Promise<string> {
  const feed = new Feed({
    id: idOf(`${input.storeId} feed ${input.of}`),
    title: readable(input.title),
    description: readable(input.description),
    link: input.page,
    updated: new Date(updatedAt(input.papers) ?? 0),
    generator: 'Paperboy',
    feedLinks: { [form]: input.self },
    author: { name: 'Paperboy' },
  });
  for (const { paper, at } of input.papers) {
    const { id, title, categories = [] } = paper;
    feed.addItem({
      // Atom's and RSS's titles are HTML.
      title: form === 'json' ? readable(title) : (await html`${readable(title)}`).toString(),
      id: idOf(`${input.storeId} paper ${id}`),
      link: `${input.base}${paperPath(id)}`,
      date: new Date(at),
      content: await contentOf(paper),
      // Readers sort by it: a paper is news when it came, however old.
      published: new Date(at),
      ...authorOf(paper, form),
      category: categories.filter(isPlain).map((term) => ({ name: term, term })),
    });
  }
  if (form === 'atom') return feed.atom1();
  return form === 'rss' ? feed.rss2() : feed.json1();
}

/** The first authors and how many more there are, as one name: JSON Feed has room for one. RSS wants addresses of mail there. */
function authorOf(paper: Paper, form: FeedForm): { author?: { name: string }[] } {
  if (form === 'rss' || !paper.authors?.length) return {};
  return { author: [{ name: readable(someOf(paper, NAMES)) }] };
}

/** What a reader shows of a paper: facts, abstract, links. Without counts, which would change the feed whenever a vote comes. */
async function contentOf(paper: Paper): Promise<string> {
  const { upvotes: _votes, commentCount: _comments, stars: _stars, ...lasting } = paper;
  const [facts, abstract] = [factsOf(lasting).join(' · '), paper.abstract].map(readable);
  const links = linksOf(paper).map(({ label, url }) => html`<a href="${url}">${label}</a> `);
  const made = await html`<p>${facts}</p><p>${abstract}</p><p>${links}</p>`;
  return made.toString();
}

/** A UUID made from a text. */
function idOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return `urn:uuid:${parts.join('-')}`;
}

/** Without what XML cannot hold: control characters, halves of pairs and two code points that are none. */
function readable(text = ''): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is removed
  return text.toWellFormed().replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '');
}

/** `cs.LG`: needs no escapes in an attribute. */
function isPlain(category: string): boolean {
  return /^[\w.:/ +-]{1,60}$/.test(category);
}
